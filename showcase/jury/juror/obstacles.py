"""A juror can't score at a booth: skip it, and tell the organizer why."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.database import db, transaction
from showcase.jury.actions import obstacles, sheets
from showcase.jury.juror import sheet
from showcase.jury.room import bp
from showcase.jury.rules.obstacles import CauseNeededError
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.codes import normal_code
from showcase.kernel.refusals import refusal_headers, sentence, status_of


@bp.post("/jury/<code>/obstacle")
@allow(Access.JUROR)
def report(code: str) -> AnyResponse:
    """Report it, and go back to the list for the next booth."""
    normal = normal_code(code)
    cause, words = request.form.get("cause", ""), request.form.get("words", "").replace("\0", "")
    try:
        with transaction() as session:
            obstacles.report(session, current_user.id, normal, cause=cause, words=words, now=datetime.now(UTC))
    except CauseNeededError as error:
        return _asked_again(normal, error, {"cause": cause, "words": words})
    return redirect(url_for("jury.tasks", skipped=normal), 303)


@bp.post("/jury/<code>/obstacle/clear")
@allow(Access.JUROR)
def clear(code: str) -> AnyResponse:
    """It is gone: the booth can be scored."""
    normal = normal_code(code)
    with transaction() as session:
        obstacles.clear(session, current_act(), current_user.id, normal)
    return redirect(url_for("jury.sheet", code=normal), 303)


def _asked_again(code: str, error: CauseNeededError, typed: dict[str, str]) -> Response:
    view = sheets.sheet_to_read(db.session(), current_user.id, code)
    html = sheet.page(view, obstacle_error=sentence(error.code), obstacle_typed=typed)
    return refusal_headers(make_response(html, status_of(error.code)), error.code)
