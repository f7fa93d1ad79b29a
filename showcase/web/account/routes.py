"""Signing in and out, the set-up link, and one's own password."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask_login import UserMixin, current_user, login_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.domain.accounts import LoginRefusedError, Role, TooManyLoginsError
from showcase.domain.errors import DomainError
from showcase.extensions import db, login_manager, transaction
from showcase.services import accounts, staff_sessions
from showcase.services.accounts import AccountView
from showcase.web import visitor
from showcase.web.access import Access, allow
from showcase.web.account.blueprint import bp
from showcase.web.errors import refusal_headers, sentence, status_of

# Where each role begins; the second table's pages belong to the current exhibition.
FIRST_PAGES = {Role.ORGANIZER: "organizer.home", Role.JUROR: "jury.tasks"}
ROOMS = {Role.DESK: "organizer.desk", Role.MC: "organizer.screen", Role.VIEWER: "organizer.dashboard"}


class Staff(UserMixin):
    """The signed-in account, as Flask-Login wants it; its id is the session's token, never the account's."""

    def __init__(self, account: AccountView, token: str) -> None:
        self.account = account
        self.token = token
        self.id = account.id
        self.name = account.name
        self.username = account.username
        self.role = account.role
        self.organisation = account.organisation
        self.password_is_temporary = account.password_is_temporary

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


@login_manager.user_loader
def load(token: str) -> Staff | None:
    """Whose session this is, if it still runs."""
    now = datetime.now(UTC)
    found = staff_sessions.signed_in(db.session(), token, now=now)
    if found is None:
        return None
    if found.is_stale:
        with transaction() as opened:
            staff_sessions.seen(opened, token, now=now)
    return Staff(found.account, token)


@bp.get("/login")
@allow(Access.PUBLIC)
def login() -> AnyResponse:
    """The sign-in form."""
    if current_user.is_authenticated:
        return redirect(_first_page(current_user.role))
    return make_response(render_template("account/login.html", username="", error=""))


@bp.post("/login")
@allow(Access.PUBLIC)
def sign_in() -> AnyResponse:
    """Check name and password. The try is written before the password is looked at."""
    username, password = request.form.get("username", "")[:200], request.form.get("password", "")[:300]
    now = datetime.now(UTC)
    try:
        with transaction() as opened:
            attempt = staff_sessions.attempt(opened, username, now=now)
        with transaction() as opened:
            token = staff_sessions.sign_in(opened, username, password, attempt_id=attempt, now=now)
    except (LoginRefusedError, TooManyLoginsError) as error:
        html = render_template("account/login.html", username=username, error=sentence(error.code))
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    return redirect(_enter(token), 303)


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
    now = datetime.now(UTC)
    try:
        with transaction() as opened:
            account_id = accounts.set_up(opened, token, now=now, **values)
            entered = staff_sessions.open_session(opened, account_id, now=now)
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
    return redirect(_enter(entered), 303)


@bp.get("/account/password")
@allow(Access.SIGNED_IN)
def password() -> Response:
    """The form for a new password."""
    return make_response(render_template("account/password.html", error="", done=False))


@bp.post("/account/password")
@allow(Access.SIGNED_IN)
def change_password() -> AnyResponse:
    """Choose a new password; every other session of the account ends."""
    now = datetime.now(UTC)
    current, new = request.form.get("current", "")[:300], request.form.get("new", "")[:300]
    account_id, role = current_user.id, current_user.role
    error = ""
    try:
        with transaction() as opened:
            if accounts.change_password(opened, account_id, current=current, new=new, now=now):
                entered = staff_sessions.open_session(opened, account_id, now=now)
            else:
                error = "login-refused"
    except DomainError as refused:
        error = refused.code
    if error:
        html = render_template("account/password.html", error=sentence(error), done=False)
        return make_response(html, 422)
    _enter(entered)
    return redirect(_first_page(role), 303)


def begin(token: str) -> Staff:
    """Begin a fresh browser session for this token. Whatever was in it before is gone, an older sign-in ended."""
    before = session.get("_user_id")
    session.clear()
    if before and before != token:
        with transaction() as opened:
            staff_sessions.sign_out(opened, before, now=datetime.now(UTC))
    staff = load(token)
    if staff is None:
        raise LoginRefusedError
    login_user(staff)
    return staff


def _enter(token: str) -> str:
    """Begin a session; answers where to go."""
    staff = begin(token)
    return url_for("account.password") if staff.password_is_temporary else _first_page(staff.role)


def _first_page(role: Role) -> str:
    current = visitor.fresh().current if role in ROOMS else None
    if current is not None:
        return url_for(ROOMS[role], exhibition_slug=current.slug)
    return url_for(FIRST_PAGES.get(role, "catalogue.home"))
