"""The second step of signing in: what a code may look like, and when it is refused."""

import re

from showcase.kernel.errors import N_, DomainError

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
