"""The list of entries with its search, and a visitor's receipts."""

from collections import Counter
from datetime import UTC, datetime
from math import ceil

from flask import Response, make_response, redirect, render_template, request, url_for

from showcase.catalogue import order
from showcase.catalogue.room import bp
from showcase.database import db
from showcase.draw import queries as draw_results
from showcase.entries import sharing
from showcase.exhibitions import memory
from showcase.exhibitions.rules import VisitsNeededError
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel import filters, phones
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.receipts import bp as receipts_bp
from showcase.kernel.codes import normal_code
from showcase.kernel.errors import NotFoundError
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.phones import Device
from showcase.voting import actions as ballots
from showcase.voting import labels as trail
from showcase.voting import visitor
from showcase.voting.labels import page_sentence, progress
from showcase.voting.queries import receipts
from showcase.voting.queries.standing_votes import Phone
from showcase.voting.rules import availability, shown, typed

# The catalogue of an exhibition, with search and filter.

MAX_QUERY = 100
PAGE_SIZE = 60


@bp.get("/")
@allow(Access.PUBLIC)
def home() -> Response:
    """The current exhibition's catalogue; between two years the latest of the archive."""
    front = memory.fresh().front
    if front is None:
        return make_response(render_template("catalogue/welcome.html"))
    return _catalogue(front)


@bp.get("/e/<exhibition_slug>")
@allow(Access.PUBLIC)
def exhibition(exhibition_slug: str) -> Response:
    """An exhibition's catalogue, archived years too."""
    return _catalogue(memory.exhibition_or_404(exhibition_slug))


def _catalogue(shown: ExhibitionView) -> Response:
    device = phones.device()
    booth = _typed_booth(shown)
    if booth is not None and not is_htmx():
        return make_response(redirect(url_for("voting.booth", code=booth.code)))
    phone = ballots.phone(db.session(), shown.id, visitor.voter_key(device, shown))
    # The links on to other selections do not carry a code that was typed.
    context = _context(shown, device, phone, "" if booth else _query()) | {"booth": booth, "typed": _query()}
    target = request.headers.get("HX-Target", "")
    if is_htmx() and target.endswith("#more"):
        return fragment(render_template("catalogue/_cards.html", **context, more=True))
    if is_htmx() and target.endswith("#entries"):
        response = fragment(render_template("catalogue/_entries.html", **context))
        if booth is not None:
            # An address to pass on never holds a booth's code.
            response.headers["HX-Replace-Url"] = "false"
        return response
    response = make_response(render_template("catalogue/index.html", **context))
    response.headers["Vary"] = "HX-Request"
    phones.keep_device(response, device)
    return response


def _typed_booth(shown: ExhibitionView) -> EntryView | None:
    """The entry whose booth code somebody typed into the search."""
    exhibition, entry = memory.known().by_code.get(normal_code(_query()), (None, None))
    return entry if exhibition is shown else None


def _query() -> str:
    return request.args.get("q", "")[:MAX_QUERY].strip()


def _page_number(entries: int) -> int:
    """How many pages' worth of entries to show: what has been looked at stays, however one comes back."""
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
    return min(max(number, 1), max(ceil(entries / PAGE_SIZE), 1))


def _context(shown: ExhibitionView, device: Device, phone: Phone, q: str) -> dict[str, object]:
    known = {category.slug for category in shown.categories}
    category = request.args.get("category", "")
    category = category if category in known else ""
    how = order.BOOTH if request.args.get("order") == order.BOOTH or shown.is_archive else order.RANDOM
    counts = Counter(entry.category.slug for entry in shown.entries)
    voted = shown.standing.intersection(vote.entry_id for vote in phone.votes)
    found = order.ordered(order.selection(shown, q, category), how, device.identity)
    page = _page_number(len(found))
    visited = visitor.passes(device) & shown.standing
    left = visitor.still_to_visit(shown, visited)
    closed = availability(shown.hours, datetime.now(UTC)).code
    return {
        "exhibition": shown,
        "categories": [(group, counts[group.slug]) for group in shown.categories],
        "entries": found[: page * PAGE_SIZE],
        "found": len(found),
        "page": page,
        "page_size": PAGE_SIZE,
        "q": q,
        "category": category,
        "order": how,
        "chosen": voted,
        "progress": progress(shown, voted),
        "visited": visited,
        "booths": len(shown.standing),
        "left": left,
        "visits_text": page_sentence(VisitsNeededError.code, left),
        "total": len(shown.entries),
        "closed": closed,
        "closed_text": page_sentence(closed),
        "closes_text": filters.clock(shown.closes_at, shown.zone),
        "preview": sharing.of_exhibition(shown),
        "others": [one for one in memory.known().exhibitions.values() if one.id != shown.id and not one.is_archive],
        "years": memory.years_beside(shown),
    }


# A phone's own votes, and the question whether a receipt's vote is in the count.

UNKNOWN = "unknown"


@receipts_bp.get("/mine")
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


@receipts_bp.get("/check")
@allow(Access.PUBLIC)
def check() -> Response:
    """The form, and with `?receipt=` the answer."""
    return _answer(request.args.get("receipt", "")[:40])


@receipts_bp.get("/check/<receipt>")
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
