"""The back office: is everything all right?"""

import shutil
from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.board import labels as secrecy
from showcase.board.rules import frozen_since
from showcase.config import Settings
from showcase.database import db
from showcase.day import queries as desk
from showcase.day.attention import Situation, flags
from showcase.declaration.actions import changes
from showcase.exhibitions import labels as phase_words
from showcase.exhibitions import memory
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.htmx import fragment
from showcase.kernel.roles import Role
from showcase.results.staff import rule_proposals
from showcase.voting.labels import chart

LEADING, SILENT = 5, 12


@bp.get("/organizer")
@allow(Access.ORGANIZER)
def home() -> Answer:
    """The current exhibition's dashboard; between two years, the list of all; on an empty installation,
    the form for the first exhibition.
    """
    known = memory.fresh()
    current = known.current
    if current is None:
        return redirect(url_for("organizer.exhibition_list" if known.front else "organizer.new_exhibition"))
    return _page(current)


@bp.get("/organizer/<exhibition_slug>")
@allow(Access.WATCH)
def dashboard(exhibition_slug: str) -> Response:
    """The dashboard of one exhibition."""
    shown = memory.exhibition_or_404(exhibition_slug)
    return _page(shown)


@bp.get("/organizer/<exhibition_slug>/summary")
@allow(Access.WATCH)
def summary(exhibition_slug: str) -> Response:
    """The figures alone, for the page that refreshes itself."""
    shown = memory.exhibition_or_404(exhibition_slug)
    return fragment(render_template("day/_summary.html", **_context(shown)))


def _page(shown: ExhibitionView) -> Response:
    """The figures, and above them what waits for this organizer's approval, of whatever exhibition."""
    proposals = rule_proposals.waiting()
    alone = bool(proposals) and changes.is_alone(db.session())
    context = {**_context(shown), "proposals": proposals, "alone": alone}
    return make_response(render_template("day/dashboard.html", **context))


def _context(shown: ExhibitionView) -> dict[str, object]:
    now = datetime.now(UTC)
    found = desk.summary(db.session(), shown, now=now)
    settings: Settings = current_app.extensions["settings"]
    free = shutil.disk_usage(settings.data_dir).free
    return {
        "exhibition": shown,
        "summary": found,
        "leading": found.leading(LEADING),
        "silent": found.silent[:SILENT],
        "minutes": chart(found.hour, shown.zone),
        "phase_name": phase_words.NAMES[shown.phase],
        "phase_text": phase_words.NOW[shown.phase],
        "left": _left(shown, now),
        "embedded": settings.is_embedded,
        "free_gb": f"{free / 1024**3:.1f}",
        "flags": flags(Situation(shown, found, free, settings.is_embedded, now)),
        "sees_votes": secrecy.sees_votes(shown, now),
        "mends": current_user.role is Role.ORGANIZER,
        "may_release": current_user.role in (Role.ORGANIZER, Role.MC),
        "ended": shown.phase is Phase.PUBLISHED,
        "now": now,
        "frozen_since": None if shown.phase is Phase.PUBLISHED else frozen_since(shown.frozen_at, shown.freeze_at, now),
    }


def _left(shown: ExhibitionView, now: datetime) -> str:
    """How long until votes are accepted, or until they are no more; empty when no hour says so."""
    if shown.phase is not Phase.VOTING:
        return ""
    if shown.opens_at is not None and now < shown.opens_at:
        return _("dibuka dalam %(time)s", time=_span(shown.opens_at, now))
    if shown.closes_at is not None and now < shown.closes_at:
        return _("%(time)s lagi", time=_span(shown.closes_at, now))
    return ""


def _span(until: datetime, now: datetime) -> str:
    minutes = int((until - now).total_seconds() // 60)
    if minutes >= 60:
        return _("%(hours)s jam %(minutes)s menit", hours=minutes // 60, minutes=minutes % 60)
    return _("%(minutes)s menit", minutes=minutes)
