"""The back office: a category's score sheet as its jurors will see it, to read only."""

from dataclasses import dataclass

from flask import Response, make_response, render_template

from showcase.categories.actions import categories
from showcase.database import db
from showcase.exhibitions import memory
from showcase.jury.queries import criteria
from showcase.jury.queries.criteria import CriterionView
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.back_office import bp


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
