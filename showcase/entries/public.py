"""Pictures of entries."""

from flask import Response, current_app, request

from showcase.entries import share_cards
from showcase.entries.papers import Card
from showcase.exhibitions import memory
from showcase.exhibitions.rules import Phase
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.site import bp
from showcase.kernel.errors import NotFoundError

YEAR, SHORT = 365 * 24 * 3600, 300


@bp.get("/e/<exhibition_slug>/<entry_slug>/card.jpg")
@allow(Access.PUBLIC)
def entry_card(exhibition_slug: str, entry_slug: str) -> Response:
    """An entry's card, as its content is now."""
    exhibition = memory.exhibition_or_404(exhibition_slug)
    entry = exhibition.by_slug.get(entry_slug)
    if entry is None:
        raise NotFoundError
    return _answer(share_cards.of_entry(exhibition, entry), f"entry{entry.id}")


@bp.get("/e/<exhibition_slug>/card.jpg")
@allow(Access.PUBLIC)
def exhibition_card(exhibition_slug: str) -> Response:
    """An exhibition's card, for its catalogue."""
    exhibition = memory.exhibition_or_404(exhibition_slug)
    return _answer(share_cards.of_exhibition(exhibition), f"exhibition{exhibition.id}")


@bp.get("/results/<exhibition_slug>/card.jpg")
@allow(Access.PUBLIC)
def results_card(exhibition_slug: str) -> Response:
    """The card of an exhibition's results."""
    exhibition = memory.exhibition_or_404(exhibition_slug)
    if exhibition.phase is not Phase.PUBLISHED:
        raise NotFoundError
    return _answer(share_cards.of_results(exhibition), f"results{exhibition.id}")


def _answer(card: Card, owner: str) -> Response:
    """The picture, to be kept for ever only under its exact address; 503 while many are drawn."""
    data = share_cards.jpeg(card, owner, data_dir=current_app.extensions["settings"].data_dir)
    if data is None:
        return Response(status=503, headers={"Retry-After": "2"})
    response = Response(data, mimetype="image/jpeg")
    is_exact = request.args.get("v") == card.digest
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if is_exact else f"public, max-age={SHORT}"
    return response
