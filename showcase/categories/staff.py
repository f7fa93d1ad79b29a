"""The back office: categories, their criteria, and how a sheet will look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from showcase.categories import labels as category_words
from showcase.categories.actions import categories, criteria_copies
from showcase.categories.actions import criteria as criteria_edits
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
from showcase.exhibitions.views import ExhibitionView
from showcase.jury import forms as criteria_form
from showcase.jury import labels as criteria_words
from showcase.jury.forms import FormRow
from showcase.jury.queries import criteria
from showcase.jury.queries.criteria import CriterionView
from showcase.jury.queries.criteria_use import is_scored
from showcase.jury.rules.criteria import MOST_CRITERIA, TEMPLATES, CriteriaInvalidError
from showcase.jury.rules.typed_criteria import percent_of, read
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError, ReasonNeededError
from showcase.kernel.refusals import sentence, status_of
from showcase.printing.palette import Palette

# The categories of an exhibition.

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


# The criteria of a category.

STORING = frozenset({"save", "everywhere"})
# Refusals that belong to a field below the rows.
AT_FIELD = {"reason-needed": "reason"}


@bp.get("/organizer/<exhibition_slug>/categories/<category_slug>/criteria", endpoint="criteria")
@allow(Access.ORGANIZER)
def show_criteria(exhibition_slug: str, category_slug: str) -> Response:
    """The criteria in a form; `?from=` fills it from a template or another category, and stores nothing."""
    source = request.args.get("from", "")
    if not source:
        return make_response(_page(exhibition_slug, category_slug))
    rows = TEMPLATES[source] if source in TEMPLATES else criteria_copies.rows_from(db.session(), source)
    return make_response(_page(exhibition_slug, category_slug, criteria_form.from_stored(rows), filled=True))


@bp.post("/organizer/<exhibition_slug>/categories/<category_slug>/criteria")
@allow(Access.ORGANIZER)
def change_criteria(exhibition_slug: str, category_slug: str) -> Answer:
    """Store the rows (`save`; `everywhere`: for all categories), or only add, move or remove one in the form."""
    typed, action = criteria_form.from_form(request.form), request.form.get("action", "")
    if action not in STORING:
        rows, focus = criteria_form.acted(typed, action)
        return make_response(_page(exhibition_slug, category_slug, rows, focus=focus))
    wrong: dict[str, Any] = {}
    try:
        others, holds = _store(exhibition_slug, category_slug, typed, everywhere=action == "everywhere")
    except CriteriaInvalidError as error:
        wrong = {"rows": criteria_words.by_row(error.faults), "together": criteria_words.together(error.faults)}
        code = error.code
    except NotFoundError:
        raise
    except DomainError as error:
        code = error.code
        wrong = (
            {AT_FIELD[code]: sentence(code)} if code in AT_FIELD else {"category": error.details.get("category", "")}
        )
    else:
        back: dict[str, Any] = {
            "exhibition_slug": exhibition_slug,
            "category_slug": category_slug,
            "others": others or None,
            "proposed": None if holds else 1,
        }
        return redirect(url_for("organizer.criteria", **back, saved=1), 303)
    return make_response(_page(exhibition_slug, category_slug, typed, wrong=wrong, code=code), status_of(code))


def _store(slug: str, category_slug: str, typed: Sequence[FormRow], *, everywhere: bool) -> tuple[int, bool]:
    """Store what was typed; answers how many other categories got it as well, and whether all of it holds now."""
    rows = read([row.typed() for row in typed])
    seen = request.form.get("seen", "")[:64]
    with transaction() as session:
        owner = named(session, slug).id
        if everywhere:
            given = criteria_copies.give_everywhere(session, current_act(), owner, category_slug, rows, seen=seen)
            return given, True
        reason = request.form.get("reason", "")[:1000].replace("\0", "")
        return 0, criteria_edits.replace(session, current_act(reason), owner, category_slug, rows, seen=seen)


def _page(
    exhibition_slug: str,
    category_slug: str,
    rows: Sequence[FormRow] | None = None,
    *,
    wrong: Mapping[str, Any] | None = None,
    code: str = "",
    focus: str = "",
    filled: bool = False,
) -> str:
    session = db.session()
    shown = memory.exhibition_or_404(exhibition_slug)
    category = categories.of_slug(session, shown.id, category_slug)
    stored = criteria.rows_of(session, category.id)
    wrong = wrong or {}
    rows = criteria_form.from_stored(stored) if rows is None else rows
    weight = percent_of([row.weight for row in rows])
    context: dict[str, Any] = {
        "category": category,
        "rows": criteria_form.told(rows, wrong.get("rows", {})),
        "seen": criteria.fingerprint(stored),
        "weight": weight,
        "sum_words": criteria_words.sum_words(weight),
        "wrong": wrong,
        "code": code,
        "error": sentence(code) if code and code not in AT_FIELD else "",
        "focus": focus,
        "filled": filled,
        "unsaved": request.method == "POST" or filled,
        "full": len(rows) >= MOST_CRITERIA,
        "scored": is_scored(session, category.id),
        "sources": criteria_copies.sources(session, shown.id, category_slug),
    }
    return render_template("categories/criteria.html", **_around(shown, category_slug), **context)


def _around(shown: ExhibitionView, category_slug: str) -> dict[str, Any]:
    """What the page says besides the rows: of the exhibition, of the last act, and the words of its controls."""
    return {
        "exhibition": shown,
        "others": [view for view in shown.categories if view.slug != category_slug],
        "decided": shown.phase in DECIDED,
        "in_setup": shown.phase is Phase.SETUP,
        "saved": "saved" in request.args,
        "proposed": "proposed" in request.args,
        "told_others": request.args.get("others", type=int),
        "answer": {name: request.form.get(name, "") for name in AT_FIELD.values()},
        "sums": criteria_words.SUMS,
        "templates": category_words.TEMPLATES,
    }


# A category's score sheet as its jurors will see it, to read only.


@dataclass(frozen=True, slots=True)
class PreviewedSheet:
    """What the juror's template asks of a sheet that has no juror."""

    criteria: tuple[CriterionView, ...]
    writable: bool = False


@bp.get("/organizer/<exhibition_slug>/categories/<category_slug>/sheet", endpoint="sheet_preview")
@allow(Access.ORGANIZER)
def show_sheet(exhibition_slug: str, category_slug: str) -> Response:
    """The stored criteria as a juror's sheet."""
    shown = memory.exhibition_or_404(exhibition_slug)
    category = categories.of_slug(db.session(), shown.id, category_slug)
    view = PreviewedSheet(criteria.of_category(db.session(), category.id))
    html = render_template(
        "categories/sheet_preview.html",
        exhibition=shown,
        category=category,
        view=view,
        typed={},
        wrong={},
        conflict=False,
    )
    return make_response(html)
