"""The back office: posters with the booths' QR codes."""

from flask import Response, current_app, make_response, render_template, request

from showcase.domain.errors import NotFoundError
from showcase.services import posters as service
from showcase.web import visitor
from showcase.web.access import Access, allow
from showcase.web.organizer.blueprint import bp


@bp.get("/organizer/<exhibition_slug>/posters")
@allow(Access.ORGANIZER)
def posters(exhibition_slug: str) -> Response:
    """Choose a size and see what will be printed."""
    shown = visitor.exhibition_or_404(exhibition_slug)
    return make_response(render_template("organizer/posters.html", exhibition=shown, sizes=service.SIZES))


@bp.get("/organizer/<exhibition_slug>/posters.pdf")
@allow(Access.ORGANIZER)
def poster_file(exhibition_slug: str) -> Response:
    """The posters as a PDF."""
    shown = visitor.exhibition_or_404(exhibition_slug)
    size = next((known for known in service.SIZES if known == request.args.get("size", "a4")), None)
    if size is None:
        raise NotFoundError
    base_url = current_app.extensions["settings"].public_base_url
    wanted = service.chosen(shown, only=request.args.get("entry", "")[:80])
    response = make_response(service.pack(shown, wanted, size, base_url=base_url))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="poster-{shown.slug}-{size}.pdf"'
    return response
