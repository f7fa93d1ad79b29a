"""The desk: making a tablet a kiosk, and how busy each of them is."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.accounts.actions import sessions
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import Level
from showcase.kernel import phones, work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import sentence, status_of
from showcase.kiosk.actions import kiosks
from showcase.tickets.rules import KIOSK_TIME, MOST_NAME, checked_pin


@bp.get("/organizer/<exhibition_slug>/desk")
@allow(Access.DESK)
def desk(exhibition_slug: str) -> Response:
    """The tablets in desk mode, and the form that makes this one one of them."""
    return make_response(_page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/desk")
@allow(Access.DESK)
def start_kiosk(exhibition_slug: str) -> Answer:
    """Make this browser a kiosk. The staff session on it ends: a visitor will hold the tablet."""
    name = request.form.get("name", "")[: 2 * MOST_NAME]
    try:
        with work_queues.STAFF.turn():
            pin_hash = kiosks.hashed_pin(checked_pin(request.form.get("pin", "")[:40]))
        with transaction() as opened:
            exhibition = named(opened, exhibition_slug)
            token = kiosks.start(opened, current_act(), exhibition.id, name, pin_hash)
            sessions.sign_out(opened, current_user.get_id(), now=datetime.now(UTC))
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        return make_response(_page(exhibition_slug, name=name, error=error.code), status_of(error.code))
    session.clear()
    response = redirect(url_for("kiosk.home"), 303)
    phones.set_cookie(response, "kiosk", token, seconds=int(KIOSK_TIME.total_seconds()))
    return response


@bp.post("/organizer/<exhibition_slug>/desk/<int:kiosk_id>/end")
@allow(Access.DESK)
def end_kiosk(exhibition_slug: str, kiosk_id: int) -> Answer:
    """End a kiosk from here: its tablet shows nothing but that."""
    with transaction() as opened:
        exhibition = named(opened, exhibition_slug)
        kiosks.end(opened, current_act(), exhibition.id, kiosk_id)
    return redirect(url_for("organizer.desk", exhibition_slug=exhibition_slug), 303)


def _page(exhibition_slug: str, *, name: str = "", error: str = "") -> str:
    shown = memory.exhibition_or_404(exhibition_slug)
    return render_template(
        "kiosk/desk.html",
        exhibition=shown,
        by_ticket=shown.level is Level.TICKET,
        kiosks=kiosks.lines(db.session(), shown.id, now=datetime.now(UTC)),
        name=name,
        error=error,
        error_text=sentence(error) if error else "",
    )
