"""The jury room's numbers as the page shows them: places by the jury, dots by juror, and how far they lie apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from showcase.ranking.combine import total_of
from showcase.ranking.model import Category, CategoryRanking, Sheet
from showcase.ranking.numbers import rounded
from showcase.results.labels import arithmetic, refusals, words
from showcase.results.labels.arithmetic import shown_number
from showcase.results.queries.deliberations import Deliberation, Note, PanelMember
from showcase.results.queries.results import EntryName

# A criterion on which jurors lie a quarter of the scale apart, or more, is worth a word.
WIDE = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Member:
    """A juror as the page names one."""

    number: str
    name: str
    short: str
    is_me: bool
    has_locked: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A juror's total on the scale from 0 to 100: `at` in percent, `total` as read."""

    short: str
    name: str
    at: str
    total: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion of one entry: a score by juror, empty where there is none, and lowest to highest."""

    name: str
    scores: tuple[str, ...]
    spread: str
    is_wide: bool


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry in the room. `place` and `score` are the jury's; `start` and `length` place the spread's bar."""

    slug: str
    shown: EntryName
    place: int | None
    shared: bool
    score: str
    dots: tuple[Dot, ...]
    start: str
    length: str
    spread: str
    criteria: tuple[CriterionLine, ...]
    wide: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """What becomes of first place without one juror."""

    juror: str
    winners: str
    changes: bool
    refused: bool


@dataclass(frozen=True, slots=True)
class Room:
    """The whole page, but for what has to do with votes. All totals lie on a scale from `low` to 100."""

    members: tuple[Member, ...]
    low: int
    entries: tuple[EntryLine, ...]
    refused: str
    corrections: tuple[tuple[str, str, str], ...]
    corrections_sum: str
    without: tuple[Absence, ...]
    withdrawn: tuple[str, ...]


def room(found: Deliberation, account_id: int) -> Room:
    """The room as this account sees it; everybody in it sees the same numbers."""
    category, ranking = found.result.category, found.result.ranking
    members = tuple(_member(person, account_id) for person in found.members)
    here = {slug: found.names.entries[slug].name for slug in category.entries}
    heads = found.names.categories[found.slug].criteria
    order = _order(category, ranking, found.booths)
    least = min((total_of(category.criteria, sheet) for sheet in category.counted_sheets), default=Fraction(0))
    low = min(90, int(least) // 10 * 10)
    refused = found.result.refused
    corrections = arithmetic.corrections(ranking) if ranking else ((), "")
    return Room(
        members=members,
        low=low,
        entries=tuple(_entry(found, members, heads, slug, low) for slug in order),
        refused=refusals.refusal(refused, {**here, **heads}) if refused else "",
        corrections=tuple((_name(found, number), shift, proof) for number, shift, proof in corrections[0]),
        corrections_sum=corrections[1],
        without=_without(found, here),
        withdrawn=tuple(here[slug] for slug in category.entries if slug in category.withdrawn),
    )


def _order(category: Category, ranking: CategoryRanking | None, booths: Mapping[str, str]) -> list[str]:
    """By the jury's score, highest first, whatever the public said; without a ranking in booth order."""
    if ranking is None:
        return sorted(category.standing, key=lambda slug: booths[slug])
    scores = {row.entry: row.raw_jury for row in ranking.standings}
    return sorted(category.standing, key=lambda slug: (-scores[slug], booths[slug]))


def _member(person: PanelMember, account_id: int) -> Member:
    short = person.number.removeprefix("J")
    number = words.juror(person.number)
    return Member(number, person.name, short, person.account_id == account_id, person.has_locked)


def _name(found: Deliberation, shown: str) -> str:
    names = {words.juror(person.number): person.name for person in found.members}
    return names.get(shown, shown)


def _entry(
    found: Deliberation, members: tuple[Member, ...], heads: Mapping[str, str], slug: str, low: int
) -> EntryLine:
    category, ranking = found.result.category, found.result.ranking
    sheets = {sheet.juror: sheet for sheet in category.sheets if sheet.entry == slug}
    totals = {juror: total_of(category.criteria, sheet) for juror, sheet in sheets.items()}
    # The own dot is drawn last, over the others.
    dots = tuple(
        Dot(m.short, m.name, _at(totals[f"J{m.short}"], low), shown_number(totals[f"J{m.short}"], 2), m.is_me)
        for m in sorted(members, key=lambda member: member.is_me)
        if f"J{m.short}" in totals
    )
    lowest, highest = min(totals.values(), default=Fraction(0)), max(totals.values(), default=Fraction(0))
    lines = _lines(category, members, heads, sheets)
    scores = {row.entry: row.raw_jury for row in ranking.standings} if ranking else {}
    better = sum(score > scores[slug] for score in scores.values()) if slug in scores else None
    return EntryLine(
        slug=slug,
        shown=found.names.entries[slug],
        place=None if better is None else better + 1,
        shared=list(scores.values()).count(scores[slug]) > 1 if slug in scores else False,
        score=shown_number(scores[slug], 2) if slug in scores else "",
        dots=dots,
        start=_at(lowest, low),
        length=rounded((highest - lowest) * 100 / (100 - low), 2),
        spread=shown_number(highest - lowest, 2) if len(totals) > 1 else "",
        criteria=lines,
        wide=sum(line.is_wide for line in lines),
        notes=found.notes.get(slug, ()),
    )


def _at(total: Fraction, low: int) -> str:
    return rounded((total - low) * 100 / (100 - low), 2)


def _lines(
    category: Category, members: tuple[Member, ...], heads: Mapping[str, str], sheets: Mapping[str, Sheet]
) -> tuple[CriterionLine, ...]:
    lines = []
    for criterion in category.criteria:
        found = [sheet.scores[criterion.id] for sheet in sheets.values()]
        apart = max(found) - min(found) if found else Fraction(0)
        lines.append(
            CriterionLine(
                name=heads[criterion.id],
                scores=tuple(_score(sheets.get(f"J{member.short}"), criterion.id) for member in members),
                spread=_plain(apart) if len(found) > 1 else "",
                is_wide=apart >= criterion.max * WIDE,
            )
        )
    return tuple(lines)


def _score(sheet: Sheet | None, criterion: str) -> str:
    return _plain(sheet.scores[criterion]) if sheet else ""


def _plain(value: Fraction) -> str:
    text = rounded(value, 2)
    return arithmetic.localised(text.rstrip("0").rstrip(".") if "." in text else text)


def _without(found: Deliberation, here: Mapping[str, str]) -> tuple[Absence, ...]:
    """Only of the jury's own ranking: with votes in it the page shows the whole robustness instead."""
    firm, ranking = found.result.robustness, found.result.ranking
    if firm is None or ranking is None or found.with_votes:
        return ()
    first = {row.entry for row in ranking.standings if row.place == 1}
    told = []
    for juror, places in firm.leave_one_out.items():
        name = _name(found, words.juror(juror))
        if isinstance(places, str):
            told.append(Absence(name, "", changes=True, refused=True))
            continue
        winners = {slug for slug, place in places.items() if place == 1}
        shown = ", ".join(here[slug] for slug in sorted(winners, key=here.__getitem__))
        told.append(Absence(name, shown, winners != first, refused=False))
    return tuple(told)
