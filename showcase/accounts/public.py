"""Signing in: password, invitation, card, second step, and the device that is known."""

import secrets
from datetime import UTC, datetime, timedelta

from flask import (
    Blueprint,
    Response,
    after_this_request,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import UserMixin, current_user, login_user
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response as AnyResponse

from showcase.accounts import labels as pin_words
from showcase.accounts.actions import accounts, cards, invitations, memberships, second_factors, sessions
from showcase.accounts.actions.accounts import AccountView
from showcase.accounts.actions.cards import Try
from showcase.accounts.actions.invitations import InvitationView
from showcase.accounts.actions.sessions import Proof
from showcase.accounts.labels import NAMES
from showcase.accounts.rules import (
    PENDING_SECONDS,
    CardLockedError,
    CardUnknownError,
    CodeWrongError,
    LinkUsedError,
    LoginRefusedError,
    PasswordWrongError,
    TooManyLoginsError,
    device_name,
    is_pin,
    typed_pin,
)
from showcase.database import db, login_manager, transaction
from showcase.kernel import phones, work_queues
from showcase.kernel.access import MUST_SET_UP, Access, allow
from showcase.kernel.errors import DomainError
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.kernel.roles import Role
from showcase.kernel.work_queues import BusyError

bp = Blueprint("account", __name__)


# The cookie of a device that has signed in: it has tries of its own, so that nobody elsewhere can use them up.
#
# It is no session and opens nothing. Stolen, it gives ten tries in five minutes at the passwords that it names, which
# it shares with the device that it was stolen from. It survives signing out, and ends with the account's password.

COOKIE = "known"
KEPT = timedelta(days=180)
MOST_ACCOUNTS = 8
ID_BYTES = 12


def of_username(username: str) -> str:
    """This device's name if the account of this user name was signed in on it with its present password, else ""."""
    device, marks = _read()
    return device if device and sessions.is_marked(db.session(), marks, username=username) else ""


def of_account(account_id: int) -> str:
    """The same, for an account by its id."""
    device, marks = _read()
    return device if device and sessions.is_marked(db.session(), marks, account_id=account_id) else ""


def remember(response: Response, account_id: int) -> Response:
    """Note in the browser that this account was signed in; the latest eight are kept."""
    device, marks = _read()
    marks.pop(str(account_id), None)
    marks[str(account_id)] = sessions.mark_of(db.session(), account_id)
    latest = dict(list(marks.items())[-MOST_ACCOUNTS:])
    value = _serializer().dumps([device or secrets.token_urlsafe(ID_BYTES), list(latest.items())])
    phones.set_cookie(response, COOKIE, str(value), seconds=int(KEPT.total_seconds()))
    return response


def _read() -> tuple[str, dict[str, str]]:
    """The device's name, and a mark for each account."""
    try:
        device, marks = _serializer().loads(request.cookies.get(phones.signers().prefix + COOKIE, "")[:2000])
        return str(device), {str(account): str(mark) for account, mark in marks}
    except (BadData, ValueError, TypeError):
        return "", {}


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="known-device")


# Beginning a signed-in session: who it is, from which device, and where the person goes first.

PENDING = "pending"
# Where each role begins; the second table's pages belong to an exhibition of theirs.
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
    found = sessions.signed_in(db.session(), token, now=now)
    if found is None:
        return None
    if found.is_stale:
        with transaction() as opened:
            sessions.seen(opened, token, now=datetime.now(UTC))
    return Staff(found.account, token)


def device() -> str:
    """The browser that asks, in two words."""
    return device_name(request.user_agent.string)


def begin(token: str) -> Staff:
    """Begin a fresh browser session for this token. Whatever was in it before is gone, an older sign-in ended."""
    _leave(keep=token)
    staff = load(token)
    if staff is None:
        raise LoginRefusedError
    login_user(staff)
    after_this_request(lambda response: remember(response, staff.id))
    return staff


def enter(token: str) -> str:
    """Begin a session; answers where to go: a password or a second factor that must be chosen comes first."""
    staff = begin(token)
    if second_factors.must_set_up(db.session(), staff.id):
        session[MUST_SET_UP] = True
    if staff.password_is_temporary:
        return url_for("account.password")
    return url_for("account.second_factor") if MUST_SET_UP in session else first_page(staff.id, staff.role)


def wait_for_code(account_id: int) -> str:
    """Note, for five minutes, whose password was right; answers where the code is asked for. Nobody is signed in."""
    _leave()
    session[PENDING] = [account_id, int(datetime.now(UTC).timestamp())]
    return url_for("account.code")


def waiting() -> int | None:
    """Whose password was right within the last five minutes."""
    noted = session.get(PENDING)
    if noted is None:
        return None
    account_id, at = noted
    return int(account_id) if abs(datetime.now(UTC).timestamp() - at) <= PENDING_SECONDS else None


