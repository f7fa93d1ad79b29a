"""The back office: who did what, when and why. The page belongs to the whole installation."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, make_response, render_template, request, url_for

from showcase.accounts import queries as audit_log
from showcase.accounts.labels import ACTIONS, GROUPS, action_words, field_words
from showcase.accounts.queries import Line, Wanted
from showcase.database import db
from showcase.exhibitions import memory
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.back_office import bp
from showcase.printing.spreadsheets import Cell, Sheet, csv_bytes, workbook_bytes

TYPED = ("actor", "kind", "subject", "since", "until")
HEADER = ("no", "at", "time_zone", "exhibition", "actor", "action", "words", "subject", "before", "after", "reason")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Where a subject has a page: the first word of the action, the endpoint, and what the subject is called there.
PAGES = {
    "entry": ("organizer.edit_entry", "entry_slug"),
    "phase": ("organizer.phase", ""),
    "rules": ("organizer.rules", ""),
    "exhibition": ("organizer.edit_exhibition", ""),
    "board": ("organizer.screen", ""),
    "draw": ("organizer.draw_desk", ""),
    "messages": ("organizer.message_desk", ""),
    "account": ("organizer.people", ""),
    "invitation": ("organizer.people", ""),
    "second-factor": ("organizer.people", ""),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as it was typed, and what it means; `wrong` names the fields that mean nothing."""

    typed: dict[str, str]
    wanted: Wanted
    wrong: tuple[str, ...]


@bp.get("/organizer/audit")
@allow(Access.ORGANIZER)
def audit() -> Response:
    """The latest acts, fifty a page."""
    asked, number = _asked(), request.args.get("before", "")
    before = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None
    found = audit_log.page(db.session(), asked.wanted, before=before)
    kept: dict[str, Any] = {name: text for name, text in asked.typed.items() if text}
    usual = memory.zone()
    html = render_template(
        "accounts/audit.html",
        exhibition=memory.fresh().front,
        page=found,
        lines=[(line, _zone(line, usual), _address(line)) for line in found.lines],
        asked=asked,
        actors=audit_log.actors(db.session()),
        groups=[(key, words) for key, (words, _) in GROUPS.items()],
        action_words=action_words,
        field_words=field_words,
        shown=_shown,
        kept=kept,
        is_first=before is None,
        older=url_for("organizer.audit", **kept, before=found.older) if found.older else "",
    )
    return make_response(html)


@bp.get("/organizer/audit.csv")
@allow(Access.ORGANIZER)
def audit_csv() -> Response:
    """The same lines as separated text."""
    return _file(csv_bytes(HEADER, _rows()), "text/csv", "csv")


@bp.get("/organizer/audit.xlsx")
@allow(Access.ORGANIZER)
def audit_workbook() -> Response:
    """The same lines as a workbook."""
    return _file(workbook_bytes([Sheet("audit", HEADER, _rows())], title="Audit"), XLSX, "xlsx")


def _file(data: bytes, kind: str, ending: str) -> Response:
    response = make_response(data)
    response.mimetype = kind
    response.headers["Content-Disposition"] = f'attachment; filename="catatan.{ending}"'
    return response


def _rows() -> list[tuple[Cell, ...]]:
    usual = memory.zone()
    return [
        (
            line.id,
            line.at.astimezone(_zone(line, usual)),
            str(_zone(line, usual)),
            line.exhibition,
            line.actor,
            line.action,
            action_words(line.action),
            line.subject,
            _json(line.before),
            _json(line.after),
            line.reason,
        )
        for line in audit_log.every(db.session(), _asked().wanted)
    ]


def _asked() -> Asked:
    """What the form asks for. A day begins in the current exhibition's time zone."""
    typed = {name: request.args.get(name, "").strip()[:200] for name in TYPED}
    days: dict[str, datetime | None] = {}
    wrong = [] if typed["kind"] in {"", *GROUPS} else ["kind"]
    for name, after in (("since", 0), ("until", 1)):
        try:
            found = date.fromisoformat(typed[name]) if typed[name] else None
            days[name] = _midnight(found + timedelta(days=after)) if found else None
        except (ValueError, OverflowError):
            wrong.append(name)
    kinds = GROUPS[typed["kind"]][1] if typed["kind"] in GROUPS else ()
    return Asked(typed, Wanted(typed["actor"], kinds, typed["subject"], **days), tuple(wrong))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), memory.zone()).astimezone(UTC)


def _zone(line: Line, usual: ZoneInfo) -> ZoneInfo:
    """The exhibition's; for acts that belong to none, the current one's."""
    return ZoneInfo(line.timezone) if line.timezone else usual


def _address(line: Line) -> str:
    """The subject's page; empty when it has none."""
    endpoint, name = PAGES.get(line.action.partition(".")[0], ("", ""))
    if not endpoint or not line.subject or line.action not in ACTIONS:
        return ""
    if endpoint == "organizer.people":
        return url_for(endpoint, _anchor=None if line.action.startswith("invitation.") else f"person-{line.subject}")
    if not line.exhibition:
        return ""
    values: dict[str, Any] = {name: line.subject} if name else {}
    return url_for(endpoint, exhibition_slug=line.exhibition, **values)


def _shown(value: object) -> str:
    """A recorded value as text: as it is, or as JSON where it has parts."""
    if value is None or value == "":
        return "–"
    return value if isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if value not in ({}, None) else ""
