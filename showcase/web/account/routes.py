"""Signing in with a password, signing out, the set-up link, and one's own password."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.domain.accounts import LoginRefusedError, TooManyLoginsError
from showcase.domain.errors import DomainError
from showcase.extensions import db, transaction
from showcase.services import accounts, staff_sessions
from showcase.web.access import Access, allow
from showcase.web.account.blueprint import bp
from showcase.web.account.entering import device, enter, first_page, wait_for_code
from showcase.web.errors import refusal_headers, sentence, status_of


@bp.get("/login")
@allow(Access.PUBLIC)
def login() -> AnyResponse:
    """The sign-in form."""
    if current_user.is_authenticated:
        return redirect(first_page(current_user.role))
    renewed = "renewed" in request.args
    return make_response(render_template("account/login.html", username="", error="", renewed=renewed))


@bp.post("/login")
@allow(Access.PUBLIC)
def sign_in() -> AnyResponse:
    """Check name and password, after the try was written. A second factor is asked for on a page of its own."""
    username, password = request.form.get("username", "")[:200], request.form.get("password", "")[:300]
    try:
        with transaction() as opened:
            attempt = staff_sessions.attempt(opened, username, now=datetime.now(UTC))
        # Outside of the lock that voters wait for: this is the long part.
        proof = staff_sessions.prove(db.session(), username, password)
        with transaction() as opened:
            staff_sessions.proved(opened, proof, attempt_id=attempt)
            token = (
                ""
                if proof.wants_code
                else staff_sessions.open_session(opened, proof.account_id, now=datetime.now(UTC), device=device())
            )
    except (LoginRefusedError, TooManyLoginsError) as error:
        html = render_template("account/login.html", username=username, error=sentence(error.code))
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    if not token:
        return redirect(wait_for_code(proof.account_id), 303)
    return redirect(enter(token), 303)


@bp.post("/logout")
@allow(Access.SIGNED_IN)
def logout() -> AnyResponse:
    """End the session, here and in the table."""
    with transaction() as opened:
        staff_sessions.sign_out(opened, current_user.get_id(), now=datetime.now(UTC))
    session.clear()
    return redirect(url_for("account.login"), 303)


@bp.get("/setup/<token>")
@allow(Access.PUBLIC)
def setup(token: str) -> Response:
    """The form of the one-time link. Looking at it does not use it."""
    works = accounts.setup_link_works(db.session(), token, now=datetime.now(UTC))
    html = render_template("account/setup.html", works=works, values={}, error="", field="")
    return make_response(html, 200 if works else 410)


@bp.post("/setup/<token>")
@allow(Access.PUBLIC)
def set_up(token: str) -> AnyResponse:
    """Make the first organizer, and sign that person in."""
    values = {name: request.form.get(name, "")[:200] for name in ("name", "username", "password")}
    try:
        with transaction() as opened:
            account_id = accounts.set_up(opened, token, now=datetime.now(UTC), **values)
            entered = staff_sessions.open_session(opened, account_id, now=datetime.now(UTC), device=device())
    except DomainError as error:
        field = error.code.partition("-")[0]
        html = render_template(
            "account/setup.html",
            works=error.code != "link-used",
            values=values,
            error=sentence(error.code),
            field=field,
        )
        return make_response(html, status_of(error.code))
    return redirect(enter(entered), 303)


@bp.get("/account/password")
@allow(Access.SIGNED_IN)
def password() -> Response:
    """The form for a new password."""
    return make_response(render_template("account/password.html", error="", code=""))


@bp.post("/account/password")
@allow(Access.SIGNED_IN)
def change_password() -> AnyResponse:
    """Choose a new password; every other session of the account ends. Tries are counted as at sign-in."""
    account_id = current_user.id
    current, new = request.form.get("current", "")[:300], request.form.get("new", "")[:300]
    try:
        with transaction() as opened:
            attempt = staff_sessions.attempt(opened, current_user.username, now=datetime.now(UTC))
        with transaction() as opened:
            if not accounts.confirmed(opened, account_id, current, attempt_id=attempt):
                return _password_refused("password-wrong")
        with transaction() as opened:
            accounts.change_password(opened, account_id, new=new, now=datetime.now(UTC))
            entered = staff_sessions.open_session(opened, account_id, now=datetime.now(UTC), device=device())
    except DomainError as refused:
        return _password_refused(refused.code)
    return redirect(enter(entered), 303)


def _password_refused(code: str) -> Response:
    html = render_template("account/password.html", error=sentence(code), code=code)
    return refusal_headers(make_response(html, status_of(code)), code)
