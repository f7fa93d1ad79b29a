"""Everything that pages show and votes do not change, read once per generation and kept in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.domain.availability import Hours
from showcase.domain.booths import walk_order
from showcase.domain.entries import Status
from showcase.domain.entry_field import Field, Shape
from showcase.domain.entry_fields import FIELDS
from showcase.domain.links import shown_link
from showcase.domain.palette import Palette
from showcase.domain.phases import Phase
from showcase.domain.voting import Level, Visibility
from showcase.models import Award, BoothCode, Category, Entry, Exhibition, Installation, Photo
from showcase.services.current import archived, current
from showcase.services.photo_views import PhotoView


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
    """All exhibitions of one generation. `current` is as `services/current.py` says, `chosen` what an organizer made
    current, in the archive too; `archived` has the latest year first.

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


def touch(session: Session) -> None:
    """Tell every process that its catalogue is old. Call it in each use case that changes what pages show."""
    session.execute(update(Installation).values(generation=Installation.generation + 1))


def generation(session: Session) -> int:
    """The generation of the content in the database."""
    return session.scalars(select(Installation.generation)).one()


def load(session: Session) -> Catalogue:
    """Read the whole catalogue: six queries, however many entries."""
    number, chosen_id = session.execute(select(Installation.generation, Installation.current_exhibition_id)).one()
    photos = _photos(session)
    codes: dict[int, str] = {}
    replaced: dict[str, int] = {}
    for code in session.scalars(select(BoothCode)):
        if code.revoked_at is None:
            codes[code.entry_id] = code.code
        else:
            replaced[code.code] = code.entry_id
    awards = session.scalars(select(Award).where(Award.kind == "place"))
    places = {row.entry_id: row.place for row in awards if row.entry_id}
    categories: dict[int, list[tuple[int, CategoryView]]] = {}
    for row in session.scalars(select(Category).order_by(Category.position, Category.id)):
        view = CategoryView(row.id, row.slug, row.name, row.palette, row.winners)
        categories.setdefault(row.exhibition_id, []).append((row.id, view))
    entries: dict[int, list[EntryView]] = {}
    views = {key: view for pairs in categories.values() for key, view in pairs}
    shown = select(Entry).where(Entry.status != Status.DRAFT).order_by(Entry.id)
    for entry in sorted(session.scalars(shown), key=lambda row: walk_order(row.booth)):
        entries.setdefault(entry.exhibition_id, []).append(
            _entry_view(
                entry, views[entry.category_id], codes[entry.id], photos.get(entry.id, []), places.get(entry.id)
            )
        )
    exhibitions = [
        _exhibition_view(row, tuple(view for _, view in categories.get(row.id, [])), tuple(entries.get(row.id, [])))
        for row in session.scalars(select(Exhibition).order_by(Exhibition.id))
    ]
    homes = {entry.id: (view, entry) for view in exhibitions for entry in view.entries}
    return Catalogue(
        generation=number,
        exhibitions={view.slug: view for view in exhibitions},
        by_code={entry.code: (view, entry) for view, entry in homes.values()},
        replaced={code: homes[entry_id] for code, entry_id in replaced.items() if entry_id in homes},
        current=current(exhibitions, chosen_id),
        chosen=next((view for view in exhibitions if view.id == chosen_id), None),
        archived=archived(exhibitions),
    )


def _photos(session: Session) -> dict[int, list[PhotoView]]:
    found: dict[int, list[PhotoView]] = {}
    for row in session.scalars(select(Photo).order_by(Photo.entry_id, Photo.position)):
        found.setdefault(row.entry_id, []).append(PhotoView(row.digest, row.width, row.height, row.alt))
    return found


def _entry_view(
    entry: Entry, category: CategoryView, code: str, photos: Sequence[PhotoView], place: int | None
) -> EntryView:
    return EntryView(
        id=entry.id,
        slug=entry.slug,
        code=code,
        booth=entry.booth,
        name=entry.display_name,
        long_name=entry.long_name,
        organisation=entry.organisation,
        innovators=entry.innovators,
        summary=entry.summary,
        fields={field.name: _shown(entry, field) for field in FIELDS if field.place is not None},
        withdrawn=entry.status is Status.WITHDRAWN,
        withdrawn_reason=entry.withdrawn_reason,
        is_example=entry.is_example,
        category=category,
        photos=tuple(photos),
        place=place,
    )


def _shown(entry: Entry, field: Field) -> Any:
    value = getattr(entry, field.name)
    return shown_link(value) if field.shape is Shape.LINK else value


def _exhibition_view(
    row: Exhibition, categories: tuple[CategoryView, ...], entries: tuple[EntryView, ...]
) -> ExhibitionView:
    return ExhibitionView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        organiser=row.organiser,
        venue=row.venue,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        timezone=row.timezone,
        phase=row.phase,
        phase_message=row.phase_message,
        level=row.level,
        visibility=row.visibility,
        vote_limit=row.vote_limit,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        frozen_at=row.frozen_at,
        freeze_at=row.freeze_at,
        min_visits=row.min_visits,
        show_messages=row.show_messages,
        profiles_until=row.profiles_until,
        setup_finished=row.setup_finished_at is not None,
        logo_digest=row.logo_digest,
        logo_width=row.logo_width,
        accent=row.accent,
        pepper=row.pepper or "",
        is_archive=row.is_archive,
        has_figures=row.has_figures,
        is_demo=row.is_demo,
        categories=categories,
        entries=entries,
        by_slug={entry.slug: entry for entry in entries},
        by_id={entry.id: entry for entry in entries},
    )
