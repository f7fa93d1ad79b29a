"""The back office: instruction cards for visitors, jurors, the desk and innovators."""

from flask import Response, current_app, make_response, request

from showcase.exhibitions import memory
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import NotFoundError
from showcase.papers.instructions import queries as service
from showcase.papers.instructions.papers import Instruction, instruction_pdf, instruction_preview


@bp.get("/organizer/<exhibition_slug>/instructions/<kind>.pdf")
@allow(Access.DESK)
def instruction_file(exhibition_slug: str, kind: str) -> Response:
    """A card as a PDF of one page."""
    card, size = _asked(exhibition_slug, kind)
    response = make_response(instruction_pdf(card, size))
    response.mimetype = "application/pdf"
    name = f"petunjuk-{card.kind}-{size}-{card.language}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@bp.get("/organizer/<exhibition_slug>/instructions/<kind>.svg")
@allow(Access.DESK)
def instruction_picture(exhibition_slug: str, kind: str) -> Response:
    """The same as a picture."""
    card, size = _asked(exhibition_slug, kind)
    response = make_response(instruction_preview(card, size))
    response.mimetype = "image/svg+xml"
    return response


def _asked(exhibition_slug: str, kind: str) -> tuple[Instruction, service.CardSize]:
    """The card that the address names: Indonesian on A5 unless asked otherwise. Raises NotFoundError.

    `in` chooses the paper's language alone; `lang`, as everywhere, changes and remembers the pages' too.
    """
    shown = memory.exhibition_or_404(exhibition_slug)
    known = next((name for name in service.KINDS if name == kind), None)
    size = next((name for name in service.CARD_SIZES if name == request.args.get("size", "a5")), None)
    if known is None or size is None:
        raise NotFoundError
    language: service.Language = "en" if "en" in {request.args.get("in"), request.args.get("lang")} else "id"
    base_url = current_app.extensions["settings"].public_base_url
    return service.card(shown, known, language, base_url=base_url), size
