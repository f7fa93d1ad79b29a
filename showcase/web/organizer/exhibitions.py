"""The back office: making and describing an exhibition."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.domain.voting import Level
from showcase.extensions import transaction
from showcase.services import exhibitions
from showcase.services.catalogue import ExhibitionView
from showcase.services.exhibitions import Description, ExhibitionInvalidError
from showcase.web import visitor
from showcase.web.access import Access, allow
from showcase.web.organizer import form_words
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
    typed: dict[str, str] = {}
    for name in TEXTS:
        value: Any = getattr(shown, name)
        if isinstance(value, datetime):
            value = value.astimezone(shown.zone).strftime("%Y-%m-%dT%H:%M")
        typed[name] = value.isoformat() if isinstance(value, date) else value or ""
    return make_response(_form(shown, typed, {}))


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
        return make_response(_form(visitor.exhibition_or_404(exhibition_slug), typed, dict(error.fields)), 422)
    return redirect(url_for("organizer.dashboard", exhibition_slug=exhibition_slug), 303)


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
        "organizer/exhibition.html", exhibition=shown, typed=typed, wrong=form_words.words(wrong), zones=ZONES
    )
