"""The rules of accounts: names, passwords, cards, second factor."""

import re

from showcase.kernel.errors import N_, DomainError

# Staff: roles, user names, passwords.

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


# Juror cards: a secret to scan and a PIN to type, and what may go wrong with them.

PIN_DIGITS = 6
# The fifth wrong PIN locks the card until the desk issues another.
MOST_TRIES = 5
# ASCII only: `\d` would take Arabic and full-width digits.
_PIN = re.compile(r"[0-9]{6}")
_AS_TYPED = re.compile(r"[0-9]{3}[ -]?[0-9]{3}")
_BETWEEN = re.compile(r"[ -]")


class CardUnknownError(DomainError):
    """The secret is no card's, the card was replaced, or its account is disabled: the answer is the same."""

    code = "card-unknown"
    status = 404
    sentence = N_("Kartu ini tidak berlaku lagi. Mintalah kartu baru di meja panitia; nilai Anda tersimpan.")


class CardLockedError(DomainError):
    """Five PINs were wrong. Only a new card helps."""

    code = "card-locked"
    status = 423
    sentence = N_(
        "Kartu ini terkunci setelah lima PIN yang salah. Mintalah kartu baru di meja panitia; nilai Anda tersimpan."
    )


class PinWrongError(DomainError):
    """The PIN is not this card's; `details["left"]` is how many tries remain."""

    code = "pin-wrong"
    status = 401
    sentence = N_("PIN salah.")


class PinFormError(DomainError):
    """What was typed is not six digits. It is no try."""

    code = "pin-form"
    status = 422
    sentence = N_("PIN terdiri dari enam angka.")


def is_pin(text: str) -> bool:
    """Whether what was typed has a PIN's form, 482913 or 482 913. No password has: those are longer."""
    return _AS_TYPED.fullmatch(text.strip()) is not None


def typed_pin(text: str) -> str:
    """The PIN from typed text; spaces and hyphens aside. Raises PinFormError."""
    pin = _BETWEEN.sub("", text)
    if not _PIN.fullmatch(pin):
        raise PinFormError(f"A PIN has {PIN_DIGITS} digits.")
    return pin


def shown_pin(pin: str) -> str:
    """A PIN as people read it: 482 913."""
    return f"{pin[:3]} {pin[3:]}"


# Naming a browser in two words, for the list of one's own sessions. Enough to recognise it, useless to track it.

# The first that matches wins: every Chromium also says Chrome and Safari, every Android also says Linux.
BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
LONGEST = 40


def device_name(user_agent: str) -> str:
    """ "Chrome · Android"; what is not recognised is left out, so that the answer may be empty."""
    words = [next((name for mark, name in names if mark in user_agent[:400]), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(word for word in words if word)[:LONGEST]


# Numbers of people in texts that everybody can read.

# Digits as people group them: spaces, points, hyphens, brackets between.
_NUMBER = re.compile(r"(?<![0-9])\+?[0-9](?:[ .()-]{0,2}[0-9]){7,24}(?![0-9])")
# An Indonesian phone: +62 or 62 or 0, then 7 to 13 digits.
_PHONE = re.compile(r"(?:\+?62|0)[1-9][0-9]{6,12}")
_DATE = re.compile(r"[0-9]{1,2}[ .-][0-9]{1,2}[ .-][0-9]{4}|[0-9]{4}[ .-][0-9]{1,2}[ .-][0-9]{1,2}")
# NIK 16 digits, NPWP 15 or 16, NIP 18.
_IDENTITY_LENGTHS = frozenset({15, 16, 18})


def personal_number(text: str) -> str | None:
    """`personal-phone` or `personal-id` where a text seems to hold such a number, else None."""
    for match in _NUMBER.finditer(text):
        if _DATE.fullmatch(match[0]):
            continue
        digits = re.sub(r"[^0-9+]", "", match[0])
        if _PHONE.fullmatch(digits):
            return "personal-phone"
        if len(digits.lstrip("+")) in _IDENTITY_LENGTHS:
            return "personal-id"
    return None


# The second step of signing in: what a code may look like, and when it is refused.

STEP_SECONDS = 30
# A phone's clock may be one step off.
STEPS_AROUND = 1
CODE = re.compile(r"[0-9]{6}")
RECOVERY_CODES = 10
RECOVERY_CODE = re.compile(r"[a-z]{12}")
# How long the right password waits for the code.
PENDING_SECONDS = 300


class CodeWrongError(DomainError):
    """The code is wrong, was used already, or is too old."""

    code = "code-wrong"
    status = 401
    sentence = N_("Kode salah atau sudah dipakai. Tunggu kode berikutnya di ponsel Anda, lalu coba lagi.")


class SecondFactorOnError(DomainError):
    """The account has a second factor already; it is switched off before another is set up."""

    code = "second-factor-on"
    status = 409
    sentence = N_("Verifikasi dua langkah sudah aktif.")


class SecondFactorMissingError(DomainError):
    """There is nothing to confirm or to switch off."""

    code = "second-factor-missing"
    status = 409
    sentence = N_("Verifikasi dua langkah belum disiapkan.")


class SecondFactorNeededError(DomainError):
    """Organizers must have a second factor here, so that nobody of them switches it off."""

    code = "second-factor-needed"
    status = 409
    sentence = N_("Di sini panitia wajib memakai verifikasi dua langkah, jadi tidak bisa dimatikan.")


class OwnFactorNeededError(DomainError):
    """Who asks all organizers for a second factor has one first."""

    code = "own-factor-needed"
    status = 409
    sentence = N_("Aktifkan dulu verifikasi dua langkah di akun Anda sendiri, lalu wajibkan untuk panitia lain.")


def typed_code(text: str) -> str:
    """The code without the spaces and hyphens that people read from screen or paper. Raises CodeWrongError."""
    code = re.sub(r"[\s-]", "", text).lower()
    if not CODE.fullmatch(code) and not RECOVERY_CODE.fullmatch(code):
        raise CodeWrongError
    return code
