"""The back office: people and their sessions, the second factor, and the audit pages."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, current_app, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from showcase.accounts import labels as role_words
from showcase.accounts import queries as audit_log
from showcase.accounts.actions import accounts, invitations, memberships, second_factors
from showcase.accounts.actions import people as people_actions
from showcase.accounts.actions import sessions as session_actions
from showcase.accounts.labels import ACTIONS, GROUPS, action_words, field_words
from showcase.accounts.public import bp as accounts_bp
from showcase.accounts.public import first_page
from showcase.accounts.queries import Line, Wanted
from showcase.accounts.rules import LoginRefusedError, RoleRefusedError
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.kernel import work_queues
from showcase.kernel.access import MUST_SET_UP, Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.kernel.roles import OFFICE_ROLES, Role
from showcase.printing.qr import qr_svg
from showcase.printing.spreadsheets import Cell, Sheet, csv_bytes, workbook_bytes

# Who did what, when and why. The page belongs to the whole installation.

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


# Its people, their roles, invitations and sessions. The page belongs to the whole installation.


@bp.get("/organizer/people")
@allow(Access.ORGANIZER)
def people() -> Response:
    """Everybody of the back office, the open invitations, and the form for another."""
    return make_response(_people_page())


@bp.post("/organizer/people")
@allow(Access.ORGANIZER)
def invite() -> Response:
    """Make an invitation; its link is shown this once."""
    name, role = request.form.get("name", "")[:200], request.form.get("role", "")
    try:
        with transaction() as session:
            wanted = _wanted()
            token = invitations.invite(session, current_act(), name=name, role=_role(role), exhibition_ids=wanted)
    except DomainError as error:
        return _people_refused(error, typed={"name": name, "role": role})
    return make_response(_people_page(link=_link(token), link_for=name.strip()))


@bp.post("/organizer/people/<username>/exhibitions")
@allow(Access.ORGANIZER)
def belong(username: str) -> AnyResponse:
    """Say which exhibitions a person belongs to; an organizer belongs to the installation."""
    with transaction() as session:
        memberships.set_of(session, current_act(), username, _wanted())
    return redirect(url_for("organizer.people", _anchor=f"person-{username}"), 303)


@bp.post("/organizer/people/<username>/link")
@allow(Access.ORGANIZER)
def invite_again(username: str) -> Response:
    """A link for a new password, shown this once."""
    with transaction() as session:
        token = invitations.invite_again(session, current_act(), username)
    return make_response(_people_page(link=_link(token), link_for=username, renews=True))


@bp.post("/organizer/people/invitations/<int:invitation_id>/revoke")
@allow(Access.ORGANIZER)
def revoke_invitation(invitation_id: int) -> AnyResponse:
    """End a link that nobody has used."""
    with transaction() as session:
        invitations.revoke(session, current_act(), invitation_id)
    return redirect(url_for("organizer.people"), 303)


@bp.post("/organizer/people/<username>/role")
@allow(Access.ORGANIZER)
def change_role(username: str) -> AnyResponse:
    """Give a person another role, with a reason."""
    role, reason = request.form.get("role", ""), request.form.get("reason", "")[:1000]
    try:
        with transaction() as session:
            people_actions.change_role(session, current_act(reason), username, _role(role))
    except DomainError as error:
        return _people_refused(error, changing=username, typed={"new_role": role, "reason": reason})
    return redirect(url_for("organizer.people"), 303)


@bp.post("/organizer/people/<username>/active")
@allow(Access.ORGANIZER)
def switch_person(username: str) -> AnyResponse:
    """Disable a person, which ends the sessions at once, or enable again."""
    active = request.form.get("active") == "1"
    try:
        with transaction() as session:
            people_actions.set_active(session, current_act(), username, active=active)
    except DomainError as error:
        return _people_refused(error, changing=username)
    return redirect(url_for("organizer.people"), 303)


@bp.post("/organizer/people/<username>/sessions")
@allow(Access.ORGANIZER)
def end_sessions_of(username: str) -> AnyResponse:
    """Sign a person, a juror too, out of every device."""
    with transaction() as session:
        people_actions.end_sessions(session, current_act(), username)
    return redirect(url_for("organizer.people"), 303)


@bp.post("/organizer/people/second-factor")
@allow(Access.ORGANIZER)
def require_second_factor() -> AnyResponse:
    """Say whether organizers must have a second factor."""
    required = request.form.get("required") == "1"
    try:
        with transaction() as session:
            second_factors.require(session, current_act(), required, actor_id=current_user.id)
    except DomainError as error:
        return _people_refused(error)
    return redirect(url_for("organizer.people"), 303)


def _wanted() -> list[int]:
    """The ticked exhibitions; a form from before there were any has none, and then it is the current one."""
    ticked = [int(text) for text in request.form.getlist("exhibition") if text.isdecimal() and len(text) < 10]
    current = memory.fresh().current
    return ticked if ticked or "choosing" in request.form or current is None else [current.id]


def _role(text: str) -> Role:
    if text not in set(Role):
        raise RoleRefusedError
    return Role(text)


def _link(token: str) -> str:
    return f"{current_app.extensions['settings'].public_base_url}{url_for('account.invitation', token=token)}"


def _people_refused(error: DomainError, *, changing: str = "", typed: dict[str, str] | None = None) -> Response:
    if isinstance(error, NotFoundError):
        raise error
    return make_response(
        _people_page(error=sentence(error.code), changing=changing, typed=typed), status_of(error.code)
    )


def _people_page(
    *,
    typed: dict[str, str] | None = None,
    error: str = "",
    changing: str = "",
    link: str = "",
    link_for: str = "",
    renews: bool = False,
) -> str:
    session, now = db.session(), datetime.now(UTC)
    return render_template(
        "accounts/people.html",
        exhibition=memory.fresh().front,
        exhibitions=sorted(memory.fresh().exhibitions.values(), key=lambda view: (view.is_archive, -view.id)),
        current=memory.fresh().current,
        people=people_actions.people(session, now=now),
        jurors=accounts.by_role(session, Role.JUROR),
        invitations=invitations.pending(session, now=now),
        required=second_factors.is_required(session),
        roles=OFFICE_ROLES,
        role_names=role_words.NAMES,
        role_texts=role_words.WHAT,
        zone=memory.zone(),
        days=invitations.DAYS,
        typed=typed or {},
        error=error,
        changing=changing,
        link=link,
        link_for=link_for,
        renews=renews,
    )


# One's own second factor: setting it up with a QR code, and switching it off.

GROUP = 4


@accounts_bp.get("/account/second-factor")
@allow(Access.SIGNED_IN)
def second_factor() -> Response:
    """Where one stands: off, a code to scan and confirm, or on."""
    if MUST_SET_UP in session and not second_factors.must_set_up(db.session(), current_user.id):
        session.pop(MUST_SET_UP)
    return make_response(_second_factor_page())


@accounts_bp.post("/account/second-factor")
@allow(Access.SIGNED_IN)
def propose_second_factor() -> AnyResponse:
    """Make a secret to scan; nothing is asked at sign-in until a code of it was typed."""
    with transaction() as opened:
        second_factors.propose(opened, current_user.id, now=datetime.now(UTC))
    return redirect(url_for("account.second_factor"), 303)


@accounts_bp.post("/account/second-factor/confirm")
@allow(Access.SIGNED_IN)
def confirm_second_factor() -> Response:
    """Switch it on with the first code; the recovery codes are shown this once."""
    try:
        with transaction() as opened:
            typed = request.form.get("code", "")[:40]
            codes = second_factors.confirm(opened, current_user.id, typed, now=datetime.now(UTC))
    except DomainError as error:
        return _second_factor_refused(error)
    session.pop(MUST_SET_UP, None)
    return make_response(_second_factor_page(codes=codes))


@accounts_bp.post("/account/second-factor/off")
@allow(Access.SIGNED_IN)
def switch_off_second_factor() -> AnyResponse:
    """Switch it off with the password and a code; both tries are counted as at sign-in."""
    account_id, username = current_user.id, current_user.username
    password, code = request.form.get("password", "")[:300], request.form.get("code", "")[:40]
    try:
        with work_queues.STAFF.place():
            with transaction() as opened:
                here = current_user.get_id()
                attempt = session_actions.attempt(opened, username, now=datetime.now(UTC), device=here)
                second = session_actions.attempt_code(opened, account_id, now=datetime.now(UTC), device=here)
            if not accounts.knows_password(db.session(), account_id, password):
                raise LoginRefusedError
        with transaction() as opened:
            session_actions.clear(opened, attempt)
            second_factors.switch_off(opened, account_id, code, now=datetime.now(UTC))
            session_actions.clear(opened, second)
    except DomainError as error:
        return _second_factor_refused(error)
    return redirect(url_for("account.second_factor"), 303)


def _second_factor_refused(error: DomainError) -> Response:
    html = _second_factor_page(error=sentence(error.code))
    return refusal_headers(make_response(html, status_of(error.code)), error.code)


def _second_factor_page(*, error: str = "", codes: list[str] | None = None) -> str:
    found, opened = second_factors.state(db.session(), current_user.id), db.session()
    svg = ""
    if found.secret:
        svg = qr_svg(second_factors.address(found.secret, current_user.username), "M", label="QR")
    return render_template(
        "accounts/second_factor.html",
        factor=found,
        qr=Markup(svg),  # noqa: S704 - drawn by us; the only text in it is escaped
        secret=_grouped(found.secret).upper(),
        codes=[_grouped(code) for code in codes or []],
        must=MUST_SET_UP in session,
        required=second_factors.is_required(opened),
        zone=memory.zone(),
        next_page=first_page(current_user.id, current_user.role),
        error=error,
    )


def _grouped(text: str) -> str:
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


# One's own signed-in devices.


@accounts_bp.get("/account/sessions")
@allow(Access.SIGNED_IN)
def sessions() -> Response:
    """Every session of the account that runs, this one marked."""
    now = datetime.now(UTC)
    found = session_actions.own(db.session(), current_user.id, current_user.get_id(), now=now)
    return make_response(render_template("accounts/sessions.html", sessions=found, zone=memory.zone()))


@accounts_bp.post("/account/sessions/<int:session_id>/end")
@allow(Access.SIGNED_IN)
def end_session(session_id: int) -> AnyResponse:
    """End one of the own sessions."""
    with transaction() as opened:
        session_actions.end_own(opened, current_user.id, session_id, now=datetime.now(UTC))
    return redirect(url_for("account.sessions"), 303)


@accounts_bp.post("/account/sessions/end")
@allow(Access.SIGNED_IN)
def end_all_sessions() -> AnyResponse:
    """Sign out everywhere, here as well."""
    with transaction() as opened:
        people_actions.end_sessions(opened, current_act(), current_user.username)
    session.clear()
    return redirect(url_for("account.login"), 303)
