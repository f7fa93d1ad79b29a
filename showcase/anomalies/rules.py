"""The rules of anomalies: which signals are odd, and what becomes of a flag."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from showcase.kernel.errors import N_, DomainError
from showcase.voting.rules import Origin

# What becomes of a noticed anomaly: what may be proposed, and where it leads once another organizer confirms.


class FlagState(StrEnum):
    """Nobody has decided; decided that it means nothing; decided that the votes are suspended."""

    OPEN = "open"
    DISMISSED = "dismissed"
    QUARANTINED = "quarantined"


class Proposal(StrEnum):
    """What one organizer proposes and another one confirms."""

    NONE = "none"
    DISMISS = "dismiss"
    QUARANTINE = "quarantine"
    RELEASE = "release"


CHOICES: Mapping[FlagState, tuple[Proposal, ...]] = {
    FlagState.OPEN: (Proposal.QUARANTINE, Proposal.DISMISS),
    FlagState.DISMISSED: (Proposal.QUARANTINE,),
    FlagState.QUARANTINED: (Proposal.RELEASE,),
}
AFTER: Mapping[Proposal, FlagState] = {
    Proposal.QUARANTINE: FlagState.QUARANTINED,
    Proposal.DISMISS: FlagState.DISMISSED,
    Proposal.RELEASE: FlagState.DISMISSED,
}


class AnomalyMovedError(DomainError):
    """The flag is not as the form showed it: somebody else proposed or decided meanwhile."""

    code = "anomaly-moved"
    status = 409
    sentence = N_("Belum berubah: panitia lain baru saja mengusulkan atau memutuskan. Periksa yang tampil sekarang.")


class OwnProposalError(DomainError):
    """Who proposed can't confirm: the second person signs in with another account."""

    code = "own-proposal"
    status = 403
    sentence = N_("Usulan Anda sendiri harus disetujui panitia lain, yang masuk dengan akunnya sendiri.")


# Patterns in the ballots that people should look at: rules over times and numbers, with the evidence they stand on.
#
# A rule never says that somebody cheated, and nothing here changes a count. Addresses and browsers are not stored, so
# that there is no rule about them. When a phone came first is known from its first ballot alone.

WINDOW = timedelta(minutes=5)
# What is shown before and after.
AROUND = timedelta(minutes=10)
# Votes in 5 minutes. One poster is scanned by few people at a time: a class of 40 takes 10 minutes, 20 in 5. By chance,
# and with the hall's other visitors, 30 fall into 5 minutes in one class of 150; 36 in less than one of 10,000.
BURST_LEAST = 36
# How many times the usual: a booth that doubles or triples after a demonstration on stage is a good booth.
BURST_TIMES = 5
# Phones in 5 minutes that never voted before, and their share (percent) of the booth's votes: visitors go from booth
# to booth, so that among others the share is far lower. Where it is not, all vote once, and the rule says nothing.
FRESH_LEAST, FRESH_SHARE, FRESH_USUAL = 36, 95, 70
# Phones over the day that only ever voted here, and their share (percent). A class of 40 that leaves by bus is fewer.
SINGLE_LEAST, SINGLE_SHARE, SINGLE_USUAL = 60, 60, 30
# Gaps in a row of nearly one length. People come at random: their gaps spread by about their mean, not a tenth of it.
REGULAR_GAPS, REGULAR_SPREAD = 20, 0.1
# Seconds. Shorter is a burst, longer is chance.
REGULAR_MEAN = (0.5, 120.0)
# Different booths of one phone in a minute: nobody walks that fast, even from tent to tent.
BOOTHS_LEAST, BOOTHS_WITHIN = 8, timedelta(minutes=1)


class Rule(StrEnum):
    """What was noticed."""

    BURST = "burst"
    FRESH = "fresh"
    SINGLE = "single"
    REGULAR = "regular"
    BOOTHS = "booths"


