"""Results: the ranking as it stands, in every phase, and the stored one once it is published."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.declaration.rules import Declaration
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import DECIDED, Phase
from showcase.exhibitions.tables import Category as CategoryRow
from showcase.exhibitions.tables import Exhibition
from showcase.jury.tables import Criterion
from showcase.kernel.errors import NotFoundError
from showcase.ranking import robustness
from showcase.ranking.bundle import canonical, load_bundle, read_bundle, sha256
from showcase.ranking.combine import rank_category
from showcase.ranking.model import Bundle, Category, CategoryRanking, RankingRefused
from showcase.ranking.result import result_of
from showcase.ranking.robustness import Robustness, realised_public_share
from showcase.results.actions import decisions
from showcase.results.queries import suspended
from showcase.results.queries.bundles import bundle
from showcase.results.queries.statements import said, stated
from showcase.results.queries.without_figures import without_figures
from showcase.results.rules import Awarded, Decision, Effect, effects
from showcase.results.tables import Snapshot

# One at a time in a process: when a result is published, many ask at once, and all but the first find it computed.
_computing = Lock()


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """One category: what went in, and its ranking with its robustness, or why there is none."""

    category: Category
    ranking: CategoryRanking | None
    robustness: Robustness | None
    public_share: float | None
    refused: RankingRefused | None

    @property
    def slug(self) -> str:
        """The category's name in URLs."""
        return self.category.slug

    @property
    def sheets(self) -> Mapping[str, int]:
        """Counted sheets by entry."""
        counts = dict.fromkeys(self.category.entries, 0)
        for sheet in self.category.sheets:
            counts[sheet.entry] += 1
        return counts


@dataclass(frozen=True, slots=True)
class Standing:
    """All categories as they stand, and the bundle that they were computed from."""

    bundle: Bundle
    bundle_text: str
    sha256: str
    categories: tuple[CategoryResult, ...]

    @property
    def is_simulated(self) -> bool:
        """Whether the bundle says that its votes and sheets are made up."""
        return bool(json.loads(self.bundle_text)["exhibition"].get("simulated", False))

    def of(self, slug: str) -> CategoryResult:
        """The category of this slug. Raises NotFoundError."""
        for category in self.categories:
            if category.slug == slug:
                return category
        raise NotFoundError

    def holding(self, entry: str) -> CategoryResult:
        """The category in which this entry is ranked. Raises NotFoundError, for withdrawn ones too."""
        for category in self.categories:
            if entry in category.category.standing:
                return category
        raise NotFoundError

    @property
    def refusals(self) -> tuple[RankingRefused, ...]:
        """Why there is no whole result."""
        return tuple(category.refused for category in self.categories if category.refused)


@dataclass(frozen=True, slots=True)
class Published:
    """A published result. Without figures (an archived year) `standing` is None and the JSON holds nulls.

    `agrees`: a recount of the stored bundle, made now, gives the stored result to the letter.
    """

    json: Mapping[str, Any]
    standing: Standing | None
    quarantined: Mapping[str, Effect]
    bundle_text: str
    sha256: str | None
    at: datetime | None
    agrees: bool

    @property
    def is_simulated(self) -> bool:
        """Whether its votes or sheets are made up."""
        return bool(self.json.get("simulated"))


@dataclass(frozen=True, slots=True)
class EntryName:
    """An entry as results name it: the short name, else the name; `long_name` is empty when that says all."""

    name: str
    long_name: str
    organisation: str
    booth: str


@dataclass(frozen=True, slots=True)
class CategoryName:
    """A category as results name it; `criteria` maps a criterion's slug to its name.

    `winners` is the number of awarded places, `decision` the latest on a tie across the last one, whether it holds or
    not (`domain.awards`).
    """

    name: str
    palette: str
    winners: int
    criteria: Mapping[str, str]
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What the slugs of a bundle are called, in the exhibition's order."""

    entries: Mapping[str, EntryName]
    categories: Mapping[str, CategoryName]


