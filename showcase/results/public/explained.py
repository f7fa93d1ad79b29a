"""Published results in full: one category with every number, and one entry's place explained step by step."""

from collections.abc import Mapping

from flask import Response, make_response, render_template

from showcase.database import db
from showcase.exhibitions import memory
from showcase.exhibitions.actions import exhibitions
from showcase.kernel.access import Access, allow
from showcase.kernel.errors import NotFoundError
from showcase.objections.actions import corrections
from showcase.results.labels import pages, rule_changes
from showcase.results.queries import results
from showcase.results.queries.results import Names, Standing
from showcase.results.room import bp
from showcase.results.rules import Effect


@bp.get("/results/<exhibition_slug>/categories/<category_slug>")
@allow(Access.PUBLIC)
def category(exhibition_slug: str, category_slug: str) -> Response:
    """A category: places, every intermediate number, corrections with their proof, robustness."""
    context = pages.category(*_published(exhibition_slug), category_slug)
    return _page("results/category.html", exhibition_slug, context)


@bp.get("/results/<exhibition_slug>/<entry_slug>")
@allow(Access.PUBLIC)
def entry(exhibition_slug: str, entry_slug: str) -> Response:
    """Why an entry stands where it stands. 404 for withdrawn entries: they have no place."""
    context = pages.entry(*_published(exhibition_slug), entry_slug)
    return _page("results/entry.html", exhibition_slug, context)


def _published(slug: str) -> tuple[Standing, Names, Mapping[str, Effect]]:
    session = db.session()
    exhibition = exhibitions.named(session, slug)
    found = results.published(session, exhibition)
    if found.standing is None:
        raise NotFoundError
    return found.standing, results.names(session, exhibition), found.quarantined


def _page(template: str, slug: str, context: pages.Context) -> Response:
    shown = memory.exhibition_or_404(slug)
    session = db.session()
    around = {
        "exhibition": shown,
        "here": f"/results/{slug}",
        "corrected": corrections.count(session, shown.id) > 0,
        "rule_changes": rule_changes.stated(slug),
    }
    return make_response(render_template(template, **around, **context))