@dataclass(frozen=True, slots=True)
class Choice:
    """A vote or a move, as the rules see it. `voter` only tells phones apart; `is_first`: its first ballot ever."""

    ballot_id: int
    entry_id: int
    voter: str
    at: datetime
    origin: Origin
    is_first: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule noticed. `numbers` are the evidence; `ballots` the acts it stands on; no entry: several of them.

    `minutes`: how many votes the entry got in each minute with any, from 10 minutes before to 10 minutes after.
    """

    rule: Rule
    entry_id: int | None
    since: datetime
    until: datetime
    numbers: Mapping[str, int]
    ballots: tuple[int, ...]
    minutes: tuple[tuple[datetime, int], ...] = ()


def least(rule: Rule) -> int:
    """How many acts a finding of this rule stands on at least."""
    return {
        Rule.BURST: BURST_LEAST,
        Rule.FRESH: FRESH_LEAST,
        Rule.SINGLE: SINGLE_LEAST,
        Rule.REGULAR: REGULAR_GAPS + 1,
        Rule.BOOTHS: BOOTHS_LEAST,
    }[rule]


def findings(choices: Iterable[Choice], *, whole: bool = True) -> list[Finding]:
    """Everything that the rules notice, in order of time. `whole`: these are all votes, not only the latest ones.

    Simulated votes are left out: they exist in demonstrations and rehearsals. Votes from the desk count for bursts
    alone: there every visitor is a new voter, hears the tablet's pace and has all booths on one list.
    """
    real = sorted((one for one in choices if one.origin is not Origin.SIMULATED), key=_moment)
    phones = [one for one in real if one.origin is Origin.PHONE]
    found = [*bursts(real), *fresh_phones(phones), *regular(phones), *many_booths(phones)]
    if whole:
        # What a phone chose before the latest votes would be unknown.
        found += single_entry(phones)
    found.sort(key=lambda one: (one.since, one.rule.value, one.entry_id or 0))
    return [replace(one, minutes=_minutes(one, real)) for one in found]


def bursts(choices: Sequence[Choice]) -> list[Finding]:
    """Votes for one entry far beyond what is usual at its booth, and at the hall's other booths at that time."""
    groups, found = _by_entry(choices), []
    for entry, own in groups.items():
        for run in _dense(own, BURST_LEAST):
            usual = _usual(own, run, choices)
            hall = _elsewhere(groups, entry, run)
            windows = max(1.0, (run[-1].at - run[0].at) / WINDOW)
            if len(run) / windows >= BURST_TIMES * max(usual, hall, 1):
                numbers = {"votes": len(run), "usual": round(usual), "hall": round(hall)}
                found.append(_finding(Rule.BURST, run, numbers))
    return found


def fresh_phones(choices: Sequence[Choice]) -> list[Finding]:
    """Nearly only phones that had never voted, where the hall's other booths see many that had."""
    found = []
    first = sum(one.is_first for one in choices)
    for own in _by_entry(choices).values():
        others = len(choices) - len(own)
        usual = _percent(first - sum(one.is_first for one in own), others)
        if not others or usual > FRESH_USUAL:
            continue
        for run in _dense(own, FRESH_LEAST):
            new = [one for one in run if one.is_first]
            if len(new) >= FRESH_LEAST and _percent(len(new), len(run)) >= FRESH_SHARE:
                found.append(_finding(Rule.FRESH, new, {"phones": len(new), "votes": len(run), "usual": usual}))
    return found


def single_entry(choices: Sequence[Choice]) -> list[Finding]:
    """Mostly phones that voted for this one entry and nothing else, where others vote for several."""
    chosen: dict[str, set[int]] = defaultdict(set)
    for one in choices:
        chosen[one.voter].add(one.entry_id)
    found = []
    single = sum(len(entries) == 1 for entries in chosen.values())
    for own in _by_entry(choices).values():
        here = {one.voter for one in own}
        alone = [one for one in own if len(chosen[one.voter]) == 1]
        number = len({one.voter for one in alone})
        others = len(chosen) - len(here)
        usual = _percent(single - number, others)
        if number < SINGLE_LEAST or not others or usual > SINGLE_USUAL:
            continue
        if _percent(number, len(here)) >= SINGLE_SHARE:
            found.append(_finding(Rule.SINGLE, alone, {"phones": number, "all": len(here), "usual": usual}))
    return found


def regular(choices: Sequence[Choice]) -> list[Finding]:
    """Votes for one entry that come like a clock's ticks."""
    found = []
    for own in _by_entry(choices).values():
        gaps = [(later.at - one.at).total_seconds() for one, later in pairwise(own)]
        marked: set[int] = set()
        for start in range(len(gaps) - REGULAR_GAPS + 1):
            if _is_even(gaps[start : start + REGULAR_GAPS]):
                marked.update(range(start, start + REGULAR_GAPS + 1))
        for run in _runs(own, marked):
            span = (run[-1].at - run[0].at).total_seconds()
            found.append(
                _finding(Rule.REGULAR, run, {"votes": len(run), "gap_ms": round(1000 * span / (len(run) - 1))})
            )
    return found


