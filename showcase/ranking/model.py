"""The values that go into a ranking and come out of it. Everything exact; binary floats never."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from showcase.kernel.errors import REFUSED, DomainError


class JuryMethod(StrEnum):
    """How an entry's sheets become its jury score; `ridge` needs a lambda."""

    ADDITIVE = "additive"
    PLAIN = "plain"
    TRIMMED = "trimmed"
    MEDIAN = "median"
    RIDGE = "ridge"


class PublicMethod(StrEnum):
    """How an entry's votes become its public score; `fixed` needs a reference."""

    SQRT = "sqrt"
    LEADER = "leader"
    SHARE = "share"
    RANK = "rank"
    FIXED = "fixed"


class Ties(StrEnum):
    """Whose score decides first between equal final scores."""

    JURY = "jury"
    PUBLIC = "public"


class RankingRefused(DomainError):  # noqa: N818 - the spec's word; it is an outcome that people read
    """No ranking is given, and nothing is changed to force one. `code` is RANKING's, `category` its slug or None."""

    code = "refused"
    status = 422
    sentence = REFUSED

    def __init__(self, code: str, message: str, category: str | None = None, **details: str | int) -> None:
        super().__init__(message, **details)
        self.code = code  # type: ignore[misc]  # the class names a code; here it differs by refusal
        self.message = message
        self.category = category


@dataclass(frozen=True, slots=True)
class Rules:
    """The declared rules. Weights are at least 0 and sum to 1; the floor is in points, 0 <= floor < 100."""

    jury: JuryMethod
    public: PublicMethod
    jury_weight: Fraction
    public_weight: Fraction
    floor: Fraction
    min_sheets: int = 1
    min_votes: int = 0
    ridge_lambda: Fraction | None = None
    public_reference: int | None = None
    ties: Ties = Ties.JURY


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion: weight > 0 (those of a category sum to 1), maximum score > 0."""

    id: str
    weight: Fraction
    max: Fraction


@dataclass(frozen=True, slots=True)
class Sheet:
    """One juror's scores for one entry, by criterion."""

    juror: str
    entry: str
    scores: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Category:
    """What is ranked: `entries` includes the withdrawn ones; an entry absent from `votes` has none."""

    slug: str
    entries: tuple[str, ...]
    withdrawn: frozenset[str]
    criteria: tuple[Criterion, ...]
    votes: Mapping[str, int]
    sheets: tuple[Sheet, ...]
    recusals: frozenset[tuple[str, str]]

    @property
    def standing(self) -> tuple[str, ...]:
        """The entries that are ranked, in declared order."""
        return tuple(entry for entry in self.entries if entry not in self.withdrawn)

    @property
    def counted_sheets(self) -> tuple[Sheet, ...]:
        """The sheets on entries that are ranked."""
        return tuple(sheet for sheet in self.sheets if sheet.entry not in self.withdrawn)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything that a ranking needs, for all categories. `simulated`: its votes or sheets are made up."""

    slug: str
    name: str
    rules: Rules
    categories: tuple[Category, ...]
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class JuryScores:
    """Jury scores before the floor, by entry, and each juror's correction (empty for methods without any)."""

    scores: Mapping[str, Fraction]
    corrections: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry's place. `decided_by` names the tie-break that put it before the next one; None: the final score."""

    entry: str
    place: int
    shared: bool
    final: Fraction
    jury: Fraction
    public: Fraction
    votes: int
    raw_jury: Fraction
    decided_by: str | None = None


@dataclass(frozen=True, slots=True)
class CategoryRanking:
    """A category's order, with what it takes to explain it. `totals` are the sheets' 0 to 100 totals."""

    slug: str
    standings: tuple[Standing, ...]
    flags: tuple[str, ...]
    corrections: Mapping[str, Fraction]
    totals: Mapping[tuple[str, str], Fraction]

    @property
    def winner(self) -> str | None:
        """The entry that is alone in first place."""
        first = self.standings[0]
        return None if first.shared else first.entry

    def of(self, entry: str) -> Standing:
        """The entry's standing. Raises KeyError."""
        for standing in self.standings:
            if standing.entry == entry:
                return standing
        raise KeyError(entry)
