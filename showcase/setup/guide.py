"""The rail of steps above the back office's pages while an exhibition is being set up."""

from dataclasses import dataclass

from flask import url_for
from flask_login import current_user

from showcase.database import db
from showcase.exhibitions.rules import Phase, Step
from showcase.exhibitions.steps import address
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.roles import Role
from showcase.setup import labels as setup_words
from showcase.setup import queries as readiness
from showcase.setup.queries import Readiness, StepState

# The pages that were there before the steps tell their place in the menu only.
BY_MENU = {
    "categories": Step.CATEGORIES,
    "criteria": Step.CRITERIA,
    "rules": Step.RULES,
    "entries": Step.ENTRIES,
    "import": Step.ENTRIES,
    "jurors": Step.JURORS,
    "posters": Step.PRINT,
}
ORDER = tuple(Step)


@dataclass(frozen=True, slots=True)
class Stop:
    """A step as the rail and the list show it."""

    step: Step
    name: str
    href: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Rail:
    """The steps, where this page stands among them (None: it is no step), and the ways back and on."""

    stops: tuple[Stop, ...]
    here: int | None
    back: str
    forward: str
    following: str
    done: int
    overview: str


def first_open(slug: str, *, fresh: bool) -> str:
    """The page of the first step of a new exhibition that is still to be taken. `fresh`: it is no copy of another."""
    return address(readiness.of(db.session(), slug).next_open or Step.PRINT, slug, fresh=fresh)


def onward(slug: str, step: Step) -> str:
    """Where saving a step leads: to the next step while the set-up is guided, else back to the page, which says so."""
    found = readiness.of(db.session(), slug)
    if not found.guided:
        return address(step, slug) + "?saved=1"
    place = ORDER.index(step)
    return address(ORDER[place + 1], slug, fresh=_is_fresh(found))


def stops(found: Readiness, slug: str) -> tuple[Stop, ...]:
    """Every step with its page."""
    fresh = _is_fresh(found)
    return tuple(
        Stop(state.step, str(setup_words.NAMES[state.step]), address(state.step, slug, fresh=fresh), state.is_done)
        for state in found.steps
    )


def rail(exhibition: ExhibitionView, active: str, step: str) -> Rail | None:
    """The rail for a page; None where the set-up is over, or the person is no organizer."""
    if exhibition.phase is not Phase.SETUP or exhibition.setup_finished or current_user.role is not Role.ORGANIZER:
        return None
    found = readiness.of(db.session(), exhibition.slug)
    made = stops(found, exhibition.slug)
    overview = url_for("organizer.setup", exhibition_slug=exhibition.slug)
    current = Step(step) if step else BY_MENU.get(active)
    here = ORDER.index(current) if current else None
    after = None if here is None else here + 1
    if here is None and found.next_open is not None:
        after = ORDER.index(found.next_open)
    last = after is None or after >= len(made)
    return Rail(
        stops=made,
        here=here,
        back=made[here - 1].href if here else "",
        forward=overview if last else made[after or 0].href,
        following="" if last else made[after or 0].name,
        done=found.done,
        overview=overview,
    )


def _is_fresh(found: Readiness) -> bool:
    state: StepState = found.steps[ORDER.index(Step.CATEGORIES)]
    return not state.is_done


@bp.app_context_processor
def _rail() -> dict[str, object]:
    """What the back office's layout asks for."""
    return {"setup_rail": rail}
