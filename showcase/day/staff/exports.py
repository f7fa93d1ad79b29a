"""The back office: tables to take along. Never a voter's key, never a single ballot."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from flask import Response, make_response, request
from flask_babel import gettext as _

from showcase.database import db
from showcase.entries.queries import entries as entry_lists
from showcase.entries.rules.profile import TERMS, label
from showcase.exhibitions import memory
from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.views import ExhibitionView
from showcase.importing.rules.entries import COLUMNS
from showcase.jury.queries import jurors
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.filters import language
from showcase.objections import labels as objection_words
from showcase.objections import queries as objection_lists
from showcase.printing.spreadsheets import SEPARATORS, Cell, Sheet, csv_bytes, workbook_bytes
from showcase.results.queries import suspended
from showcase.voting.queries import turnout
from showcase.voting.rules import BallotKind

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
