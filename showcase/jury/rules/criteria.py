"""Criteria: what an organizer may set, and templates of them. Weights in basis points (10,000 = 1)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from showcase.jury.rules.scoring import Scale
from showcase.kernel.errors import N_, DomainError
from showcase.kernel.slugs import slug_from

HUNDRED, TEN, FIVE = Scale(0, 10000, 1), Scale(100, 1000, 100), Scale(100, 500, 100)
MOST_CRITERIA = 20
MOST_LEVELS = 11
NAME_LENGTH, DESCRIPTION_LENGTH, MEANING_LENGTH = 120, 1000, 200
ALL = 10_000
# Hundredths of a point: a scale ends between 1 and 1,000 points.
LEAST_TOP, MOST_TOP = 100, 100_000


class Fault(NamedTuple):
    """What is wrong with a field of a row. `row` counts from 0; None: with the rows together. The codes:

    `text-needed`, `text-long`, `text-invalid` (control characters), `name-repeated`; `number-invalid`, `weight-range`,
    `weights-sum`; `scale-range`, `scale-order`, `scale-step`; `level-range`, `level-repeated`, `too-many`.
    """

    row: int | None
    field: str
    code: str


class CriteriaInvalidError(DomainError):
    """Some fields of a category's criteria are wrong; `faults` names all of them."""

    code = "criteria-invalid"
    status = 422
    sentence = N_("Belum tersimpan. Perbaiki yang ditandai; yang lain tidak hilang.")

    def __init__(self, faults: Sequence[Fault]) -> None:
        told = ", ".join(
            f"{'all' if fault.row is None else fault.row + 1} {fault.field} {fault.code}" for fault in faults
        )
        super().__init__(f"These criteria can't be stored: {told}")
        self.faults = tuple(faults)


class CriteriaScoredError(DomainError):
    """Scores stand on these criteria: none can be added or taken away, and their scales stay."""

    code = "criteria-scored"
    status = 409
    sentence = N_(
        "Sudah ada nilai juri di kategori ini, jadi kriteria tidak bisa ditambah atau dihapus dan skalanya tetap."
    )


class CriteriaOpenedError(DomainError):
    """The vote has been opened: which criteria there are, and their scales, stay as they were declared."""

    code = "criteria-opened"
    status = 409
    sentence = N_("Pameran sudah dibuka, jadi kriteria tidak bisa ditambah atau dihapus dan skalanya tetap.")


class CriteriaChangedError(DomainError):
    """Somebody else has changed these criteria since they were read."""

    code = "criteria-changed"
    status = 409
    sentence = N_(
        "Kriteria ini sudah diubah orang lain sejak Anda membukanya. Yang Anda ketik masih ada di bawah; "
        "menyimpan lagi akan menggantikan perubahan itu."
    )


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion as an organizer wants it; levels are pairs of score in machine form and meaning, highest first.

    `slug` names the criterion that it changes; with none of this slug, or "", one of the same name, else it is new.
    """

    slug: str
    name: str
    description: str
    weight_bp: int
    levels: tuple[tuple[str, str], ...] = ()
    scale: Scale = HUNDRED


def faults_of(rows: Sequence[CriterionRow]) -> list[Fault]:
    """Everything that is wrong with a category's criteria, in the order of the rows.

    The weights of a draft need not sum to 1; the opening asks for that.
    """
    faults = [Fault(None, "rows", "too-many")] if len(rows) > MOST_CRITERIA else []
    names: set[str] = set()
    for number, row in enumerate(rows):
        found = [*_words(row), *_weight(row), *_scale(row.scale), *_levels(row)]
        name = row.name.strip().casefold()
        if name in names:
            found.append(("name", "name-repeated"))
        names.add(name)
        faults += [Fault(number, field, code) for field, code in found]
    return faults


def settled(rows: Sequence[CriterionRow], before: Sequence[CriterionRow]) -> tuple[CriterionRow, ...]:
    """The rows as they are stored: each with the slug of the criterion that it changes, or with a new one."""
    by_name = {row.name.casefold(): row.slug for row in before}
    free = {row.slug for row in before}
    slugs = [row.slug if row.slug in free else "" for row in rows]
    slugs = [slug if slug not in slugs[:number] else "" for number, slug in enumerate(slugs)]
    free -= set(slugs)
    for number, row in enumerate(rows):
        same = by_name.get(_plain(row.name).casefold(), "")
        if not slugs[number] and same in free:
            slugs[number] = same
            free.discard(same)
    for number, row in enumerate(rows):
        slugs[number] = slugs[number] or slug_from(row.slug or row.name, slugs, "kriteria")
    return tuple(
        replace(row, slug=slug, name=_plain(row.name), description=row.description.strip(), levels=in_order(row.levels))
        for row, slug in zip(rows, slugs, strict=True)
    )


def _plain(name: str) -> str:
    return " ".join(name.split())


def in_order(levels: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Levels as a sheet shows them, highest first. Scores in machine form."""
    return tuple(sorted(levels, key=lambda level: -float(level[0])))


