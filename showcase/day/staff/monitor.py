"""The back office: how the hall votes, over time and booth by booth."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, make_response, render_template, request
from flask_login import current_user

from showcase.board import labels as secrecy
from showcase.database import db
from showcase.exhibitions import memory
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.views import ExhibitionView
from showcase.jury.queries import jurors
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.roles import Role
from showcase.voting.labels import chart
from showcase.voting.queries import turnout
from showcase.voting.queries.turnout import BoothLine
from showcase.voting.rules import BallotKind, Step, bars

SORTS: dict[str, Callable[[BoothLine, int], Any]] = {
    "booth": lambda line, recent: line.booth,
    "name": lambda line, recent: line.name.casefold(),
    "votes": lambda line, recent: -line.votes,
    "recent": lambda line, recent: (-recent, -line.votes),
}
HOUR = timedelta(hours=1)


@bp.get("/organizer/<exhibition_slug>/monitor")
@allow(Access.WATCH)
def monitor(exhibition_slug: str) -> Response:
    """The page; for htmx its changing part alone."""
    shown = memory.exhibition_or_404(exhibition_slug)
    context = _context(shown)
    if is_htmx():
        return fragment(render_template("day/_monitor.html", **context))
    return make_response(render_template("day/monitor.html", **context))


def _context(shown: ExhibitionView) -> dict[str, object]:
    session, now = db.session(), datetime.now(UTC)
    step, sort, category = _asked(shown)
    found = turnout.turnout(session, shown.id)
    recent = turnout.recent_by_slug(session, shown.id, since=now - HOUR, until=now)
    booths = turnout.booths(session, shown.id)
    totals = {
        group.slug: sum(line.votes for line in booths if line.category == group.slug) for group in shown.categories
    }
    lines = [line for line in booths if category in ("", line.category)]
    counts = found.counts
    until = min(now, counts[-1][0] + HOUR) if counts else now
    since = counts[0][0] if counts else now - HOUR
    return {
        "exhibition": shown,
        "turnout": found,
        "kinds": BallotKind,
        "chart": chart(bars(counts, step, shown.zone, since=since, until=until), shown.zone),
        "step": step,
        "steps": Step,
        "sort": sort,
        "category": category,
        "lines": sorted(lines, key=lambda line: SORTS[sort](line, recent.get(line.slug, 0))),
        "most": max((line.votes for line in booths), default=0),
        "recent": recent,
        "totals": totals,
        "total": sum(totals.values()),
        "jurors": jurors.progress(session, shown.id),
        "sees_votes": secrecy.sees_votes(shown, now),
        "exports": current_user.role is Role.ORGANIZER,
        "ended": shown.phase is Phase.PUBLISHED,
        "now": now,
    }


def _asked(shown: ExhibitionView) -> tuple[Step, str, str]:
    """The step, the order and the category that were asked for, or the usual ones."""
    step, sort = request.args.get("step", ""), request.args.get("sort", "")
    category = request.args.get("category", "")
    return (
        Step(step) if step in set(Step) else Step.FIVE,
        sort if sort in SORTS else "votes",
        category if category in {group.slug for group in shown.categories} else "",
    )
