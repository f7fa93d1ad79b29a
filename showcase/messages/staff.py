"""The back office: messages to innovators, read before anybody else does."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.messages import actions as messages
from showcase.messages.actions import A_PAGE
from showcase.messages.rules import MessageState

DECISIONS = {"approve": MessageState.APPROVED, "reject": MessageState.REJECTED}


@bp.get("/organizer/<exhibition_slug>/messages")
@allow(Access.ORGANIZER)
def message_desk(exhibition_slug: str) -> Response:
    """The messages in one state, newest first."""
    shown = memory.exhibition_or_404(exhibition_slug)
    asked, page = request.args.get("state", ""), request.args.get("page", "1")
    state = MessageState(asked) if asked in set(MessageState) else MessageState.WAITING
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= 6 else 1
    found = messages.desk(db.session(), shown.id, state, number)
    return make_response(
        render_template("messages/staff.html", exhibition=shown, desk=found, state=state, states=list(MessageState))
    )


@bp.post("/organizer/<exhibition_slug>/messages")
@allow(Access.ORGANIZER)
def decide_messages(exhibition_slug: str) -> Answer:
    """Approve or reject: one message by its own button, the marked ones, or all of the page that carry no hint."""
    decision, _, number = request.form.get("decision", "").partition(":")
    chosen = [number] if number else request.form.getlist("listed" if decision == "approve-plain" else "marked")
    numbers = [int(text) for text in chosen[:A_PAGE] if text.isascii() and text.isdigit() and len(text) <= 9]
    state = DECISIONS.get(decision.removesuffix("-plain"))
    if state is not None:
        with transaction() as session:
            messages.decide(session, current_act(), exhibition_slug, numbers, state)
    return redirect(_address(exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/messages/show")
@allow(Access.ORGANIZER)
def show_messages(exhibition_slug: str) -> Answer:
    """Show approved messages on the entries' message pages, or stop it."""
    with transaction() as session:
        messages.show(session, current_act(), exhibition_slug, shown=request.form.get("shown") == "1")
    return redirect(_address(exhibition_slug), 303)


def _address(exhibition_slug: str) -> str:
    asked = request.form.get("state", "")
    state = asked if asked in set(MessageState) and asked != MessageState.WAITING else None
    return url_for("organizer.message_desk", exhibition_slug=exhibition_slug, state=state)
