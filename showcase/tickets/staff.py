"""The back office and the desk: making tickets, handing them out, declaring them spoiled, and where all of them are."""

from urllib.parse import urlsplit

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import Level
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import sentence, status_of
from showcase.printing.qr import ticket_url
from showcase.tickets.actions import batches
from showcase.tickets.actions.batches import Blank
from showcase.tickets.papers import TicketPaper, tickets_pdf
from showcase.tickets.rules import MOST_IN_BATCH, shown_code, shown_number, typed_range

MOST_TYPED = 1000


@bp.get("/organizer/<exhibition_slug>/tickets")
@allow(Access.DESK)
def ticket_desk(exhibition_slug: str) -> Response:
    """Where all tickets are, and what can be done with them."""
    return make_response(_page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/tickets/print")
@allow(Access.ORGANIZER)
def print_tickets(exhibition_slug: str) -> Response:
    """Make a batch and answer its paper, drawn before anything is stored: its secrets are never known again."""
    shown = memory.exhibition_or_404(exhibition_slug)
    number = request.form.get("size", "").strip()
    size = int(number) if number.isascii() and number.isdigit() and len(number) <= 4 else 0
    try:
        with work_queues.PAPERS.turn():
            made = batches.blanks(db.session(), shown.id, size)
            data = _paper(shown.name, made)
        with transaction() as session:
            kept = batches.store(session, current_act(), shown.id, made)
    except DomainError as error:
        return _refused(exhibition_slug, error, "print")
    response = make_response(data)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="tiket-{shown.slug}-{kept:03d}.pdf"'
    return response


@bp.post("/organizer/<exhibition_slug>/tickets/hand")
@allow(Access.DESK)
def hand_out_tickets(exhibition_slug: str) -> Answer:
    """Note that the tickets with these numbers were given to visitors."""
    try:
        first, last = typed_range(request.form.get("numbers", "")[:40])
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            count = batches.hand_out(session, current_act(), exhibition.id, first, last)
    except DomainError as error:
        return _refused(exhibition_slug, error, "hand")
    return redirect(url_for("organizer.ticket_desk", exhibition_slug=exhibition_slug, handed=count), 303)


@bp.post("/organizer/<exhibition_slug>/tickets/spoil")
@allow(Access.DESK)
def spoil_tickets(exhibition_slug: str) -> Answer:
    """Declare tickets spoiled or lost, with a reason: by their numbers, or all unused ones of a batch."""
    reason, batch = request.form.get("reason", "")[:MOST_TYPED], request.form.get("batch", "")[:6]
    act = current_act(reason)
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            if batch:
                number = int(batch) if batch.isascii() and batch.isdigit() else 0
                count = batches.spoil_batch(session, act, exhibition.id, number)
            else:
                first, last = typed_range(request.form.get("numbers", "")[:40])
                count = batches.spoil(session, act, exhibition.id, first, last)
    except DomainError as error:
        return _refused(exhibition_slug, error, "spoil")
    return redirect(url_for("organizer.ticket_desk", exhibition_slug=exhibition_slug, spoiled=count), 303)


def _refused(exhibition_slug: str, error: DomainError, part: str) -> Response:
    if isinstance(error, NotFoundError):
        raise error
    return make_response(_page(exhibition_slug, error=error.code, part=part), status_of(error.code))


def _paper(exhibition: str, made: list[Blank]) -> bytes:
    base = current_app.extensions["settings"].public_base_url
    parts = urlsplit(base)
    papers = [
        TicketPaper(shown_number(one.serial), ticket_url(base, one.token), shown_code(one.locator, one.secret))
        for one in made
    ]
    return tickets_pdf(papers, exhibition=exhibition, page=f"{parts.netloc}{parts.path.rstrip('/')}/t")


def _page(exhibition_slug: str, *, error: str = "", part: str = "") -> str:
    shown = memory.exhibition_or_404(exhibition_slug)
    session = db.session()
    return render_template(
        "tickets/staff.html",
        exhibition=shown,
        wanted=shown.level is Level.TICKET,
        may_print=current_user.role.value == "organizer",
        counts=batches.reconciled(session, shown.id),
        batches=batches.batches(session, shown.id),
        number=shown_number,
        most=MOST_IN_BATCH,
        done=_done(),
        part=part,
        error=error,
        error_text=sentence(error) if error else "",
        typed={name: request.form.get(name, "")[:MOST_TYPED] for name in ("size", "numbers", "reason")},
    )


def _done() -> str:
    for name in ("handed", "spoiled"):
        text = request.args.get(name, "")
        if text.isascii() and text.isdigit() and len(text) <= 5:
            count = int(text)
            if name == "handed":
                return ngettext("%(num)s tiket dicatat diserahkan.", "%(num)s tiket dicatat diserahkan.", count)
            return ngettext("%(num)s tiket dibatalkan.", "%(num)s tiket dibatalkan.", count)
    return ""
