"""The cookie that says which ticket a phone votes with."""

from flask import Response, request
from itsdangerous import BadSignature

from showcase.exhibitions.rules import Level
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel.phones import Device, set_cookie, signers


def ticket(phone: Device, exhibition: ExhibitionView) -> int | None:
    """The ticket that this phone votes with; None at other levels. The vote itself asks the database about it."""
    if exhibition.level is not Level.TICKET:
        return None
    kept = signers()
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
    set_cookie(response, "ticket", signers().ticket.sign(text).decode())
