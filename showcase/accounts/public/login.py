"""Signing in with a password, signing out, the set-up link, and one's own password."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.accounts.actions import accounts, cards, sessions
from showcase.accounts.actions.cards import Try
from showcase.accounts.actions.sessions import Proof
from showcase.accounts.public import known_device
from showcase.accounts.public.blueprint import bp
from showcase.accounts.public.entering import begin, device, enter, first_page, wait_for_code
from showcase.accounts.rules import (
    CardUnknownError,
    LoginRefusedError,
    PasswordWrongError,
    TooManyLoginsError,
    is_pin,
    typed_pin,
)
from showcase.database import db, transaction
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.errors import DomainError
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.kernel.work_queues import BusyError


@bp.get("/login")
@allow(Access.PUBLIC)
def login() -> AnyResponse:
    """The sign-in form."""
    if current_user.is_authenticated:
        return redirect(first_page(current_user.id, current_user.role))
    renewed = "renewed" in request.args
    return make_response(render_template("accounts/login.html", username="", error="", renewed=renewed))


@bp.post("/login")
@allow(Access.PUBLIC)
def sign_in() -> AnyResponse:
    """Check name and password, or a juror's name and card PIN, after the try was written. A second factor is asked for
    on a page of its own.
    """
    username, password = request.form.get("username", "")[:200], request.form.get("password", "")[:300]
    try:
        known = known_device.of_username(username)
        # A full queue is told before the try is counted.
        with (work_queues.STAFF if known else work_queues.STRANGERS).place():
            with transaction() as opened:
                attempt = sessions.attempt(opened, username, now=datetime.now(UTC), device=known)
                card = cards.attempt_by_name(opened, username, password)
            # Outside of the lock that voters wait for: this is the long part.
            proof = _proof(username, password, card)
        with transaction() as opened:
            sessions.proved(opened, proof, attempt_id=attempt)
            if card is not None:
                cards.free(opened, card)
            token = (
                ""
                if proof.wants_code
                else sessions.open_session(opened, proof.account_id, now=datetime.now(UTC), device=device())
            )
    except (LoginRefusedError, CardUnknownError, TooManyLoginsError, BusyError) as error:
        html = render_template("accounts/login.html", username=username, error=sentence(error.code))
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    if not token:
        return redirect(wait_for_code(proof.account_id), 303)
    if card is not None:
        # As from the card itself: who has only a PIN is not asked to replace a password that nobody told them.
        begin(token)
        return redirect(url_for("jury.tasks"), 303)
    return redirect(enter(token), 303)


def _proof(username: str, password: str, card: Try | None) -> Proof:
    """Whose password, or whose card's PIN, this is."""
    if is_pin(password):
        return sessions.prove_pin(db.session(), typed_pin(password), card)
    return sessions.prove(db.session(), username, password)


@bp.post("/logout")
@allow(Access.SIGNED_IN)
def logout() -> AnyResponse:
    """End the session, here and in the table."""
    with transaction() as opened:
        sessions.sign_out(opened, current_user.get_id(), now=datetime.now(UTC))
    session.clear()
    return redirect(url_for("account.login"), 303)


@bp.get("/setup/<token>")
@allow(Access.PUBLIC)
def setup(token: str) -> Response:
    """The form of the one-time link. Looking at it does not use it."""
    works = accounts.setup_link_works(db.session(), token, now=datetime.now(UTC))
    html = render_template("accounts/setup.html", works=works, values={}, error="", field="")
    return make_response(html, 200 if works else 410)


@bp.post("/setup/<token>")
@allow(Access.PUBLIC)
def set_up(token: str) -> AnyResponse:
    """Make the first organizer, and sign that person in."""
    values = {name: request.form.get(name, "")[:200] for name in ("name", "username", "password")}
    try:
        with work_queues.STRANGERS.turn(), transaction() as opened:
            account_id = accounts.set_up(opened, token, now=datetime.now(UTC), **values)
            entered = sessions.open_session(opened, account_id, now=datetime.now(UTC), device=device())
    except DomainError as error:
        field = error.code.partition("-")[0]
        html = render_template(
            "accounts/setup.html",
            works=error.code != "link-used",
            values=values,
            error=sentence(error.code),
            field=field,
        )
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    return redirect(enter(entered), 303)


@bp.get("/account/password")
@allow(Access.SIGNED_IN)
def password() -> Response:
    """The form for a new password."""
    return make_response(render_template("accounts/password.html", error="", code=""))


@bp.post("/account/password")
@allow(Access.SIGNED_IN)
def change_password() -> AnyResponse:
    """Choose a new password; every other session of the account ends. Tries are counted as at sign-in."""
    account_id = current_user.id
    current, new = request.form.get("current", "")[:300], request.form.get("new", "")[:300]
    try:
        # Two passwords are hashed: their turn is taken before the lock that voters wait for.
        with work_queues.STAFF.turn():
            with transaction() as opened:
                who, here = current_user.username, current_user.get_id()
                attempt = sessions.attempt(opened, who, now=datetime.now(UTC), device=here)
            if not accounts.knows_password(db.session(), account_id, current):
                return _password_refused(PasswordWrongError.code)
            with transaction() as opened:
                sessions.clear(opened, attempt)
            with transaction() as opened:
                accounts.change_password(opened, account_id, new=new, now=datetime.now(UTC))
                entered = sessions.open_session(opened, account_id, now=datetime.now(UTC), device=device())
    except DomainError as refused:
        return _password_refused(refused.code)
    return redirect(enter(entered), 303)


def _password_refused(code: str) -> Response:
    html = render_template("accounts/password.html", error=sentence(code), code=code)
    return refusal_headers(make_response(html, status_of(code)), code)
