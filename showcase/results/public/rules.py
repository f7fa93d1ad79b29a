"""The rules as they are published before the vote: how the winners will be found, and what the weights really do."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from flask import Response, make_response, render_template

from showcase.database import db
from showcase.declaration.actions import rules
from showcase.declaration.rules import ALL
from showcase.exhibitions import memory
from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.views import CategoryView, ExhibitionView
from showcase.jury.queries import declared_criteria, jurors
from showcase.jury.queries.declared_criteria import DeclaredCriterion
from showcase.kernel.access import Access, allow
from showcase.results.labels import rule_changes, words
from showcase.results.labels.effects import effects
from showcase.results.room import bp

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
