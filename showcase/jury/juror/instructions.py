"""What a juror reads once, and again whenever it is wanted."""

from datetime import UTC, datetime

from flask import make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.database import db, transaction
from showcase.jury.juror.opened import opened
from showcase.jury.queries import briefings
from showcase.jury.room import bp
from showcase.kernel.access import Access, allow


@bp.get("/jury/instructions")
@allow(Access.JUROR)
def instructions() -> AnyResponse:
    """The instructions; with the button until they are confirmed."""
    current = opened()
    if current is None:
        return redirect(url_for("jury.tasks"))
    confirmed = briefings.is_confirmed(db.session(), current_user.id, current.id)
    html = render_template("jury/instructions.html", exhibition=current, confirmed=confirmed)
    return make_response(html)


@bp.post("/jury/instructions")
@allow(Access.JUROR)
def confirm() -> AnyResponse:
    """They have been read."""
    current = opened()
    if current is not None:
        with transaction() as session:
            briefings.confirm(session, current_user.id, current.id, now=datetime.now(UTC))
    return redirect(url_for("jury.tasks"), 303)
