"""The rail of steps above the back office's pages while an exhibition is being set up."""

from dataclasses import dataclass

from flask import url_for
from flask_login import current_user

from showcase.domain.accounts import Role
from showcase.domain.phases import Phase
from showcase.domain.setup_steps import Step
from showcase.extensions import db
from showcase.services import readiness
from showcase.services.catalogue import ExhibitionView
from showcase.services.readiness import Readiness, StepState
from showcase.web.organizer import setup_words
from showcase.web.organizer.blueprint import bp

# Where each step is taken.
PAGES: dict[Step, str] = {
    Step.ACCOUNT: "account.second_factor",
    Step.EXHIBITION: "organizer.edit_exhibition",
    Step.LOOK: "organizer.look",
    Step.CATEGORIES: "organizer.categories",
    Step.CRITERIA: "organizer.categories",
    Step.RULES: "organizer.rules",
    Step.VOTERS: "organizer.voters",
    Step.HOURS: "organizer.hours",
    Step.PRIVACY: "organizer.notice",
    Step.ENTRIES: "organizer.entry_list",
    Step.JURORS: "organizer.jurors",
    Step.PRINT: "organizer.posters",
}
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


def address(step: Step, slug: str, *, fresh: bool = False) -> str:
    """The step's page. `fresh`: there is no category yet, so the short form for the first ones comes first."""
    if fresh and step in {Step.CATEGORIES, Step.CRITERIA}:
        return url_for("organizer.begin_categories", exhibition_slug=slug)
    endpoint = PAGES[step]
    if not endpoint.startswith("organizer."):
        return url_for(endpoint)
    # The criteria are reached through the list of categories, which has to know which of its two steps this is.
    return url_for(endpoint, exhibition_slug=slug, step=step.value if step is Step.CRITERIA else None)


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
