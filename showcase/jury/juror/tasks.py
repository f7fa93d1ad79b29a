"""A juror's list: what is to be judged, what is done, what comes next."""

from itertools import groupby

from flask import Response, make_response, render_template, request
from flask_login import current_user

from showcase.database import db
from showcase.exhibitions import memory
from showcase.jury import labels as obstacle_words
from showcase.jury.juror import opened
from showcase.jury.queries import own_sheets, tours
from showcase.jury.room import bp
from showcase.jury.rules.scoring import EMPTY
from showcase.kernel.access import Access, allow

MAX_QUERY = 60


@bp.get("/jury")
@allow(Access.JUROR)
def tasks() -> Response:
    """The list, by category and booth."""
    tour = tours.tour(db.session(), current_user.id)
    found, own = tour.tasks, opened.own()
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
