"""The visitor's short road: the catalogue in memory, the phone's signed cookie, and the forms bound to it.

No staff session, no ORM entity and no per-string translation on it; one indexed query for this phone's votes.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, request
from itsdangerous import BadSignature, Signer, TimestampSigner
from werkzeug.wrappers import Response as BaseResponse

from showcase.domain.availability import Availability, Terms, availability
from showcase.domain.errors import NotFoundError
from showcase.domain.tickets import ticket_voter
from showcase.domain.visits import packed, unpacked, visits_left
from showcase.domain.voting import FORM_HOURS, Level, StaleFormError
from showcase.extensions import db
from showcase.services import catalogue
from showcase.services.catalogue import Catalogue, EntryView, ExhibitionView

YEAR = 365 * 24 * 3600
LANGUAGES = ("id", "en")
IDENTITY_LENGTH = 22
MOST_RENDERED = 8192
DEFAULT_ZONE = "Asia/Makassar"
Kind = TypeVar("Kind")


@dataclass(slots=True)
class ShortRoad:
    """What one process keeps between requests. `rendered` belongs to the catalogue in memory and goes with it."""

    device: Signer
    form: TimestampSigner
    booth_pass: Signer
    ticket: Signer
    prefix: str
    secure: bool
    catalogue: Catalogue | None = None
    rendered: dict[tuple[object, ...], Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Device:
    """A phone: a random identity, and whether it has still to be given its cookie."""

    identity: str
    is_new: bool

    def voter_key(self, exhibition: ExhibitionView) -> str:
        """HMAC(exhibition's pepper, identity): 128 bits, hex. Says nothing about the phone in another exhibition.

        Where tickets vote, the voter is the phone's ticket. Empty, so nobody's, once the pepper is destroyed.
        """
        if not exhibition.pepper:
            return ""
        held = ticket(self, exhibition)
        if held is not None:
            return ticket_voter(exhibition.pepper, held)
        return hmac.new(exhibition.pepper.encode(), self.identity.encode(), hashlib.sha256).hexdigest()[:32]

    def sender_key(self, exhibition: ExhibitionView) -> str:
        """The same for messages: another value, so that no message leads to a vote."""
        if not exhibition.pepper:
            return ""
        sender = f"message/{self.identity}"
        return hmac.new(exhibition.pepper.encode(), sender.encode(), hashlib.sha256).hexdigest()[:32]


def init_app(app: Flask, *, prefix: str, secure: bool) -> None:
    """Prepare the signers; one salt a purpose. `prefix` begins the name of each cookie."""
    key = str(app.config["SECRET_KEY"])
    app.extensions["short_road"] = ShortRoad(
        device=Signer(key, salt="device", digest_method=hashlib.sha256),
        form=TimestampSigner(key, salt="vote-form", digest_method=hashlib.sha256),
        booth_pass=Signer(key, salt="booth-pass", digest_method=hashlib.sha256),
        prefix=prefix,
        ticket=Signer(key, salt="ticket", digest_method=hashlib.sha256),
        secure=secure,
    )


def road() -> ShortRoad:
    """This process's short road."""
    found: ShortRoad = current_app.extensions["short_road"]
    return found


def known() -> Catalogue:
    """The catalogue as this process knows it; `fresh` says whether that is still right."""
    kept = road()
    if kept.catalogue is None:
        return reload()
    return kept.catalogue


def reload() -> Catalogue:
    """Read the catalogue again."""
    kept = road()
    # A dictionary of its own for each catalogue: what a slower request still renders for the old one is not mixed in.
    kept.catalogue, kept.rendered = catalogue.load(db.session()), {}
    return kept.catalogue


def rendered(key: tuple[object, ...], make: Callable[[], Kind]) -> Kind:
    """What `make` renders for this key, made once for the catalogue in memory."""
    found = road().rendered
    if key not in found:
        if len(found) >= MOST_RENDERED:
            found.clear()
        found[key] = make()
    made: Kind = found[key]
    return made


def fresh() -> Catalogue:
    """The catalogue, read again if its generation is old: one query. For pages that ask nothing else."""
    found = known()
    return found if catalogue.generation(db.session()) == found.generation else reload()


def zone() -> ZoneInfo:
    """The time zone for pages that belong to no exhibition: that of the one in front."""
    front = fresh().front
    return front.zone if front else ZoneInfo(DEFAULT_ZONE)


def exhibition_or_404(slug: str) -> ExhibitionView:
    """The exhibition of this name. Raises NotFoundError."""
    found = fresh().exhibitions.get(slug)
    if found is None:
        raise NotFoundError
    return found


def years_beside(shown: ExhibitionView) -> list[ExhibitionView]:
    """The archive, the latest year first, without the exhibition that the page is about."""
    return [view for view in known().archived if view.id != shown.id]


def device() -> Device:
    """The phone that asks; a new one when the cookie is missing or not ours."""
    return _known_device() or Device(secrets.token_urlsafe(16), is_new=True)


def _known_device() -> Device | None:
    kept = road()
    value = request.cookies.get(kept.prefix + "device", "")
    try:
        identity = kept.device.unsign(value).decode()
    except BadSignature:
        return None
    return Device(identity, is_new=False) if len(identity) == IDENTITY_LENGTH else None


def keep_device(response: Response, phone: Device) -> None:
    """Give the phone its cookie, if it has none. The answer must then not be cached."""
    if phone.is_new:
        set_cookie(response, "device", road().device.sign(phone.identity).decode())


def set_cookie(response: BaseResponse, name: str, value: str, *, seconds: int = YEAR) -> None:
    """A cookie that no script reads and no other site's form brings along."""
    kept = road()
    response.set_cookie(
        kept.prefix + name, value, max_age=seconds, path="/", secure=kept.secure, httponly=True, samesite="Lax"
    )


def ticket(phone: Device, exhibition: ExhibitionView) -> int | None:
    """The ticket that this phone votes with; None at other levels. The vote itself asks the database about it."""
    if exhibition.level is not Level.TICKET:
        return None
    kept = road()
    try:
        text = kept.ticket.unsign(request.cookies.get(kept.prefix + "ticket", "")).decode()
    except BadSignature:
        return None
    identity, _, numbers = text.partition("/")
    own, _, number = numbers.partition("/")
    return int(number) if (identity, own) == (phone.identity, str(exhibition.id)) else None


def keep_ticket(response: Response, phone: Device, exhibition_id: int, ticket_id: int) -> None:
    """Note which ticket is bound to this phone; one at a time."""
    text = f"{phone.identity}/{exhibition_id}/{ticket_id}"
    set_cookie(response, "ticket", road().ticket.sign(text).decode())


def bearer(phone: Device) -> str:
    """What a ticket is bound to when this phone uses it."""
    return f"phone/{phone.identity}"


def is_kiosk() -> bool:
    """Whether this browser is a tablet in desk mode, on which no other page opens."""
    return road().prefix + "kiosk" in request.cookies


def form_token(phone: Device, entry: EntryView | None, purpose: str = "") -> str:
    """A form's one hidden value: its own key, bound to this phone, entry and purpose ("": the vote), with the time."""
    kept = road()
    return kept.form.sign(f"{secrets.token_urlsafe(12)}.{_binding(phone, entry, purpose)}").decode()


def form_key(token: str, phone: Device, entry: EntryView | None, purpose: str = "") -> str:
    """The key of a form that this phone was given for this entry within 24 hours. Raises StaleFormError."""
    try:
        signed, given_at = road().form.unsign(token, return_timestamp=True)
        key, _, binding = signed.decode().partition(".")
    except (BadSignature, UnicodeError) as error:
        raise StaleFormError from error
    # A form from a moment that is still to come is no old one: the clock was set back, or another machine's is ahead.
    if datetime.now(UTC) - given_at > timedelta(hours=FORM_HOURS):
        raise StaleFormError
    if not hmac.compare_digest(binding, _binding(phone, entry, purpose)):
        raise StaleFormError
    return key


def _binding(phone: Device, entry: EntryView | None, purpose: str) -> str:
    return hashlib.sha256(f"{purpose}{entry.id if entry else 0}.{phone.identity}".encode()).hexdigest()[:16]


def passes(phone: Device) -> frozenset[int]:
    """The entries whose booths this phone has come through."""
    kept = road()
    try:
        text = kept.booth_pass.unsign(request.cookies.get(kept.prefix + "pass", "")).decode()
    except BadSignature:
        return frozenset()
    identity, _, booths = text.partition("/")
    return unpacked(booths) if identity == phone.identity else frozenset()


def keep_pass(response: Response, phone: Device, entry: EntryView, held: frozenset[int]) -> None:
    """Note that this phone has come through this booth. GET writes no row: the phone itself keeps its trail."""
    if entry.id not in held:
        booths = packed(held | {entry.id})
        set_cookie(response, "pass", road().booth_pass.sign(f"{phone.identity}/{booths}").decode())


def drop_passes(response: Response, phone: Device, gone: frozenset[int]) -> None:
    """Take these entries off the phone's trail: it has to scan their booths again."""
    left = packed(passes(phone) - gone)
    set_cookie(response, "pass", road().booth_pass.sign(f"{phone.identity}/{left}").decode())


def still_to_visit(exhibition: ExhibitionView, held: frozenset[int]) -> int:
    """How many booths this phone must still visit before it may vote in the exhibition."""
    if not exhibition.min_visits:
        return 0
    return visits_left(exhibition.min_visits, len(held & exhibition.standing), len(exhibition.standing))


def availability_for(exhibition: ExhibitionView, entry: EntryView, phone: Device, held: frozenset[int]) -> Availability:
    """Whether this phone may vote for the entry now. `held`: the entries whose booths it has come through."""
    terms = Terms(
        exhibition.level,
        has_pass=entry.id in held,
        has_ticket=ticket(phone, exhibition) is not None,
        min_visits=exhibition.min_visits,
        visited=len(held & exhibition.standing) if exhibition.min_visits else 0,
        booths=len(exhibition.standing),
    )
    return availability(exhibition.hours, datetime.now(UTC), is_withdrawn=entry.withdrawn, terms=terms)


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
        response.set_cookie("lang", asked, max_age=YEAR, path="/", secure=road().secure, httponly=True, samesite="Lax")
        response.headers["Cache-Control"] = "no-store"
    return response
