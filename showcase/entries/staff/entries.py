"""The back office: making, changing, publishing, withdrawing and restoring an entry."""

from typing import Any

from flask import Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import transaction
from showcase.entries import forms as entry_form
from showcase.entries import uploads
from showcase.entries.actions import edits, entries, photos
from showcase.entries.actions.edits import EntryChangedError
from showcase.entries.actions.entries import EntryInvalidError
from showcase.entries.rules.entries import BoothTakenError, CategoryFixedError
from showcase.entries.rules.states import Status
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import sentence, status_of


@bp.get("/organizer/<exhibition_slug>/entries/new")
@allow(Access.ORGANIZER)
def new_entry(exhibition_slug: str) -> Response:
    """The form for a new entry."""
    return make_response(entry_form.blank(exhibition_slug, {}))


@bp.post("/organizer/<exhibition_slug>/entries/new")
@allow(Access.ORGANIZER)
def create_entry(exhibition_slug: str) -> Answer:
    """Make an entry."""
    return _save(exhibition_slug, None)


@bp.get("/organizer/<exhibition_slug>/entries/<entry_slug>")
@allow(Access.ORGANIZER)
def edit_entry(exhibition_slug: str, entry_slug: str) -> Response:
    """The page of an entry."""
    return make_response(entry_form.page(exhibition_slug, entry_slug))


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>")
@allow(Access.ORGANIZER)
def update_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Change an entry."""
    return _save(exhibition_slug, entry_slug)


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/publish")
@allow(Access.ORGANIZER)
def publish_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Show the entry to visitors and jurors."""
    return _set_status(exhibition_slug, entry_slug, Status.PUBLISHED)


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/unpublish")
@allow(Access.ORGANIZER)
def unpublish_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Take the entry back to the drafts, as long as nobody voted for it or scored it."""
    return _set_status(exhibition_slug, entry_slug, Status.DRAFT)


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/withdraw")
@allow(Access.ORGANIZER)
def withdraw_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Take the entry out of the contest, with a reason."""
    reason = request.form.get("reason", "")[:1000]
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            entries.withdraw(session, current_act(reason), exhibition.id, entry_slug)
    except NotFoundError:
        raise
    except DomainError as error:
        return _told(exhibition_slug, entry_slug, error)
    return redirect(_address(exhibition_slug, entry_slug), 303)


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/restore")
@allow(Access.ORGANIZER)
def restore_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Bring a withdrawn entry back."""
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        entries.restore(session, current_act(), exhibition.id, entry_slug)
    return redirect(_address(exhibition_slug, entry_slug), 303)


def _set_status(exhibition_slug: str, entry_slug: str, status: Status) -> Answer:
    memory.exhibition_or_404(exhibition_slug)
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            entries.of_slug(session, exhibition.id, entry_slug)
            edits.set_status(session, current_act(), exhibition.id, [entry_slug], status)
    except NotFoundError:
        raise
    except DomainError as error:
        return _told(exhibition_slug, entry_slug, error)
    return redirect(_address(exhibition_slug, entry_slug) + f"?saved={status}", 303)


def _told(exhibition_slug: str, entry_slug: str, error: DomainError) -> Answer:
    """The entry's page, which says what was refused."""
    html = entry_form.page(exhibition_slug, entry_slug, error=sentence(error.code))
    return make_response(html, status_of(error.code))


def _save(exhibition_slug: str, entry_slug: str | None) -> Answer:
    typed = entry_form.typed_fields()
    try:
        slug = _stored(exhibition_slug, entry_slug, entry_form.values(typed))
    except EntryInvalidError as error:
        return _again(exhibition_slug, entry_slug, typed, 422, wrong=error.fields)
    except (BoothTakenError, CategoryFixedError) as error:
        field = "booth" if isinstance(error, BoothTakenError) else "category_id"
        return _again(exhibition_slug, entry_slug, typed, 422, wrong={field: error.code})
    except EntryChangedError as error:
        told = {"clashes": error.clashes, "error": sentence(error.code), "seen": error.seen}
        return _again(exhibition_slug, entry_slug, dict(error.values), status_of(error.code), **told)
    except NotFoundError:
        raise
    except DomainError as error:
        return _again(exhibition_slug, entry_slug, typed, status_of(error.code), error=sentence(error.code))
    return redirect(_address(exhibition_slug, slug) + "?saved=1", 303)


def _stored(exhibition_slug: str, entry_slug: str | None, values: dict[str, Any]) -> str:
    """Store the form and the pictures that came with it; answers the entry's slug."""
    pictures = uploads.received()
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        if entry_slug is None:
            slug = entries.slug_of(session, entries.create(session, current_act(), exhibition.id, values))
        else:
            slug, seen = entry_slug, request.form.get("seen", "")
            edits.edit(session, current_act(), exhibition.id, slug, values, seen=seen)
        if pictures:
            album = photos.opened(session, current_act(), exhibition.id, slug)
            photos.add(album, pictures, alt=request.form.get("photo_alt", ""), media=uploads.media())
    return slug


def _again(exhibition_slug: str, entry_slug: str | None, typed: dict[str, Any], status: int, **told: Any) -> Answer:
    """The form with what was typed, and what is wrong with it."""
    if entry_slug is None:
        return make_response(entry_form.blank(exhibition_slug, typed, **told), status)
    return make_response(entry_form.page(exhibition_slug, entry_slug, typed, **told), status)


def _address(exhibition_slug: str, entry_slug: str) -> str:
    return url_for("organizer.edit_entry", exhibition_slug=exhibition_slug, entry_slug=entry_slug)
