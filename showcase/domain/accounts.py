"""Staff: roles, user names, passwords."""

import re
from enum import StrEnum

from showcase.domain.errors import DomainError

MAX_NAME = 120
MIN_PASSWORD = 10
MAX_PASSWORD = 200
USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
# Who acts in the audit log where nobody signed in. Nobody may be called so.
PROGRAM_NAMES = ("command line", "innovator", "invitation", "jadwal", "setup", "system")
# A login is refused from the eleventh try on within five minutes after ten failures.
LOGIN_FAILURES = 10
LOGIN_WINDOW_SECONDS = 300


class Role(StrEnum):
    """What an account may do."""

    ORGANIZER = "organizer"
    JUROR = "juror"
    DESK = "desk"
    MC = "mc"
    VIEWER = "viewer"


# Who is invited on the people's page; jurors have a page and cards of their own.
OFFICE_ROLES = (Role.ORGANIZER, Role.DESK, Role.MC, Role.VIEWER)


class LoginRefusedError(DomainError):
    """Unknown name, wrong password or disabled account: the answer is the same."""

    code = "login-refused"


class PinRefusedError(LoginRefusedError):
    """A PIN and a user name that open nothing: unknown name, wrong PIN, locked or replaced card, all the same."""

    code = "pin-refused"


class TooManyLoginsError(DomainError):
    """Too many failures for this name; `details["seconds"]` is how long to wait."""

    code = "too-many-logins"


class UsernameTakenError(DomainError):
    """Another account has this user name, or the program calls itself so."""

    code = "username-taken"


class UsernameInvalidError(DomainError):
    """A user name has 1 to 60 lower-case letters, digits, dots, hyphens or underscores."""

    code = "username-invalid"


class PasswordWeakError(DomainError):
    """A password has 10 to 200 characters and is not the user name."""

    code = "password-weak"


class LinkUsedError(DomainError):
    """A one-time link was used, is unknown or too old."""

    code = "link-used"


class LastOrganizerError(DomainError):
    """The only active organizer must stay one: nobody could open the back office any more."""

    code = "last-organizer"


class OwnAccountError(DomainError):
    """Nobody changes the own role or disables the own account: another organizer does."""

    code = "own-account"


class NameNeededError(DomainError):
    """A person has a name of 1 to 120 letters."""

    code = "name-needed"


class RoleRefusedError(DomainError):
    """The role is none that people of the back office have, or the one that the account has already."""

    code = "role-refused"


class MemberBoundError(DomainError):
    """A juror who has judged in an exhibition belongs to it for good; the account can be disabled."""

    code = "member-bound"


def normal_username(text: str) -> str:
    """The user name as stored. Raises UsernameInvalidError."""
    username = text.strip().lower()
    if not USERNAME.fullmatch(username):
        raise UsernameInvalidError(f"{text!r} is no user name: use lower-case letters, digits, dots and hyphens.")
    return username


def check_password(password: str, username: str) -> None:
    """Refuse a password that is too short, too long, or the user name. Raises PasswordWeakError."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD or password.lower() == username:
        raise PasswordWeakError(f"A password has {MIN_PASSWORD} to {MAX_PASSWORD} characters.", minimum=MIN_PASSWORD)
