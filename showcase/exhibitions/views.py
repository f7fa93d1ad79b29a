"""Exhibitions, categories and entries as pages show them: frozen, without a session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from showcase.exhibitions.photos import PhotoView
from showcase.exhibitions.rules import Hours, Level, Phase, Visibility
from showcase.printing.palette import Palette


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category as pages show it."""

    id: int
    slug: str
    name: str
    palette: Palette
    winners: int


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as pages show it. `name` is the short name, else the name; `long_name` is empty when that says all.

    `fields`: the values of the fields that the booth page shows, by name.
    """

    id: int
    slug: str
    code: str
    booth: str
    name: str
    long_name: str
    organisation: str
    innovators: str
    summary: str
    fields: Mapping[str, Any]
    withdrawn: bool
    withdrawn_reason: str
    is_example: bool
    category: CategoryView
    photos: tuple[PhotoView, ...]
    place: int | None

    @property
    def photo(self) -> PhotoView | None:
        """The cover: the first picture."""
        return self.photos[0] if self.photos else None


@dataclass(frozen=True)
class ExhibitionView:
    """An exhibition with its categories in order and its entries (drafts left out) in booth order.

    The logo's files are /media/<logo_digest>-logo.webp (96 pixels high, `logo_width` wide) and, in the media folder for
    paper, <logo_digest>-logo.png.
    """

    id: int
    slug: str
    name: str
    organiser: str
    venue: str
    starts_on: date | None
    ends_on: date | None
    timezone: str
    phase: Phase
    phase_message: str
    level: Level
    visibility: Visibility
    vote_limit: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    frozen_at: datetime | None
    freeze_at: datetime | None
    min_visits: int
    show_messages: bool
    profiles_until: datetime | None
    setup_finished: bool
    logo_digest: str
    logo_width: int
    accent: str
    pepper: str
    is_archive: bool
    has_figures: bool
    is_demo: bool
    categories: tuple[CategoryView, ...]
    entries: tuple[EntryView, ...]
    by_slug: Mapping[str, EntryView] = field(repr=False)
    by_id: Mapping[int, EntryView] = field(repr=False)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which the exhibition's moments are told."""
        return ZoneInfo(self.timezone)

    @cached_property
    def hours(self) -> Hours:
        """When it takes votes."""
        return Hours(self.phase, self.opens_at, self.closes_at, has_key=bool(self.pepper))

    @property
    def is_simulated(self) -> bool:
        """Whether its votes and sheets are made up; an earlier year without any has nothing that could be."""
        return self.is_demo and self.has_figures

    @property
    def brand(self) -> str:
        """A version for the style sheet of logo and colour; empty where there is neither, and no sheet."""
        return f"{self.accent[1:]}{self.logo_digest[:8]}"

    @cached_property
    def standing(self) -> frozenset[int]:
        """The entries that were not withdrawn: the booths of the trail."""
        return frozenset(entry.id for entry in self.entries if not entry.withdrawn)

    @cached_property
    def withdrawn(self) -> frozenset[int]:
        """The entries that were withdrawn: a vote for one stands, but is not counted and leaves its slot open."""
        return frozenset(entry.id for entry in self.entries if entry.withdrawn)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All exhibitions of one generation. `current` is as `exhibitions/queries.py` says, `chosen` what an
    organizer made current, in the archive too; `archived` has the latest year first.

    `by_code` holds the codes that are valid, `replaced` those of old posters.
    """

    generation: int
    exhibitions: Mapping[str, ExhibitionView]
    by_code: Mapping[str, tuple[ExhibitionView, EntryView]]
    replaced: Mapping[str, tuple[ExhibitionView, EntryView]]
    current: ExhibitionView | None
    chosen: ExhibitionView | None
    archived: tuple[ExhibitionView, ...]

    @property
    def front(self) -> ExhibitionView | None:
        """What `/` shows, and pages of no exhibition: the chosen, else the current one, else the archive's latest."""
        return self.chosen or self.current or next(iter(self.archived), None)
