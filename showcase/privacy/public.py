"""What is kept of visitors, why, for how long, and what they may ask: in plain words, before they vote."""

from flask import Response, make_response, render_template

from showcase.database import db
from showcase.exhibitions import memory
from showcase.kernel.access import Access, allow
from showcase.privacy.actions import notice as privacy
from showcase.privacy.room import bp


@bp.get("/e/<exhibition_slug>/privacy")
@allow(Access.PUBLIC)
def notice(exhibition_slug: str) -> Response:
    """The privacy notice of an exhibition."""
    shown = memory.exhibition_or_404(exhibition_slug)
    found = privacy.notice(db.session(), exhibition_slug)
    return make_response(render_template("privacy/notice.html", exhibition=shown, notice=found))
