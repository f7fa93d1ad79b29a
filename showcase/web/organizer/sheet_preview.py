"""The back office: a category's score sheet as its jurors will see it, to read only."""

from dataclasses import dataclass

from flask import Response, make_response, render_template

from showcase.extensions import db
from showcase.services import categories, criteria
from showcase.services.criteria import CriterionView
from showcase.web import memory
from showcase.web.access import Access, allow
from showcase.web.organizer.blueprint import bp


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
        "organizer/sheet_preview.html",
        exhibition=shown,
        category=category,
        view=view,
        typed={},
        wrong={},
        conflict=False,
    )
    return make_response(html)
