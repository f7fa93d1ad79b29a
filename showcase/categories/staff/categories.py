"""The back office: the categories of an exhibition."""

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from showcase.categories import labels as category_words
from showcase.categories.actions import categories
from showcase.database import db, transaction
from showcase.declaration.rules import RuleChangeWaitingError
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import (
    DECIDED,
    MOST_CATEGORIES,
    MOST_WINNERS,
    USUAL,
    CategoryDescription,
    CategoryInvalidError,
    Phase,
)
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, ReasonNeededError
from showcase.kernel.refusals import sentence, status_of
from showcase.printing.palette import Palette

FIELDS = ("name", "palette", "winners", "criteria", "reason")
NO_NUMBER = -1


@bp.get("/organizer/<exhibition_slug>/categories", endpoint="categories")
@allow(Access.ORGANIZER)
def category_list(exhibition_slug: str) -> Response:
    """All categories in order, with the form for another."""
    return make_response(_list(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/categories")
@allow(Access.ORGANIZER)
def add_categories(exhibition_slug: str) -> Answer:
    """Make one category, or (`action=usual`) the four that a regency usually has."""
    typed = _typed()
    try:
        with transaction() as session:
            exhibition_id, known = named(session, exhibition_slug).id, []
            if request.form.get("action") == "usual":
                known = list(categories.lines(session, exhibition_id))
                names = [name for name in USUAL if name.casefold() not in {line.name.casefold() for line in known}]
                described = categories.proposed(names, beside=[line.palette for line in known])
            else:
                described = (_described(typed),)
            categories.add(session, current_act(), exhibition_id, described, template=typed["criteria"])
    except CategoryInvalidError as error:
        return make_response(_list(exhibition_slug, typed, error.fields), 422)
    except DomainError as error:
        return make_response(_list(exhibition_slug, typed, error=error.code), status_of(error.code))
    return redirect(url_for("organizer.categories", exhibition_slug=exhibition_slug, saved=1), 303)


@bp.get("/organizer/<exhibition_slug>/categories/<category_slug>")
@allow(Access.ORGANIZER)
def category(exhibition_slug: str, category_slug: str) -> Response:
    """The form of a category's name, colour and number of winners."""
    return make_response(_form(exhibition_slug, category_slug))


@bp.post("/organizer/<exhibition_slug>/categories/<category_slug>")
@allow(Access.ORGANIZER)
def describe_category(exhibition_slug: str, category_slug: str) -> Answer:
    """Change a category's name, colour and number of winners."""
    typed = _typed()
    wrong: dict[str, str] = {}
    try:
        with transaction() as session:
            exhibition_id = named(session, exhibition_slug).id
            act = current_act(typed["reason"])
            holds = categories.describe(session, act, exhibition_id, category_slug, _described(typed))
    except CategoryInvalidError as error:
        wrong = dict(error.fields)
    except ReasonNeededError as error:
        wrong = {"reason": error.code}
    except RuleChangeWaitingError as error:
        html = _form(exhibition_slug, category_slug, typed, error=error.code)
        return make_response(html, status_of(error.code))
    if wrong:
        return make_response(_form(exhibition_slug, category_slug, typed, wrong), 422)
    told: dict[str, Any] = {"saved": 1} if holds else {"proposed": 1}
    return redirect(url_for("organizer.categories", exhibition_slug=exhibition_slug, **told), 303)


@bp.post("/organizer/<exhibition_slug>/categories/<category_slug>/move")
@allow(Access.ORGANIZER)
def move_category(exhibition_slug: str, category_slug: str) -> Answer:
    """Move a category one place up or down."""
    up = request.form.get("direction") == "up"
    with transaction() as session:
        exhibition_id = named(session, exhibition_slug).id
        categories.move(session, current_act(), exhibition_id, category_slug, by=-1 if up else 1)
    # The same button has the focus again, so that the next press moves it on; a fragment would take the focus away.
    told: dict[str, Any] = {"moved": category_slug, "direction": "up" if up else "down"}
    return redirect(url_for("organizer.categories", exhibition_slug=exhibition_slug, **told), 303)


@bp.post("/organizer/<exhibition_slug>/categories/<category_slug>/remove")
@allow(Access.ORGANIZER)
def remove_category(exhibition_slug: str, category_slug: str) -> Answer:
    """Remove a category that has no entry."""
    try:
        with transaction() as session:
            exhibition_id = named(session, exhibition_slug).id
            categories.remove(session, current_act(), exhibition_id, category_slug)
    except DomainError as error:
        return make_response(_list(exhibition_slug, error=error.code), status_of(error.code))
    return redirect(url_for("organizer.categories", exhibition_slug=exhibition_slug, removed=1), 303)


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "")[:1000].replace("\0", "") for name in FIELDS}


def _described(typed: Mapping[str, str]) -> CategoryDescription:
    """What was typed. A number that can't be read is outside of every range, so that all faults are told together."""
    if typed["palette"] not in set(Palette):
        raise CategoryInvalidError({"palette": "choice-needed"})
    number = typed["winners"].strip()
    winners = int(number) if number.isascii() and number.isdigit() and len(number) <= 4 else NO_NUMBER
    return CategoryDescription(typed["name"], Palette(typed["palette"]), winners)


def _list(
    exhibition_slug: str,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    error: str = "",
) -> str:
    shown = memory.exhibition_or_404(exhibition_slug)
    lines = categories.lines(db.session(), shown.id)
    # Whoever has categories of another kind needs no proposal.
    names, usual = {line.name.casefold() for line in lines}, {name.casefold() for name in USUAL}
    fresh = {**dict.fromkeys(FIELDS, ""), "winners": "5", "criteria": "iga-2023"}
    fresh["palette"] = categories.proposed([""], beside=[line.palette for line in lines])[0].palette.value
    return render_template(
        "categories/staff.html",
        exhibition=shown,
        lines=lines,
        typed=typed or fresh,
        wrong=category_words.fields(wrong or {}),
        error=_("Belum tersimpan. Perbaiki yang ditandai; yang lain tidak hilang.") if wrong else "",
        refused=sentence(error) if error else "",
        told={name: request.args.get(name, "") for name in ("saved", "proposed", "removed", "moved", "direction")},
        in_setup=shown.phase is Phase.SETUP,
        decided=shown.phase in DECIDED,
        usual=[name for name in USUAL if name.casefold() not in names] if names <= usual else [],
        full=len(lines) >= MOST_CATEGORIES,
        palettes=category_words.PALETTES,
        templates=category_words.TEMPLATES,
        most_winners=MOST_WINNERS,
    )


def _form(
    exhibition_slug: str,
    category_slug: str,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    *,
    error: str = "",
) -> str:
    shown = memory.exhibition_or_404(exhibition_slug)
    row = categories.of_slug(db.session(), shown.id, category_slug)
    stored = {"name": row.name, "palette": row.palette.value, "winners": str(row.winners), "reason": ""}
    return render_template(
        "categories/category.html",
        exhibition=shown,
        category=row,
        line=next(line for line in categories.lines(db.session(), shown.id) if line.slug == category_slug),
        typed=typed or stored,
        wrong=category_words.fields(wrong or {}),
        error=sentence(error)
        if error
        else _("Belum tersimpan. Perbaiki yang ditandai; yang lain tidak hilang.")
        if wrong
        else "",
        in_setup=shown.phase is Phase.SETUP,
        decided=shown.phase in DECIDED,
        palettes=category_words.PALETTES,
        most_winners=MOST_WINNERS,
    )
