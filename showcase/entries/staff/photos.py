"""The back office: an entry's pictures."""

from pathlib import Path

from flask import Response, make_response, redirect, render_template, request, send_from_directory, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.entries import forms as entry_form
from showcase.entries import uploads
from showcase.entries.actions import entries, photos
from showcase.entries.rules.photos import MOST_PHOTOS
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.refusals import sentence, status_of
from showcase.printing import photo_sources
from showcase.printing.cropping import Shape, crop_from

ALT = "alt."


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/photos")
@allow(Access.ORGANIZER)
def add_photos(exhibition_slug: str, entry_slug: str) -> Answer:
    """Add one or several pictures."""
    try:
        found = uploads.received()
        with transaction():
            album = _album(exhibition_slug, entry_slug)
            photos.add(album, found, alt=request.form.get("photo_alt", ""), media=uploads.media())
    except NotFoundError:
        raise
    except DomainError as error:
        return _refused(exhibition_slug, entry_slug, error.code)
    return _done(exhibition_slug, entry_slug, _("Foto ditambahkan. Tuliskan apa yang terlihat di dalamnya."))


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/photos/list")
@allow(Access.ORGANIZER)
def change_photos(exhibition_slug: str, entry_slug: str) -> Answer:
    """Store what the pictures show, and do what the button says: `up/3`, `down/3`, `remove/3` (the picture's id)."""
    verb, _slash, number = request.form.get("action", "")[:30].partition("/")
    with transaction():
        album = _album(exhibition_slug, entry_slug)
        alts = {name.removeprefix(ALT): alt for name, alt in request.form.items() if name.startswith(ALT)}
        photos.describe(album, {_number(name): alt for name, alt in alts.items()})
        said = _("Keterangan foto tersimpan.")
        if verb in {"up", "down"}:
            place = photos.move(album, _number(number), -1 if verb == "up" else 1)
            said = _("Foto sekarang di urutan %(place)s.", place=place)
        elif verb == "remove":
            photos.remove(album, _number(number))
            said = _("Foto dihapus.")
    return _done(exhibition_slug, entry_slug, said)


@bp.get("/organizer/<exhibition_slug>/entries/<entry_slug>/photos/<int:photo_id>")
@allow(Access.ORGANIZER)
def photo(exhibition_slug: str, entry_slug: str, photo_id: int) -> Response:
    """Choose the part of a picture that is shown."""
    shown = memory.exhibition_or_404(exhibition_slug)
    found = photos.one(db.session(), shown.id, entry_slug, photo_id)
    row = entries.of_slug(db.session(), shown.id, entry_slug)
    context = {"exhibition": shown, "entry": row, "photo": found, "shapes": list(Shape)}
    return make_response(render_template("entries/photo.html", **context))


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/photos/<int:photo_id>")
@allow(Access.ORGANIZER)
def crop_photo(exhibition_slug: str, entry_slug: str, photo_id: int) -> Answer:
    """Cut the picture anew from its source; nothing of that is lost."""
    crop = crop_from(*(request.form.get(name, "")[:10] for name in ("shape", "size", "x", "y")))
    shown = memory.exhibition_or_404(exhibition_slug)
    found = photos.one(db.session(), shown.id, entry_slug, photo_id)
    # Before the write lock: this is the long part.
    with work_queues.PICTURES.turn():
        picture = photo_sources.cropped(_source(found).read_bytes(), crop)
    with transaction():
        photos.crop(_album(exhibition_slug, entry_slug), photo_id, crop, picture, media=uploads.media())
    return redirect(_address(exhibition_slug, entry_slug), 303)


@bp.get("/organizer/<exhibition_slug>/entries/<entry_slug>/photos/<int:photo_id>/source")
@allow(Access.ORGANIZER)
def photo_source(exhibition_slug: str, entry_slug: str, photo_id: int) -> Response:
    """The uncropped picture, for organizers only."""
    shown = memory.exhibition_or_404(exhibition_slug)
    path = _source(photos.one(db.session(), shown.id, entry_slug, photo_id))
    return send_from_directory(path.parent, path.name, mimetype="image/webp", max_age=0)


def _source(line: photos.PhotoLine) -> Path:
    path = uploads.media() / line.source
    if not path.is_file():
        raise NotFoundError
    return path


def _album(exhibition_slug: str, entry_slug: str) -> photos.Album:
    session = db.session()
    exhibition = named(session, exhibition_slug)
    return photos.opened(session, current_act(), exhibition.id, entry_slug)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotFoundError
    return int(text)


def _done(exhibition_slug: str, entry_slug: str, said: str) -> Answer:
    if is_htmx():
        return fragment(_section(exhibition_slug, entry_slug, said=said))
    return redirect(_address(exhibition_slug, entry_slug), 303)


def _refused(exhibition_slug: str, entry_slug: str, code: str) -> Answer:
    if is_htmx():
        return fragment(_section(exhibition_slug, entry_slug, photo_error=sentence(code)), status_of(code))
    return make_response(entry_form.page(exhibition_slug, entry_slug, photo_error=sentence(code)), status_of(code))


def _section(exhibition_slug: str, entry_slug: str, **told: str) -> str:
    shown = memory.exhibition_or_404(exhibition_slug)
    row = entries.of_slug(db.session(), shown.id, entry_slug)
    lines = photos.listed(db.session(), row.id)
    context = {"exhibition": shown, "entry": row, "photos": lines, "most": MOST_PHOTOS, **told}
    return render_template("entries/_photos.html", **context)


def _address(exhibition_slug: str, entry_slug: str) -> str:
    address = url_for("organizer.edit_entry", exhibition_slug=exhibition_slug, entry_slug=entry_slug)
    return f"{address}#photos"
