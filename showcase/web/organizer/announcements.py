"""The back office: telling the hall something on every screen."""

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.domain.errors import DomainError, NotFoundError
from showcase.extensions import transaction
from showcase.services import announcements
from showcase.web.access import Access, allow
from showcase.web.acts import current_act
from showcase.web.errors import status_of
from showcase.web.organizer import screen
from showcase.web.organizer.blueprint import bp


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
