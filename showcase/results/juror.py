"""The jury room: a category's sheets side by side, for jurors after their own lock, and for organizers."""

from typing import Any

from flask import Response, make_response, render_template, request
from flask_login import current_user

from showcase.database import db
from showcase.exhibitions import memory
from showcase.exhibitions.actions import exhibitions
from showcase.jury.juror.sheet import opened
from showcase.jury.room import bp
from showcase.jury.rules.locking import NotLockedError
from showcase.kernel.access import Access, allow
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.kernel.roles import Role
from showcase.results.labels import deliberation as deliberation_view
from showcase.results.labels import pages, rule_changes
from showcase.results.queries import deliberations, results
from showcase.results.queries.deliberations import Deliberation


@bp.get("/jury/deliberation/<category_slug>")
@allow(Access.JURY_ROOM)
def deliberation(category_slug: str) -> Response:
    """All sheets of the category. A juror who has not locked the own ones is told how to, and learns nothing.

    `?exhibition=`: for organizers, another one than the current.
    """
    try:
        found = _found(category_slug)
    except NotLockedError as error:
        context = {"exhibition": opened(), "slug": category_slug, "text": sentence(error.code)}
        response = make_response(render_template("jury/blind.html", **context), status_of(error.code))
        return refusal_headers(response, error.code)
    html = render_template(
        "jury/deliberation.html",
        exhibition=memory.exhibition_or_404(found.exhibition_slug),
        found=found,
        shown_category=found.names.categories[found.slug],
        room=deliberation_view.room(found, current_user.id),
        **_public(found),
    )
    return make_response(html)


def _found(category_slug: str) -> Deliberation:
    session = db.session()
    if current_user.role is Role.ORGANIZER:
        return deliberations.for_organizer(session, category_slug, request.args.get("exhibition", "")[:80] or None)
    return deliberations.for_juror(session, current_user.id, category_slug)


def _public(found: Deliberation) -> dict[str, Any]:
    """What has to do with votes: nothing at all while the public may still vote."""
    if not found.with_votes:
        return {"page": None, "group": None, "declared": []}
    session = db.session()
    row = exhibitions.named(session, found.standing.bundle.slug)
    context = pages.category(found.standing, found.names, results.quarantined(session, row), found.slug)
    return {**context, "rule_changes": rule_changes.stated(row.slug)}
