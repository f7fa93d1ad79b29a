"""The back office: the big screens and what is announced on them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.board import queries as board
from showcase.board.actions import announcements, screens
from showcase.board.rules import LONGEST_ANNOUNCEMENT, MINUTES, FreezePastError, frozen_since
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.rules import Visibility
from showcase.kernel import typed_moments
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.htmx import fragment
from showcase.kernel.refusals import sentence, status_of

# What the board shows, freezing it, and which screens are there.


@bp.get("/organizer/<exhibition_slug>/screen")
@allow(Access.STAGE)
def screen(exhibition_slug: str) -> Response:
    """What the board shows now, and what can be changed about it."""
    return make_response(page(exhibition_slug))


@bp.get("/organizer/<exhibition_slug>/screen/list")
@allow(Access.STAGE)
def screen_list(exhibition_slug: str) -> Response:
    """The connected screens alone, for the page that refreshes itself."""
    shown, now = memory.exhibition_or_404(exhibition_slug), datetime.now(UTC)
    found = screens.listed(db.session(), shown.id, now=now)
    return fragment(render_template("board/_screens.html", exhibition=shown, screens=found))


@bp.post("/organizer/<exhibition_slug>/screen")
@allow(Access.STAGE)
def change_screen(exhibition_slug: str) -> Answer:
    """Freeze or release the board, or change what it shows; each with a reason."""
    shown, action = memory.exhibition_or_404(exhibition_slug), request.form.get("action", "")
    typed = {"reason": request.form.get("reason", "")[:1000], "freeze_at": request.form.get("freeze_at", "")[:40]}
    try:
        _act(exhibition_slug, action, typed, shown.zone)
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        html = page(exhibition_slug, error=error.code, typed={**typed, "action": action})
        return make_response(html, status_of(error.code))
    return redirect(url_for("organizer.screen", exhibition_slug=exhibition_slug), 303)


def _act(slug: str, action: str, typed: dict[str, str], zone: ZoneInfo) -> None:
    act = current_act(typed["reason"])
    with transaction() as session:
        if action == "freeze":
            board.freeze(session, act, slug)
        elif action == "release":
            board.release(session, act, slug)
        elif action == "freeze-later":
            board.freeze_later(session, act, slug, _moment(typed["freeze_at"], zone))
        elif action == "freeze-never":
            board.freeze_later(session, act, slug, None)
        elif action in set(Visibility):
            board.show(session, act, slug, Visibility(action))
        else:
            raise NotFoundError


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        at = typed_moments.typed(text, zone)
    except ValueError as error:
        raise FreezePastError from error
    if at is None:
        raise FreezePastError
    return at


def page(exhibition_slug: str, *, error: str = "", typed: dict[str, str] | None = None) -> str:
    """The page, with what was typed and refused."""
    shown, now, session = memory.exhibition_or_404(exhibition_slug), datetime.now(UTC), db.session()
    return render_template(
        "board/screen.html",
        exhibition=shown,
        frozen_since=frozen_since(shown.frozen_at, shown.freeze_at, now),
        screens=screens.listed(session, shown.id, now=now),
        standing=announcements.standing(session, shown.id, now=now),
        told=announcements.history(session, shown.id),
        minutes=MINUTES,
        longest=LONGEST_ANNOUNCEMENT,
        error=error,
        error_text=sentence(error) if error else "",
        typed=typed or {},
    )


# Telling the hall something on every screen.


@bp.post("/organizer/<exhibition_slug>/screen/announcement")
@allow(Access.STAGE)
def announce(exhibition_slug: str) -> Answer:
    """Show a sentence on every screen, or take it down."""
    words, minutes = request.form.get("words", "")[:1000], request.form.get("minutes", "")
    try:
        with transaction() as session:
            if "dismiss" in request.form:
                announcements.dismiss(session, current_act(), exhibition_slug)
            else:
                number = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 4 else -1
                announcements.say(session, current_act(), exhibition_slug, words, minutes=number)
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        html = page(exhibition_slug, error=error.code, typed={"words": words, "minutes": minutes})
        return make_response(html, status_of(error.code))
    return redirect(url_for("organizer.screen", exhibition_slug=exhibition_slug), 303)
