"""The live board, and the figures that it polls."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, render_template, request
from markupsafe import Markup

from showcase.documents.qr import qr_svg
from showcase.services.catalogue import ExhibitionView
from showcase.web import visitor
from showcase.web.access import Access, allow
from showcase.web.screen import cached
from showcase.web.screen.blueprint import bp

THEMES = ("dark", "light")


@bp.get("/screen/<exhibition_slug>")
@allow(Access.PUBLIC)
def screen(exhibition_slug: str) -> Response:
    """The board for a big screen; painted by the server, kept alive by its script, readable without."""
    shown = visitor.exhibition_or_404(exhibition_slug)
    board = _board(shown)
    base = current_app.extensions["settings"].public_base_url
    theme = request.args.get("theme", "")
    html = render_template(
        "screen/board.html",
        exhibition=shown,
        board=board.data,
        etag=board.etag,
        groups=_groups(shown, board.data),
        theme=theme if theme in THEMES else "dark",
        qr=Markup(qr_svg(base.upper(), label=base)),  # noqa: S704 - our own drawing
        short_url=urlsplit(base).netloc,
        total=_total(board.data),
    )
    return make_response(html)


@bp.get("/screen/<exhibition_slug>/standings.json")
@allow(Access.PUBLIC)
def standings(exhibition_slug: str) -> Response:
    """What the screen may show. Answers 304 when the reader has it already."""
    shown = visitor.known().exhibitions.get(exhibition_slug) or visitor.exhibition_or_404(exhibition_slug)
    kept = _board(shown)
    headers = {"ETag": kept.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("If-None-Match") == kept.etag:
        return Response(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(kept.zipped, headers=headers, mimetype="application/json")
    return Response(kept.plain, headers=headers, mimetype="application/json")


def _board(shown: ExhibitionView) -> cached.Kept:
    return cached.current(id(visitor.road()), shown, datetime.now(UTC))


def _total(data: dict[str, Any]) -> int | None:
    counts = [group["votes"] for group in data["categories"]]
    return None if None in counts else sum(counts)


def _groups(shown: ExhibitionView, data: dict[str, Any]) -> list[dict[str, Any]]:
    """The categories with their colours, and each row's share of the leader for its bar."""
    palettes = {group.slug: group.palette.value for group in shown.categories}
    groups = []
    for group in data["categories"]:
        most = max((row["votes"] or 0 for row in group["rows"]), default=0)
        rows = [{**row, "share": 100 * (row["votes"] or 0) / most if most else 0} for row in group["rows"]]
        groups.append({**group, "palette": palettes.get(group["slug"], "slate"), "rows": rows})
    return groups
