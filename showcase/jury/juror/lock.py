"""Locking a category: the own sheets side by side, then the PIN (or the password of who has no card)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.accounts import labels as pin_words
from showcase.accounts.actions import accounts, cards, sessions
from showcase.accounts.rules import typed_pin
from showcase.database import db, transaction
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.jury.actions import locks
from showcase.jury.juror.opened import opened
from showcase.jury.queries import own_sheets
from showcase.jury.queries.own_sheets import OwnCategory
from showcase.jury.room import bp
from showcase.jury.rules.locking import ConfirmationWrongError, SheetsOpenError
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import refusal_headers, status_of


@bp.get("/jury/lock")
@allow(Access.JUROR)
def locks_home() -> Response:
    """Every category of the juror: what is missing, what can be locked, what is; and the earlier exhibitions."""
    session = db.session()
    found = own_sheets.own_categories(session, current_user.id)
    earlier = own_sheets.earlier_receipts(session, current_user.id)
    html = render_template("jury/locks.html", exhibition=opened(), categories=found, earlier=earlier)
    return make_response(html)


@bp.get("/jury/lock/<category_slug>")
@allow(Access.JUROR)
def lock_form(category_slug: str) -> Response:
    """The juror's own sheets of the category, and the form that locks them."""
    return make_response(_page(own_sheets.own_category(db.session(), current_user.id, category_slug)))


@bp.post("/jury/lock/<category_slug>")
@allow(Access.JUROR)
def lock(category_slug: str) -> AnyResponse:
    """Lock all sheets of the category, or none. What can't be locked costs no try of the PIN."""
    found = own_sheets.own_category(db.session(), current_user.id, category_slug)
    try:
        if not found.is_locked:
            _check_ready(found)
            with work_queues.STAFF.place():
                _confirm()
            with transaction() as session:
                locks.lock(session, current_user.id, category_slug, now=datetime.now(UTC))
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        code, text = pin_words.told(error)
        found = own_sheets.own_category(db.session(), current_user.id, category_slug)
        response = make_response(_page(found, error=code, error_text=text), status_of(code))
        return refusal_headers(response, code)
    return redirect(url_for("jury.receipt", category_slug=category_slug), 303)


def _check_ready(found: OwnCategory) -> None:
    if found.phase in DECIDED:
        raise DecidedError
    if not found.is_ready:
        raise SheetsOpenError


def _confirm() -> None:
    """Who holds the phone must be the juror. The try is counted before the PIN or password is looked at."""
    if cards.card_of(db.session(), current_user.id) is not None:
        pin = typed_pin(request.form.get("pin", "")[:40])
        with transaction() as session:
            counted = cards.attempt_of(session, current_user.id)
        cards.check(counted, pin)
        with transaction() as session:
            cards.free(session, counted)
        return
    with transaction() as session:
        who, here = current_user.username, current_user.get_id()
        attempt = sessions.attempt(session, who, now=datetime.now(UTC), device=here)
    password = request.form.get("password", "")[:300]
    if not accounts.knows_password(db.session(), current_user.id, password):
        raise ConfirmationWrongError
    with transaction() as session:
        sessions.clear(session, attempt)


def _page(found: OwnCategory, *, error: str = "", error_text: str = "") -> str:
    return render_template(
        "jury/lock.html",
        exhibition=opened(),
        found=found,
        zone=ZoneInfo(found.timezone),
        card=cards.card_of(db.session(), current_user.id),
        decided=found.phase in DECIDED,
        error=error,
        error_text=error_text,
    )
