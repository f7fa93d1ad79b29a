"""The back office: the ranking as it stands, with its whole arithmetic, in every phase."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import db
from showcase.declaration.actions import rules
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.jury.queries import completeness
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import NotFoundError
from showcase.results import workbook_values
from showcase.results.labels import rule_changes, words
from showcase.results.labels import table as ranking_view
from showcase.results.queries import results as service


@bp.get("/organizer/<exhibition_slug>/results")
@allow(Access.ORGANIZER)
def results(exhibition_slug: str) -> Answer:
    """Every category with places, arithmetic, flags, refusals, and how complete the sheets are."""
    view, session = memory.exhibition_or_404(exhibition_slug), db.session()
    if not view.has_figures:
        # Of such a year no more is known than what everybody sees.
        return redirect(url_for("results.page", exhibition_slug=exhibition_slug))
    row = named(session, exhibition_slug)
    found, held = service.standing(session, row), service.quarantined(session, row)
    context = {
        "exhibition": view,
        "here": f"/organizer/{exhibition_slug}/results",
        "groups": ranking_view.groups(found, service.names(session, row), held),
        "completeness": completeness.completeness(session, row.id),
        "sha256": found.sha256,
        "declared": [*words.rules_sentences(found.bundle.rules), *words.fixed_sentences()],
        "rule_changes": rule_changes.stated(row.slug),
        "confirmed_at": rules.current(session, row.id).confirmed_at,
    }
    return make_response(render_template("results/staff.html", **context))


@bp.get("/organizer/<exhibition_slug>/results/bundle.json")
@allow(Access.ORGANIZER)
def results_bundle(exhibition_slug: str) -> Response:
    """The bundle as it stands now."""
    session = db.session()
    found = service.standing(session, named(session, exhibition_slug))
    response = Response(found.bundle_text, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{exhibition_slug}-bundle.json"'
    return response


@bp.get("/organizer/<exhibition_slug>/results/workbook.xlsx")
@allow(Access.ORGANIZER)
def results_workbook(exhibition_slug: str) -> Response:
    """The ranking as it stands now as a spreadsheet with its formulas; a refused category says why."""
    session = db.session()
    row = named(session, exhibition_slug)
    if not row.has_figures:
        raise NotFoundError
    return workbook_values.file(
        service.standing(session, row),
        service.names(session, row),
        datetime.now(UTC),
        held=service.quarantined(session, row),
        changes=rule_changes.sentences(row.slug),
    ).answer()
