"""How firm a category's first places are, as pages show it: seven questions, each with its numbers in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from showcase.kernel.filters import whole
from showcase.ranking.model import CategoryRanking, JuryMethod, PublicMethod, Rules
from showcase.ranking.numbers import rounded
from showcase.ranking.robustness import Alternative, VoteChange
from showcase.results.labels.arithmetic import shown_number
from showcase.results.labels.words import juror, percent
from showcase.results.queries.firmness import Firmness
from showcase.results.queries.results import CategoryResult

# Heads of the table of methods, where the full names have no room.
JURY_SHORT: Mapping[JuryMethod, LazyString] = {
    JuryMethod.ADDITIVE: _l("dikoreksi"),
    JuryMethod.PLAIN: _l("rata-rata biasa"),
    JuryMethod.TRIMMED: _l("tanpa nilai ujung"),
    JuryMethod.MEDIAN: _l("nilai tengah"),
    JuryMethod.RIDGE: _l("koreksi tertahan"),
}
PUBLIC_SHORT: Mapping[PublicMethod, LazyString] = {
    PublicMethod.SQRT: _l("akar"),
    PublicMethod.LEADER: _l("terbanyak"),
    PublicMethod.SHARE: _l("bagian"),
    PublicMethod.RANK: _l("urutan"),
    PublicMethod.FIXED: _l("patokan"),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """Public weights under which the winner stays first; lengths in percent for the picture."""

    low: str
    high: str
    start: str
    length: str
    declared: str
    declared_at: str


@dataclass(frozen=True, slots=True)
class Without:
    """The order without one juror. `outcome`: same, moved, tied or refused."""

    juror: str
    outcome: str
    winner: str
    moves: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """The fewest votes after which the winner no longer stands alone before this rival; empty: not possible."""

    rival: str
    added: str
    moved: str


@dataclass(frozen=True, slots=True)
class Cell:
    """First place under one pair of methods. `kind`: same, other, shared or refused."""

    text: str
    kind: str
    declared: bool


@dataclass(frozen=True, slots=True)
class Span:
    """An entry's interval of places; `start` and `length` in percent of the width, one place wide at least."""

    name: str
    place: int
    best: int
    worst: int
    start: str
    length: str
    dot: str


@dataclass(frozen=True, slots=True)
class FirmnessView:
    """The seven questions of the jury meeting for one category."""

    winner: str
    interval: Interval | None
    without: tuple[Without, ...]
    changes: tuple[Change, ...]
    removed: str
    heads: tuple[str, ...]
    grid: tuple[tuple[str, tuple[Cell, ...]], ...]
    places: tuple[tuple[str, tuple[str, ...]], ...]
    spans: tuple[Span, ...]
    free: int
    share: str
    declared: str
    parts: int
    critical: tuple[tuple[str, str], ...]
    largest_correction: str


def view(rules: Rules, found: CategoryResult, firm: Firmness, names: Mapping[str, str]) -> FirmnessView:
    """The questions in words; `names` maps an entry's slug to its name."""
    ranking, known = found.ranking, found.robustness
    assert ranking is not None
    assert known is not None
    first = {standing.entry: standing.place for standing in ranking.standings}
    share = found.public_share
    return FirmnessView(
        winner=names[known.winner] if known.winner else "",
        interval=_interval(rules, known.public_weight_interval) if len(first) > 1 else None,
        without=tuple(_without(name, places, first, names) for name, places in known.leave_one_out.items()),
        changes=_changes(ranking, known.votes_to_change, names),
        removed=next((whole(change.votes) for change in known.votes_to_change if change.kind == "remove"), ""),
        heads=tuple(str(PUBLIC_SHORT[method]) for method in PublicMethod),
        grid=_grid(rules, known.winner, firm.alternatives, names),
        places=_places(ranking, firm.alternatives, names),
        spans=_spans(first, firm.intervals.places, names),
        free=firm.intervals.free,
        share="" if share is None else percent(Fraction(share).limit_denominator(10**6), 0),
        declared=percent(rules.public_weight),
        parts=firm.design.components,
        critical=tuple((juror(who), names[entry]) for who, entry in firm.design.critical),
        largest_correction=shown_number(firm.design.largest_correction, 2),
    )


def _interval(rules: Rules, ends: tuple[Fraction, Fraction] | None) -> Interval | None:
    if ends is None:
        return None
    low, high = ends
    return Interval(
        low=percent(low, 1),
        high=percent(high, 1),
        start=rounded(low * 100, 2),
        length=rounded((high - low) * 100, 2),
        declared=percent(rules.public_weight),
        declared_at=rounded(rules.public_weight * 100, 2),
    )


def _without(name: str, places: Mapping[str, int] | str, first: Mapping[str, int], names: Mapping[str, str]) -> Without:
    if isinstance(places, str):
        return Without(juror(name), "refused", "", ())
    winners = [entry for entry, place in places.items() if place == 1]
    before = [entry for entry, place in first.items() if place == 1]
    outcome = "same" if winners == before else "tied" if len(winners) > 1 else "moved"
    moves = tuple((names[entry], first[entry], place) for entry, place in places.items() if place != first[entry])
    return Without(juror(name), outcome, ", ".join(names[entry] for entry in winners), moves)


def _changes(ranking: CategoryRanking, changes: Sequence[VoteChange], names: Mapping[str, str]) -> tuple[Change, ...]:
    if ranking.winner is None:
        return ()
    told = {(change.kind, change.entry): whole(change.votes) for change in changes}
    return tuple(
        Change(names[row.entry], told.get(("add", row.entry), ""), told.get(("move", row.entry), ""))
        for row in ranking.standings[1:]
    )


def _grid(
    rules: Rules, winner: str | None, found: Sequence[Alternative], names: Mapping[str, str]
) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    rows = []
    for jury in JuryMethod:
        cells = [_cell(rules, winner, other, names) for other in found if other.jury is jury]
        rows.append((str(JURY_SHORT[jury]), tuple(cells)))
    return tuple(rows)


def _cell(rules: Rules, winner: str | None, other: Alternative, names: Mapping[str, str]) -> Cell:
    declared = (other.jury, other.public) == (rules.jury, rules.public)
    if other.refused:
        return Cell(_("tidak bisa dihitung"), "refused", declared)
    if other.winner is None:
        return Cell(_("bersama"), "shared", declared)
    return Cell(names[other.winner], "same" if other.winner == winner else "other", declared)


def _places(
    ranking: CategoryRanking, found: Sequence[Alternative], names: Mapping[str, str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Entry by entry its place under every pair of methods, in the order of the grid."""
    return tuple(
        (names[row.entry], tuple(str(other.places.get(row.entry, "–")) for other in found)) for row in ranking.standings
    )


def _spans(
    first: Mapping[str, int], places: Mapping[str, tuple[int, int]], names: Mapping[str, str]
) -> tuple[Span, ...]:
    width = Fraction(100, max(len(first), 1))
    return tuple(
        Span(
            name=names[entry],
            place=place,
            best=places[entry][0],
            worst=places[entry][1],
            start=rounded((places[entry][0] - 1) * width, 2),
            length=rounded((places[entry][1] - places[entry][0] + 1) * width, 2),
            dot=rounded((place - Fraction(1, 2)) * width, 2),
        )
        for entry, place in first.items()
        if places
    )
