"""The page that explains one entry's place: every number on the way, from each juror's scores to the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _

from showcase.kernel.filters import decimal
from showcase.ranking.model import CategoryRanking, Criterion, Sheet, Standing
from showcase.ranking.numbers import decimal_or_fraction
from showcase.results.labels import words
from showcase.results.labels.arithmetic import shown_number
from showcase.results.labels.table import Group, Row
from showcase.results.queries.results import CategoryResult


@dataclass(frozen=True, slots=True)
class CriterionHead:
    """A criterion as the head of a column: its weight in percent and its maximum."""

    name: str
    weight: str
    maximum: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One juror's sheet: its scores in the order of the criteria, how they make the total y, and y."""

    juror: str
    scores: tuple[str, ...]
    formula: str
    total: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Everything the page shows. `steps`: where it stands by jury and by votes; `near`: its neighbours and itself."""

    row: Row
    group: Group
    criteria: tuple[CriterionHead, ...]
    sheets: tuple[SheetLine, ...]
    near: tuple[Row, ...]
    sentence: str


def page(group: Group, found: CategoryResult, entry: str) -> EntryPage:
    """The page of an entry that is ranked in this category."""
    ranking = found.ranking
    assert ranking is not None
    place = [row.entry for row in group.rows].index(entry)
    row, standing = group.rows[place], ranking.standings[place]
    by_jury, by_votes = _position(ranking, standing)
    return EntryPage(
        row=row,
        group=group,
        criteria=tuple(_head(criterion, group.shown.criteria) for criterion in found.category.criteria),
        sheets=tuple(
            _line(found.category.criteria, sheet, ranking.totals[sheet.juror, entry])
            for sheet in found.category.sheets
            if sheet.entry == entry
        ),
        near=group.rows[max(place - 1, 0) : place + 2],
        sentence=_sentence(row, by_jury, by_votes, len(group.rows), votes=bool(group.votes)),
    )


def _position(ranking: CategoryRanking, standing: Standing) -> tuple[int, int]:
    """1 + the number of entries with a higher jury score, and with more votes."""
    higher = sum(1 for other in ranking.standings if other.jury > standing.jury)
    more = sum(1 for other in ranking.standings if other.votes > standing.votes)
    return higher + 1, more + 1


def _sentence(row: Row, by_jury: int, by_votes: int, ranked: int, *, votes: bool) -> str:
    """Why this place, in one sentence and the distance to the neighbours."""
    if ranked == 1:
        return _("%(name)s adalah satu-satunya inovasi di kategori ini.", name=row.shown.name)
    if votes:
        told = _(
            "%(name)s di peringkat %(place)s karena nilai jurinya urutan %(jury)s dan suaranya urutan %(votes)s dari "
            "%(ranked)s, dan keduanya bersama memberi %(final)s.",
            name=row.shown.name,
            place=row.place,
            jury=by_jury,
            votes=by_votes,
            ranked=ranked,
            final=row.final,
        )
    else:
        told = _(
            "%(name)s di peringkat %(place)s karena nilai jurinya urutan %(jury)s dari %(ranked)s; suara belum ada.",
            name=row.shown.name,
            place=row.place,
            jury=by_jury,
            ranked=ranked,
        )
    return f"{told} {row.why}".strip()


def _head(criterion: Criterion, names: Mapping[str, str]) -> CriterionHead:
    return CriterionHead(
        names.get(criterion.id, criterion.id),
        words.percent(criterion.weight),
        words.exact_number(criterion.max),
    )


def _line(criteria: Sequence[Criterion], sheet: Sheet, total: Fraction) -> SheetLine:
    parts = " + ".join(f"{words.exact_number(c.weight)} × {_scaled(sheet.scores[c.id], c.max)}" for c in criteria)
    return SheetLine(
        juror=words.juror(sheet.juror),
        scores=tuple(shown_number(sheet.scores[c.id], 2) for c in criteria),
        formula=parts,
        total=shown_number(total, 2),
    )


def _scaled(score: Fraction, maximum: Fraction) -> str:
    """A score out of 100: as it is, or 100 × score / maximum where the scale is another."""
    text = decimal(decimal_or_fraction(score))
    return text if maximum == 100 else f"100 × {text} / {decimal(decimal_or_fraction(maximum))}"
