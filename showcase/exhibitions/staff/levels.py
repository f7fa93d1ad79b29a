"""The back office: what depends on the vote, and who may vote."""

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory, steps
from showcase.exhibitions.actions import levels
from showcase.exhibitions.actions.exhibitions import OFFERED_LEVELS, ExhibitionInvalidError, named
from showcase.exhibitions.rules import Level, LevelFixedError, LevelWeakError, Step, proposed
from showcase.kernel import form_fields
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.refusals import sentence

ANSWERS = {"yes": True, "no": False}
# From the strongest promise to the weakest, as the page lists them.
LISTED = (Level.TICKET, Level.EMAIL, Level.BOOTH, Level.OPEN)


@bp.get("/organizer/<exhibition_slug>/voters")
@allow(Access.ORGANIZER)
def voters(exhibition_slug: str) -> Response:
    """The question, and the levels with what each can and can't promise."""
    return make_response(_page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/voters")
@allow(Access.ORGANIZER)
def choose_voters(exhibition_slug: str) -> Answer:
    """Store the answer and the level; a weak one where much depends on the vote wants to be confirmed."""
    typed = {name: request.form.get(name, "")[:20] for name in ("stakes", "level")}
    level = Level(typed["level"]) if typed["level"] in set(Level) else None
    confirmed = request.form.get("confirmed") == "1"
    try:
        with transaction() as session:
            levels.choose(
                session, current_act(), exhibition_slug, level, stakes=ANSWERS.get(typed["stakes"]), confirmed=confirmed
            )
    except ExhibitionInvalidError as error:
        return make_response(_page(exhibition_slug, typed, wrong=dict(error.fields)), 422)
    except LevelWeakError:
        return make_response(_page(exhibition_slug, typed, weak=True), 422)
    except LevelFixedError as error:
        return make_response(_page(exhibition_slug, error=sentence(error.code)), 409)
    return redirect(steps.onward(exhibition_slug, Step.VOTERS), 303)


def _page(
    slug: str,
    typed: dict[str, str] | None = None,
    *,
    wrong: dict[str, str] | None = None,
    weak: bool = False,
    error: str = "",
) -> str:
    shown = memory.exhibition_or_404(slug)
    stakes = named(db.session(), slug).stakes
    answered = "" if stakes is None else "yes" if stakes else "no"
    return render_template(
        "exhibitions/voters.html",
        exhibition=shown,
        typed=typed or {"stakes": answered, "level": shown.level.value},
        wrong=form_fields.words(wrong or {}),
        weak=weak,
        error=error,
        offered=[level.value for level in LISTED if level in OFFERED_LEVELS],
        with_stakes=proposed(stakes=True, offered=OFFERED_LEVELS).value,
        saved="saved" in request.args,
    )
