"""The back office: entries."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.documents import pictures
from showcase.domain.entries import BoothTakenError, CategoryFixedError, Status
from showcase.domain.errors import DomainError
from showcase.domain.phases import DECIDED
from showcase.domain.profile import LIMITS, TERMS
from showcase.extensions import db, transaction
from showcase.services import booth_codes, desk, entries, photos
from showcase.services.entries import EntryInvalidError
from showcase.services.exhibitions import named
from showcase.web import visitor
from showcase.web.access import Access, allow
from showcase.web.errors import sentence, status_of
from showcase.web.organizer import form_words
from showcase.web.organizer.blueprint import bp

TEXTS = tuple(LIMITS)
CHOICES = ("stage", "form", "kind")


@bp.get("/organizer/<exhibition_slug>/entries")
@allow(Access.ORGANIZER)
def entry_list(exhibition_slug: str) -> Response:
    """All entries, with search."""
    shown = visitor.exhibition_or_404(exhibition_slug)
    q = request.args.get("q", "")[:60].strip()
    lines = [
        line
        for line in desk.entry_lines(db.session(), shown.id)
        if q.casefold() in f"{line.booth} {line.name} {line.organisation} {line.category}".casefold()
    ]
    return make_response(render_template("organizer/entries.html", exhibition=shown, lines=lines, q=q))


@bp.get("/organizer/<exhibition_slug>/entries/new")
@allow(Access.ORGANIZER)
def new_entry(exhibition_slug: str) -> Response:
    """The form for a new entry."""
    return make_response(_form(exhibition_slug, None, {"status": Status.PUBLISHED.value}))


@bp.post("/organizer/<exhibition_slug>/entries/new")
@allow(Access.ORGANIZER)
def create_entry(exhibition_slug: str) -> Answer:
    """Make an entry."""
    return _save(exhibition_slug, None)


@bp.get("/organizer/<exhibition_slug>/entries/<entry_slug>")
@allow(Access.ORGANIZER)
def edit_entry(exhibition_slug: str, entry_slug: str) -> Response:
    """The form of an entry."""
    session = db.session()
    row = entries.of_slug(session, named(session, exhibition_slug).id, entry_slug)
    typed = {name: getattr(row, name) for name in (*TEXTS, *CHOICES)}
    typed |= {"category_id": str(row.category_id), "status": row.status.value}
    typed["started"] = row.started.isoformat() if row.started else ""
    return make_response(_form(exhibition_slug, entry_slug, typed, saved="saved" in request.args))


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>")
@allow(Access.ORGANIZER)
def update_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Change an entry."""
    return _save(exhibition_slug, entry_slug)


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/withdraw")
@allow(Access.ORGANIZER)
def withdraw_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Take the entry out of the contest, with a reason."""
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        reason = request.form.get("reason", "")[:1000]
        entries.withdraw(
            session, exhibition.id, entry_slug, reason=reason, actor=current_user.username, now=datetime.now(UTC)
        )
    return redirect(_address(exhibition_slug, entry_slug), 303)


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/restore")
@allow(Access.ORGANIZER)
def restore_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Bring a withdrawn entry back."""
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        entries.restore(session, exhibition.id, entry_slug, actor=current_user.username, now=datetime.now(UTC))
    return redirect(_address(exhibition_slug, entry_slug), 303)


def _save(exhibition_slug: str, entry_slug: str | None) -> Answer:
    typed = {name: request.form.get(name, "") for name in (*TEXTS, *CHOICES, "category_id", "started", "status")}
    actor, now = current_user.username, datetime.now(UTC)
    wrong: dict[str, str] = {}
    try:
        fields = _fields(typed)
        picture = _picture()
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            if entry_slug is None:
                made = entries.create(session, exhibition.id, fields, actor=actor, now=now)
                slug = entries.slug_of(session, made)
            else:
                slug = entry_slug
                entries.update(session, exhibition.id, slug, fields, actor=actor, now=now)
            if picture is not None:
                row = entries.of_slug(session, exhibition.id, slug)
                media = current_app.extensions["settings"].data_dir / "media"
                photos.attach(session, row.id, picture, alt=request.form.get("photo_alt", ""), media=media)
    except EntryInvalidError as error:
        wrong = dict(error.fields)
    except (BoothTakenError, CategoryFixedError) as error:
        wrong = {"booth" if isinstance(error, BoothTakenError) else "category_id": error.code}
    except DomainError as error:
        html = _form(exhibition_slug, entry_slug, typed, error=sentence(error.code))
        return make_response(html, status_of(error.code))
    if wrong:
        return make_response(_form(exhibition_slug, entry_slug, typed, wrong=wrong), 422)
    return redirect(_address(exhibition_slug, slug) + "?saved=1", 303)


def _fields(typed: dict[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {name: typed[name] for name in (*TEXTS, *CHOICES)}
    if not typed["category_id"].isascii() or not typed["category_id"].isdigit():
        raise EntryInvalidError({"category_id": "choice-needed"})
    fields["category_id"] = int(typed["category_id"][:9])
    try:
        fields["started"] = date.fromisoformat(typed["started"]) if typed["started"].strip() else None
    except ValueError as error:
        raise EntryInvalidError({"started": "date-invalid"}) from error
    if typed["status"] in {Status.DRAFT, Status.PUBLISHED}:
        fields["status"] = Status(typed["status"])
    return fields


def _picture() -> pictures.Picture | None:
    file = request.files.get("photo")
    data = file.read() if file else b""
    return pictures.uploaded(data) if data else None


def _form(
    exhibition_slug: str,
    entry_slug: str | None,
    typed: dict[str, Any],
    *,
    wrong: dict[str, str] | None = None,
    error: str = "",
    saved: bool = False,
) -> str:
    session = db.session()
    shown = visitor.exhibition_or_404(exhibition_slug)
    row = entries.of_slug(session, shown.id, entry_slug) if entry_slug else None
    codes = booth_codes.active(session, shown.id, entry_slug) if entry_slug else {}
    return render_template(
        "organizer/entry.html",
        exhibition=shown,
        categories=[(group.id, group.name) for group in shown.categories],
        entry=row,
        view=shown.by_slug.get(entry_slug or ""),
        codes_seen=booth_codes.state(codes),
        can_reissue=shown.phase not in DECIDED,
        code=codes.get(entry_slug or "", ""),
        typed=typed,
        wrong=form_words.words(wrong or {}),
        error=error or (_("Belum tersimpan. Perbaiki yang ditandai; yang lain tidak hilang.") if wrong else ""),
        saved=saved,
        terms=TERMS,
        limits=LIMITS,
    )


def _address(exhibition_slug: str, entry_slug: str) -> str:
    return url_for("organizer.edit_entry", exhibition_slug=exhibition_slug, entry_slug=entry_slug)
