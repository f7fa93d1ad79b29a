"""The tablet that asks: its kiosk, the turn it is lent for, and what every answer to it carries.

The kiosk's cookie holds 256 random bits, whose hash is in the database; the turn's cookie is signed, and worth nothing
without the other. What the turn may do is asked of the database each time, the vote in its own lock.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from itsdangerous import BadSignature, Signer

from showcase.database import db
from showcase.exhibitions import memory
from showcase.exhibitions.rules import Level
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel import phones
from showcase.kernel.phones import Device
from showcase.kiosk.actions import kiosks, turns
from showcase.kiosk.actions.kiosks import KioskView
from showcase.kiosk.actions.turns import TurnView
from showcase.kiosk.room import bp
from showcase.tickets.rules import IDLE_SECONDS, TURN_TIME, KioskEndedError, TurnEndedError
from showcase.voting import actions as ballots
from showcase.voting.queries.standing_votes import Phone

# Of the browser's devices a kiosk alone needs the camera, to scan tickets.
PERMISSIONS = "camera=(self), geolocation=(), microphone=()"


@dataclass(frozen=True, slots=True)
class Tablet:
    """A running kiosk, and the turn that stands on its screen, if any."""

    kiosk: KioskView
    exhibition: ExhibitionView
    turn: TurnView | None

    @property
    def by_ticket(self) -> bool:
        """Whether a turn begins with a ticket; else with the officer's PIN."""
        return self.exhibition.level is Level.TICKET

    @property
    def form_owner(self) -> Device:
        """Whose a form of this turn is: a form that another turn's page held is worth nothing."""
        turn = self.in_turn()
        return Device(f"turn/{turn.id}/{turn.voter_key}", is_new=False)

    def in_turn(self) -> TurnView:
        """The turn. Raises TurnEndedError."""
        if self.turn is None:
            raise TurnEndedError
        return self.turn

    def votes(self) -> Phone:
        """What the turn's voter has chosen."""
        return ballots.phone(db.session(), self.exhibition.id, self.in_turn().voter_key)


def tablet() -> Tablet:
    """The tablet that asks. Raises KioskEndedError."""
    now, prefix = datetime.now(UTC), phones.signers().prefix
    kiosk = kiosks.running(db.session(), request.cookies.get(prefix + "kiosk", "")[:100], now=now)
    if kiosk is None:
        raise KioskEndedError
    try:
        number = int(_signer().unsign(request.cookies.get(prefix + "turn", "")).decode())
    except (BadSignature, ValueError):
        number = 0
    turn = turns.live(db.session(), kiosk.id, number, now=now) if number else None
    return Tablet(kiosk, memory.exhibition_or_404(kiosk.exhibition_slug), turn)


def page(template: str, found: Tablet, status: int = 200, **context: object) -> Response:
    """A page of the kiosk; `idle`: after how many seconds without a touch it goes back to the start."""
    idle = IDLE_SECONDS if found.turn is not None else 0
    html = render_template(template, tablet=found, exhibition=found.exhibition, idle=idle, **context)
    return private(make_response(html, status))


@bp.errorhandler(KioskEndedError)
def ended(error: KioskEndedError) -> Response:
    """What a browser sees that is no kiosk, or no longer; its cookies go."""
    response = make_response(render_template("kiosk/ended.html", exhibition=memory.fresh().front), 404)
    forget(response, "kiosk", "turn")
    return private(response)


@bp.errorhandler(TurnEndedError)
def turn_ended(error: TurnEndedError) -> Response:
    """The turn is over, whatever was asked in it."""
    return start_again()


def start_again() -> Response:
    """Back to the start, with nothing left of the visitor: not the turn, not the language."""
    response = make_response(redirect(url_for("kiosk.home"), 303))
    forget(response, "turn", "lang")
    return private(response)


def keep_turn(response: Response, turn: TurnView) -> None:
    """The turn stands on this tablet from now on."""
    value = _signer().sign(str(turn.id)).decode()
    phones.set_cookie(response, "turn", value, seconds=int(TURN_TIME.total_seconds()))


def forget(response: Response, *names: str) -> None:
    """Take cookies back."""
    kept = phones.signers()
    for name in names:
        key = name if name == "lang" else kept.prefix + name
        response.delete_cookie(key, path="/", secure=kept.secure, httponly=True, samesite="Lax")


def private(response: Response) -> Response:
    """No copy anywhere, and the camera for scanning."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Permissions-Policy"] = PERMISSIONS
    return response


def _signer() -> Signer:
    return Signer(str(current_app.config["SECRET_KEY"]), salt="kiosk-turn", digest_method=hashlib.sha256)
