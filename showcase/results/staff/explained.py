"""The back office: the ranking as it stands, explained as the public will read it, and the jurors' calibration."""

from collections.abc import Mapping

from flask import Response, make_response, render_template

from showcase.database import db
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.back_office import bp
from showcase.results.labels import calibration as calibration_view
from showcase.results.labels import pages, rule_changes
from showcase.results.queries import calibrations, results
from showcase.results.queries.results import Names, Standing
from showcase.results.rules import Effect


@bp.get("/organizer/<exhibition_slug>/results/categories/<category_slug>")
@allow(Access.ORGANIZER)
def result_category(exhibition_slug: str, category_slug: str) -> Response:
    """A category as it stands: every intermediate number and its robustness."""
    context = pages.category(*_standing(exhibition_slug), category_slug)
    return _page("results/result_category.html", exhibition_slug, context)


@bp.get("/organizer/<exhibition_slug>/results/<entry_slug>")
@allow(Access.ORGANIZER)
def result_entry(exhibition_slug: str, entry_slug: str) -> Response:
    """Why an entry stands where it stands now."""
    context = pages.entry(*_standing(exhibition_slug), entry_slug)
    return _page("results/result_entry.html", exhibition_slug, context)


@bp.get("/organizer/<exhibition_slug>/calibration")
@allow(Access.ORGANIZER)
def calibration(exhibition_slug: str) -> Response:
    """How each juror used the scale, and whether every entry can be compared with every other."""
    session = db.session()
    found = calibrations.calibrations(session, named(session, exhibition_slug))
    return _page("results/calibration.html", exhibition_slug, {"groups": calibration_view.groups(found)})


def _standing(slug: str) -> tuple[Standing, Names, Mapping[str, Effect]]:
    session = db.session()
    row = named(session, slug)
    return results.standing(session, row), results.names(session, row), results.quarantined(session, row)


def _page(template: str, slug: str, context: pages.Context) -> Response:
    around = {
        "exhibition": memory.exhibition_or_404(slug),
        "here": f"/organizer/{slug}/results",
        "rule_changes": rule_changes.stated(slug),
    }
    return make_response(render_template(template, **around, **context))
