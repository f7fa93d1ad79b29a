"""The back office: the dashboard, the monitor and the exports."""

import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
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
from showcase.entries.queries import entries as entry_lists
from showcase.entries.rules.profile import TERMS, label
from showcase.exhibitions import labels as phase_words
from showcase.exhibitions import memory
from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.views import ExhibitionView
from showcase.importing.rules.entries import COLUMNS
from showcase.jury.queries import jurors
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.filters import language
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.roles import Role
from showcase.objections import labels as objection_words
from showcase.objections import queries as objection_lists
from showcase.printing.spreadsheets import SEPARATORS, Cell, Sheet, csv_bytes, workbook_bytes
from showcase.results.queries import suspended
from showcase.results.staff import waiting as waiting_proposals
from showcase.voting.labels import chart
from showcase.voting.queries import turnout
from showcase.voting.queries.turnout import BoothLine
from showcase.voting.rules import BallotKind, Step, bars

# Is everything all right?

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
    return fragment(render_template("day/_summary.html", **_dashboard_context(shown)))


def _page(shown: ExhibitionView) -> Response:
    """The figures, and above them what waits for this organizer's approval, of whatever exhibition."""
    proposals = waiting_proposals()
    alone = bool(proposals) and changes.is_alone(db.session())
    context = {**_dashboard_context(shown), "proposals": proposals, "alone": alone}
    return make_response(render_template("day/dashboard.html", **context))


def _dashboard_context(shown: ExhibitionView) -> dict[str, object]:
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


# Tables to take along. Never a voter's key, never a single ballot.

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get(
    "/organizer/<exhibition_slug>/exports/<any(turnout,votes,entries,jurors,objections):table>.<any(csv,xlsx):kind>"
)
@allow(Access.ORGANIZER)
def export(exhibition_slug: str, table: str, kind: str) -> Response:
    """A table as separated text (`?sep=semicolon`, `comma` or `tab`) or as a workbook."""
    shown = memory.exhibition_or_404(exhibition_slug)
    sheet = TABLES[table](shown)
    if kind == "csv":
        separator = SEPARATORS.get(request.args.get("sep", ""), ";")
        response = make_response(csv_bytes(sheet.header, sheet.rows, separator=separator))
        response.mimetype = "text/csv"
    else:
        response = make_response(workbook_bytes([sheet], title=f"{shown.name}: {sheet.title}"))
        response.mimetype = XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="{shown.slug}-{table}.{kind}"'
    return response


def _turnout(shown: ExhibitionView) -> Sheet:
    """Minute by minute from the first ballot to the last, quiet minutes left out."""
    found = turnout.turnout(db.session(), shown.id)
    minutes: dict[datetime, dict[BallotKind, int]] = {}
    for act in found.acts:
        of_minute = minutes.setdefault(act.minute, {})
        of_minute[act.kind] = of_minute.get(act.kind, 0) + act.number
    zone = datetime.now(UTC).astimezone(shown.zone).tzname() or ""
    header = [_("Waktu (%(zone)s)", zone=zone), _("Memilih"), _("Memindahkan"), _("Membatalkan")]
    rows: list[Sequence[Cell]] = [
        [minute.astimezone(shown.zone), *(numbers.get(kind, 0) for kind in BallotKind)]
        for minute, numbers in minutes.items()
    ]
    return Sheet(_("Suara per menit"), header, rows)


def _votes(shown: ExhibitionView) -> Sheet:
    session = db.session()
    held = suspended.suspended(session, shown.id)
    header = [_("Kategori"), _("Nomor stan"), _("Inovasi"), _("Instansi"), _("Suara"), _("Suara ditangguhkan")]
    rows: list[Sequence[Cell]] = [
        [line.category_name, line.booth, line.name, line.organisation, line.votes, held.get(line.slug, 0)]
        for line in turnout.booths(session, shown.id)
    ]
    return Sheet(_("Suara per inovasi"), header, rows)


def _entries(shown: ExhibitionView) -> Sheet:
    """The profile of every entry, drafts too, under the headers that an import takes: read back, it changes nothing."""
    words = language()
    header = [column.english if words == "en" else column.indonesian for column in COLUMNS]
    rows = [
        [_cell(profile[column.field], column.field, words) for column in COLUMNS]
        for profile in entry_lists.profiles(db.session(), shown.id)
    ]
    return Sheet(_("Inovasi"), header, rows)


