"""Whether a juror's locked scores still stand in the count: for anybody who holds the paper with its code."""

from zoneinfo import ZoneInfo

from flask import Response, make_response, render_template, request

from showcase.database import db
from showcase.exhibitions import memory
from showcase.jury.queries import score_receipts
from showcase.jury.rules.score_receipts import shown_code, typed_code
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.receipts import bp

UNKNOWN = "unknown"
MOST = 60


@bp.get("/check/scores")
@allow(Access.PUBLIC)
def check_scores() -> Response:
    """The form, and with `?code=` the answer."""
    return _answer(request.args.get("code", "")[:MOST])


@bp.get("/check/scores/<code>")
@allow(Access.PUBLIC)
def check_scores_code(code: str) -> Response:
    """The answer for one code: what the QR on the paper holds."""
    return _answer(code[:MOST])


def _answer(typed: str) -> Response:
    code = typed_code(typed)
    found = score_receipts.checked(db.session(), code) if code else None
    state = found.state if found else (UNKNOWN if typed.strip() else "")
    html = render_template(
        "catalogue/scores.html",
        exhibition=memory.fresh().front,
        found=found,
        state=state,
        typed=shown_code(code) if code else typed,
        zone=ZoneInfo(found.timezone) if found else None,
    )
    return make_response(html, 404 if state == UNKNOWN else 200)
