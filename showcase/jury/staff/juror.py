"""The back office: one juror, with the card, the locked categories, and the reopening of a sheet."""

from zoneinfo import ZoneInfo

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.accounts.actions import accounts, cards, memberships
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED
from showcase.jury.actions import locks, notices, panel_rule, panels
from showcase.jury.queries import own_sheets
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import sentence, status_of
from showcase.kernel.roles import Role


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
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            locks.reopen(session, current_act(reason), exhibition.id, username, entry)
            words = _told(exhibition_slug, entry, reason)
            notices.send(session, current_act(), exhibition.id, [username], words)
    except DomainError as error:
        return _refused(exhibition_slug, username, error, entry=entry, reason=reason)
    return redirect(url_for("organizer.juror", exhibition_slug=exhibition_slug, username=username), 303)


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/name")
@allow(Access.ORGANIZER)
def rename_juror(exhibition_slug: str, username: str) -> Answer:
    """Change the name that is printed in the minutes."""
    name = request.form.get("name", "")[:200]
    try:
        with transaction() as session:
            named(session, exhibition_slug)
            accounts.rename(session, current_act(), username, name, role=Role.JUROR)
    except DomainError as error:
        return _refused(exhibition_slug, username, error, name=name)
    return redirect(url_for("organizer.juror", exhibition_slug=exhibition_slug, username=username), 303)


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/join")
@allow(Access.ORGANIZER)
def bring_juror(exhibition_slug: str, username: str) -> Answer:
    """Bring a juror of another exhibition into this one."""
    with transaction() as session:
        exhibition, account = named(session, exhibition_slug), accounts.of_role(session, username, Role.JUROR)
        exhibitions.check_not_archived(session, exhibition.id)
        panel_rule.welcome(session, current_act(), exhibition.id, account)
    return redirect(url_for("organizer.jurors", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/leave")
@allow(Access.ORGANIZER)
def release_juror(exhibition_slug: str, username: str) -> Answer:
    """Take a juror who has not judged here out of this exhibition."""
    try:
        with transaction() as session:
            account = accounts.of_role(session, username, Role.JUROR)
            panels.dismiss(session, current_act(), account, named(session, exhibition_slug).id)
    except DomainError as error:
        return _refused(exhibition_slug, username, error)
    return redirect(url_for("organizer.jurors", exhibition_slug=exhibition_slug), 303)


def _refused(exhibition_slug: str, username: str, error: DomainError, **typed: str) -> Response:
    if isinstance(error, NotFoundError):
        raise error
    html = _page(exhibition_slug, username, error=sentence(error.code), **typed)
    return make_response(html, status_of(error.code))


def _told(exhibition_slug: str, entry_slug: str, reason: str) -> str:
    """In Indonesian whatever the organizer's language: it is the juror who reads it."""
    entries = memory.exhibition_or_404(exhibition_slug).entries
    name = next((entry.name for entry in entries if entry.slug == entry_slug), entry_slug)
    words = f"Panitia membuka kembali lembar nilai {name}: {reason.strip()}"
    limit = notices.MAX_WORDS - 60
    return f"{words[:limit]} Periksa, kirim, lalu kunci lagi."


def _page(
    exhibition_slug: str, username: str, *, error: str = "", entry: str = "", reason: str = "", name: str = ""
) -> str:
    shown, session = memory.exhibition_or_404(exhibition_slug), db.session()
    person = accounts.by_id(session, accounts.of_role(session, username, Role.JUROR))
    found = own_sheets.own_categories(session, person.id, exhibition_slug)
    return render_template(
        "jury/juror.html",
        exhibition=shown,
        person=person,
        belongs=memberships.belongs(session, person.id, exhibition_slug),
        name=name or person.name,
        card=cards.card_of(session, person.id),
        categories=found,
        decided=shown.phase in DECIDED,
        zone=ZoneInfo(shown.timezone),
        error=error,
        entry=entry,
        reason=reason,
    )
