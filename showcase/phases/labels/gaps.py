"""What is missing before a result is fixed, as the phase page shows it: a sentence each, and where to mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from showcase.phases.rules import Gap, GapKind
from showcase.results.actions.ties import CategoryTie
from showcase.results.labels import ties as ranking_ties
from showcase.results.labels import words
from showcase.results.queries.results import Names
from showcase.results.rules import BoundaryTie


@dataclass(frozen=True, slots=True)
class GapLine:
    """A sentence, the page (or part of this one) where it is mended, the link's text, and entries by name."""

    text: str
    path: str
    link: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TieForm:
    """A tie that the jury may decide: `told` says what holds now; `entries` are slugs and names."""

    category: str
    name: str
    place: int
    winners: int
    entries: tuple[tuple[str, str], ...]
    state: str
    told: str


def lines(gaps: Sequence[Gap], names: Names, slug: str) -> tuple[GapLine, ...]:
    """Everything that is missing; a juror's missing sheets are one line with the entries in it.

    An empty `slug` leaves the links out: what was accepted once is mended no more.
    """
    base, found = f"/organizer/{slug}", []
    for (kind, *_rest), group in groupby(gaps, key=_together):
        found.append(_line(kind, list(group), names, base))
    return tuple(found if slug else (replace(line, path="") for line in found))


def _together(gap: Gap) -> tuple[GapKind, str, int, tuple[str, ...]]:
    return (gap.kind, gap.juror, gap.number, () if gap.kind is GapKind.SHEET else gap.categories)


def _line(kind: GapKind, gaps: list[Gap], names: Names, base: str) -> GapLine:
    first = gaps[0]
    juror = first.person or words.juror(first.juror)
    if kind is GapKind.SHEET:
        text = ngettext(
            "%(juror)s: %(num)s lembar nilai belum dikirim.",
            "%(juror)s: %(num)s lembar nilai belum dikirim.",
            len(gaps),
            juror=juror,
        )
        entries = tuple(f"{names.entries[gap.entries[0]].booth} {names.entries[gap.entries[0]].name}" for gap in gaps)
        return GapLine(text, f"{base}/judging", _("Papan penjurian"), entries)
    if kind is GapKind.LOCK:
        open_ = ", ".join(names.categories[category].name for category in first.categories)
        text = _("%(juror)s belum mengunci lembar nilainya: %(categories)s.", juror=juror, categories=open_)
        return GapLine(text, f"{base}/judging", _("Papan penjurian"))
    if kind is GapKind.TIE:
        called = {entry: names.entries[entry].name for entry in first.entries}
        text = _(
            "%(category)s: %(entries)s sama persis pada tempat juara terakhir, dan juri belum memutuskan.",
            category=names.categories[first.categories[0]].name,
            entries=ranking_ties.listed(BoundaryTie(first.number, first.entries), called),
        )
        return GapLine(text, f"#tie-{first.categories[0]}", _("Catat keputusan juri"))
    if kind is GapKind.ANOMALY:
        text = _("Kejanggalan nomor %(number)s menunggu keputusan dua panitia.", number=first.number)
        return GapLine(text, f"{base}/anomalies", _("Lihat kejanggalan"))
    text = _("Sanggahan nomor %(number)s belum dijawab.", number=first.number)
    return GapLine(text, f"{base}/objections/{first.number}", _("Jawab sanggahan"))


def forms(ties: Sequence[CategoryTie], names: Names) -> tuple[TieForm, ...]:
    """The ties that cross a last awarded place, decided or not."""
    return tuple(_form(one, names, {entry: names.entries[entry].name for entry in one.tie.entries}) for one in ties)


def _form(one: CategoryTie, names: Names, called: Mapping[str, str]) -> TieForm:
    told = ""
    if one.decision is not None and one.decision.shared:
        told = _("Keputusan juri: juara %(place)s bersama.", place=one.tie.place)
    elif one.decision is not None:
        order = ", ".join(f"{place}. {called[entry]}" for place, entry in enumerate(one.decision.entries, start=1))
        told = _("Keputusan juri, berurutan: %(order)s.", order=order)
    if one.decision is not None:
        told += " " + _("Alasan: %(reason)s", reason=one.decision.reason)
    return TieForm(
        category=one.category,
        name=names.categories[one.category].name,
        place=one.tie.place,
        winners=one.winners,
        entries=tuple(called.items()),
        state=one.state,
        told=told,
    )
