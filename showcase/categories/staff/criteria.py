"""The back office: the criteria of a category."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.categories import labels as category_words
from showcase.categories.actions import categories, criteria_copies
from showcase.categories.actions import criteria as criteria_edits
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED, Phase
from showcase.exhibitions.views import ExhibitionView
from showcase.jury import forms as criteria_form
from showcase.jury import labels as criteria_words
from showcase.jury.forms import FormRow
from showcase.jury.queries import criteria
from showcase.jury.queries.criteria_use import is_scored
from showcase.jury.rules.criteria import MOST_CRITERIA, TEMPLATES, CriteriaInvalidError
from showcase.jury.rules.typed_criteria import percent_of, read
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import sentence, status_of

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
