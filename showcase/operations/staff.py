"""The back office: backups and the rehearsal."""

from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from showcase.config import Settings
from showcase.database import db, other_database, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import InArchiveError
from showcase.installation import backups
from showcase.installation.backup_faults import BackupRefusedError
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import sentence, status_of
from showcase.operations.actions import rehearsals, restores, simulation
from showcase.operations.actions.rehearsals import Plan
from showcase.operations.rules import HOURS, MOST_VISITORS, RehearsalChoiceError, RehearsalRunningError
from showcase.printing.qr import qr_svg

# Backups, made at a touch and taken away from this machine.

SHOWN = 20


@bp.get("/organizer/<exhibition_slug>/backups")
@allow(Access.ORGANIZER)
def backup_list(exhibition_slug: str) -> Response:
    """The backups that were made here, the newest first."""
    return make_response(_backups_page(exhibition_slug))


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
        return make_response(_backups_page(exhibition_slug, refused.code), status_of(refused.code))
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


def _backups_page(exhibition_slug: str, error: str = "") -> str:
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


# A rehearsal in a copy of the exhibition.

# Visitors come in groups of this size, so that real voters never wait long for the turn to write.
GROUP = 20


@bp.get("/organizer/<exhibition_slug>/rehearsal")
@allow(Access.ORGANIZER)
def rehearsal_desk(exhibition_slug: str) -> Response:
    """Begin a rehearsal, invite others to it, end it; inside of it, let more visitors come."""
    return make_response(_rehearsal_page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/rehearsal/begin")
@allow(Access.ORGANIZER)
def begin_rehearsal(exhibition_slug: str) -> Answer:
    """Copy the exhibition, fill the copy, and invite the organizer into it."""
    settings, now = _outside(), datetime.now(UTC)
    typed = {name: request.form.get(name, "")[:10] for name in ("hours", "visitors", "spare")}
    try:
        plan = Plan(_number(typed["hours"]), _number(typed["visitors"]), spare_juror=bool(typed["spare"]))
        made = rehearsals.begin(
            db.session(),
            current_act(now=now),
            named(db.session(), exhibition_slug),
            plan,
            data_dir=settings.data_dir,
            opened=other_database,
        )
    except (InArchiveError, RehearsalChoiceError, RehearsalRunningError) as refused:
        return make_response(_rehearsal_page(exhibition_slug, typed, refused.code), status_of(refused.code))
    with transaction() as session:
        rehearsals.note_begin(session, current_act(), made)
    return redirect(url_for("organizer.rehearsal_desk", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/rehearsal/end")
@allow(Access.ORGANIZER)
def end_rehearsal(exhibition_slug: str) -> Answer:
    """End the rehearsal now. Everybody who takes part is back in the real exhibition with the next page."""
    settings = _outside()
    memory.exhibition_or_404(exhibition_slug)
    ended = rehearsals.stored(settings.data_dir)
    if ended is not None:
        rehearsals.end(settings.data_dir)
        with transaction() as session:
            rehearsals.note_end(session, current_act(), ended)
    return redirect(url_for("organizer.rehearsal_desk", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/rehearsal/visitors")
@allow(Access.ORGANIZER)
def bring_visitors(exhibition_slug: str) -> Answer:
    """Inside of a rehearsal: let more simulated visitors vote, now."""
    settings = current_app.extensions["settings"]
    if settings.sandbox is None:
        raise NotFoundError
    number = _number(request.form.get("visitors", "")[:10])
    try:
        before = rehearsals.more_visitors(settings.data_dir.parent, number)
        for begun in range(0, number, GROUP):
            with transaction() as session:
                shown, come = named(session, exhibition_slug), min(GROUP, number - begun)
                simulation.vote(session, shown.id, come, seed=before + begun, now=datetime.now(UTC), minutes=0)
    except DomainError as refused:
        return make_response(_rehearsal_page(exhibition_slug, {}, refused.code), status_of(refused.code))
    return redirect(url_for("organizer.rehearsal_desk", exhibition_slug=exhibition_slug, come=number), 303)


def _outside() -> Settings:
    """The real installation's settings: a rehearsal neither begins nor ends a rehearsal. Raises NotFoundError."""
    settings: Settings = current_app.extensions["settings"]
    if settings.sandbox is not None:
        raise NotFoundError
    return settings


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else -1


def _rehearsal_page(slug: str, typed: dict[str, str] | None = None, error: str = "") -> str:
    shown, settings = memory.exhibition_or_404(slug), current_app.extensions["settings"]
    running = None if settings.sandbox else rehearsals.running(settings.data_dir, now=datetime.now(UTC))
    address = f"{settings.public_base_url}/rehearsal/{running.key}" if running else ""
    return render_template(
        "operations/rehearsal.html",
        exhibition=shown,
        running=running,
        address=address,
        qr=qr_svg(address, "M", label=_("Kode QR untuk ikut gladi bersih")) if address else "",
        obstacle=_obstacle(running.obstacle) if running else "",
        hours=HOURS,
        most_visitors=MOST_VISITORS,
        typed=typed or {"hours": "4", "visitors": "150", "spare": "1"},
        come=request.args.get("come", ""),
        error=error,
        error_text=sentence(error) if error else "",
    )


def _obstacle(missing: str) -> str:
    """Why voting could not be opened in the copy: the same would keep the real one from opening."""
    words = {
        "": "",
        "categories": _("belum ada kategori"),
        "rules": _("aturan peringkat belum dinyatakan"),
        "entries": _("belum ada inovasi yang terbit"),
        "criteria": _("bobot kriteria belum tepat 100 persen"),
    }
    return words.get(missing, missing)
