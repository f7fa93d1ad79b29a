"""The back office: making and describing an exhibition."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.domain.phases import ReasonNeededError
from showcase.domain.visits import MOST_REQUIRED
from showcase.domain.voting import Level
from showcase.extensions import transaction
from showcase.services import exhibitions, visits
from showcase.services.catalogue import ExhibitionView
from showcase.services.exhibitions import Description, ExhibitionInvalidError
from showcase.web import form_words, visitor
from showcase.web.access import Access, allow
from showcase.web.organizer.blueprint import bp

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
TEXTS = ("name", "organiser", "venue", "starts_on", "ends_on", "timezone", "opens_at", "closes_at")


@bp.get("/organizer/new")
@allow(Access.ORGANIZER)
def new_exhibition() -> Response:
    """The form for an exhibition."""
    return make_response(_form(None, {"timezone": "Asia/Makassar", "criteria": "iga-2023", "level": "booth"}, {}))


@bp.post("/organizer/new")
@allow(Access.ORGANIZER)
def create_exhibition() -> Answer:
    """Make an exhibition."""
    typed = {name: request.form.get(name, "")[:3000] for name in (*TEXTS, "categories", "criteria", "level")}
    try:
        with transaction() as session:
            slug = exhibitions.create(
                session,
                _description(typed),
                categories=typed["categories"].splitlines(),
                criteria=typed["criteria"],
                level=_level(typed["level"]),
                actor=current_user.username,
                now=datetime.now(UTC),
            )
    except ExhibitionInvalidError as error:
        return make_response(_form(None, typed, dict(error.fields)), 422)
    return redirect(url_for("organizer.dashboard", exhibition_slug=slug), 303)


@bp.get("/organizer/<exhibition_slug>/settings")
@allow(Access.ORGANIZER)
def edit_exhibition(exhibition_slug: str) -> Response:
    """The form of an exhibition's name, place and times."""
    shown = visitor.exhibition_or_404(exhibition_slug)
    return make_response(_form(shown, _stored(shown), {}))


@bp.post("/organizer/<exhibition_slug>/settings")
@allow(Access.ORGANIZER)
def describe_exhibition(exhibition_slug: str) -> Answer:
    """Change an exhibition's name, place and times."""
    typed = {name: request.form.get(name, "")[:3000] for name in TEXTS}
    try:
        with transaction() as session:
            exhibitions.describe(
                session, exhibition_slug, _description(typed), actor=current_user.username, now=datetime.now(UTC)
            )
    except ExhibitionInvalidError as error:
        shown = visitor.exhibition_or_404(exhibition_slug)
        return make_response(_form(shown, {**_stored(shown), **typed}, dict(error.fields)), 422)
    return redirect(url_for("organizer.dashboard", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/settings/visits")
@allow(Access.ORGANIZER)
def require_visits(exhibition_slug: str) -> Answer:
    """Say how many booths a phone must visit before it may vote; after the opening with a reason."""
    shown = visitor.exhibition_or_404(exhibition_slug)
    number, reason = request.form.get("min_visits", "").strip(), request.form.get("reason", "")[:1000]
    minimum = int(number) if number.isascii() and number.isdigit() and len(number) <= 4 else -1
    wrong: dict[str, str] = {}
    try:
        with transaction() as session:
            actor, now = current_user.username, datetime.now(UTC)
            visits.require(session, exhibition_slug, minimum, reason=reason, actor=actor, now=now)
    except ExhibitionInvalidError as error:
        wrong = dict(error.fields)
    except ReasonNeededError as error:
        wrong = {"reason": error.code}
    if wrong:
        typed = {**_stored(shown), "min_visits": number[:10], "reason": reason}
        return make_response(_form(shown, typed, wrong), 422)
    return redirect(url_for("organizer.edit_exhibition", exhibition_slug=exhibition_slug, saved=1), 303)


def _stored(shown: ExhibitionView) -> dict[str, str]:
    typed = {"min_visits": str(shown.min_visits)}
    for name in TEXTS:
        value: Any = getattr(shown, name)
        if isinstance(value, datetime):
            value = value.astimezone(shown.zone).strftime("%Y-%m-%dT%H:%M")
        typed[name] = value.isoformat() if isinstance(value, date) else value or ""
    return typed


def _description(typed: dict[str, str]) -> Description:
    """What was typed. Raises ExhibitionInvalidError for dates that can't be read."""
    wrong: dict[str, str] = {}
    zone = ZoneInfo(typed["timezone"]) if typed["timezone"] in ZONES else ZoneInfo("Asia/Makassar")
    days: dict[str, date | None] = {}
    moments: dict[str, datetime | None] = {}
    for name in ("starts_on", "ends_on"):
        try:
            days[name] = date.fromisoformat(typed[name]) if typed[name].strip() else None
        except ValueError:
            wrong[name] = "date-invalid"
    for name in ("opens_at", "closes_at"):
        try:
            text = typed[name].strip()
            moments[name] = datetime.fromisoformat(text).replace(tzinfo=zone) if text else None
        except ValueError:
            wrong[name] = "date-invalid"
    if wrong:
        raise ExhibitionInvalidError(wrong)
    words = {name: typed[name] for name in ("name", "organiser", "venue", "timezone")}
    return Description(**words, **days, **moments)  # type: ignore[arg-type]


def _level(text: str) -> Level:
    if text not in set(Level):
        raise ExhibitionInvalidError({"level": "choice-needed"})
    return Level(text)


def _form(shown: ExhibitionView | None, typed: dict[str, str], wrong: dict[str, str]) -> str:
    return render_template(
        "organizer/exhibition.html",
        exhibition=shown,
        typed=typed,
        wrong=form_words.words(wrong),
        saved="saved" in request.args,
        most_visits=MOST_REQUIRED,
    )
