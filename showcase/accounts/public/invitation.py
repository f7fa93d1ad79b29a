"""Opening an invitation's link. Looking shows the form, sending it uses the link."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from showcase.accounts.actions import invitations, sessions
from showcase.accounts.actions.invitations import InvitationView
from showcase.accounts.labels import NAMES
from showcase.accounts.public.blueprint import bp
from showcase.accounts.public.entering import device, enter
from showcase.accounts.rules import LinkUsedError
from showcase.database import db, transaction
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.errors import DomainError
from showcase.kernel.refusals import refusal_headers, sentence, status_of

MOST = 200


@bp.get("/invite/<token>")
@allow(Access.PUBLIC)
def invitation(token: str) -> Response:
    """The form, with name and role as the organizer gave them."""
    found = _found(token)
    return make_response(_page(found), 200 if found else 410)


@bp.post("/invite/<token>")
@allow(Access.PUBLIC)
def accept_invitation(token: str) -> AnyResponse:
    """Use the link. A new person is signed in; who chose a new password signs in with it, second factor and all."""
    username, password = request.form.get("username", "")[:200], request.form.get("password", "")[:300]
    try:
        with work_queues.STRANGERS.turn(), transaction() as opened:
            account_id, is_new = invitations.accept(
                opened, token[:MOST], username=username, password=password, now=datetime.now(UTC)
            )
            entered = (
                sessions.open_session(opened, account_id, now=datetime.now(UTC), device=device()) if is_new else ""
            )
    except DomainError as error:
        found = None if isinstance(error, LinkUsedError) else _found(token)
        html = _page(found, username=username, error=error.code)
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    return redirect(enter(entered) if is_new else url_for("account.login", renewed=1), 303)


def _found(token: str) -> InvitationView | None:
    try:
        return invitations.look(db.session(), token[:MOST], now=datetime.now(UTC))
    except LinkUsedError:
        return None


def _page(found: InvitationView | None, *, username: str = "", error: str = "") -> str:
    return render_template(
        "accounts/invitation.html",
        invitation=found,
        role_names=NAMES,
        username=username,
        field=error.partition("-")[0],
        error=sentence(error) if error else "",
    )
