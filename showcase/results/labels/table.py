"""A ranking as pages show it: places, rounded numbers, bars, and the arithmetic of every entry.

Numbers are rounded here and nowhere else; nothing is ranked or added from what is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from showcase.ranking.model import CategoryRanking, Rules, Standing
from showcase.ranking.numbers import rounded, told_apart
from showcase.results.labels import arithmetic as ranking_arithmetic
from showcase.results.labels import refusals, ties, words
from showcase.results.labels.arithmetic import Arithmetic, localised, shown_number
from showcase.results.queries.results import CategoryName, CategoryResult, EntryName, Names
from showcase.results.queries.results import Standing as Outcome
from showcase.results.rules import Effect, Prize, prizes

NONE_HELD: Mapping[str, Effect] = {}
# The picture's scale: a final score of 100 fills it.
FULL = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """The two parts of a final score as lengths in percent; a negative jury part has no length."""

    jury: str
    public: str
    total: str


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: `score` is a, `jury` A. Numbers are texts in the page's language; empty where there is no ranking.

    `award` is the place of its prize, which a decision of the jury may set apart from `place`.
    """

    entry: str
    shown: EntryName
    place: int | None
    shared: bool
    award: Prize | None
    final: str
    score: str
    jury: str
    public: str
    votes: int | None
    quarantined: int
    sheets: int
    jury_part: str
    public_part: str
    bar: Bar | None
    why: str
    arithmetic: Arithmetic | None


@dataclass(frozen=True, slots=True)
class Group:
    """One category: its rows in order, or why there is none; those with a prize; what a reader should know.

    `tie` says, of a tie across the last awarded place, what the jury decided. `quarantine` says what suspended votes
    would change; None where there are none.
    """

    slug: str
    shown: CategoryName
    rows: tuple[Row, ...]
    podium: tuple[Row, ...]
    withdrawn: tuple[str, ...]
    refused: str
    refused_code: str
    flags: tuple[str, ...]
    firm: tuple[str, ...]
    votes: int | None
    quarantine: Effect | None
    quarantine_told: tuple[str, ...]
    corrections: tuple[tuple[str, str, str], ...]
    corrections_sum: str
    tie: str = ""


def groups(outcome: Outcome, names: Names, held: Mapping[str, Effect] = NONE_HELD) -> tuple[Group, ...]:
    """Every category of a computed outcome, with what is suspended in it."""
    return tuple(group(outcome.bundle.rules, found, names, held.get(found.slug)) for found in outcome.categories)


def groups_without_figures(categories: Sequence[Mapping[str, Any]], names: Names) -> tuple[Group, ...]:
    """The categories of a year of which only places are known, and not all of those."""
    return tuple(_known_places(found["slug"], found["standings"], names) for found in categories)


def _known_places(slug: str, standings: Sequence[Mapping[str, Any]], names: Names) -> Group:
    shown = names.categories[slug]
    rows = []
    for standing in standings:
        entry, place, shared = standing["entry"], standing["place"], bool(standing["shared"])
        award = None if place is None else Prize(entry, place, shared)
        rows.append(replace(_bare(entry, names.entries[entry]), place=place, shared=shared, award=award))
    return Group(
        slug=slug,
        shown=shown,
        rows=tuple(rows),
        podium=_podium(rows),
        withdrawn=(),
        refused="",
        refused_code="",
        flags=(),
        firm=(),
        votes=None,
        quarantine=None,
        quarantine_told=(),
        corrections=(),
        corrections_sum="",
    )


def group(rules: Rules, found: CategoryResult, names: Names, held: Effect | None = None) -> Group:
    """One category, ranked or refused, with its suspended votes."""
    shown = names.categories[found.slug]
    here = {slug: names.entries[slug].name for slug in found.category.entries}
    suspended = held.votes if held else {}
    rows = tuple(replace(row, quarantined=suspended.get(row.entry, 0)) for row in _rows(rules, found, names, shown))
    refused = ""
    if found.refused is not None:
        refused = refusals.refusal(found.refused, {**here, **shown.criteria})
    standing_names = {slug: here[slug] for slug in found.category.standing}
    firm = words.firmness(found.robustness, found.public_share, standing_names) if found.robustness else []
    sums = ranking_arithmetic.corrections(found.ranking) if found.ranking else ((), "")
    return Group(
        slug=found.slug,
        shown=shown,
        rows=rows,
        podium=_podium(rows),
        withdrawn=tuple(here[slug] for slug in found.category.entries if slug in found.category.withdrawn),
        refused=refused,
        refused_code=found.refused.code if found.refused else "",
        flags=tuple(words.flag(code) for code in (found.ranking.flags if found.ranking else ())),
        firm=tuple(firm),
        votes=sum(row.votes or 0 for row in rows),
        quarantine=held,
        quarantine_told=tuple(words.quarantine(held, shown.winners)),
        corrections=sums[0],
        corrections_sum=sums[1],
        tie=ties.sentence(found.ranking, shown, here) if found.ranking else "",
    )


