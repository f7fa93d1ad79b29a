"""The back office: what jurors report from the booths, and who must not judge what."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.rules import DECIDED
from showcase.exhibitions.views import ExhibitionView
from showcase.jury import labels as obstacle_words
from showcase.jury.actions import obstacles, recusals
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.htmx import fragment
from showcase.kernel.refusals import refusal_headers, sentence, status_of


@bp.get("/organizer/<exhibition_slug>/reports")
@allow(Access.ORGANIZER)
def reports(exhibition_slug: str) -> Response:
    """Obstacles at booths, open ones first, and conflicts of interest."""
    shown = memory.exhibition_or_404(exhibition_slug)
    return make_response(_page(shown))


@bp.get("/organizer/<exhibition_slug>/obstacles")
@allow(Access.ORGANIZER)
def open_obstacles(exhibition_slug: str) -> Response:
    """The obstacles alone, for the page that refreshes itself."""
    shown = memory.exhibition_or_404(exhibition_slug)
    return fragment(render_template("jury/_obstacles.html", **_obstacles(shown)))


@bp.post("/organizer/<exhibition_slug>/obstacles/<int:number>/resolve")
@allow(Access.ORGANIZER)
def resolve_obstacle(exhibition_slug: str, number: int) -> Answer:
    """It is solved: the mark leaves the juror's list."""
    shown = memory.exhibition_or_404(exhibition_slug)
    with transaction() as session:
        obstacles.resolve(session, current_act(), shown.id, number)
    return redirect(url_for("organizer.reports", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/recusals/<username>/<entry_slug>/undo")
@allow(Access.ORGANIZER)
def undo_recusal(exhibition_slug: str, username: str, entry_slug: str) -> Answer:
    """The juror judges the entry after all, and why."""
    shown = memory.exhibition_or_404(exhibition_slug)
    reason = request.form.get("reason", "").replace("\0", "")
    try:
        with transaction() as session:
            recusals.undo(session, current_act(reason), shown.id, username=username, entry_slug=entry_slug)
    except NotFoundError:
        raise
    except DomainError as error:
        html = _page(shown, error=sentence(error.code), code=error.code, wrong=(username, entry_slug), typed=reason)
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    return redirect(url_for("organizer.reports", exhibition_slug=exhibition_slug), 303)


def _page(shown: ExhibitionView, **more: object) -> str:
    defaults: dict[str, object] = {"error": "", "code": "", "wrong": (), "typed": ""}
    return render_template(
        "jury/reports.html",
        recusals=recusals.listed(db.session(), shown.id),
        **_obstacles(shown),
        **{**defaults, **more},
    )


def _obstacles(shown: ExhibitionView) -> dict[str, object]:
    listed = obstacles.listed(db.session(), shown.id)
    return {
        "exhibition": shown,
        "obstacles": listed,
        "causes": obstacle_words.CAUSES,
        "ended": shown.phase in DECIDED,
        "now": datetime.now(UTC),
    }
