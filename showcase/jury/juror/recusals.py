"""A juror has a conflict of interest with an entry."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.jury.actions import recusals, sheets
from showcase.jury.juror import sheet
from showcase.jury.room import bp
from showcase.jury.rules.recusals import RecusalAsksError, RecusalReasonError
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.codes import normal_code
from showcase.kernel.refusals import refusal_headers, sentence, status_of


@bp.post("/jury/<code>/recusal")
@allow(Access.JUROR)
def recuse(code: str) -> AnyResponse:
    """Declare it, with a reason; where scores would be lost to the count, ask first."""
    normal = normal_code(code)
    reason = request.form.get("reason", "").replace("\0", "").strip()
    try:
        with transaction() as session:
            recusals.recuse(
                session, current_act(reason), current_user.id, normal, confirmed=request.form.get("confirmed") == "1"
            )
    except RecusalReasonError as error:
        view = sheets.sheet_to_read(db.session(), current_user.id, normal)
        html = sheet.page(view, recusal_error=sentence(error.code), recusal_typed=reason)
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    except RecusalAsksError as error:
        return _ask(normal, reason, error)
    return redirect(url_for("jury.sheet", code=normal), 303)


def _ask(code: str, reason: str, error: RecusalAsksError) -> Response:
    view = sheets.sheet_to_read(db.session(), current_user.id, code)
    shown = memory.known().exhibitions.get(view.exhibition_slug)
    html = render_template("jury/recusal.html", exhibition=shown, view=view, reason=reason, error=error.code)
    return refusal_headers(make_response(html, status_of(error.code)), error.code)
