"""The back office: importing a table, with a look at what it would do before anything is stored."""

import io
from datetime import UTC, datetime
from pathlib import Path

from flask import Response, abort, current_app, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.importing import labels as import_words
from showcase.importing.actions import imports, uploads
from showcase.importing.actions.plans import ImportChangedError, ImportRefusedError, State
from showcase.importing.actions.uploads import Upload
from showcase.importing.rules.guides import guides
from showcase.importing.rules.kinds import Kind, known_headers
from showcase.importing.tables_in.problem_tables import problem_table
from showcase.importing.tables_in.templates import template
from showcase.importing.tables_in.uploaded_tables import TableRefusedError
from showcase.importing.tables_in.workbooks import read_rows
from showcase.kernel import filters, work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError
from showcase.kernel.htmx import fragment
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.kernel.work_queues import BusyError

DESK = "/organizer/<exhibition_slug>/import"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get(DESK)
@allow(Access.ORGANIZER)
def import_desk(exhibition_slug: str) -> Response:
    """Choose what, take the template, upload or paste a table."""
    return make_response(_desk(exhibition_slug, _kind(request.args.get("what", Kind.ENTRIES))))


@bp.get(f"{DESK}/template/<what>.xlsx")
@allow(Access.ORGANIZER)
def import_template(exhibition_slug: str, what: str) -> Response:
    """The workbook to fill in, with this exhibition's categories."""
    kind = _kind(what)
    session = db.session()
    known = imports.categories(session, named(session, exhibition_slug).id)
    data = template(kind, list(known.values()), filters.language())
    return _workbook(data, f"{import_words.kinds()[kind].lower()}-{exhibition_slug}.xlsx")


@bp.post(DESK)
@allow(Access.ORGANIZER)
def upload_table(exhibition_slug: str) -> Answer:
    """Read a table and keep it for its preview; nothing is stored."""
    kind = _kind(request.form.get("what", ""))
    file = request.files.get("file")
    pasted = request.form.get("text", "")
    data = file.read() if file else b""
    name = Path(file.filename or "").name[:120] if file and data else _("tabel yang ditempel")
    try:
        if not data and not pasted.strip():
            return make_response(_desk(exhibition_slug, kind, error=_("Pilih berkas, atau tempel tabelnya.")), 422)
        with work_queues.TABLES.turn():
            table = read_rows(data or pasted.encode(), name, known_headers(kind))
        shown = memory.exhibition_or_404(exhibition_slug)
        upload = Upload(current_user.id, shown.slug, kind, name, table.header, table.rows, table.header_row)
        token = uploads.keep(_folder(), upload, now=datetime.now(UTC))
    except TableRefusedError as refused:
        html = _desk(exhibition_slug, kind, error=refused.told(filters.language()), pasted=pasted)
        return make_response(html, 422)
    except BusyError as full:
        html = _desk(exhibition_slug, kind, error=sentence(full.code), pasted=pasted)
        return refusal_headers(make_response(html, status_of(full.code)), full.code)
    return redirect(url_for("organizer.preview_import", exhibition_slug=exhibition_slug, token=token), 303)


@bp.get(f"{DESK}/<token>")
@allow(Access.ORGANIZER)
def preview_import(exhibition_slug: str, token: str) -> Response:
    """What storing the table would do, or what is wrong with it."""
    try:
        return make_response(_preview(exhibition_slug, token))
    except DomainError as error:
        return _refused(exhibition_slug, error)


@bp.post(f"{DESK}/<token>")
@allow(Access.ORGANIZER)
def store_import(exhibition_slug: str, token: str) -> Answer:
    """Store all rows, if they would do exactly what the preview showed."""
    folder, now = _folder(), datetime.now(UTC)
    whose = {"owner": current_user.id, "exhibition": exhibition_slug, "now": now}
    try:
        if request.form.get("action") == "forget":
            uploads.forget(folder, token, **whose)
            return redirect(url_for("organizer.import_desk", exhibition_slug=exhibition_slug), 303)
        with work_queues.TABLES.turn(), uploads.claimed(folder, token, **whose) as upload:
            found = _checked(exhibition_slug, upload)
            with transaction() as session:
                done = imports.run(
                    session,
                    current_act(),
                    named(session, exhibition_slug),
                    found,
                    expected=request.form.get("expected", ""),
                    tell=lambda stored, of: uploads.tell(folder, token, stored, of),
                )
    except (ImportRefusedError, ImportChangedError, BusyError) as error:
        return make_response(_preview(exhibition_slug, token, error=sentence(error.code)), status_of(error.code))
    except DomainError as error:
        return _refused(exhibition_slug, error)
    address = url_for(
        "organizer.import_desk",
        exhibition_slug=exhibition_slug,
        what=upload.kind.value,
        created=done.created,
        updated=done.updated,
        unchanged=done.unchanged,
    )
    return redirect(address, 303)


