"""A ticket on a visitor's phone, scanned or typed. A POST alone binds it to the phone, because previews open links."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for

from showcase.database import csrf, db, transaction
from showcase.exhibitions import memory
from showcase.kernel import phones, work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.codes import normal_code
from showcase.kernel.errors import CookiesNeededError, DomainError, StaleFormError
from showcase.kernel.phones import Device
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.tickets import cookie
from showcase.tickets.actions import tickets
from showcase.tickets.room import bp
from showcase.tickets.rules import typed_code

MOST = 100
PURPOSE = "ticket"


@bp.get("/t")
@allow(Access.PUBLIC)
def form() -> Response:
    """The field for a ticket's code; or that this phone has its ticket."""
    return _page()


@bp.post("/t")
@csrf.exempt  # the form's own token is bound to the phone's cookie
@allow(Access.PUBLIC)
def enter() -> Response:
    """Use a typed code. The try is counted before the secret is looked at."""
    typed = request.form.get("code", "")[:MOST]
    try:
        phone = _asking()
        locator, secret = typed_code(typed)
        with work_queues.TICKETS.place():
            with transaction() as session:
                tickets.attempt(session, locator, now=datetime.now(UTC))
            found = tickets.of_code(db.session(), locator, secret)
        with transaction() as session:
            tickets.free(session, locator)
        return _bound(phone, found)
    except DomainError as error:
        return _page(error=error.code, typed=typed)


@bp.get("/t/<token>")
@bp.get("/T/<token>", endpoint="scanned_upper")
@allow(Access.PUBLIC)
def scanned(token: str) -> Response:
    """What a ticket's QR opens: a button. Looking consumes nothing."""
    try:
        tickets.of_token(db.session(), _normal(token))
    except DomainError as error:
        return _page(error=error.code)
    return _page(scanned_token=_normal(token))


@bp.post("/t/<token>")
@bp.post("/T/<token>", endpoint="use_upper")
@csrf.exempt  # the form's own token is bound to the phone's cookie
@allow(Access.PUBLIC)
def use(token: str) -> Response:
    """Bind the scanned ticket to this phone."""
    try:
        phone = _asking()
        return _bound(phone, tickets.of_token(db.session(), _normal(token)))
    except DomainError as error:
        alive = error.code in {StaleFormError.code, CookiesNeededError.code, "not-saved"}
        return _page(error=error.code, scanned_token=_normal(token) if alive else "")


def _asking() -> Device:
    """The phone whose form this is. Raises CookiesNeededError and StaleFormError."""
    if not request.cookies:
        raise CookiesNeededError
    phone = phones.device()
    if phone.is_new:
        raise StaleFormError
    phones.form_key(request.form.get("token", ""), phone, None, PURPOSE)
    return phone


def _bound(phone: Device, ticket_id: int) -> Response:
    with transaction() as session:
        used = tickets.use(session, ticket_id, phones.bearer(phone), now=datetime.now(UTC))
    response = make_response(redirect(url_for("tickets.form"), 303))
    cookie.keep_ticket(response, phone, used.exhibition_id, used.id)
    return response


def _normal(token: str) -> str:
    return normal_code(token[:MOST])


def _page(*, error: str = "", typed: str = "", scanned_token: str = "") -> Response:
    current, phone = memory.fresh().current, phones.device()
    html = render_template(
        "tickets/enter.html",
        exhibition=current,
        active=current is not None and cookie.ticket(phone, current) is not None,
        token=phones.form_token(phone, None, PURPOSE),
        scanned=scanned_token,
        typed=typed,
        error=error,
        error_text=sentence(error) if error else "",
        # The address may hold a ticket: the page's own links do not repeat it.
        other_language_url="?lang=" + ("en" if phones.page_language() == "id" else "id"),
    )
    response = make_response(html, status_of(error) if error else 200)
    # The address of a scanned ticket goes to nobody, not even to our own style sheets' requests.
    response.headers["Referrer-Policy"] = "strict-origin"
    phones.keep_device(response, phone)
    return refusal_headers(response, error)
