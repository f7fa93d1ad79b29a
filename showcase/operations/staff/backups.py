"""The back office: backups, made at a touch and taken away from this machine."""

from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as Answer

from showcase.config import Settings
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.installation import backups
from showcase.installation.backup_faults import BackupRefusedError
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.refusals import sentence, status_of
from showcase.operations.actions import restores

SHOWN = 20


@bp.get("/organizer/<exhibition_slug>/backups")
@allow(Access.ORGANIZER)
def backup_list(exhibition_slug: str) -> Response:
    """The backups that were made here, the newest first."""
    return make_response(_page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/backups")
@allow(Access.ORGANIZER)
def make_backup(exhibition_slug: str) -> Answer:
    """Make a consistent copy of everything while the hall goes on voting."""
    memory.exhibition_or_404(exhibition_slug)
    now = datetime.now(UTC)
    try:
        made = backups.make(db.engine, _settings().data_dir, key=_settings().secret_key, now=now)
        with transaction() as session:
            restores.note_made(session, current_act(), made.name, made.size)
    except BackupRefusedError as refused:
        return make_response(_page(exhibition_slug, refused.code), status_of(refused.code))
    return redirect(url_for("organizer.backup_list", exhibition_slug=exhibition_slug, made=made.name), 303)


@bp.post("/organizer/<exhibition_slug>/backups/<name>")
@allow(Access.ORGANIZER)
def take_backup(exhibition_slug: str, name: str) -> Response:
    """Download a backup. A form, not a link: it is written down who took the voters' keys away."""
    memory.exhibition_or_404(exhibition_slug)
    path = backups.path_of(_settings().data_dir, name)
    with transaction() as session:
        restores.note_taken(session, current_act(), name)
    response = send_file(path, mimetype="application/zip", as_attachment=True, download_name=name, conditional=False)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(exhibition_slug: str, error: str = "") -> str:
    kept = backups.listed(_settings().data_dir)
    return render_template(
        "operations/backups.html",
        exhibition=memory.exhibition_or_404(exhibition_slug),
        kept=kept[:SHOWN],
        more=len(kept) - SHOWN,
        made=request.args.get("made", ""),
        embedded=_settings().is_embedded,
        error=error,
        error_text=sentence(error) if error else "",
    )


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
