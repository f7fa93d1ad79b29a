"""The kiosk: a tablet on which visitors with a ticket vote, one after another."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, render_template, request, session, url_for
from itsdangerous import BadSignature, Signer
from markupsafe import Markup

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.rules import Level
from showcase.exhibitions.views import CategoryView, EntryView, ExhibitionView
from showcase.kernel import filters, phones, work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.act import Act
from showcase.kernel.codes import normal_code
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.phones import Device
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.kiosk.actions import kiosks, turns
from showcase.kiosk.actions.kiosks import KioskView
from showcase.kiosk.actions.turns import TurnView
from showcase.kiosk.room import bp
from showcase.printing.qr import qr_svg
from showcase.tickets.actions import tickets
from showcase.tickets.rules import IDLE_SECONDS, TURN_TIME, KioskEndedError, TurnEndedError, checked_pin, typed_code
from showcase.voting import actions as ballots
from showcase.voting.actions import Act as VoteAct
from showcase.voting.labels import Progress, progress
from showcase.voting.queries.rights import Bearer
from showcase.voting.queries.standing_votes import Phone
from showcase.voting.rules import Origin, VoteState, shown, slot_for, slots, state_of

# The tablet that asks: its kiosk, the turn it is lent for, and what every answer to it carries.
#
# The kiosk's cookie holds 256 random bits, whose hash is in the database; the turn's cookie is signed, and worth
# nothing without the other. What the turn may do is asked of the database each time, the vote in its own lock.

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


# What a visitor at the kiosk chooses from: one category after another.


def page_of(found: Tablet) -> Response:
    """The entries of the category that was asked for, else of the first one without a vote."""
    shown, votes = found.exhibition, found.votes()
    state = progress(shown, votes.standing.values())
    category = _category(shown, state)
    chosen = shown.standing.intersection(votes.standing.values())
    voted = shown.by_slug.get(request.args.get("voted", "")[:60])
    return page(
        "kiosk/choose.html",
        found,
        category=category,
        groups=[(group, _has_vote(shown, group, chosen)) for group in shown.categories],
        entries=[entry for entry in shown.entries if entry.category.id == category.id and not entry.withdrawn],
        chosen=chosen,
        progress=state,
        voted=voted if voted is not None and voted.id in chosen else None,
    )


def _category(shown: ExhibitionView, state: Progress) -> CategoryView:
    asked = request.args.get("category", "")
    by_slug = {group.slug: group for group in shown.categories}
    return by_slug.get(asked) or next(iter((*state.missing, *shown.categories)))


def _has_vote(shown: ExhibitionView, group: CategoryView, chosen: frozenset[int]) -> bool:
    return any(shown.by_id[number].category.id == group.id for number in chosen if number in shown.by_id)


# The kiosk between turns: beginning one with a ticket or the officer's PIN, and leaving desk mode.

MOST = 200


@bp.get("/kiosk")
@allow(Access.PUBLIC)
def home() -> Response:
    """The start of a turn, or within one what there is to choose from."""
    found = tablet()
    return page_of(found) if found.turn is not None else page("kiosk/start.html", found, error="")


@bp.post("/kiosk/turn")
@allow(Access.PUBLIC)
def begin_turn() -> Response:
    """Lend the tablet to the next visitor: the officer says so with the PIN."""
    found = tablet()
    try:
        _prove(found)
        return _begun(found, None)
    except DomainError as error:
        return _refused("kiosk/start.html", found, error)


@bp.post("/kiosk/ticket")
@allow(Access.PUBLIC)
def begin_with_ticket() -> Response:
    """Begin a turn with a ticket: what its QR holds, or the code that was typed, whose tries are counted first."""
    found = tablet()
    code = request.form.get("code", "")[:MOST].strip()
    try:
        if "/" in code:
            return _begun(found, tickets.of_token(db.session(), normal_code(code.rpartition("/")[2])))
        locator, secret = typed_code(code)
        with work_queues.TICKETS.place():
            with transaction() as opened:
                tickets.attempt(opened, locator, now=datetime.now(UTC))
            ticket_id = tickets.of_code(db.session(), locator, secret)
        with transaction() as opened:
            tickets.free(opened, locator)
        return _begun(found, ticket_id)
    except DomainError as error:
        return _refused("kiosk/start.html", found, error)


@bp.get("/kiosk/idle")
@allow(Access.PUBLIC)
def idle() -> Response:
    """Nobody has touched the tablet: forget the visitor. The turn's row stays as it is; the next one ends it."""
    return start_again()


@bp.get("/kiosk/leave")
@allow(Access.PUBLIC)
def leave() -> Response:
    """Ask the officer for the PIN."""
    return page("kiosk/leave.html", tablet(), error="")


@bp.post("/kiosk/leave")
@allow(Access.PUBLIC)
def end() -> Response:
    """End desk mode on this tablet."""
    found = tablet()
    try:
        _prove(found)
        with transaction() as opened:
            kiosks.end(opened, Act(f"kiosk {found.kiosk.name}", datetime.now(UTC)), found.exhibition.id, found.kiosk.id)
    except DomainError as error:
        return _refused("kiosk/leave.html", found, error)
    session.clear()
    response = make_response(redirect(url_for("account.login"), 303))
    forget(response, "kiosk", "turn", "lang")
    return private(response)


