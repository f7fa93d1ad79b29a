"""The back office: objections, and the correction that follows one."""

import re
import secrets
from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel import form_fields, refusals
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.roles import Role
from showcase.objections import labels as words
from showcase.objections import queries as objection_lists
from showcase.objections.actions import corrections
from showcase.objections.actions import objections as objection_actions
from showcase.objections.actions.corrections import Typed
from showcase.objections.actions.objections import Told, Window
from showcase.objections.rules import (
    LIMITS,
    NotPublishedError,
    ObjectionInvalidError,
    ObjectionMovedError,
    Outcome,
    suggested_end,
)

# Until when objections are taken, what came in, and recording it.

# As the browser's field writes it.
FIELD = "%Y-%m-%dT%H:%M"
FORM_KEY = re.compile(r"[0-9a-f]{32}")
WINDOW, CAME = ("until", "how"), ("name", "reach", "about", "words", "received_at", "form_key")


@bp.get("/organizer/<exhibition_slug>/objections")
@allow(Access.WATCH)
def objections(exhibition_slug: str) -> Response:
    """The window, the corrections, and the objections in one state, the latest first."""
    return make_response(_list(memory.exhibition_or_404(exhibition_slug)))


@bp.post("/organizer/<exhibition_slug>/objections/window")
@allow(Access.ORGANIZER)
def state_objections(exhibition_slug: str) -> Answer:
    """Say until when objections are taken, and how to lodge one."""
    shown = memory.exhibition_or_404(exhibition_slug)
    typed = {name: request.form.get(name, "")[:6000] for name in WINDOW}
    until, fault = moment_of(typed["until"], shown)
    try:
        if fault:
            raise ObjectionInvalidError({"until": fault})
        with transaction() as session:
            objection_actions.state_window(session, current_act(), exhibition_slug, until, typed["how"])
    except ObjectionInvalidError as error:
        return make_response(_list(shown, typed, dict(error.fields)), 422)
    return redirect(url_for("organizer.objections", exhibition_slug=exhibition_slug, saved=1), 303)


@bp.get("/organizer/<exhibition_slug>/objections/new")
@allow(Access.ORGANIZER)
def new_objection(exhibition_slug: str) -> Response:
    """The form for what came in."""
    shown = memory.exhibition_or_404(exhibition_slug)
    if shown.phase is not Phase.PUBLISHED:
        raise NotPublishedError
    received = f"{datetime.now(shown.zone):{FIELD}}"
    return make_response(_objections_form(shown, {"received_at": received, "form_key": secrets.token_hex(16)}, {}))


@bp.post("/organizer/<exhibition_slug>/objections/new")
@allow(Access.ORGANIZER)
def record_objection(exhibition_slug: str) -> Answer:
    """Keep it, for good."""
    shown = memory.exhibition_or_404(exhibition_slug)
    typed = {name: request.form.get(name, "")[:6000] for name in CAME}
    typed["form_key"] = key_of(typed["form_key"])
    received_at, fault = moment_of(typed["received_at"], shown)
    came = Told(typed["name"], typed["reach"], typed["about"], typed["words"], received_at)
    try:
        if fault:
            raise ObjectionInvalidError({"received_at": fault})
        with transaction() as session:
            number = objection_actions.record(session, current_act(), exhibition_slug, came, form_key=typed["form_key"])
    except ObjectionInvalidError as error:
        return make_response(_objections_form(shown, typed, dict(error.fields)), 422)
    where = url_for("organizer.objection", exhibition_slug=exhibition_slug, number=number, saved=1)
    return redirect(where, 303)


def key_of(text: str) -> str:
    """The form's own key; a fresh one for a form that brings none of ours."""
    return text if FORM_KEY.fullmatch(text) else secrets.token_hex(16)


def moment_of(text: str, shown: ExhibitionView) -> tuple[datetime | None, str]:
    """What was typed, in the exhibition's own zone, and why it can't be read; nothing typed: None."""
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=shown.zone) if text.strip() else None, ""
    except ValueError:
        return None, "date-invalid"


def _list(shown: ExhibitionView, typed: dict[str, str] | None = None, wrong: dict[str, str] | None = None) -> str:
    session, now = db.session(), datetime.now(UTC)
    row = named(session, shown.slug)
    asked, page = request.args.get("state", "waiting"), request.args.get("page", "1")
    state = asked if asked in words.STATES else "waiting"
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= 6 else 1
    window = objection_actions.window(session, row)
    suggestion, since = _suggestion(window, shown, now)
    return render_template(
        "objections/staff.html",
        exhibition=shown,
        mends=current_user.role is Role.ORGANIZER,
        desk=objection_lists.desk(session, row, state, number),
        state=state,
        states=words.STATES,
        outcomes=words.OUTCOMES,
        about=words.about,
        window=window,
        typed=typed or _stored(window, shown, suggestion),
        wrong=form_fields.words(wrong or {}),
        limits=LIMITS,
        corrections=corrections.listed(session, row.id),
        suggestion=suggestion,
        since=since,
        zone_name=now.astimezone(shown.zone).tzname(),
        now=now,
        saved="saved" in request.args,
    )


