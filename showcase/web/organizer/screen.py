"""The back office: what the board shows, and freezing it."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.domain.errors import DomainError, NotFoundError
from showcase.domain.voting import Visibility
from showcase.extensions import transaction
from showcase.services import board
from showcase.web import visitor
from showcase.web.access import Access, allow
from showcase.web.errors import sentence, status_of
from showcase.web.organizer.blueprint import bp


@bp.get("/organizer/<exhibition_slug>/screen")
@allow(Access.STAGE)
def screen(exhibition_slug: str) -> Response:
    """What the board shows now, and what can be changed about it."""
    return make_response(_page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/screen")
@allow(Access.STAGE)
def change_screen(exhibition_slug: str) -> Answer:
    """Freeze or release the board, or change what it shows; each with a reason."""
    action, reason = request.form.get("action", ""), request.form.get("reason", "")[:1000]
    actor, now = current_user.username, datetime.now(UTC)
    try:
        with transaction() as session:
            if action == "freeze":
                board.freeze(session, exhibition_slug, actor=actor, reason=reason, now=now)
            elif action == "release":
                board.release(session, exhibition_slug, actor=actor, reason=reason, now=now)
            elif action in set(Visibility):
                board.show(session, exhibition_slug, Visibility(action), actor=actor, reason=reason, now=now)
            else:
                raise NotFoundError
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        html = _page(exhibition_slug, error=error.code, reason=reason)
        return make_response(html, status_of(error.code))
    return redirect(url_for("organizer.screen", exhibition_slug=exhibition_slug), 303)


def _page(exhibition_slug: str, *, error: str = "", reason: str = "") -> str:
    return render_template(
        "organizer/screen.html",
        exhibition=visitor.exhibition_or_404(exhibition_slug),
        error=error,
        error_text=sentence(error) if error else "",
        reason=reason,
    )
