"""The back office: levels and branding."""

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory, steps
from showcase.exhibitions.actions import levels, looks
from showcase.exhibitions.actions.exhibitions import OFFERED_LEVELS, ExhibitionInvalidError, named
from showcase.exhibitions.rules import Level, LevelFixedError, LevelWeakError, Step, proposed
from showcase.kernel import form_fields, work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError
from showcase.kernel.refusals import sentence, status_of
from showcase.printing import contrast, logos
from showcase.printing.contrast import ColourInvalidError

# What depends on the vote, and who may vote.

ANSWERS = {"yes": True, "no": False}
# From the strongest promise to the weakest, as the page lists them.
LISTED = (Level.TICKET, Level.EMAIL, Level.BOOTH, Level.OPEN)


@bp.get("/organizer/<exhibition_slug>/voters")
@allow(Access.ORGANIZER)
def voters(exhibition_slug: str) -> Response:
    """The question, and the levels with what each can and can't promise."""
    return make_response(_levels_page(exhibition_slug))


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
        return make_response(_levels_page(exhibition_slug, typed, wrong=dict(error.fields)), 422)
    except LevelWeakError:
        return make_response(_levels_page(exhibition_slug, typed, weak=True), 422)
    except LevelFixedError as error:
        return make_response(_levels_page(exhibition_slug, error=sentence(error.code)), 409)
    return redirect(steps.onward(exhibition_slug, Step.VOTERS), 303)


def _levels_page(
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


# The organizer's logo and colour, with the contrast told when it is set.

# What the picker shows where no colour was chosen yet.
FIRST_COLOUR = "#0b6b46"


@bp.get("/organizer/<exhibition_slug>/look")
@allow(Access.ORGANIZER)
def look(exhibition_slug: str) -> Response:
    """The forms for logo and colour, and how the colour does."""
    return make_response(_looks_page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/look/logo")
@allow(Access.ORGANIZER)
def set_logo(exhibition_slug: str) -> Answer:
    """Take a logo, made anew from its pixels, or show none."""
    file = request.files.get("logo")
    data = file.read() if file else b""
    try:
        # Decoded before the transaction, so that nobody waits for it.
        logo = None if request.form.get("action") == "remove" else _made_anew(data)
        with transaction() as session:
            if logo is None:
                looks.remove_logo(session, current_act(), exhibition_slug)
            else:
                media = current_app.extensions["settings"].data_dir / "media"
                looks.attach_logo(session, current_act(), exhibition_slug, logo, media=media)
    except DomainError as error:
        code = error.code if data or error.code != "picture-unreadable" else logos.LogoNeededError.code
        return make_response(_looks_page(exhibition_slug, logo_error=sentence(code)), status_of(error.code))
    return redirect(url_for("organizer.look", exhibition_slug=exhibition_slug, saved=1), 303)


@bp.post("/organizer/<exhibition_slug>/look/colour")
@allow(Access.ORGANIZER)
def set_colour(exhibition_slug: str) -> Answer:
    """Take a colour, or ours again; the page then says what became of it."""
    typed = request.form.get("accent", "").strip()[:40] if request.form.get("own") != "0" else ""
    try:
        with transaction() as session:
            looks.paint(session, current_act(), exhibition_slug, typed)
    except ColourInvalidError as error:
        return make_response(_looks_page(exhibition_slug, typed=typed, wrong={"accent": error.code}), 422)
    return redirect(url_for("organizer.look", exhibition_slug=exhibition_slug, saved=1) + "#colour", 303)


def _made_anew(data: bytes) -> logos.Logo:
    with work_queues.PICTURES.turn():
        return logos.uploaded(data)


def _looks_page(slug: str, *, typed: str = "", wrong: dict[str, str] | None = None, logo_error: str = "") -> str:
    shown = memory.exhibition_or_404(slug)
    checks = contrast.checks(shown.accent) if shown.accent else ()
    return render_template(
        "exhibitions/look.html",
        exhibition=shown,
        typed={"accent": typed or shown.accent or FIRST_COLOUR},
        own=bool(typed or shown.accent),
        wrong=form_fields.words(wrong or {}),
        logo_error=logo_error,
        checks=checks,
        shades=contrast.shades(shown.accent) if shown.accent else None,
        least=f"{contrast.LEAST:g}",
        saved="saved" in request.args,
    )
