"""What a phone may do here, by what it carries: its ticket, the booths that it came through, its key as a voter."""

import hashlib
import hmac
from datetime import UTC, datetime

from flask import Response, request
from itsdangerous import BadSignature

from showcase.exhibitions.rules import packed, unpacked, visits_left
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel.phones import Device, set_cookie, signers
from showcase.tickets.cookie import ticket
from showcase.tickets.rules import ticket_voter
from showcase.voting.rules import Availability, Terms, availability


def voter_key(phone: Device, exhibition: ExhibitionView) -> str:
    """HMAC(exhibition's pepper, identity): 128 bits, hex. Says nothing about the phone in another exhibition.

    Where tickets vote, the voter is the phone's ticket. Empty, so nobody's, once the pepper is destroyed.
    """
    if not exhibition.pepper:
        return ""
    held = ticket(phone, exhibition)
    if held is not None:
        return ticket_voter(exhibition.pepper, held)
    return hmac.new(exhibition.pepper.encode(), phone.identity.encode(), hashlib.sha256).hexdigest()[:32]


def sender_key(phone: Device, exhibition: ExhibitionView) -> str:
    """The same for messages: another value, so that no message leads to a vote."""
    if not exhibition.pepper:
        return ""
    sender = f"message/{phone.identity}"
    return hmac.new(exhibition.pepper.encode(), sender.encode(), hashlib.sha256).hexdigest()[:32]


def passes(phone: Device) -> frozenset[int]:
    """The entries whose booths this phone has come through."""
    kept = signers()
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
        set_cookie(response, "pass", signers().booth_pass.sign(f"{phone.identity}/{booths}").decode())


def drop_passes(response: Response, phone: Device, gone: frozenset[int]) -> None:
    """Take these entries off the phone's trail: it has to scan their booths again."""
    left = packed(passes(phone) - gone)
    set_cookie(response, "pass", signers().booth_pass.sign(f"{phone.identity}/{left}").decode())


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
