"""What a visitor's phone carries: its signed identity, the forms bound to it, and the language it reads.

No staff session and no database: signatures only.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from flask import Flask, Response, current_app, request
from itsdangerous import BadSignature, Signer, TimestampSigner
from werkzeug.wrappers import Response as BaseResponse

from showcase.kernel.errors import StaleFormError

YEAR = 365 * 24 * 3600
LANGUAGES = ("id", "en")
IDENTITY_LENGTH = 22
FORM_HOURS = 24


class Numbered(Protocol):
    """What a form can be bound to."""

    @property
    def id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Signers:
    """One signer a purpose, and how cookies are set: `prefix` begins each name."""

    device: Signer
    form: TimestampSigner
    booth_pass: Signer
    ticket: Signer
    prefix: str
    secure: bool


@dataclass(frozen=True, slots=True)
class Device:
    """A phone: a random identity, and whether it has still to be given its cookie."""

    identity: str
    is_new: bool


def init_app(app: Flask, *, prefix: str, secure: bool) -> None:
    """Prepare the signers; one salt a purpose. `prefix` begins the name of each cookie."""
    key = str(app.config["SECRET_KEY"])
    app.extensions["signers"] = Signers(
        device=Signer(key, salt="device", digest_method=hashlib.sha256),
        form=TimestampSigner(key, salt="vote-form", digest_method=hashlib.sha256),
        booth_pass=Signer(key, salt="booth-pass", digest_method=hashlib.sha256),
        prefix=prefix,
        ticket=Signer(key, salt="ticket", digest_method=hashlib.sha256),
        secure=secure,
    )


def signers() -> Signers:
    """This application's signers."""
    found: Signers = current_app.extensions["signers"]
    return found


def device() -> Device:
    """The phone that asks; a new one when the cookie is missing or not ours."""
    return _known_device() or Device(secrets.token_urlsafe(16), is_new=True)


def _known_device() -> Device | None:
    kept = signers()
    value = request.cookies.get(kept.prefix + "device", "")
    try:
        identity = kept.device.unsign(value).decode()
    except BadSignature:
        return None
    return Device(identity, is_new=False) if len(identity) == IDENTITY_LENGTH else None


def keep_device(response: Response, phone: Device) -> None:
    """Give the phone its cookie, if it has none. The answer must then not be cached."""
    if phone.is_new:
        set_cookie(response, "device", signers().device.sign(phone.identity).decode())


def set_cookie(response: BaseResponse, name: str, value: str, *, seconds: int = YEAR) -> None:
    """A cookie that no script reads and no other site's form brings along."""
    kept = signers()
    response.set_cookie(
        kept.prefix + name, value, max_age=seconds, path="/", secure=kept.secure, httponly=True, samesite="Lax"
    )


def bearer(phone: Device) -> str:
    """What a ticket is bound to when this phone uses it."""
    return f"phone/{phone.identity}"


def is_kiosk() -> bool:
    """Whether this browser is a tablet in desk mode, on which no other page opens."""
    return signers().prefix + "kiosk" in request.cookies


def form_token(phone: Device, entry: Numbered | None, purpose: str = "") -> str:
    """A form's one hidden value: its own key, bound to this phone, entry and purpose ("": the vote), with the time."""
    kept = signers()
    return kept.form.sign(f"{secrets.token_urlsafe(12)}.{_binding(phone, entry, purpose)}").decode()


def form_key(token: str, phone: Device, entry: Numbered | None, purpose: str = "") -> str:
    """The key of a form that this phone was given for this entry within 24 hours. Raises StaleFormError."""
    try:
        signed, given_at = signers().form.unsign(token, return_timestamp=True)
        key, _, binding = signed.decode().partition(".")
    except (BadSignature, UnicodeError) as error:
        raise StaleFormError from error
    # A form from a moment that is still to come is no old one: the clock was set back, or another machine's is ahead.
    if datetime.now(UTC) - given_at > timedelta(hours=FORM_HOURS):
        raise StaleFormError
    if not hmac.compare_digest(binding, _binding(phone, entry, purpose)):
        raise StaleFormError
    return key


def _binding(phone: Device, entry: Numbered | None, purpose: str) -> str:
    return hashlib.sha256(f"{purpose}{entry.id if entry else 0}.{phone.identity}".encode()).hexdigest()[:16]


def page_language() -> str:
    """The language in the address, or asked for by `?lang=`, else the one remembered, else Indonesian.

    Never Accept-Language.
    """
    asked = (request.view_args or {}).get("language") or request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    kept = request.cookies.get("lang", "")
    return kept if kept in LANGUAGES else "id"


def keep_language(response: Response) -> Response:
    """Remember a language that was asked for. Runs after every request."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES and request.cookies.get("lang") != asked:
        response.set_cookie(
            "lang", asked, max_age=YEAR, path="/", secure=signers().secure, httponly=True, samesite="Lax"
        )
        response.headers["Cache-Control"] = "no-store"
    return response
