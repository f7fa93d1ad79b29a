"""The back office: one juror, with the card, the locked categories, and the reopening of a sheet."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.domain.accounts import Role
from showcase.domain.errors import DomainError, NotFoundError
from showcase.domain.phases import DECIDED
from showcase.extensions import db, transaction
from showcase.services import accounts, juror_cards, jury_notices, locks, own_sheets
from showcase.services.exhibitions import named
from showcase.web import visitor
from showcase.web.access import Access, allow
from showcase.web.errors import sentence, status_of
from showcase.web.organizer.blueprint import bp


@bp.get("/organizer/<exhibition_slug>/jurors/<username>")
@allow(Access.ORGANIZER)
def juror(exhibition_slug: str, username: str) -> Response:
    """The juror's card and locks; no score."""
    return make_response(_page(exhibition_slug, username))


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/reopen")
@allow(Access.ORGANIZER)
def reopen_sheet(exhibition_slug: str, username: str) -> Answer:
    """Give a locked sheet back to its juror, with a reason for the ledger; the juror is told."""
    entry, reason = request.form.get("entry", "")[:80], request.form.get("reason", "")[:1000]
    actor = current_user.username
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            locks.reopen(session, exhibition.id, username, entry, reason=reason, actor=actor, now=datetime.now(UTC))
            words = _told(exhibition_slug, entry, reason)
            jury_notices.send(session, exhibition.id, [username], words, actor=actor, now=datetime.now(UTC))
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        html = _page(exhibition_slug, username, error=sentence(error.code), entry=entry, reason=reason)
        return make_response(html, status_of(error.code))
    return redirect(url_for("organizer.juror", exhibition_slug=exhibition_slug, username=username), 303)


def _told(exhibition_slug: str, entry_slug: str, reason: str) -> str:
    """In Indonesian whatever the organizer's language: it is the juror who reads it."""
    entries = visitor.exhibition_or_404(exhibition_slug).entries
    name = next((entry.name for entry in entries if entry.slug == entry_slug), entry_slug)
    words = f"Panitia membuka kembali lembar nilai {name}: {reason.strip()}"
    limit = jury_notices.MAX_WORDS - 60
    return f"{words[:limit]} Periksa, kirim, lalu kunci lagi."


def _page(exhibition_slug: str, username: str, *, error: str = "", entry: str = "", reason: str = "") -> str:
    shown, session = visitor.exhibition_or_404(exhibition_slug), db.session()
    person = accounts.by_id(session, accounts.of_role(session, username, Role.JUROR))
    found = own_sheets.own_categories(session, person.id)
    return render_template(
        "organizer/juror.html",
        exhibition=shown,
        person=person,
        card=juror_cards.card_of(session, person.id),
        categories=[known for known in found if known.exhibition_id == shown.id],
        decided=shown.phase in DECIDED,
        zone=ZoneInfo(shown.timezone),
        error=error,
        entry=entry,
        reason=reason,
    )
