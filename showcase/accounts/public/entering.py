"""Beginning a signed-in session: who it is, from which device, and where the person goes first."""

from datetime import UTC, datetime

from flask import after_this_request, request, session, url_for
from flask_login import UserMixin, login_user

from showcase.accounts.actions import memberships, second_factors, sessions
from showcase.accounts.actions.accounts import AccountView
from showcase.accounts.public import known_device
from showcase.accounts.rules import PENDING_SECONDS, LoginRefusedError, device_name
from showcase.database import db, login_manager, transaction
from showcase.kernel.access import MUST_SET_UP
from showcase.kernel.roles import Role

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
    after_this_request(lambda response: known_device.remember(response, staff.id))
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
