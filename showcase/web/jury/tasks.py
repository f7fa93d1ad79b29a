"""A juror's list: what is to be judged, what is done, what comes next."""

from itertools import groupby

from flask import Response, make_response, render_template, request
from flask_login import current_user

from showcase.extensions import db
from showcase.services import juries
from showcase.web import visitor
from showcase.web.access import Access, allow
from showcase.web.jury.blueprint import bp

MAX_QUERY = 60


@bp.get("/jury")
@allow(Access.JUROR)
def tasks() -> Response:
    """The list, by category and booth."""
    found = juries.tasks(db.session(), current_user.id)
    q = request.args.get("q", "")[:MAX_QUERY].strip()
    shown = [task for task in found if q.casefold() in f"{task.booth} {task.name} {task.organisation}".casefold()]
    groups = [(name, list(group)) for name, group in groupby(shown, key=lambda task: task.category)]
    html = render_template(
        "jury/tasks.html",
        exhibition=visitor.fresh().current,
        groups=groups,
        q=q,
        done=sum(task.done for task in found),
        total=len(found),
        following=next((task for task in found if not task.done), None),
    )
    return make_response(html)
