"""The back office: the record of the judging as a file."""

from datetime import UTC, datetime

from flask import Response, make_response

from showcase.documents.judging_minutes import minutes_pdf
from showcase.extensions import db
from showcase.services import judging_minutes, work_queues
from showcase.web.access import Access, allow
from showcase.web.organizer.blueprint import bp


@bp.get("/organizer/<exhibition_slug>/judging/minutes.pdf")
@allow(Access.ORGANIZER)
def minutes_file(exhibition_slug: str) -> Response:
    """Who judged what, what was set aside and why, with lines to sign on; in every phase."""
    found = judging_minutes.minutes(db.session(), exhibition_slug, now=datetime.now(UTC))
    with work_queues.PAPERS.turn():
        response = make_response(minutes_pdf(found))
    response.mimetype = "application/pdf"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = f'attachment; filename="{exhibition_slug}-risalah-penjurian.pdf"'
    return response