def first_page(account_id: int, role: Role) -> str:
    """Where this person begins: who works for exhibitions in the current one if it is among theirs, else the newest."""
    if role in ROOMS:
        own = memberships.of(db.session(), account_id)
        if own:
            return url_for(ROOMS[role], exhibition_slug=own[0].slug)
    return url_for(FIRST_PAGES.get(role, "catalogue.home"))


def _leave(keep: str = "") -> None:
    before = session.get("_user_id")
    session.clear()
    if before and before != keep:
        with transaction() as opened:
            sessions.sign_out(opened, before, now=datetime.now(UTC))


# Signing in with a juror's card: the QR opens a page, the PIN on it opens the session.

MOST = 200


@bp.get("/jury/enter/<secret>")
@allow(Access.PUBLIC)
def card(secret: str) -> Response:
    """Ask for the PIN. Looking consumes nothing and signs nobody in: link previews open addresses."""
    try:
        found = cards.look(db.session(), secret[:MOST])
    except CardUnknownError as error:
        return _refused(secret, error)
    return _refused(secret, CardLockedError()) if found.is_locked else _cards_page(secret)


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
    response = _cards_page(secret, error=code, error_text=text)
    response.status_code = status_of(code)
    return refusal_headers(response, code)


def _cards_page(secret: str, *, error: str = "", error_text: str = "") -> Response:
    dead = error in {CardUnknownError.code, CardLockedError.code}
    context = {"secret": secret[:MOST], "error": error, "error_text": error_text, "dead": dead}
    return make_response(render_template("accounts/card.html", **context))


# Opening an invitation's link. Looking shows the form, sending it uses the link.


@bp.get("/invite/<token>")
@allow(Access.PUBLIC)
def invitation(token: str) -> Response:
    """The form, with name and role as the organizer gave them."""
    found = _found(token)
    return make_response(_invitation_page(found), 200 if found else 410)


@bp.post("/invite/<token>")
@allow(Access.PUBLIC)
def accept_invitation(token: str) -> AnyResponse:
    """Use the link. A new person is signed in; who chose a new password signs in with it, second factor and all."""
    username, password = request.form.get("username", "")[:200], request.form.get("password", "")[:300]
    try:
        with work_queues.STRANGERS.turn(), transaction() as opened:
            account_id, is_new = invitations.accept(
                opened, token[:MOST], username=username, password=password, now=datetime.now(UTC)
            )
            entered = (
                sessions.open_session(opened, account_id, now=datetime.now(UTC), device=device()) if is_new else ""
            )
    except DomainError as error:
        found = None if isinstance(error, LinkUsedError) else _found(token)
        html = _invitation_page(found, username=username, error=error.code)
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    return redirect(enter(entered) if is_new else url_for("account.login", renewed=1), 303)


def _found(token: str) -> InvitationView | None:
    try:
        return invitations.look(db.session(), token[:MOST], now=datetime.now(UTC))
    except LinkUsedError:
        return None


def _invitation_page(found: InvitationView | None, *, username: str = "", error: str = "") -> str:
    return render_template(
        "accounts/invitation.html",
        invitation=found,
        role_names=NAMES,
        username=username,
        field=error.partition("-")[0],
        error=sentence(error) if error else "",
    )


# Signing in with a password, signing out, the set-up link, and one's own password.


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
        known = of_username(username)
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


# The second step of signing in: a code, after the right password.


@bp.get("/login/code")
@allow(Access.PUBLIC)
def code() -> AnyResponse:
    """Ask for the code; without a right password before, back to the beginning."""
    if waiting() is None:
        return redirect(url_for("account.login"))
    return make_response(render_template("accounts/code.html", error=""))


@bp.post("/login/code")
@allow(Access.PUBLIC)
def check_code() -> AnyResponse:
    """Check the code and open the session. The try is written before the code is looked at."""
    account_id = waiting()
    if account_id is None:
        session.pop(PENDING, None)
        return redirect(url_for("account.login"), 303)
    try:
        with transaction() as opened:
            known = of_account(account_id)
            attempt = sessions.attempt_code(opened, account_id, now=datetime.now(UTC), device=known)
        with transaction() as opened:
            typed = request.form.get("code", "")[:40]
            sessions.prove_code(opened, account_id, typed, attempt_id=attempt, now=datetime.now(UTC))
            token = sessions.open_session(opened, account_id, now=datetime.now(UTC), device=device())
    except LoginRefusedError:
        session.pop(PENDING, None)
        return redirect(url_for("account.login"), 303)
    except (CodeWrongError, TooManyLoginsError) as error:
        html = render_template("accounts/code.html", error=sentence(error.code))
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    return redirect(enter(token), 303)
