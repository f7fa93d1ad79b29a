"""One's own signed-in devices."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.accounts.actions import people
from showcase.accounts.actions import sessions as staff_sessions
from showcase.accounts.public.blueprint import bp
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act


@bp.get("/account/sessions")
@allow(Access.SIGNED_IN)
def sessions() -> Response:
    """Every session of the account that runs, this one marked."""
    now = datetime.now(UTC)
    found = staff_sessions.own(db.session(), current_user.id, current_user.get_id(), now=now)
    return make_response(render_template("accounts/sessions.html", sessions=found, zone=memory.zone()))


@bp.post("/account/sessions/<int:session_id>/end")
@allow(Access.SIGNED_IN)
def end_session(session_id: int) -> AnyResponse:
    """End one of the own sessions."""
    with transaction() as opened:
        staff_sessions.end_own(opened, current_user.id, session_id, now=datetime.now(UTC))
    return redirect(url_for("account.sessions"), 303)


@bp.post("/account/sessions/end")
@allow(Access.SIGNED_IN)
def end_all_sessions() -> AnyResponse:
    """Sign out everywhere, here as well."""
    with transaction() as opened:
        people.end_sessions(opened, current_act(), current_user.username)
    session.clear()
    return redirect(url_for("account.login"), 303)
