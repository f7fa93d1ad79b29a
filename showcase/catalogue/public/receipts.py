"""A phone's own votes, and the question whether a receipt's vote is in the count."""

from datetime import UTC, datetime

from flask import Response, make_response, render_template, request

from showcase.database import db
from showcase.draw import queries as draw_results
from showcase.exhibitions import memory
from showcase.exhibitions.rules import VisitsNeededError
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel import filters, phones
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.receipts import bp
from showcase.kernel.errors import NotFoundError
from showcase.voting import actions as ballots
from showcase.voting import labels as trail
from showcase.voting import visitor
from showcase.voting.labels import page_sentence, progress
from showcase.voting.queries import receipts
from showcase.voting.rules import availability, shown, typed

UNKNOWN = "unknown"


@bp.get("/mine")
@allow(Access.PUBLIC)
def mine() -> Response:
    """This phone's votes, its trail and its part in the draw, in the exhibition that `/` shows."""
    front = memory.fresh().front
    if front is None:
        return make_response(render_template("catalogue/welcome.html"))
    device = phones.device()
    shown_trail = trail.trail(front, visitor.passes(device))
    visits_text = page_sentence(VisitsNeededError.code, shown_trail.left)
    votes = _votes(front, visitor.voter_key(device, front))
    own = draw_results.for_phone(db.session(), front.id, visitor.voter_key(device, front))
    response = make_response(
        render_template("catalogue/mine.html", **votes, trail=shown_trail, visits_text=visits_text, own=own)
    )
    phones.keep_device(response, device)
    return response


@bp.get("/check")
@allow(Access.PUBLIC)
def check() -> Response:
    """The form, and with `?receipt=` the answer."""
    return _answer(request.args.get("receipt", "")[:40])


@bp.get("/check/<receipt>")
@allow(Access.PUBLIC)
def check_receipt(receipt: str) -> Response:
    """The answer for one receipt, at an address that can be kept."""
    return _answer(receipt[:40])


def _answer(receipt: str) -> Response:
    state = ""
    if receipt.strip():
        try:
            state = receipts.state(db.session(), receipt).value
        except NotFoundError:
            state = UNKNOWN
    known = typed(receipt) if state not in {"", UNKNOWN} else None
    html = render_template(
        "catalogue/check.html",
        receipt=known or receipt,
        receipt_shown=shown(known) if known else "",
        state=state,
        exhibition=memory.known().front,
    )
    return make_response(html, 404 if state == UNKNOWN else 200)


def _votes(exhibition: ExhibitionView, voter_key: str) -> dict[str, object]:
    phone = ballots.phone(db.session(), exhibition.id, voter_key)
    votes = [
        {
            "entry": exhibition.by_id[vote.entry_id],
            "receipt_shown": shown(vote.receipt),
            "receipt": vote.receipt,
            "suspended": vote.suspended,
            "withdrawn": exhibition.by_id[vote.entry_id].withdrawn,
            "time": filters.clock(vote.at, exhibition.zone),
        }
        for vote in phone.votes
        if vote.entry_id in exhibition.by_id
    ]
    closed = availability(exhibition.hours, datetime.now(UTC)).code
    return {
        "exhibition": exhibition,
        "votes": votes,
        "progress": progress(exhibition, phone.standing.values()),
        "closed": closed,
        "closed_text": page_sentence(closed),
    }