@bp.get(f"{DESK}/<token>/progress")
@allow(Access.ORGANIZER)
def import_progress(exhibition_slug: str, token: str) -> Response:
    """How far the running import is; asks for itself again as long as it runs."""
    shown = memory.exhibition_or_404(exhibition_slug)
    running = uploads.progress(_folder(), token)
    return fragment(render_template("importing/_import_progress.html", exhibition=shown, token=token, running=running))


@bp.get(f"{DESK}/<token>/problems.xlsx")
@allow(Access.ORGANIZER)
def import_problems(exhibition_slug: str, token: str) -> Response:
    """The table as it was uploaded, with what is wrong in a column of its own."""
    upload = _upload(exhibition_slug, token)
    session = db.session()
    plan = imports.plan(session, named(session, exhibition_slug), _checked(exhibition_slug, upload), now=_now())
    problems: dict[int, list[str]] = {}
    for row, column, words in import_words.errors(plan.errors, upload.kind):
        problems.setdefault(row, []).append(f"{column}: {words}")
    return _workbook(
        problem_table(upload.header, upload.rows, problems, _("Masalah"), upload.header_row),
        f"masalah-{exhibition_slug}.xlsx",
    )


def _refused(exhibition_slug: str, error: DomainError) -> Response:
    """The desk again, with the reason why there is no preview."""
    return make_response(_desk(exhibition_slug, Kind.ENTRIES, error=sentence(error.code)), status_of(error.code))


def _desk(exhibition_slug: str, kind: Kind, *, error: str = "", pasted: str = "") -> str:
    shown = memory.exhibition_or_404(exhibition_slug)
    counts = {name: request.args.get(name, type=int) for name in ("created", "updated", "unchanged")}
    return render_template(
        "importing/import.html",
        exhibition=shown,
        kind=kind,
        kinds=import_words.kinds(),
        columns=guides(kind, [group.name for group in shown.categories], filters.language()),
        stored=counts if None not in counts.values() else None,
        error=error,
        pasted=pasted,
    )


def _preview(exhibition_slug: str, token: str, *, error: str = "") -> str:
    upload = _upload(exhibition_slug, token)
    session = db.session()
    found = _checked(exhibition_slug, upload)
    plan = imports.plan(session, named(session, exhibition_slug), found, now=_now())
    return render_template(
        "importing/import_preview.html",
        exhibition=memory.exhibition_or_404(exhibition_slug),
        kinds=import_words.kinds(),
        kind=upload.kind,
        upload=upload,
        token=token,
        plan=plan,
        counts=plan.counts,
        groups=import_words.groups(plan, upload.kind),
        judges=import_words.judges(plan),
        errors=import_words.errors(plan.errors, upload.kind),
        wrong_rows=len({error.row for error in plan.errors}),
        states=State,
        unknown=found.check.unknown,
        warnings=import_words.errors(found.check.warnings, upload.kind),
        error=error,
    )


def _upload(exhibition_slug: str, token: str) -> Upload:
    memory.exhibition_or_404(exhibition_slug)
    return uploads.look(_folder(), token, owner=current_user.id, exhibition=exhibition_slug, now=_now())


def _checked(exhibition_slug: str, upload: Upload) -> imports.Checked:
    session = db.session()
    exhibition = named(session, exhibition_slug)
    return imports.checked(session, exhibition.id, upload.kind, upload.header, upload.rows, upload.header_row)


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        abort(404)


def _workbook(data: bytes, name: str) -> Response:
    return send_file(io.BytesIO(data), mimetype=XLSX, as_attachment=True, download_name=name)


def _folder() -> Path:
    folder: Path = current_app.extensions["settings"].data_dir / "uploads"
    return folder


def _now() -> datetime:
    return datetime.now(UTC)