def names(session: Session, exhibition: Exhibition) -> Names:
    """The names behind a bundle's slugs. Four queries."""
    entries = session.scalars(select(Entry).where(Entry.exhibition_id == exhibition.id))
    groups = session.scalars(
        select(CategoryRow)
        .where(CategoryRow.exhibition_id == exhibition.id)
        .order_by(CategoryRow.position, CategoryRow.id)
    ).all()
    criteria: dict[int, dict[str, str]] = {group.id: {} for group in groups}
    for row in session.scalars(select(Criterion).where(Criterion.category_id.in_(criteria))):
        criteria[row.category_id][row.slug] = row.name
    decided = decisions.latest(session, exhibition.id)
    return Names(
        entries={
            row.slug: EntryName(
                row.display_name,
                row.long_name,
                row.organisation,
                row.booth,
            )
            for row in entries
        },
        categories={
            row.slug: CategoryName(row.name, row.palette, row.winners, criteria[row.id], decided.get(row.id))
            for row in groups
        },
    )


@dataclass(frozen=True, slots=True)
class Fixed:
    """The stored final result: bundle and result as JSON texts, kept to the byte; the bundle's hash.

    `quarantine` is the JSON of the votes that were suspended then; None in results from before that was kept.
    """

    bundle: str
    result: str
    sha256: str
    at: datetime
    quarantine: str | None


def fixed(session: Session, exhibition: Exhibition) -> Fixed | None:
    """The stored result, once the exhibition is final."""
    query = select(Snapshot).where(Snapshot.exhibition_id == exhibition.id, Snapshot.kind == "final")
    row = session.scalars(query).first()
    return Fixed(row.bundle, row.result, row.sha256, row.at, row.quarantine) if row else None


def standing(session: Session, exhibition: Exhibition) -> Standing:
    """The ranking as it stands, per category, or its refusal; once final, of the stored bundle. For organizers only."""
    kept = fixed(session, exhibition) if exhibition.phase in DECIDED else None
    return computed(kept.bundle if kept else canonical(bundle(session, exhibition)))


def quarantined(session: Session, exhibition: Exhibition) -> dict[str, Effect]:
    """Suspended votes by category, and whether its awarded places would be others with them; once final, as then."""
    kept = fixed(session, exhibition) if exhibition.phase in DECIDED else None
    if kept is not None and kept.quarantine is not None:
        return suspended.from_text(kept.quarantine)
    # Nothing is suspended or released once a result is fixed: what stands is what stood then.
    votes = suspended.suspended(session, exhibition.id)
    if not votes:
        return {}
    named = names(session, exhibition).categories
    awarded = {slug: Awarded(group.winners, group.decision) for slug, group in named.items()}
    return effects(standing(session, exhibition).bundle, votes, awarded)


def standing_under(session: Session, exhibition: Exhibition, declaration: Declaration) -> Standing:
    """The ranking as it would stand under other rules."""
    return computed(canonical(bundle(session, exhibition, declaration)))


def computed(text: str) -> Standing:
    """Everything that follows from a bundle's text. Computed once per state of the count and process."""
    with _computing:
        return _computed(text)


@lru_cache(maxsize=16)
def _computed(text: str) -> Standing:
    data = json.loads(text)
    read = read_bundle(data)
    return Standing(read, text, sha256(data), tuple(_ranked(read, category) for category in read.categories))


def _ranked(read: Bundle, category: Category) -> CategoryResult:
    try:
        ranking = rank_category(read.rules, category)
    except RankingRefused as refused:
        # Kept for long: without the frames that raised it.
        return CategoryResult(category, None, None, None, refused.with_traceback(None))
    firm = robustness(read.rules, category, ranking)
    return CategoryResult(category, ranking, firm, realised_public_share(read.rules, ranking), None)


def published(session: Session, exhibition: Exhibition) -> Published:
    """The published result. Raises NotFoundError before publication."""
    if exhibition.phase is not Phase.PUBLISHED:
        raise NotFoundError
    kept = fixed(session, exhibition)
    if kept is None:
        return Published(without_figures(session, exhibition.id), None, {}, "", None, None, agrees=True)
    result = json.loads(kept.result)
    held = quarantined(session, exhibition)
    return Published(
        json={
            **stated(result, held),
            **said(kept.bundle, simulated=exhibition.is_simulated),
            "bundle_sha256": kept.sha256,
        },
        standing=computed(kept.bundle),
        quarantined=held,
        bundle_text=kept.bundle,
        sha256=kept.sha256,
        at=kept.at,
        agrees=recount_agrees(kept),
    )


def recount_agrees(kept: Fixed) -> bool:
    """Whether a recount of the stored bundle, made now, gives the stored result to the letter."""
    return bool(_recounted(kept.bundle) == json.loads(kept.result))


@lru_cache(maxsize=4)
def _recounted(text: str) -> dict[str, Any]:
    return result_of(load_bundle(text))
