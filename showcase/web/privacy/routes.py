"""What is kept of visitors, why, for how long, and what they may ask: in plain words, before they vote."""

from flask import Response, make_response, render_template

from showcase.extensions import db
from showcase.services import privacy
from showcase.web import memory
from showcase.web.access import Access, allow
from showcase.web.privacy.blueprint import bp


@bp.get("/e/<exhibition_slug>/privacy")
@allow(Access.PUBLIC)
def notice(exhibition_slug: str) -> Response:
    """The privacy notice of an exhibition."""
    shown = memory.exhibition_or_404(exhibition_slug)
    found = privacy.notice(db.session(), exhibition_slug)
    return make_response(render_template("privacy/notice.html", exhibition=shown, notice=found))
