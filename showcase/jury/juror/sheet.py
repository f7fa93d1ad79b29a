"""A juror's score sheet on one entry."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.jury import labels as obstacle_words
from showcase.jury import labels as score_words
from showcase.jury.actions import obstacles, recusals, sheets
from showcase.jury.actions.sheets import Draft, SheetView
from showcase.jury.juror import autosave
from showcase.jury.labels import PREFIX
from showcase.jury.queries import tours
from showcase.jury.room import bp
from showcase.jury.rules.scoring import ScoresInvalidError, SheetConflictError
from showcase.kernel.access import Access, allow
from showcase.kernel.codes import normal_code
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import refusal_headers, sentence, status_of

KNOWN_FIELDS = frozenset({"csrf_token", "version", "note", "action"})
MAX_VERSION_DIGITS = 9


@bp.get("/jury/<code>")
@allow(Access.JUROR)
def sheet(code: str) -> Response:
    """The sheet as it is stored."""
    view = sheets.sheet_to_read(db.session(), current_user.id, normal_code(code))
    return make_response(page(view))


@bp.post("/jury/<code>")
@allow(Access.JUROR)
def save(code: str) -> AnyResponse:
    """Store the draft or submit the sheet: all of it or nothing, and nothing that was typed is lost."""
    normal = normal_code(code)
    if autosave.is_asked():
        return autosave.answer(current_user.id, normal)
    draft = _draft()
    try:
        with transaction() as session:
            view = sheets.save(session, current_user.id, normal, draft, now=datetime.now(UTC))
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        stored = sheets.sheet_to_read(db.session(), current_user.id, normal)
        return _refused(stored, draft, error)
    if draft.submit:
        return redirect(url_for("jury.tasks", sent=view.entry_slug), 303)
    return redirect(url_for("jury.sheet", code=view.code), 303)


def _draft() -> Draft:
    values, repeated = {}, set()
    for name, texts in request.form.lists():
        slug = name.removeprefix(PREFIX) if name.startswith(PREFIX) else ""
        if slug:
            values[slug] = texts[0][:40]
        elif name not in KNOWN_FIELDS:
            values[f"?{name}"] = ""
        if slug and len(texts) > 1:
            repeated.add(slug)
    return Draft(
        values,
        request.form.get("note", "").replace("\r\n", "\n").replace("\0", ""),
        score_words.whole(request.form.get("version", ""), MAX_VERSION_DIGITS),
        submit=request.form.get("action") == "submit",
        repeated=frozenset(repeated),
    )


def _refused(stored: SheetView, draft: Draft, error: DomainError) -> Response:
    fields = error.fields if isinstance(error, ScoresInvalidError) else {}
    conflict = isinstance(error, SheetConflictError)
    html = page(
        stored,
        typed=draft.values,
        note=draft.note,
        error=error.code,
        error_text=sentence(error.code),
        wrong={slug: score_words.word(stored, slug, code) for slug, code in fields.items()},
        conflict=conflict,
    )
    return refusal_headers(make_response(html, status_of(error.code)), error.code)


def page(view: SheetView, **more: object) -> str:
    """The sheet's page, with the next one in booth order; `more` tells what was refused."""
    tasks = tours.tasks(db.session(), current_user.id)
    open_tasks = [task for task in tasks if not task.done and task.code != view.code]
    later = [task for task in open_tasks if task.booth > view.booth]
    mine = next((task for task in tasks if task.code == view.code), None)
    defaults: dict[str, object] = {"error": "", "error_text": "", "wrong": {}, "conflict": False}
    return render_template(
        "jury/sheet.html",
        exhibition=memory.known().exhibitions.get(view.exhibition_slug),
        view=view,
        zone=ZoneInfo(view.timezone),
        number=tasks.index(mine) + 1 if mine else 0,
        total=len(tasks),
        following=next(iter(later or open_tasks), None),
        suggested=recusals.is_suggested(view, current_user.organisation),
        obstacle=obstacles.own(db.session(), current_user.id, view.entry_id) if mine and mine.cause else None,
        causes=obstacle_words.CAUSES,
        **{"typed": view.scores, "note": view.note, **defaults, **more},
    )