def many_booths(choices: Sequence[Choice]) -> list[Finding]:
    """Phones that chose eight booths within a minute; all of them are one finding."""
    own: dict[str, list[Choice]] = defaultdict(list)
    for one in choices:
        own[one.voter].append(one)
    acts: dict[int, Choice] = {}
    phones = 0
    for made in own.values():
        fast = _fast(made)
        phones += bool(fast)
        acts.update(fast)
    if not acts:
        return []
    listed = sorted(acts.values(), key=_moment)
    numbers = {"phones": phones, "votes": len(listed)}
    ids = tuple(one.ballot_id for one in listed)
    return [Finding(Rule.BOOTHS, None, listed[0].at, listed[-1].at, numbers, ids)]


def is_same(one: Finding, ballots: Iterable[int]) -> bool:
    """Whether these ballots leave a finding less than it must stand on: then it says nothing new."""
    return len(set(one.ballots) - set(ballots)) < least(one.rule)


def _minutes(found: Finding, choices: Sequence[Choice]) -> tuple[tuple[datetime, int], ...]:
    begin, end = found.since - AROUND, found.until + AROUND
    counts: dict[datetime, int] = defaultdict(int)
    for one in choices:
        if begin <= one.at <= end and found.entry_id in (None, one.entry_id):
            counts[one.at.replace(second=0, microsecond=0)] += 1
    return tuple(counts.items())


def _fast(made: Sequence[Choice]) -> dict[int, Choice]:
    found: dict[int, Choice] = {}
    start = 0
    for place, last in enumerate(made):
        while last.at - made[start].at > BOOTHS_WITHIN:
            start += 1
        near = made[start : place + 1]
        if len({one.entry_id for one in near}) >= BOOTHS_LEAST:
            found.update((one.ballot_id, one) for one in near)
    return found


def _is_even(gaps: Sequence[float]) -> bool:
    mean = sum(gaps) / len(gaps)
    if not REGULAR_MEAN[0] <= mean <= REGULAR_MEAN[1]:
        return False
    variance = sum((gap - mean) ** 2 for gap in gaps) / len(gaps)
    return variance <= (REGULAR_SPREAD * mean) ** 2


def _dense(own: Sequence[Choice], number: int) -> list[list[Choice]]:
    """The stretches of which every part lies in a window that holds at least so many."""
    marked: set[int] = set()
    start = last = 0
    for end, one in enumerate(own):
        while one.at - own[start].at > WINDOW:
            start += 1
        if end - start + 1 >= number:
            marked.update(range(max(start, last), end + 1))
            last = end + 1
    return _runs(own, marked)


def _runs(own: Sequence[Choice], marked: set[int]) -> list[list[Choice]]:
    found: list[list[Choice]] = []
    last = -2
    for place in sorted(marked):
        if place != last + 1:
            found.append([])
        found[-1].append(own[place])
        last = place
    return found


def _usual(own: Sequence[Choice], run: Sequence[Choice], hall: Sequence[Choice]) -> float:
    """The booth's votes in an ordinary 5 minutes of the time looked at, outside the run. 0 where nothing is known."""
    begin, end = run[0].at, run[-1].at
    first = hall[0].at
    bins = range(int((hall[-1].at - first) / WINDOW) + 1)
    counts = dict.fromkeys(bins, 0)
    for one in own:
        counts[int((one.at - first) / WINDOW)] += 1
    outside = [
        number
        for place, number in counts.items()
        if first + (place + 1) * WINDOW <= begin or first + place * WINDOW > end
    ]
    return float(median(outside)) if outside else 0.0


def _elsewhere(groups: Mapping[int, Sequence[Choice]], entry: int, run: Sequence[Choice]) -> float:
    """What an ordinary other booth got in 5 minutes of the run; 0 where there is no other."""
    begin, end = run[0].at, run[-1].at
    windows = max(1.0, (end - begin) / WINDOW)
    counts = [sum(begin <= one.at <= end for one in others) for key, others in groups.items() if key != entry]
    return float(median(counts)) / windows if counts else 0.0


def _by_entry(choices: Sequence[Choice]) -> dict[int, list[Choice]]:
    found: dict[int, list[Choice]] = defaultdict(list)
    for one in choices:
        found[one.entry_id].append(one)
    return dict(found)


def _finding(rule: Rule, acts: Sequence[Choice], numbers: Mapping[str, int]) -> Finding:
    ids = tuple(one.ballot_id for one in acts)
    return Finding(rule, acts[0].entry_id, acts[0].at, acts[-1].at, numbers, ids)


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 0


def _moment(one: Choice) -> datetime:
    return one.at
