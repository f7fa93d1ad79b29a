"""A juror's tasks: whom to visit, messages, obstacles and recusals."""

from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.jury import labels as obstacle_words
from showcase.jury.actions import notices, obstacles, recusals, sheets
from showcase.jury.actions.notices import Notices
from showcase.jury.juror import sheet
from showcase.jury.juror.sheet import opened
from showcase.jury.queries import briefings, own_sheets, tours
from showcase.jury.room import bp
from showcase.jury.rules.obstacles import CauseNeededError
from showcase.jury.rules.recusals import RecusalAsksError, RecusalReasonError
from showcase.jury.rules.scoring import EMPTY
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.codes import normal_code
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.refusals import refusal_headers, sentence, status_of

# What a juror reads once, and again whenever it is wanted.


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


# What organizers tell a juror: shown on the juror's pages until dismissed.


@bp.context_processor
def _known() -> dict[str, Any]:
    """`jury_notices()` for the pages that include them; who does not ask costs no query."""
    return {"jury_notices": _now, "jury_zone": ZoneInfo}


@bp.get("/jury/notices/now")
@allow(Access.JUROR)
def notices_now() -> Response:
    """The notices alone, for a page that refreshes them."""
    return fragment(render_template("jury/_notices.html"))


@bp.post("/jury/notices/<int:message_id>/dismiss")
@allow(Access.JUROR)
def dismiss(message_id: int) -> AnyResponse:
    """The juror has read a message."""
    with transaction() as session:
        notices.dismiss(session, current_user.id, message_id, now=datetime.now(UTC))
    if is_htmx():
        return fragment(render_template("jury/_notices.html"))
    return redirect(url_for("jury.tasks"), 303)


def _now() -> Notices:
    return notices.notices(db.session(), current_user.id)


# A juror can't score at a booth: skip it, and tell the organizer why.


@bp.post("/jury/<code>/obstacle")
@allow(Access.JUROR)
def report(code: str) -> AnyResponse:
    """Report it, and go back to the list for the next booth."""
    normal = normal_code(code)
    cause, words = request.form.get("cause", ""), request.form.get("words", "").replace("\0", "")
    try:
        with transaction() as session:
            obstacles.report(session, current_user.id, normal, cause=cause, words=words, now=datetime.now(UTC))
    except CauseNeededError as error:
        return _asked_again(normal, error, {"cause": cause, "words": words})
    return redirect(url_for("jury.tasks", skipped=normal), 303)


@bp.post("/jury/<code>/obstacle/clear")
@allow(Access.JUROR)
def clear(code: str) -> AnyResponse:
    """It is gone: the booth can be scored."""
    normal = normal_code(code)
    with transaction() as session:
        obstacles.clear(session, current_act(), current_user.id, normal)
    return redirect(url_for("jury.sheet", code=normal), 303)


def _asked_again(code: str, error: CauseNeededError, typed: dict[str, str]) -> Response:
    view = sheets.sheet_to_read(db.session(), current_user.id, code)
    html = sheet.page(view, obstacle_error=sentence(error.code), obstacle_typed=typed)
    return refusal_headers(make_response(html, status_of(error.code)), error.code)


# A juror has a conflict of interest with an entry.


@bp.post("/jury/<code>/recusal")
@allow(Access.JUROR)
def recuse(code: str) -> AnyResponse:
    """Declare it, with a reason; where scores would be lost to the count, ask first."""
    normal = normal_code(code)
    reason = request.form.get("reason", "").replace("\0", "").strip()
    try:
        with transaction() as session:
            recusals.recuse(
                session, current_act(reason), current_user.id, normal, confirmed=request.form.get("confirmed") == "1"
            )
    except RecusalReasonError as error:
        view = sheets.sheet_to_read(db.session(), current_user.id, normal)
        html = sheet.page(view, recusal_error=sentence(error.code), recusal_typed=reason)
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    except RecusalAsksError as error:
        return _ask(normal, reason, error)
    return redirect(url_for("jury.sheet", code=normal), 303)


def _ask(code: str, reason: str, error: RecusalAsksError) -> Response:
    view = sheets.sheet_to_read(db.session(), current_user.id, code)
    shown = memory.known().exhibitions.get(view.exhibition_slug)
    html = render_template("jury/recusal.html", exhibition=shown, view=view, reason=reason, error=error.code)
    return refusal_headers(make_response(html, status_of(error.code)), error.code)


# A juror's list: what is to be judged, what is done, what comes next.

MAX_QUERY = 60


@bp.get("/jury")
@allow(Access.JUROR)
def tasks() -> Response:
    """The list, by category and booth."""
    tour = tours.tour(db.session(), current_user.id)
    found, own = tour.tasks, sheet.own()
    q = request.args.get("q", "")[:MAX_QUERY].strip()
    shown = [task for task in found if q.casefold() in f"{task.booth} {task.name} {task.organisation}".casefold()]
    groups = [(name, list(group)) for name, group in groupby(shown, key=lambda task: task.category)]
    html = render_template(
        "jury/tasks.html",
        exhibition=memory.known().exhibitions.get(own[0].slug) if own else None,
        own=own,
        groups=groups,
        q=q,
        done=sum(task.done for task in found),
        total=len(found),
        tour=tour,
        begun=[task for task in found if task.begun],
        empty=sum(task.state == EMPTY and not task.done for task in found),
        skipped=next((task for task in found if task.code == request.args.get("skipped")), None),
        causes=obstacle_words.CAUSES,
        earlier=[] if found else own_sheets.earlier_receipts(db.session(), current_user.id),
    )
    return make_response(html)
