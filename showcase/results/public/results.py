"""Published results: the page, the same as JSON and as a spreadsheet, and the bundle that anybody can recount."""

from datetime import UTC, datetime

from flask import Response, make_response, render_template, request

from showcase.database import db
from showcase.entries import sharing
from showcase.exhibitions import memory
from showcase.exhibitions.actions import exhibitions
from showcase.kernel import filters
from showcase.kernel.access import Access, allow
from showcase.kernel.errors import NotFoundError
from showcase.objections import queries as objection_lists
from showcase.ranking.bundle import canonical
from showcase.results import workbook_values
from showcase.results.actions import awards
from showcase.results.labels import rule_changes, words
from showcase.results.labels import table as ranking_view
from showcase.results.queries import results
from showcase.results.queries.results import Published
from showcase.results.room import bp


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
    found = _published(exhibition_slug)
    return _json(canonical(found.json))


@bp.get("/results/<exhibition_slug>/bundle.json")
@allow(Access.PUBLIC)
def bundle(exhibition_slug: str) -> Response:
    """The bundle that the result was computed from, to the byte. 404 where there is none."""
    found = _published(exhibition_slug)
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


def _published(slug: str) -> Published:
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
