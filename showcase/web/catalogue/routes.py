"""The catalogue of an exhibition, with search and filter."""

from collections import Counter
from datetime import UTC, datetime

from flask import Response, make_response, render_template, request

from showcase.domain.phases import is_open_at
from showcase.extensions import db
from showcase.services import ballots
from showcase.services.ballots import Phone
from showcase.services.catalogue import ExhibitionView
from showcase.web import filters, sharing, visitor
from showcase.web.access import Access, allow
from showcase.web.catalogue import order
from showcase.web.catalogue.blueprint import bp
from showcase.web.htmx import fragment, is_htmx
from showcase.web.visitor import Device

MAX_QUERY = 100


@bp.get("/")
@allow(Access.PUBLIC)
def home() -> Response:
    """The current exhibition's catalogue."""
    current = visitor.fresh().current
    if current is None:
        return make_response(render_template("catalogue/welcome.html"))
    return _catalogue(current)


@bp.get("/e/<exhibition_slug>")
@allow(Access.PUBLIC)
def exhibition(exhibition_slug: str) -> Response:
    """An exhibition's catalogue, archived years too."""
    return _catalogue(visitor.exhibition_or_404(exhibition_slug))


def _catalogue(shown: ExhibitionView) -> Response:
    device = visitor.device()
    phone = ballots.phone(db.session(), shown.id, device.voter_key(shown))
    context = _context(shown, device, phone)
    if is_htmx() and request.headers.get("HX-Target", "").endswith("entries"):
        return fragment(render_template("catalogue/_entries.html", **context))
    response = make_response(render_template("catalogue/index.html", **context))
    response.headers["Vary"] = "HX-Request"
    visitor.keep_device(response, device)
    return response


def _context(shown: ExhibitionView, device: Device, phone: Phone) -> dict[str, object]:
    q = request.args.get("q", "")[:MAX_QUERY].strip()
    known = {category.slug for category in shown.categories}
    category = request.args.get("category", "")
    category = category if category in known else ""
    how = order.BOOTH if request.args.get("order") == order.BOOTH or shown.is_archive else order.RANDOM
    counts = Counter(entry.category.slug for entry in shown.entries)
    voted = {vote.entry_id for vote in phone.votes}
    chosen_categories = {shown.by_id[entry_id].category.id for entry_id in voted if entry_id in shown.by_id}
    visited = visitor.passes(device) & shown.standing
    now = datetime.now(UTC)
    return {
        "exhibition": shown,
        "categories": [(group, counts[group.slug]) for group in shown.categories],
        "entries": order.ordered(order.selection(shown, q, category), how, device.identity),
        "q": q,
        "category": category,
        "order": how,
        "chosen": frozenset(voted),
        "progress": (len(chosen_categories), len(shown.categories)),
        "visited": visited,
        "booths": len(shown.standing),
        "left": visitor.still_to_visit(shown, visited),
        "total": len(shown.entries),
        "vote_open": is_open_at(shown.phase, shown.opens_at, shown.closes_at, now) and not shown.is_archive,
        "closes_text": filters.clock(shown.closes_at, shown.zone),
        "preview": sharing.of_exhibition(shown),
        "years": [other for other in visitor.known().exhibitions.values() if other.id != shown.id],
    }
