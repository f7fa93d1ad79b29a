"""The back office: making an exhibition, from nothing or from last year's, and describing it."""

from datetime import date

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.archive.actions import copies
from showcase.database import transaction
from showcase.exhibitions import memory, steps
from showcase.exhibitions.actions import exhibitions, visits
from showcase.exhibitions.actions.exhibitions import Description, ExhibitionInvalidError
from showcase.exhibitions.rules import MOST_REQUIRED, Step
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel import form_fields
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import ReasonNeededError

ZONES = (
    ("Asia/Jakarta", "WIB (Jakarta, Pontianak)"),
    ("Asia/Makassar", "WITA (Banjarmasin, Makassar)"),
    ("Asia/Jayapura", "WIT (Ambon, Jayapura)"),
)
TEXTS = ("name", "organiser", "venue", "starts_on", "ends_on", "timezone")


@bp.get("/organizer/new")
@allow(Access.ORGANIZER)
def new_exhibition() -> Response:
    """The form for an exhibition."""
    return make_response(_new({"timezone": "Asia/Makassar"}, {}))


@bp.post("/organizer/new")
@allow(Access.ORGANIZER)
def create_exhibition() -> Answer:
    """Make an exhibition, and go to the first step that is still open."""
    typed = {name: request.form.get(name, "")[:3000] for name in (*TEXTS, "source")}
    try:
        with transaction() as session:
            described = _description(typed)
            if typed["source"]:
                source = typed["source"]
                slug = copies.create(session, current_act(), described, source=source)
            else:
                slug = exhibitions.create(session, current_act(), described)
    except ExhibitionInvalidError as error:
        return make_response(_new(typed, dict(error.fields)), 422)
    return redirect(steps.first_open(slug, fresh=not typed["source"]), 303)


@bp.get("/organizer/<exhibition_slug>/settings")
@allow(Access.ORGANIZER)
def edit_exhibition(exhibition_slug: str) -> Response:
    """The form of an exhibition's name, place and days."""
    shown = memory.exhibition_or_404(exhibition_slug)
    return make_response(_form(shown, _stored(shown), {}))


@bp.post("/organizer/<exhibition_slug>/settings")
@allow(Access.ORGANIZER)
def describe_exhibition(exhibition_slug: str) -> Answer:
    """Change an exhibition's name, place and days."""
    shown = memory.exhibition_or_404(exhibition_slug)
    typed = {name: request.form.get(name, "")[:3000] for name in TEXTS}
    try:
        with transaction() as session:
            exhibitions.describe(session, current_act(), exhibition_slug, _description(typed))
    except ExhibitionInvalidError as error:
        return make_response(_form(shown, {**_stored(shown), **typed}, dict(error.fields)), 422)
    return redirect(steps.onward(exhibition_slug, Step.EXHIBITION), 303)


@bp.post("/organizer/<exhibition_slug>/settings/visits")
@allow(Access.ORGANIZER)
def require_visits(exhibition_slug: str) -> Answer:
    """Say how many booths a phone must visit before it may vote; after the opening with a reason."""
    shown = memory.exhibition_or_404(exhibition_slug)
    number, reason = request.form.get("min_visits", "").strip(), request.form.get("reason", "")[:1000]
    minimum = int(number) if number.isascii() and number.isdigit() and len(number) <= 4 else -1
    wrong: dict[str, str] = {}
    try:
        with transaction() as session:
            visits.require(session, current_act(reason), exhibition_slug, minimum)
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
        value = getattr(shown, name)
        typed[name] = value.isoformat() if isinstance(value, date) else value or ""
    return typed


def _description(typed: dict[str, str]) -> Description:
    """What was typed. Raises ExhibitionInvalidError for dates that can't be read."""
    wrong: dict[str, str] = {}
    days: dict[str, date | None] = {}
    for name in ("starts_on", "ends_on"):
        try:
            days[name] = date.fromisoformat(typed[name]) if typed[name].strip() else None
        except ValueError:
            wrong[name] = "date-invalid"
    if wrong:
        raise ExhibitionInvalidError(wrong)
    return Description(
        name=typed["name"],
        organiser=typed["organiser"],
        venue=typed["venue"],
        starts_on=days["starts_on"],
        ends_on=days["ends_on"],
        timezone=typed["timezone"],
    )


def _new(typed: dict[str, str], wrong: dict[str, str]) -> str:
    earlier = sorted(memory.fresh().exhibitions.values(), key=lambda view: view.id, reverse=True)
    return render_template(
        "setup/exhibition_new.html", earlier=earlier, zones=ZONES, typed=typed, wrong=form_fields.words(wrong)
    )


def _form(shown: ExhibitionView, typed: dict[str, str], wrong: dict[str, str]) -> str:
    # A zone that was set in another way is kept, and not silently changed by saving the form.
    other = () if shown.timezone in dict(ZONES) else ((shown.timezone, shown.timezone),)
    return render_template(
        "setup/exhibition.html",
        exhibition=shown,
        zones=(*ZONES, *other),
        typed=typed,
        wrong=form_fields.words(wrong),
        saved="saved" in request.args,
        most_visits=MOST_REQUIRED,
    )
