"""Staff: roles, user names, passwords."""

import re

from showcase.kernel.errors import N_, DomainError

MAX_NAME = 120
MIN_PASSWORD = 10
MAX_PASSWORD = 200
USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
# Who acts in the audit log where nobody signed in. Nobody may be called so.
PROGRAM_NAMES = ("command line", "innovator", "invitation", "jadwal", "setup", "system")
# A login is refused from the eleventh try on within five minutes after ten failures.
LOGIN_FAILURES = 10
LOGIN_WINDOW_SECONDS = 300


class LoginRefusedError(DomainError):
    """Unknown name, wrong password or disabled account: the answer is the same."""

    code = "login-refused"
    status = 401
    sentence = N_("Nama pengguna atau kata sandi salah.")


class PinRefusedError(LoginRefusedError):
    """A PIN and a user name that open nothing: unknown name, wrong PIN, locked or replaced card, all the same."""

    code = "pin-refused"
    status = 401
    sentence = N_(
        "Nama pengguna atau PIN salah, atau kartunya terkunci. Kartu terkunci setelah lima PIN yang salah; mintalah "
        "kartu baru di meja panitia."
    )


class TooManyLoginsError(DomainError):
    """Too many failures for this name; `details["seconds"]` is how long to wait."""

    code = "too-many-logins"
    status = 429
    sentence = N_("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi.")
    retry_after = 60


class PasswordWrongError(DomainError):
    """The password that is to be changed is another one."""

    code = "password-wrong"
    status = 422
    sentence = N_("Kata sandi sekarang salah.")


class UsernameTakenError(DomainError):
    """Another account has this user name, or the program calls itself so."""

    code = "username-taken"
    status = 409
    sentence = N_("Nama pengguna ini sudah dipakai.")


class UsernameInvalidError(DomainError):
    """A user name has 1 to 60 lower-case letters, digits, dots, hyphens or underscores."""

    code = "username-invalid"
    status = 422
    sentence = N_("Nama pengguna terdiri dari huruf kecil, angka, titik, dan tanda hubung.")


class PasswordWeakError(DomainError):
    """A password has 10 to 200 characters and is not the user name."""

    code = "password-weak"
    status = 422
    sentence = N_("Kata sandi paling sedikit 10 huruf dan tidak sama dengan nama pengguna.")


class LinkUsedError(DomainError):
    """A one-time link was used, is unknown or too old."""

    code = "link-used"
    status = 410
    sentence = N_("Tautan ini sudah dipakai atau tidak berlaku lagi.")


class LastOrganizerError(DomainError):
    """The only active organizer must stay one: nobody could open the back office any more."""

    code = "last-organizer"
    status = 409
    sentence = N_("Tidak bisa: ini panitia aktif yang terakhir. Undang panitia lain dulu.")


class OwnAccountError(DomainError):
    """Nobody changes the own role or disables the own account: another organizer does."""

    code = "own-account"
    status = 409
    sentence = N_("Peran dan akun Anda sendiri hanya bisa diubah oleh panitia lain.")


class NameNeededError(DomainError):
    """A person has a name of 1 to 120 letters."""

    code = "name-needed"
    status = 422
    sentence = N_("Tuliskan nama orangnya, paling banyak 120 huruf.")


class RoleRefusedError(DomainError):
    """The role is none that people of the back office have, or the one that the account has already."""

    code = "role-refused"
    status = 422
    sentence = N_("Pilih peran lain untuk orang ini.")


class MemberBoundError(DomainError):
    """A juror who has judged in an exhibition belongs to it for good; the account can be disabled."""

    code = "member-bound"
    status = 409
    sentence = N_(
        "Juri ini sudah menilai di pameran ini, jadi tidak bisa dikeluarkan. Nonaktifkan akunnya bila ia berhenti."
    )


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
