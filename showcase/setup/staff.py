"""The back office: exhibitions and the steps of their set-up."""

from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.archive.actions import copies
from showcase.categories.actions import first
from showcase.database import db, transaction
from showcase.exhibitions import memory, steps
from showcase.exhibitions.actions import exhibitions, visits
from showcase.exhibitions.actions.exhibitions import Description, ExhibitionInvalidError
from showcase.exhibitions.rules import MOST_REQUIRED, SetupOpenError, Step
from showcase.exhibitions.views import ExhibitionView
from showcase.jury.queries import declared_criteria
from showcase.kernel import form_fields
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import ReasonNeededError
from showcase.kernel.refusals import sentence
from showcase.setup import guide
from showcase.setup import labels as setup_words
from showcase.setup import queries as readiness

# Making an exhibition, from nothing or from last year's, and describing it.

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


# The list of steps from nothing to a printable hall, and the first categories.


@dataclass(frozen=True, slots=True)
class Line:
    """A step on the list: what it is for, what is missing, and the button that calls it done (empty: none)."""

    step: Step
    name: str
    href: str
    is_done: bool
    marked: bool
    purpose: str
    lacks: tuple[str, ...]
    skip: str


@bp.get("/organizer/<exhibition_slug>/setup")
@allow(Access.ORGANIZER)
def setup(exhibition_slug: str) -> Response:
    """Every step: done or not, what is missing, where to mend it; and what can be printed."""
    return make_response(_page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/setup/<any(look, hours, print):step>")
@allow(Access.ORGANIZER)
def mark_step(exhibition_slug: str, step: str) -> Answer:
    """Call an optional step done, or take that back."""
    done = request.form.get("done") == "1"
    with transaction() as session:
        readiness.mark(session, current_act(), exhibition_slug, step, done=done)
    if request.form.get("onward"):
        return redirect(steps.onward(exhibition_slug, Step(step)), 303)
    return redirect(url_for("organizer.setup", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/setup/finish")
@allow(Access.ORGANIZER)
def finish_setup(exhibition_slug: str) -> Answer:
    """Put the list of steps away, or bring it back."""
    done = request.form.get("done") == "1"
    try:
        with transaction() as session:
            readiness.finish(session, current_act(), exhibition_slug, done=done)
    except SetupOpenError as error:
        return make_response(_page(exhibition_slug, error.code), 409)
    return redirect(url_for("organizer.setup", exhibition_slug=exhibition_slug), 303)


@bp.get("/organizer/<exhibition_slug>/setup/categories")
@allow(Access.ORGANIZER)
def begin_categories(exhibition_slug: str) -> Response:
    """The short form for the first categories, with a template of criteria."""
    return make_response(_categories(exhibition_slug, {"criteria": "iga-2023"}, {}))


@bp.post("/organizer/<exhibition_slug>/setup/categories")
@allow(Access.ORGANIZER)
def make_first_categories(exhibition_slug: str) -> Answer:
    """Add categories, each with the template's criteria."""
    typed = {name: request.form.get(name, "")[:3000] for name in ("categories", "criteria")}
    try:
        with transaction() as session:
            names = typed["categories"].splitlines()
            first.add_categories(session, current_act(), exhibition_slug, names, typed["criteria"])
    except ExhibitionInvalidError as error:
        return make_response(_categories(exhibition_slug, typed, dict(error.fields)), 422)
    return redirect(url_for("organizer.begin_categories", exhibition_slug=exhibition_slug, saved=1), 303)


def _page(slug: str, error: str = "") -> str:
    shown = memory.exhibition_or_404(slug)
    found = readiness.of(db.session(), slug)
    lines = [
        Line(
            step=state.step,
            name=stop.name,
            href=stop.href,
            is_done=state.is_done,
            marked=state.marked,
            purpose=str(setup_words.PURPOSES[state.step]),
            lacks=tuple(setup_words.lack(lack) for lack in state.lacks) if not state.marked else (),
            skip=str(setup_words.SKIPS[state.step]) if state.may_skip and state.lacks else "",
        )
        for state, stop in zip(found.steps, guide.stops(found, slug), strict=True)
    ]
    return render_template(
        "setup/staff.html",
        exhibition=shown,
        lines=lines,
        found=found,
        only_here=_only_here(),
        public_url=current_app.extensions["settings"].public_base_url,
        error=sentence(error) if error else "",
    )


def _categories(slug: str, typed: dict[str, str], wrong: dict[str, str]) -> str:
    shown = memory.exhibition_or_404(slug)
    return render_template(
        "setup/categories_begin.html",
        exhibition=shown,
        criteria=declared_criteria.criteria(db.session(), shown.id),
        typed=typed,
        wrong=form_fields.words(wrong),
        saved="saved" in request.args,
    )


def _only_here() -> bool:
    """Whether the address in the QR codes can be opened on this computer only, so that printing must wait."""
    host = urlsplit(current_app.extensions["settings"].public_base_url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