def _stored(window: Window, shown: ExhibitionView, suggestion: datetime) -> dict[str, str]:
    """The window as the form's fields hold it; with the proposal where somebody asked for it, to be saved by hand."""
    until = window.until
    if until is None and "suggested" in request.args:
        until = suggestion
    return {"until": f"{until.astimezone(shown.zone):{FIELD}}" if until else "", "how": window.how}


def _suggestion(window: Window, shown: ExhibitionView, now: datetime) -> tuple[datetime, str]:
    """Three working days after the publication; from today where that is not yet, or over."""
    if window.published_at is not None and (end := suggested_end(window.published_at, shown.zone)) > now:
        return end, "publication"
    return suggested_end(now, shown.zone), "today"


def _objections_form(shown: ExhibitionView, typed: dict[str, str], wrong: dict[str, str]) -> str:
    now = datetime.now(UTC)
    return render_template(
        "objections/objection_new.html",
        exhibition=shown,
        typed=typed,
        wrong=form_fields.words(wrong),
        subjects=words.subjects(shown),
        until=named(db.session(), shown.slug).objections_until,
        limits=LIMITS,
        zone_name=now.astimezone(shown.zone).tzname(),
        now=now,
    )


# One objection with its answers, and the corrections that stand beside the result.

ANSWER, CORRECTION = ("outcome", "reason"), ("words", "reason", "objection", "understood", "form_key")


@bp.get("/organizer/<exhibition_slug>/objections/<int:number>")
@allow(Access.WATCH)
def objection(exhibition_slug: str, number: int) -> Response:
    """What was objected, and how it was answered; who it was is for organizers only."""
    return make_response(_page(memory.exhibition_or_404(exhibition_slug), number, {}, {}))


@bp.post("/organizer/<exhibition_slug>/objections/<int:number>/answer")
@allow(Access.ORGANIZER)
def answer_objection(exhibition_slug: str, number: int) -> Answer:
    """Add an answer; the ones before stay to be read."""
    shown = memory.exhibition_or_404(exhibition_slug)
    typed = {name: request.form.get(name, "")[:6000] for name in ANSWER}
    seen = _whole(request.form.get("seen", "")) or 0
    try:
        with transaction() as session:
            objection_actions.answer(session, current_act(), exhibition_slug, number, seen=seen, **typed)
    except ObjectionInvalidError as error:
        return make_response(_page(shown, number, typed, dict(error.fields)), 422)
    except ObjectionMovedError as moved:
        html = _page(shown, number, typed, {}, error=moved.code)
        return make_response(html, refusals.status_of(moved.code))
    where = url_for("organizer.objection", exhibition_slug=exhibition_slug, number=number, saved=1)
    return redirect(where, 303)


@bp.get("/organizer/<exhibition_slug>/objections/correction")
@allow(Access.ORGANIZER)
def new_correction(exhibition_slug: str) -> Response:
    """The form for a correction, with the objection that led to it, if the address names one."""
    shown = memory.exhibition_or_404(exhibition_slug)
    if shown.phase is not Phase.PUBLISHED:
        raise NotPublishedError
    typed = {"objection": request.args.get("objection", "")[:9], "form_key": secrets.token_hex(16)}
    return make_response(_objection_form(shown, typed, {}))


@bp.post("/organizer/<exhibition_slug>/objections/correction")
@allow(Access.ORGANIZER)
def record_correction(exhibition_slug: str) -> Answer:
    """Publish it, for good."""
    shown = memory.exhibition_or_404(exhibition_slug)
    typed = {name: request.form.get(name, "")[:6000] for name in CORRECTION}
    typed["form_key"] = key_of(typed["form_key"])
    # What is no number of an objection is none that stands accepted.
    cause = None if not typed["objection"] else _whole(typed["objection"]) or 0
    wanted = Typed(typed["words"], typed["reason"], cause, typed["understood"] == "yes")
    try:
        with transaction() as session:
            corrections.record(session, current_act(), exhibition_slug, wanted, form_key=typed["form_key"])
    except ObjectionInvalidError as error:
        return make_response(_objection_form(shown, typed, dict(error.fields)), 422)
    return redirect(url_for("organizer.objections", exhibition_slug=exhibition_slug, saved=1) + "#koreksi", 303)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _page(shown: ExhibitionView, number: int, typed: dict[str, str], wrong: dict[str, str], *, error: str = "") -> str:
    session = db.session()
    line, answers = objection_lists.one(session, named(session, shown.slug), number)
    return render_template(
        "objections/objection.html",
        exhibition=shown,
        mends=current_user.role is Role.ORGANIZER,
        line=line,
        about=words.about(line),
        answers=answers,
        outcomes=words.OUTCOMES,
        meanings=words.MEANINGS,
        choices=list(Outcome),
        typed=typed,
        wrong=form_fields.words(wrong),
        error=error,
        error_text=refusals.sentence(error) if error else "",
        limits=LIMITS,
        saved="saved" in request.args,
    )


def _objection_form(shown: ExhibitionView, typed: dict[str, str], wrong: dict[str, str]) -> str:
    return render_template(
        "objections/correction.html",
        exhibition=shown,
        typed=typed,
        wrong=form_fields.words(wrong),
        accepted=list(corrections.accepted(db.session(), shown.id)),
        limits=LIMITS,
    )
