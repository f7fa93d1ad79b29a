"""The back office: telling the hall something on every screen."""

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.board.actions import announcements
from showcase.board.staff import screen
from showcase.database import transaction
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import status_of


@bp.post("/organizer/<exhibition_slug>/screen/announcement")
@allow(Access.STAGE)
def announce(exhibition_slug: str) -> Answer:
    """Show a sentence on every screen, or take it down."""
    words, minutes = request.form.get("words", "")[:1000], request.form.get("minutes", "")
    try:
        with transaction() as session:
            if "dismiss" in request.form:
                announcements.dismiss(session, current_act(), exhibition_slug)
            else:
                number = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 4 else -1
                announcements.say(session, current_act(), exhibition_slug, words, minutes=number)
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        html = screen.page(exhibition_slug, error=error.code, typed={"words": words, "minutes": minutes})
        return make_response(html, status_of(error.code))
    return redirect(url_for("organizer.screen", exhibition_slug=exhibition_slug), 303)
