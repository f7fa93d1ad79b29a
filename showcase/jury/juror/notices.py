"""What organizers tell a juror: shown on the juror's pages until dismissed."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.jury.actions import notices
from showcase.jury.actions.notices import Notices
from showcase.jury.room import bp
from showcase.kernel.access import Access, allow
from showcase.kernel.htmx import fragment, is_htmx


@bp.context_processor
def _known() -> dict[str, Any]:
    """`jury_notices()` for the pages that include them; who does not ask costs no query."""
    return {"jury_notices": _now, "jury_zone": ZoneInfo}


@bp.get("/jury/notices/now")
@allow(Access.JUROR)
def notices_now() -> Response:
    """The notices alone, for a page that refreshes them."""
    return fragment(render_template("jury/_notices.html"))


@bp.post("/jury/notices/<int:message_id>/dismiss")
@allow(Access.JUROR)
def dismiss(message_id: int) -> Answer:
    """The juror has read a message."""
    with transaction() as session:
        notices.dismiss(session, current_user.id, message_id, now=datetime.now(UTC))
    if is_htmx():
        return fragment(render_template("jury/_notices.html"))
    return redirect(url_for("jury.tasks"), 303)


def _now() -> Notices:
    return notices.notices(db.session(), current_user.id)