def _words(row: CriterionRow) -> list[tuple[str, str]]:
    limits = {"name": NAME_LENGTH, "description": DESCRIPTION_LENGTH}
    found = [] if row.name.strip() else [("name", "text-needed")]
    for field, longest in limits.items():
        found += _text(field, getattr(row, field), longest)
    return found


def _text(field: str, text: str, longest: int) -> list[tuple[str, str]]:
    if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t" for letter in text):
        return [(field, "text-invalid")]
    return [(field, "text-long")] if len(text) > longest else []


def _weight(row: CriterionRow) -> list[tuple[str, str]]:
    return [] if 1 <= row.weight_bp <= ALL else [("weight", "weight-range")]


def _scale(scale: Scale) -> list[tuple[str, str]]:
    if scale.least < 0 or not LEAST_TOP <= scale.most <= MOST_TOP:
        return [("scale", "scale-range")]
    if scale.least >= scale.most:
        return [("scale", "scale-order")]
    # A step that misses the highest score would make it unreachable.
    reachable = scale.step >= 1 and (scale.most - scale.least) % scale.step == 0
    return [] if reachable else [("scale", "scale-step")]


def _levels(row: CriterionRow) -> list[tuple[str, str]]:
    if _scale(row.scale):
        return []
    if len(row.levels) > MOST_LEVELS:
        return [("levels", "too-many")]
    found: list[tuple[str, str]] = []
    for score, meaning in row.levels:
        try:
            unread = row.scale.parse(score) is None
        except ValueError:
            unread = True
        found += [("levels", "level-range")] if unread else []
        found += _text("levels", meaning, MEANING_LENGTH) if meaning.strip() else [("levels", "text-needed")]
    if len({score for score, _ in row.levels}) < len(row.levels):
        found.append(("levels", "level-repeated"))
    return list(dict.fromkeys(found))


# The presentation aspects and weights of the Innovative Government Award 2023, as BSKDN Kemendagri announced them. The
# meanings of the levels are a proposal that organizers may change.
IGA_2023 = (
    CriterionRow(
        "kebaruan",
        "Kebaruan",
        "Seberapa baru inovasi ini bagi daerah.",
        3000,
        (
            ("100", "belum pernah ada di daerah lain"),
            ("70", "pengembangan nyata"),
            ("40", "meniru dengan sedikit perubahan"),
        ),
    ),
    CriterionRow(
        "kemanfaatan",
        "Kemanfaatan",
        "Seberapa besar manfaatnya bagi warga.",
        2500,
        (
            ("100", "terukur dan dirasakan banyak warga"),
            ("70", "terukur, cakupan terbatas"),
            ("40", "baru rencana"),
        ),
    ),
    CriterionRow(
        "replikasi",
        "Replikasi dan aplikatif",
        "Seberapa mudah diterapkan instansi lain.",
        2000,
        (("100", "sudah ditiru pihak lain"), ("70", "bisa ditiru dengan penyesuaian"), ("40", "sulit ditiru")),
    ),
    CriterionRow(
        "kolaborasi",
        "Kewenangan daerah dan kolaborasi",
        "Sesuai kewenangan daerah dan melibatkan banyak pihak.",
        1500,
        (("100", "banyak pihak, peran jelas"), ("70", "beberapa pihak"), ("40", "satu instansi saja")),
    ),
    CriterionRow(
        "penguasaan",
        "Penguasaan materi",
        "Kualitas penyajian dan jawaban.",
        1000,
        (("100", "sangat menguasai"), ("70", "menguasai"), ("40", "belum menguasai")),
    ),
)
SIMPLE = (
    CriterionRow("kebaruan", "Kebaruan", "Seberapa baru inovasi ini.", 3000),
    CriterionRow("manfaat", "Manfaat", "Seberapa besar manfaatnya.", 4000),
    CriterionRow("penyajian", "Penyajian", "Kualitas penyajian dan jawaban.", 3000),
)
LEVELS_OF_FIVE = (("5", "sangat baik"), ("3", "cukup"), ("1", "kurang"))
LEVELS_OF_TEN = (("10", "sangat baik"), ("6", "cukup"), ("1", "kurang"))
SIMPLE_FIVE = tuple(replace(item, scale=FIVE, levels=LEVELS_OF_FIVE) for item in SIMPLE)
SIMPLE_TEN = tuple(replace(item, scale=TEN, levels=LEVELS_OF_TEN) for item in SIMPLE)
TEMPLATES: dict[str, tuple[CriterionRow, ...]] = {
    "iga-2023": IGA_2023,
    "simple": SIMPLE,
    "simple-10": SIMPLE_TEN,
    "simple-5": SIMPLE_FIVE,
    "empty": (),
}