def _prove(found: Tablet) -> None:
    """Count the try, then look at the PIN. Raises KioskPinFormError, KioskPinWrongError and TooManyTriesError."""
    pin = checked_pin(request.form.get("pin", "")[:40])
    with work_queues.STAFF.place():
        with transaction() as opened:
            kiosks.attempt(opened, found.kiosk.id, now=datetime.now(UTC))
        kiosks.check_pin(db.session(), found.kiosk.id, pin)
    with transaction() as opened:
        kiosks.free(opened, found.kiosk.id)


def _begun(found: Tablet, ticket_id: int | None) -> Response:
    with transaction() as opened:
        turn = turns.begin(opened, found.kiosk.id, ticket_id=ticket_id, now=datetime.now(UTC))
    response = make_response(redirect(url_for("kiosk.home"), 303))
    keep_turn(response, turn)
    return private(response)


def _refused(template: str, found: Tablet, error: DomainError) -> Response:
    refused = page(template, found, status_of(error.code), error=error.code, error_text=sentence(error.code))
    return refusal_headers(refused, error.code)


# A visitor's turn at the kiosk: an entry, the vote for it, the receipts, and the end.

PURPOSE = "desk"


@bp.get("/kiosk/e/<entry_slug>")
@allow(Access.PUBLIC)
def entry(entry_slug: str) -> Response:
    """An entry, large, with the button."""
    found = tablet()
    found.in_turn()
    return _entry_page(found, _entry(found, entry_slug))


@bp.post("/kiosk/e/<entry_slug>/vote")
@allow(Access.PUBLIC)
def vote(entry_slug: str) -> Response:
    """Vote for the entry, or move the category's vote here; the vote's own lock asks whether the turn still stands."""
    found = tablet()
    turn = found.in_turn()
    wanted = _entry(found, entry_slug)
    try:
        act = VoteAct(
            exhibition_id=found.exhibition.id,
            entry_id=wanted.id,
            voter_key=turn.voter_key,
            form_key=phones.form_key(request.form.get("token", ""), found.form_owner, wanted, PURPOSE),
            nonce=secrets.token_hex(16),
            origin=Origin.DESK,
            bearer=Bearer(turn_id=turn.id),
        )
        with transaction() as session:
            phone = ballots.cast(session, act, now=datetime.now(UTC))
            ballots.check_in_time(phone, now=datetime.now(UTC))
    except (NotFoundError, TurnEndedError):
        raise
    except DomainError as error:
        return refusal_headers(_entry_page(found, wanted, error=error.code), error.code)
    response = make_response(redirect(url_for("kiosk.home", voted=wanted.slug), 303))
    return private(response)


@bp.get("/kiosk/receipts")
@allow(Access.PUBLIC)
def receipts() -> Response:
    """What was chosen, and the codes with which the visitor can ask later whether it was counted."""
    found = tablet()
    votes = found.votes()
    base = current_app.extensions["settings"].public_base_url
    lines = [
        {
            # Not the entry: what is photographed must not prove a choice.
            "category": found.exhibition.by_id[own.entry_id].category,
            "receipt": own.receipt,
            "receipt_shown": shown(own.receipt),
            "time": filters.clock(own.at, found.exhibition.zone),
            "qr": Markup(qr_svg(f"{base}/check/{own.receipt}", "M", label=shown(own.receipt))),  # noqa: S704 - our own drawing
        }
        for own in votes.votes
        if own.entry_id in found.exhibition.by_id
    ]
    return page("kiosk/receipts.html", found, votes=lines, address=f"{base.partition('://')[2]}/check")


@bp.post("/kiosk/done")
@allow(Access.PUBLIC)
def done() -> Response:
    """The visitor is done: the turn ends, and the tablet forgets it."""
    found = tablet()
    if found.turn is not None:
        with transaction() as session:
            turns.finish(session, found.kiosk.id, found.turn.id, now=datetime.now(UTC))
    return start_again()


def _entry(found: Tablet, slug: str) -> EntryView:
    wanted = found.exhibition.by_slug.get(slug)
    if wanted is None:
        raise NotFoundError
    return wanted


def _entry_page(found: Tablet, wanted: EntryView, *, error: str = "") -> Response:
    standing, gone = found.votes().standing, found.exhibition.withdrawn
    slot = slot_for(wanted.id, slots(wanted.category.slug, found.exhibition.vote_limit), standing, gone)
    state = state_of(slot, wanted.id, standing, gone)
    return page(
        "kiosk/entry.html",
        found,
        status_of(error) if error else 200,
        entry=wanted,
        state=state,
        other=found.exhibition.by_id.get(standing[slot]) if state is VoteState.OTHER else None,
        token=phones.form_token(found.form_owner, wanted, PURPOSE),
        error=error,
        error_text=sentence(error) if error else "",
    )
