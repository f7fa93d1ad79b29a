"""The back office: is everything all right?"""

import shutil
from datetime import UTC, datetime, timedelta

from flask import Response, current_app, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from showcase.domain.phases import NotReadyError, Phase
from showcase.extensions import db
from showcase.services import desk, obstacles, phases
from showcase.services.catalogue import ExhibitionView
from showcase.services.desk import Summary
from showcase.services.exhibitions import named
from showcase.web import phase_words, visitor
from showcase.web.access import Access, allow
from showcase.web.htmx import fragment
from showcase.web.organizer.blueprint import bp

FULL_DISK = 1024**3
OLD_BACKUP = timedelta(hours=24)


@bp.get("/organizer")
@allow(Access.ORGANIZER)
def home() -> Answer:
    """The current exhibition's dashboard; on an empty installation, the form for the first exhibition."""
    current = visitor.fresh().current
    if current is None:
        return redirect(url_for("organizer.new_exhibition"))
    return make_response(render_template("organizer/dashboard.html", **_context(current)))


@bp.get("/organizer/<exhibition_slug>")
@allow(Access.WATCH)
def dashboard(exhibition_slug: str) -> Response:
    """The dashboard of one exhibition."""
    shown = visitor.exhibition_or_404(exhibition_slug)
    return make_response(render_template("organizer/dashboard.html", **_context(shown)))


@bp.get("/organizer/<exhibition_slug>/summary")
@allow(Access.WATCH)
def summary(exhibition_slug: str) -> Response:
    """The figures alone, for the page that refreshes itself."""
    shown = visitor.exhibition_or_404(exhibition_slug)
    return fragment(render_template("organizer/_summary.html", **_context(shown)))


def _context(shown: ExhibitionView) -> dict[str, object]:
    session, now = db.session(), datetime.now(UTC)
    found = desk.summary(session, shown.id, now=now)
    free = shutil.disk_usage(current_app.extensions["settings"].data_dir).free
    return {
        "exhibition": shown,
        "summary": found,
        "phase_name": phase_words.NAMES[shown.phase],
        "phase_text": phase_words.NOW[shown.phase],
        "left": _left(shown, now),
        "free_gb": f"{free / 1024**3:.1f}",
        "warnings": _warnings(shown, found, free, now),
        "now": now,
    }


def _left(shown: ExhibitionView, now: datetime) -> str:
    if shown.closes_at is None or now >= shown.closes_at:
        return ""
    minutes = int((shown.closes_at - now).total_seconds() // 60)
    if minutes >= 60:
        return _("%(hours)s jam %(minutes)s menit lagi", hours=minutes // 60, minutes=minutes % 60)
    return _("%(minutes)s menit lagi", minutes=minutes)


def _warnings(shown: ExhibitionView, found: Summary, free: int, now: datetime) -> list[tuple[str, str]]:
    """What needs attention, each with where to mend it."""
    base = f"/organizer/{shown.slug}"
    told: list[tuple[str, str]] = []
    words = {
        "categories": (_("Belum ada kategori."), url_for("organizer.begin_categories", exhibition_slug=shown.slug)),
        "rules": (_("Aturan peringkat belum dinyatakan."), f"{base}/rules"),
        "entries": (_("Belum ada inovasi yang terbit."), f"{base}/entries"),
        "criteria": (_("Bobot kriteria belum tepat 100 persen."), f"{base}/rules"),
    }
    if shown.phase is Phase.SETUP:
        try:
            phases.check_ready(db.session(), named(db.session(), shown.slug), Phase.VOTING)
        except NotReadyError as refused:
            told.append(words[str(refused.details["missing"])])
    if not found.jurors:
        told.append((_("Belum ada juri."), f"{base}/jurors"))
    late = [juror.name for juror in found.jurors if juror.is_active and juror.submitted < juror.assigned]
    if late and shown.phase is Phase.DELIBERATION:
        told.append((_("Lembar nilai belum lengkap: %(names)s.", names=", ".join(late)), f"{base}/judging"))
    waiting = obstacles.count_open(db.session(), shown.id)
    if waiting:
        text = ngettext("Juri melaporkan %(num)s kendala di stan.", "Juri melaporkan %(num)s kendala di stan.", waiting)
        told.append((text, f"{base}/reports"))
    if free < FULL_DISK:
        told.append((_("Ruang penyimpanan hampir penuh."), base))
    if found.last_backup_at is None or now - found.last_backup_at > OLD_BACKUP:
        told.append((_("Belum ada cadangan dalam 24 jam terakhir. Jalankan: flask backup BERKAS.zip"), base))
    return told
