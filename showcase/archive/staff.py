"""The back office: every exhibition of the installation, which is the current one, and the archive."""

from collections.abc import Callable

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.archive import queries as exhibition_lists
from showcase.archive.actions import archive
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions import exhibitions
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import sentence, status_of


@bp.get("/organizer/exhibitions")
@allow(Access.ORGANIZER)
def exhibition_list() -> Response:
    """All exhibitions with their counts; `done` names one that was moved just now."""
    return make_response(_page(done=request.args.get("done", "")))


@bp.post("/organizer/<exhibition_slug>/archive")
@allow(Access.ORGANIZER)
def archive_exhibition(exhibition_slug: str) -> Answer:
    """Put a published exhibition into the archive."""
    return _moved(exhibition_slug, archive.put_away)


@bp.post("/organizer/<exhibition_slug>/unarchive")
@allow(Access.ORGANIZER)
def unarchive_exhibition(exhibition_slug: str) -> Answer:
    """Take an exhibition out of the archive again."""
    return _moved(exhibition_slug, archive.take_out)


@bp.post("/organizer/<exhibition_slug>/current")
@allow(Access.ORGANIZER)
def make_current(exhibition_slug: str) -> Answer:
    """Make this the exhibition that the front page, jurors and commands open."""
    return _moved(exhibition_slug, exhibitions.make_current)


def _moved(slug: str, use_case: Callable[..., None]) -> Answer:
    """A refusal is told at the exhibition, with the reason that was typed."""
    reason = request.form.get("reason", "")[:1000]
    try:
        with transaction() as session:
            use_case(session, current_act(reason), slug)
    except NotFoundError:
        raise
    except DomainError as error:
        return make_response(_page(refused=slug, error=error.code, typed=reason), status_of(error.code))
    return redirect(url_for("organizer.exhibition_list", done=slug) + f"#x-{slug}", 303)


def _page(*, done: str = "", refused: str = "", error: str = "", typed: str = "") -> str:
    known = memory.fresh()
    lines = exhibition_lists.lines(db.session(), known)
    return render_template(
        "archive/exhibitions.html",
        exhibition=known.front,
        today=[line for line in lines if not line.shown.is_archive],
        archived=[line for line in lines if line.shown.is_archive],
        current=known.current,
        chosen=known.chosen,
        done=known.exhibitions.get(done),
        refused=refused,
        error=error,
        error_text=sentence(error) if error else "",
        typed=typed,
    )
