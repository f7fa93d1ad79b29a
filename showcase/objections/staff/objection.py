"""The back office: one objection with its answers, and the corrections that stand beside the result."""

import secrets

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
from showcase.objections.actions import corrections, objections
from showcase.objections.actions.corrections import Typed
from showcase.objections.rules import LIMITS, NotPublishedError, ObjectionInvalidError, ObjectionMovedError, Outcome
from showcase.objections.staff.objections import key_of

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
            objections.answer(session, current_act(), exhibition_slug, number, seen=seen, **typed)
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
    return make_response(_form(shown, typed, {}))


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
        return make_response(_form(shown, typed, dict(error.fields)), 422)
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


def _form(shown: ExhibitionView, typed: dict[str, str], wrong: dict[str, str]) -> str:
    return render_template(
        "objections/correction.html",
        exhibition=shown,
        typed=typed,
        wrong=form_fields.words(wrong),
        accepted=list(corrections.accepted(db.session(), shown.id)),
        limits=LIMITS,
    )