def _podium(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with a prize, the first prize first."""
    given = [(row.award.place, row) for row in rows if row.award is not None]
    return tuple(row for _place, row in sorted(given, key=lambda pair: pair[0]))


def _rows(rules: Rules, found: CategoryResult, names: Names, shown: CategoryName) -> tuple[Row, ...]:
    ranking = found.ranking
    if ranking is None:
        votes, sheets = found.category.votes, found.sheets
        bare = {slug: _bare(slug, names.entries[slug]) for slug in found.category.standing}
        return tuple(replace(row, votes=votes.get(slug, 0), sheets=sheets[slug]) for slug, row in bare.items())
    finals = [localised(text) for text in told_apart([row.final for row in ranking.standings])]
    here = {row.entry: names.entries[row.entry].name for row in ranking.standings}
    explained = ranking_arithmetic.explained(rules, ranking, finals)
    given = {prize.entry: prize for prize in prizes(ranking, shown.winners, shown.decision)}
    return tuple(
        Row(
            entry=row.entry,
            shown=names.entries[row.entry],
            place=row.place,
            shared=row.shared,
            award=given.get(row.entry),
            final=final,
            score=shown_number(row.raw_jury, 2),
            jury=shown_number(row.jury, 2),
            public=shown_number(row.public, 2),
            votes=row.votes,
            quarantined=0,
            sheets=found.sheets[row.entry],
            jury_part=shown_number(rules.jury_weight * row.jury, 2),
            public_part=shown_number(rules.public_weight * row.public, 2),
            bar=_bar(rules, row),
            why=_why(ranking, place, here, shown.criteria),
            arithmetic=explained[row.entry],
        )
        for place, (row, final) in enumerate(zip(ranking.standings, finals, strict=True))
    )


def _bare(slug: str, shown: EntryName) -> Row:
    return Row(
        entry=slug,
        shown=shown,
        place=None,
        shared=False,
        award=None,
        final="",
        score="",
        jury="",
        public="",
        votes=None,
        quarantined=0,
        sheets=0,
        jury_part="",
        public_part="",
        bar=None,
        why="",
        arithmetic=None,
    )


def _bar(rules: Rules, row: Standing) -> Bar:
    jury = max(rules.jury_weight * row.jury, Fraction(0)) * 100 / FULL
    public = max(rules.public_weight * row.public, Fraction(0)) * 100 / FULL
    return Bar(rounded(jury, 2), rounded(public, 2), rounded(jury + public, 2))


def _why(ranking: CategoryRanking, index: int, names: Mapping[str, str], criteria: Mapping[str, str]) -> str:
    """The place in one sentence: how far from the neighbours, or what decided between equal scores."""
    row = ranking.standings[index]
    if row.shared:
        others = [names[other.entry] for other in ranking.standings if other.place == row.place and other is not row]
        return _(
            "Semua angkanya persis sama dengan %(others)s, jadi peringkat %(place)s dipakai bersama.",
            others=", ".join(others),
            place=row.place,
        )
    below = ranking.standings[index + 1] if index + 1 < len(ranking.standings) else None
    above = ranking.standings[index - 1] if index else None
    if below is not None and row.decided_by is not None:
        return _(
            "Nilai akhirnya sama dengan %(other)s; didahulukan karena %(reason)s lebih tinggi.",
            other=names[below.entry],
            reason=_decider(row.decided_by, criteria),
        )
    if above is not None and above.decided_by is not None:
        return _(
            "Nilai akhirnya sama dengan %(other)s; di bawahnya karena %(reason)s lebih rendah.",
            other=names[above.entry],
            reason=_decider(above.decided_by, criteria),
        )
    return " ".join(_gaps(row, above, below, names))


def _gaps(row: Standing, above: Standing | None, below: Standing | None, names: Mapping[str, str]) -> list[str]:
    found = []
    if above is not None:
        found.append(
            _("Terpaut %(gap)s poin dari %(other)s di atasnya.", gap=_gap(above, row), other=names[above.entry])
        )
    if below is not None:
        found.append(_("Unggul %(gap)s poin atas %(other)s.", gap=_gap(row, below), other=names[below.entry]))
    return found


def _gap(higher: Standing, lower: Standing) -> str:
    gap = higher.final - lower.final
    places = next((digits for digits in range(2, 7) if Fraction(rounded(gap, digits))), 6)
    return shown_number(gap, places)


def _decider(code: str, criteria: Mapping[str, str]) -> str:
    kind, _colon, name = code.partition(":")
    if kind == "criterion":
        return _("nilai kriteria %(name)s", name=criteria.get(name, name))
    if kind == "public":
        return _("nilai suara publik")
    return _("jumlah suara") if kind == "votes" else _("nilai juri")