def _cell(value: Cell, field: str, words: str) -> Cell:
    return label(field, str(value), words) if field in TERMS and value else value


def _jurors(shown: ExhibitionView) -> Sheet:
    header = [_("Juri"), _("Instansi"), _("Lembar terkirim"), _("Draf"), _("Tugas")]
    rows: list[Sequence[Cell]] = [
        [juror.name, juror.organisation, juror.submitted, juror.drafts, juror.assigned]
        for juror in jurors.progress(db.session(), shown.id)
    ]
    return Sheet(_("Kemajuan juri"), header, rows)


def _objections(shown: ExhibitionView) -> Sheet:
    """With who objected, while that is kept: for the organizers' own file."""
    session, zone = db.session(), shown.zone
    header = [
        _("Nomor"),
        _("Masuk"),
        _("Terlambat"),
        _("Nama"),
        _("Kontak"),
        _("Tentang"),
        _("Isi sanggahan"),
        _("Jawaban"),
        _("Alasan"),
        _("Dijawab oleh"),
        _("Dijawab pada"),
    ]
    rows: list[Sequence[Cell]] = [
        [
            line.number,
            line.received_at.astimezone(zone),
            _("ya") if line.late else "",
            line.name,
            line.reach,
            objection_words.about(line),
            line.words,
            objection_words.outcome(line.outcome),
            line.reason,
            line.answered_by,
            line.answered_at.astimezone(zone) if line.answered_at else None,
        ]
        for line in objection_lists.every(session, exhibitions.named(session, shown.slug))
    ]
    return Sheet(_("Sanggahan"), header, rows)


TABLES: dict[str, Callable[[ExhibitionView], Sheet]] = {
    "turnout": _turnout,
    "votes": _votes,
    "entries": _entries,
    "jurors": _jurors,
    "objections": _objections,
}


# How the hall votes, over time and booth by booth.

SORTS: dict[str, Callable[[BoothLine, int], Any]] = {
    "booth": lambda line, recent: line.booth,
    "name": lambda line, recent: line.name.casefold(),
    "votes": lambda line, recent: -line.votes,
    "recent": lambda line, recent: (-recent, -line.votes),
}
HOUR = timedelta(hours=1)


@bp.get("/organizer/<exhibition_slug>/monitor")
@allow(Access.WATCH)
def monitor(exhibition_slug: str) -> Response:
    """The page; for htmx its changing part alone."""
    shown = memory.exhibition_or_404(exhibition_slug)
    context = _monitor_context(shown)
    if is_htmx():
        return fragment(render_template("day/_monitor.html", **context))
    return make_response(render_template("day/monitor.html", **context))


def _monitor_context(shown: ExhibitionView) -> dict[str, object]:
    session, now = db.session(), datetime.now(UTC)
    step, sort, category = _asked(shown)
    found = turnout.turnout(session, shown.id)
    recent = turnout.recent_by_slug(session, shown.id, since=now - HOUR, until=now)
    booths = turnout.booths(session, shown.id)
    totals = {
        group.slug: sum(line.votes for line in booths if line.category == group.slug) for group in shown.categories
    }
    lines = [line for line in booths if category in ("", line.category)]
    counts = found.counts
    until = min(now, counts[-1][0] + HOUR) if counts else now
    since = counts[0][0] if counts else now - HOUR
    return {
        "exhibition": shown,
        "turnout": found,
        "kinds": BallotKind,
        "chart": chart(bars(counts, step, shown.zone, since=since, until=until), shown.zone),
        "step": step,
        "steps": Step,
        "sort": sort,
        "category": category,
        "lines": sorted(lines, key=lambda line: SORTS[sort](line, recent.get(line.slug, 0))),
        "most": max((line.votes for line in booths), default=0),
        "recent": recent,
        "totals": totals,
        "total": sum(totals.values()),
        "jurors": jurors.progress(session, shown.id),
        "sees_votes": secrecy.sees_votes(shown, now),
        "exports": current_user.role is Role.ORGANIZER,
        "ended": shown.phase is Phase.PUBLISHED,
        "now": now,
    }


def _asked(shown: ExhibitionView) -> tuple[Step, str, str]:
    """The step, the order and the category that were asked for, or the usual ones."""
    step, sort = request.args.get("step", ""), request.args.get("sort", "")
    category = request.args.get("category", "")
    return (
        Step(step) if step in set(Step) else Step.FIVE,
        sort if sort in SORTS else "votes",
        category if category in {group.slug for group in shown.categories} else "",
    )
