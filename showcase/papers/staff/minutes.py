"""The back office: the record of the judging as a file."""

from datetime import UTC, datetime

from flask import Response, make_response

from showcase.database import db
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.back_office import bp
from showcase.papers.minutes import queries as judging_minutes
from showcase.papers.minutes.papers import minutes_pdf


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
