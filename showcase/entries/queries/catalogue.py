"""Everything that pages show and votes do not change, read once per generation and kept in memory."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.rules.booths import walk_order
from showcase.entries.rules.fields import FIELDS, Field, Shape
from showcase.entries.rules.states import Status
from showcase.entries.tables import Award, BoothCode, Entry, Photo
from showcase.exhibitions.photos import PhotoView
from showcase.exhibitions.queries import archived, current
from showcase.exhibitions.tables import Category, Exhibition
from showcase.exhibitions.views import Catalogue, CategoryView, EntryView, ExhibitionView
from showcase.kernel.links import shown_link
from showcase.kernel.tables import Installation


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
