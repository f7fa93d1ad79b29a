"""A juror's score sheet on one entry."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.domain.entries import normal_code
from showcase.domain.errors import DomainError, NotFoundError
from showcase.domain.scoring import ScoresInvalidError, SheetConflictError
from showcase.extensions import db, transaction
from showcase.services import juries, sheets
from showcase.services.sheets import Draft, SheetView
from showcase.web import visitor
from showcase.web.access import Access, allow
from showcase.web.errors import refusal_headers, sentence, status_of
from showcase.web.jury.blueprint import bp

PREFIX = "score."
KNOWN_FIELDS = frozenset({"csrf_token", "version", "note", "action"})
MAX_VERSION_DIGITS = 9


@bp.get("/jury/<code>")
@allow(Access.JUROR)
def sheet(code: str) -> Response:
    """The sheet as it is stored."""
    view = sheets.sheet_to_read(db.session(), current_user.id, normal_code(code))
    return _page(view)


@bp.post("/jury/<code>")
@allow(Access.JUROR)
def save(code: str) -> AnyResponse:
    """Store the draft or submit the sheet: all of it or nothing, and nothing that was typed is lost."""
    normal = normal_code(code)
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
    values = {}
    for name, text in request.form.items():
        if name.startswith(PREFIX):
            values[name.removeprefix(PREFIX)] = text[:40]
        elif name not in KNOWN_FIELDS:
            values[name] = ""
    version = request.form.get("version", "")
    digits = version if version.isascii() and version.isdigit() and len(version) <= MAX_VERSION_DIGITS else "0"
    note = request.form.get("note", "").replace("\r\n", "\n")
    return Draft(values, note, int(digits), submit=request.form.get("action") == "submit")


def _refused(stored: SheetView, draft: Draft, error: DomainError) -> Response:
    fields = error.fields if isinstance(error, ScoresInvalidError) else {}
    conflict = isinstance(error, SheetConflictError)
    html = _render(
        stored,
        typed=draft.values,
        note=draft.note,
        error=error.code,
        error_text=sentence(error.code),
        wrong={slug: _word(stored, slug, code) for slug, code in fields.items()},
        conflict=conflict,
    )
    return refusal_headers(make_response(html, status_of(error.code)), error.code)


def _word(view: SheetView, slug: str, code: str) -> str:
    maximum = next((criterion.maximum for criterion in view.criteria if criterion.slug == slug), "100")
    words = {
        "score-invalid": _("Tulis angka saja, dengan titik untuk pecahan, misalnya 82.5."),
        "score-range": _("Nilainya dari 0 sampai %(maximum)s.", maximum=maximum),
        "missing": _("Belum diisi."),
    }
    return words.get(code, _("Kriteria ini tidak dikenal."))


def _page(view: SheetView) -> Response:
    return make_response(_render(view, typed=view.scores, note=view.note))


def _render(view: SheetView, **more: object) -> str:
    tasks = juries.tasks(db.session(), current_user.id)
    open_tasks = [task for task in tasks if not task.done and task.code != view.code]
    later = [task for task in open_tasks if task.booth > view.booth]
    defaults: dict[str, object] = {"error": "", "error_text": "", "wrong": {}, "conflict": False}
    return render_template(
        "jury/sheet.html",
        exhibition=visitor.known().exhibitions.get(view.exhibition_slug),
        view=view,
        zone=ZoneInfo(view.timezone),
        number=next((n for n, task in enumerate(tasks, start=1) if task.code == view.code), 0),
        total=len(tasks),
        following=next(iter(later or open_tasks), None),
        **{**defaults, **more},
    )
