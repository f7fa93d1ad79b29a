"""The back office: how far the judging is, who is here, where a juror goes next, and messages to jurors."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED
from showcase.jury.actions import notices, panels
from showcase.jury.queries import board
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.refusals import sentence, status_of

EVERYBODY = "*"
MOST_WORDS = 2000


@bp.get("/organizer/<exhibition_slug>/judging")
@allow(Access.ORGANIZER)
def judging(exhibition_slug: str) -> Response:
    """The board of all jurors and entries; it updates itself until the result is decided."""
    return make_response(_page(exhibition_slug, sent=request.args.get("sent", "")[:6]))


@bp.get("/organizer/<exhibition_slug>/judging/board")
@allow(Access.ORGANIZER)
def judging_fragment(exhibition_slug: str) -> Response:
    """The board alone, for the page that refreshes it."""
    return fragment(render_template("jury/_board.html", **_context(exhibition_slug)))


@bp.post("/organizer/<exhibition_slug>/judging")
@allow(Access.ORGANIZER)
def direct_juror(exhibition_slug: str) -> Answer:
    """Send a juror to an entry next (`next`: user name/entry; nothing after the slash: nowhere), or note presence
    (`present` or `absent`: user name)."""
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        if "next" in request.form:
            username, slash, entry = request.form["next"][:200].partition("/")
            if not slash:
                raise NotFoundError
            panels.send_to(session, current_act(), exhibition.id, username, entry)
        else:
            present = "present" in request.form
            username = request.form.get("present" if present else "absent", "")[:60]
            panels.set_present(session, current_act(), exhibition.id, username, present=present)
    if is_htmx():
        return fragment(render_template("jury/_board.html", **_context(exhibition_slug)))
    return redirect(url_for("organizer.judging", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/judging/message")
@allow(Access.ORGANIZER)
def message_jurors(exhibition_slug: str) -> Answer:
    """Send a message to one juror or all; it stands on their pages until they dismiss it."""
    words, to = request.form.get("words", "")[:MOST_WORDS], request.form.get("to", "")[:60]
    readers = None if to == EVERYBODY else [to]
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            sent = notices.send(session, current_act(), exhibition.id, readers, words)
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        html = _page(exhibition_slug, error=sentence(error.code), words=words, to=to)
        return make_response(html, status_of(error.code))
    return redirect(url_for("organizer.judging", exhibition_slug=exhibition_slug, sent=sent) + "#message", 303)


def _context(exhibition_slug: str) -> dict[str, object]:
    shown = memory.exhibition_or_404(exhibition_slug)
    return {
        "exhibition": shown,
        "board": board.board(db.session(), shown.id),
        "ended": shown.phase in DECIDED,
        "now": datetime.now(UTC),
    }


def _page(exhibition_slug: str, *, error: str = "", words: str = "", to: str = "", sent: str = "") -> str:
    context = _context(exhibition_slug)
    return render_template("jury/judging.html", error=error, words=words, to=to, sent=sent, **context)
