"""The kiosk between turns: beginning one with a ticket or the officer's PIN, and leaving desk mode."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, request, session, url_for

from showcase.database import db, transaction
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.act import Act
from showcase.kernel.codes import normal_code
from showcase.kernel.errors import DomainError
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.kiosk.actions import kiosks, turns
from showcase.kiosk.public import choosing
from showcase.kiosk.public.tablet import Tablet, forget, keep_turn, page, private, start_again, tablet
from showcase.kiosk.room import bp
from showcase.tickets.actions import tickets
from showcase.tickets.rules import checked_pin, typed_code

MOST = 200


@bp.get("/kiosk")
@allow(Access.PUBLIC)
def home() -> Response:
    """The start of a turn, or within one what there is to choose from."""
    found = tablet()
    return choosing.page_of(found) if found.turn is not None else page("kiosk/start.html", found, error="")


@bp.post("/kiosk/turn")
@allow(Access.PUBLIC)
def begin_turn() -> Response:
    """Lend the tablet to the next visitor: the officer says so with the PIN."""
    found = tablet()
    try:
        _prove(found)
        return _begun(found, None)
    except DomainError as error:
        return _refused("kiosk/start.html", found, error)


@bp.post("/kiosk/ticket")
@allow(Access.PUBLIC)
def begin_with_ticket() -> Response:
    """Begin a turn with a ticket: what its QR holds, or the code that was typed, whose tries are counted first."""
    found = tablet()
    code = request.form.get("code", "")[:MOST].strip()
    try:
        if "/" in code:
            return _begun(found, tickets.of_token(db.session(), normal_code(code.rpartition("/")[2])))
        locator, secret = typed_code(code)
        with work_queues.TICKETS.place():
            with transaction() as opened:
                tickets.attempt(opened, locator, now=datetime.now(UTC))
            ticket_id = tickets.of_code(db.session(), locator, secret)
        with transaction() as opened:
            tickets.free(opened, locator)
        return _begun(found, ticket_id)
    except DomainError as error:
        return _refused("kiosk/start.html", found, error)


@bp.get("/kiosk/idle")
@allow(Access.PUBLIC)
def idle() -> Response:
    """Nobody has touched the tablet: forget the visitor. The turn's row stays as it is; the next one ends it."""
    return start_again()


@bp.get("/kiosk/leave")
@allow(Access.PUBLIC)
def leave() -> Response:
    """Ask the officer for the PIN."""
    return page("kiosk/leave.html", tablet(), error="")


@bp.post("/kiosk/leave")
@allow(Access.PUBLIC)
def end() -> Response:
    """End desk mode on this tablet."""
    found = tablet()
    try:
        _prove(found)
        with transaction() as opened:
            kiosks.end(opened, Act(f"kiosk {found.kiosk.name}", datetime.now(UTC)), found.exhibition.id, found.kiosk.id)
    except DomainError as error:
        return _refused("kiosk/leave.html", found, error)
    session.clear()
    response = make_response(redirect(url_for("account.login"), 303))
    forget(response, "kiosk", "turn", "lang")
    return private(response)


def _prove(found: Tablet) -> None:
    """Count the try, then look at the PIN. Raises KioskPinFormError, KioskPinWrongError and TooManyTriesError."""
    pin = checked_pin(request.form.get("pin", "")[:40])
    with work_queues.STAFF.place():
        with transaction() as opened:
            kiosks.attempt(opened, found.kiosk.id, now=datetime.now(UTC))
        kiosks.check_pin(db.session(), found.kiosk.id, pin)
    with transaction() as opened:
        kiosks.free(opened, found.kiosk.id)


def _begun(found: Tablet, ticket_id: int | None) -> Response:
    with transaction() as opened:
        turn = turns.begin(opened, found.kiosk.id, ticket_id=ticket_id, now=datetime.now(UTC))
    response = make_response(redirect(url_for("kiosk.home"), 303))
    keep_turn(response, turn)
    return private(response)


def _refused(template: str, found: Tablet, error: DomainError) -> Response:
    refused = page(template, found, status_of(error.code), error=error.code, error_text=sentence(error.code))
    return refusal_headers(refused, error.code)
