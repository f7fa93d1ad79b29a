"""The public page of an exhibition's draw, and its list of tickets as a file."""

from flask import Response, make_response, render_template

from showcase.database import db
from showcase.draw import queries as draw_results
from showcase.draw.queries import DrawView
from showcase.draw.room import bp
from showcase.exhibitions import memory
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel import phones
from showcase.kernel.access import Access, allow
from showcase.kernel.chain import canonical
from showcase.kernel.errors import NotFoundError
from showcase.voting import visitor


@bp.get("/draw/<exhibition_slug>")
@allow(Access.PUBLIC)
def page(exhibition_slug: str) -> Response:
    """The commitment, later seed and winners with the recipe; and this phone's own part, if it has one."""
    exhibition, view = _draw(exhibition_slug)
    device = phones.device()
    own = None
    if not device.is_new:
        own = draw_results.for_phone(db.session(), exhibition.id, visitor.voter_key(device, exhibition))
    response = make_response(render_template("draw/page.html", exhibition=exhibition, draw=view, own=own))
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/draw/<exhibition_slug>/tickets.json")
@allow(Access.PUBLIC)
def tickets(exhibition_slug: str) -> Response:
    """Everything that a recount of the draw needs; 404 before the draw."""
    exhibition, view = _draw(exhibition_slug)
    if view.drawn_at is None:
        raise NotFoundError
    text = canonical(
        {
            "format": "showcase-draw/1",
            "exhibition": exhibition.slug,
            "prizes": view.prizes,
            "commitment": view.commitment,
            "committed_line": view.committed_seq,
            "seed": view.seed,
            "head": view.head,
            "tickets": draw_results.all_tickets(db.session(), exhibition.id),
            "tickets_sha256": view.list_hash,
            "winners": [
                {"prize": winner.prize, "ticket": winner.ticket, "passed": winner.passed} for winner in view.winners
            ],
        }
    )
    response = Response(text, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{exhibition.slug}-undian.json"'
    return response


def _draw(exhibition_slug: str) -> tuple[ExhibitionView, DrawView]:
    exhibition = memory.exhibition_or_404(exhibition_slug)
    view = draw_results.public(db.session(), exhibition.id)
    if view is None:
        raise NotFoundError
    return exhibition, view
