"""The published result, its explanation, and the rules it follows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction

from flask import Response, make_response, render_template, request

from showcase.database import db
from showcase.declaration.actions import rules
from showcase.declaration.rules import ALL
from showcase.entries import sharing
from showcase.exhibitions import memory
from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.views import CategoryView, ExhibitionView
from showcase.jury.queries import declared_criteria, jurors
from showcase.jury.queries.declared_criteria import DeclaredCriterion
from showcase.kernel import filters
from showcase.kernel.access import Access, allow
from showcase.kernel.errors import NotFoundError
from showcase.objections import queries as objection_lists
from showcase.objections.actions import corrections
from showcase.ranking.bundle import canonical
from showcase.results import workbook_values
from showcase.results.actions import awards
from showcase.results.labels import pages, rule_changes, words
from showcase.results.labels import table as ranking_view
from showcase.results.labels.effects import effects
from showcase.results.queries import results
from showcase.results.queries.results import Names, Published, Standing
from showcase.results.room import bp
from showcase.results.rules import Effect

# Published results in full: one category with every number, and one entry's place explained step by step.


@bp.get("/results/<exhibition_slug>/categories/<category_slug>")
@allow(Access.PUBLIC)
def category(exhibition_slug: str, category_slug: str) -> Response:
    """A category: places, every intermediate number, corrections with their proof, robustness."""
    context = pages.category(*_explained_published(exhibition_slug), category_slug)
    return _page("results/category.html", exhibition_slug, context)


@bp.get("/results/<exhibition_slug>/<entry_slug>")
@allow(Access.PUBLIC)
def entry(exhibition_slug: str, entry_slug: str) -> Response:
    """Why an entry stands where it stands. 404 for withdrawn entries: they have no place."""
    context = pages.entry(*_explained_published(exhibition_slug), entry_slug)
    return _page("results/entry.html", exhibition_slug, context)


def _explained_published(slug: str) -> tuple[Standing, Names, Mapping[str, Effect]]:
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


# Published results: the page, the same as JSON and as a spreadsheet, and the bundle that anybody can recount.


@bp.get("/results/<exhibition_slug>")
@allow(Access.PUBLIC)
def page(exhibition_slug: str) -> Response:
    """The result of every category with its whole arithmetic. 404 before publication."""
    session = db.session()
    exhibition = exhibitions.named(session, exhibition_slug)
    found = results.published(session, exhibition)
    names, prizes = results.names(session, exhibition), awards.given(session, exhibition)
    if found.standing is None:
        groups = ranking_view.groups_without_figures(found.json["categories"], names)
        rules, declared = None, []
    else:
        groups = ranking_view.groups(found.standing, names, found.quarantined)
        rules = found.standing.bundle.rules
        declared = [*words.rules_sentences(rules), *words.fixed_sentences()]
    shown = memory.exhibition_or_404(exhibition_slug)
    context = {
        "exhibition": shown,
        "here": f"/results/{exhibition_slug}",
        "preview": sharing.of_results(shown),
        "years": memory.years_beside(shown),
        "groups": groups,
        "found": found,
        "objections": objection_lists.public(session, exhibition, now=datetime.now(UTC)),
        "rules": rules,
        "declared": declared,
        "rule_changes": rule_changes.stated(exhibition.slug),
        "awards": prizes,
        # Where only awards are known, an entry without a place still shows what it was given.
        "titles": {} if found.standing else {prize.entry: prize.title for prize in prizes},
    }
    return make_response(render_template("results/page.html", **context))


@bp.get("/results/<exhibition_slug>.json")
@allow(Access.PUBLIC)
def data(exhibition_slug: str) -> Response:
    """The published result as `showcase-result/1` with the bundle's hash; unknown figures are null."""
    found = _results_published(exhibition_slug)
    return _json(canonical(found.json))


@bp.get("/results/<exhibition_slug>/bundle.json")
@allow(Access.PUBLIC)
def bundle(exhibition_slug: str) -> Response:
    """The bundle that the result was computed from, to the byte. 404 where there is none."""
    found = _results_published(exhibition_slug)
    if found.standing is None:
        raise NotFoundError
    response = _json(found.bundle_text)
    response.headers["Content-Disposition"] = f'attachment; filename="{exhibition_slug}-bundle.json"'
    return response


@bp.get("/results/<exhibition_slug>/workbook.xlsx")
@allow(Access.PUBLIC)
def workbook(exhibition_slug: str) -> Response:
    """The result as a spreadsheet with its formulas, in the page's language. 404 where there are no figures."""
    session = db.session()
    exhibition = exhibitions.named(session, exhibition_slug)
    found = results.published(session, exhibition)
    if found.standing is None or found.at is None:
        raise NotFoundError
    standing, names, at, held = found.standing, results.names(session, exhibition), found.at, found.quarantined
    changes = rule_changes.sentences(exhibition.slug)
    key = ("workbook", exhibition_slug, filters.language())
    return _checked(
        memory.rendered(key, lambda: workbook_values.file(standing, names, at, held=held, changes=changes)).answer()
    )


def _results_published(slug: str) -> Published:
    session = db.session()
    return results.published(session, exhibitions.named(session, slug))


def _json(text: str) -> Response:
    return _checked(Response(text, mimetype="application/json"))


def _checked(response: Response) -> Response:
    """Kept by whoever likes, and asked for anew each time; nothing is sent again that is known."""
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


# The rules as they are published before the vote: how the winners will be found, and what the weights really do.

# A category, and its criteria with their weights in percent.
Criteria = tuple[CategoryView, list[tuple[DeclaredCriterion, str]]]


@bp.get("/rules/<exhibition_slug>")
@allow(Access.PUBLIC)
def declared(exhibition_slug: str) -> Response:
    """The declared rules; before they are declared, that they are not."""
    view, session = memory.exhibition_or_404(exhibition_slug), db.session()
    row = exhibitions.named(session, exhibition_slug)
    current = rules.current(session, row.id)
    context = {
        "exhibition": view,
        "current": current,
        "printed": words.rules_sentences(current.declaration.exact()),
        "rule_changes": rule_changes.stated(row.slug),
        "fixed": words.fixed_sentences(),
        "jury": words.JURY_METHODS[current.declaration.jury_method],
        "public": words.PUBLIC_METHODS[current.declaration.public_method],
        "criteria": _criteria(view, declared_criteria.criteria(session, row.id)),
        "effects": effects(view, jurors.panel_size(session, row.id), current.declaration),
    }
    return make_response(render_template("results/declared.html", **context))


def _criteria(view: ExhibitionView, found: Mapping[str, Sequence[DeclaredCriterion]]) -> list[Criteria]:
    return [
        (group, [(row, words.percent(Fraction(row.weight_bp, ALL))) for row in found.get(group.slug, ())])
        for group in view.categories
    ]
