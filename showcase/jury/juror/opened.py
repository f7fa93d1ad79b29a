"""Which exhibition is open to the signed-in juror, and the way to another one that the juror belongs to."""

from datetime import UTC, datetime

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.accounts.actions import memberships
from showcase.accounts.actions.memberships import Belonging
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.views import ExhibitionView
from showcase.jury.room import bp
from showcase.kernel.access import Access, allow


def own() -> list[Belonging]:
    """The juror's exhibitions that are not in the archive, the open one first: one query."""
    return memberships.of(db.session(), current_user.id, with_archive=False)


def opened() -> ExhibitionView | None:
    """The exhibition that is open to the juror; None for who belongs to none."""
    found = own()
    return memory.fresh().exhibitions.get(found[0].slug) if found else None


@bp.post("/jury/exhibition")
@allow(Access.JUROR)
def switch_exhibition() -> AnyResponse:
    """Open another of the juror's exhibitions, until the next sign-in."""
    with transaction() as session:
        memberships.switch(session, current_user.id, request.form.get("exhibition", "")[:80], now=datetime.now(UTC))
    return redirect(url_for("jury.tasks"), 303)
