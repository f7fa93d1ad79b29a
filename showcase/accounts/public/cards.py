"""Signing in with a juror's card: the QR opens a page, the PIN on it opens the session."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from showcase.accounts import labels as pin_words
from showcase.accounts.actions import cards, sessions
from showcase.accounts.public.blueprint import bp
from showcase.accounts.public.entering import begin, device
from showcase.accounts.rules import CardLockedError, CardUnknownError, typed_pin
from showcase.database import db, transaction
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.errors import DomainError
from showcase.kernel.refusals import refusal_headers, status_of

MOST = 200


@bp.get("/jury/enter/<secret>")
@allow(Access.PUBLIC)
def card(secret: str) -> Response:
    """Ask for the PIN. Looking consumes nothing and signs nobody in: link previews open addresses."""
    try:
        found = cards.look(db.session(), secret[:MOST])
    except CardUnknownError as error:
        return _refused(secret, error)
    return _refused(secret, CardLockedError()) if found.is_locked else _page(secret)


@bp.post("/jury/enter/<secret>")
@allow(Access.PUBLIC)
def enter_card(secret: str) -> AnyResponse:
    """Count the try, then check the PIN, then open a session."""
    try:
        pin = typed_pin(request.form.get("pin", "")[:40])
        # Who holds no card takes no place in the queue, and a full queue costs no try.
        cards.look(db.session(), secret[:MOST])
        with work_queues.STAFF.place():
            with transaction() as opened:
                counted = cards.attempt(opened, secret[:MOST])
            cards.check(counted, pin)
        with transaction() as opened:
            account_id = cards.free(opened, counted)
            token = sessions.open_session(opened, account_id, now=datetime.now(UTC), device=device())
    except DomainError as error:
        return _refused(secret, error)
    begin(token)
    return redirect(url_for("jury.tasks"), 303)


def _refused(secret: str, error: DomainError) -> Response:
    code, text = pin_words.told(error)
    response = _page(secret, error=code, error_text=text)
    response.status_code = status_of(code)
    return refusal_headers(response, code)


def _page(secret: str, *, error: str = "", error_text: str = "") -> Response:
    dead = error in {CardUnknownError.code, CardLockedError.code}
    context = {"secret": secret[:MOST], "error": error, "error_text": error_text, "dead": dead}
    return make_response(render_template("accounts/card.html", **context))
