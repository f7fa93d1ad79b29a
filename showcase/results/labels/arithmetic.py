"""The arithmetic of every entry's place, line by line, so that a reader can redo it in a spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _

from showcase.kernel.filters import decimal, whole
from showcase.ranking.explain import EntryExplanation, JurorLine, explain_entry, proof
from showcase.ranking.model import CategoryRanking, JuryMethod, PublicMethod, Rules
from showcase.ranking.numbers import rounded
from showcase.results.labels import words


@dataclass(frozen=True, slots=True)
class Line:
    """A juror's part: total y, correction b, corrected y - b. `dropped`: left out by the trimmed mean."""

    juror: str
    total: str
    correction: str
    corrected: str
    dropped: bool


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The formulas of an entry with its numbers. `residual` is the sum of (y - a - b), where it must be 0."""

    lines: tuple[Line, ...]
    has_corrections: bool
    jury: str
    floored: str
    votes: str
    public: str
    final: str
    place: str
    residual: str


def explained(rules: Rules, ranking: CategoryRanking, finals: Sequence[str]) -> Mapping[str, Arithmetic]:
    """Entry -> its arithmetic. `finals` are the final scores as shown, in ranked order."""
    shown = dict(zip((row.entry for row in ranking.standings), finals, strict=True))
    return {entry: _explained(rules, ranking, explain_entry(ranking, entry), shown) for entry in shown}


def corrections(ranking: CategoryRanking) -> tuple[tuple[tuple[str, str, str], ...], str]:
    """Each juror's correction and the sum of (y - a - b) over their sheets; and the sum of b over all sheets."""
    if not ranking.corrections:
        return (), ""
    sums = proof(ranking)
    lines = tuple(
        (words.juror(juror), signed_number(b), _two(sums.by_juror[juror])) for juror, b in ranking.corrections.items()
    )
    return lines, _two(sums.corrections)


def _explained(rules: Rules, ranking: CategoryRanking, found: EntryExplanation, shown: Mapping[str, str]) -> Arithmetic:
    dropped = _dropped(rules, found.lines)
    lines = tuple(
        Line(
            words.juror(line.juror),
            _two(line.total),
            signed_number(line.correction),
            _two(line.corrected),
            index in dropped,
        )
        for index, line in enumerate(found.lines)
    )
    row = found.standing
    corrected = rules.jury in {JuryMethod.ADDITIVE, JuryMethod.RIDGE}
    votes = _("Suara %(votes)s, terbanyak %(most)s", votes=whole(row.votes), most=whole(found.most_votes))
    return Arithmetic(
        lines=lines,
        has_corrections=corrected,
        jury=_jury(rules, found, dropped),
        floored=_floored(rules, row.raw_jury, row.jury),
        votes=votes,
        public=_public(rules, ranking, found),
        final=_final(rules, row.jury, row.public, shown[row.entry], row.final),
        place=_place(ranking, found, shown),
        residual=_two(found.residual) if corrected else "",
    )


def _dropped(rules: Rules, lines: Sequence[JurorLine]) -> frozenset[int]:
    """The positions of one lowest and one highest total, which the trimmed mean leaves out."""
    if rules.jury is not JuryMethod.TRIMMED:
        return frozenset()
    order = sorted(range(len(lines)), key=lambda index: lines[index].total)
    return frozenset({order[0], order[-1]})


def _jury(rules: Rules, found: EntryExplanation, dropped: frozenset[int]) -> str:
    a = found.standing.raw_jury
    kept = [line.corrected for index, line in enumerate(found.lines) if index not in dropped]
    if rules.jury is JuryMethod.MEDIAN:
        totals = "; ".join(_two(value) for value in sorted(kept))
        return _("a = nilai tengah dari (%(totals)s) %(equals)s", totals=totals, equals=_equals(a))
    if len(kept) == 1:
        return f"a = {_two(kept[0])}"
    parts = " + ".join(_two(value) for value in kept)
    return f"a = ({parts}) / {len(kept)} {_equals(a)}"


def _floored(rules: Rules, a: Fraction, floored: Fraction) -> str:
    if not rules.floor:
        return f"A = a {_equals(floored)}"
    floor = words.exact_number(rules.floor)
    return f"A = 100 × ({_short(a)} − {floor}) / (100 − {floor}) {_equals(floored)}"


def _public(rules: Rules, ranking: CategoryRanking, found: EntryExplanation) -> str:
    if {"NO_VOTES", "LOW_TURNOUT"} & set(ranking.flags):
        return "V = 0"
    n, v = found.standing.votes, found.standing.public
    most, total = whole(found.most_votes), whole(found.total_votes)
    if rules.public is PublicMethod.SQRT:
        return f"V = 100 × √({whole(n)} / {most}) = {shown_number(v, 4)}"
    if rules.public is PublicMethod.LEADER:
        return f"V = 100 × {whole(n)} / {most} {_equals(v)}"
    if rules.public is PublicMethod.SHARE:
        return f"V = 100 × {whole(n)} / {total} {_equals(v)}"
    if rules.public is PublicMethod.FIXED:
        parts = f"100 × {whole(n)} / {whole(rules.public_reference or 1)}"
        return _("V = %(parts)s, paling banyak 100, %(equals)s", parts=parts, equals=_equals(v))
    if found.ranked == 1:
        return "V = 100"
    fewer = sum(1 for row in ranking.standings if row.votes < n)
    equal = sum(1 for row in ranking.standings if row.votes == n) - 1
    return f"V = 100 × ({fewer} + {equal} / 2) / ({found.ranked} − 1) {_equals(v)}"


def _final(rules: Rules, jury: Fraction, public: Fraction, shown: str, exact: Fraction) -> str:
    jury_weight, public_weight = map(words.exact_number, (rules.jury_weight, rules.public_weight))
    sign = "=" if Fraction(shown.replace(",", ".").replace("−", "-")) == exact else "≈"
    return f"F = {jury_weight} × {_bracketed(jury)} + {public_weight} × {_short(public)} {sign} {shown}"


def _place(ranking: CategoryRanking, found: EntryExplanation, shown: Mapping[str, str]) -> str:
    row = found.standing
    later = ranking.standings[ranking.standings.index(row) + 1 :]
    following = next((other for other in later if other.place > row.place), None)
    if following is None:
        return _("Peringkat %(place)s dari %(ranked)s", place=row.place, ranked=found.ranked)
    return _(
        "Peringkat %(place)s dari %(ranked)s (berikutnya %(next)s)",
        place=row.place,
        ranked=found.ranked,
        next=shown[following.entry],
    )


def _equals(value: Fraction, places: int = 2) -> str:
    """= 85,00, or ≈ where two decimals do not say all."""
    text = rounded(value, places)
    return f"{'=' if Fraction(text) == value else '≈'} {localised(text)}"


def localised(text: str) -> str:
    """A number in machine form with the page's decimal mark and a real minus."""
    return decimal(text).replace("-", "−")


def shown_number(value: Fraction, places: int) -> str:
    """A number rounded half away from zero, as pages write it."""
    return localised(rounded(value, places))


def _two(value: Fraction) -> str:
    return shown_number(value, 2)


def signed_number(value: Fraction) -> str:
    """At two decimals, with its sign: +1,50 or −0,25; 0,00 has none."""
    text = _two(value)
    return f"+{text}" if value > 0 and text.strip("0,.") else text


def _short(value: Fraction) -> str:
    """At most four decimals, without needless zeros: what goes into a formula."""
    return localised(rounded(value, 4).rstrip("0").rstrip("."))


def _bracketed(value: Fraction) -> str:
    return f"({_short(value)})" if value < 0 else _short(value)
