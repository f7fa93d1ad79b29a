"""What the explaining pages of a ranking show, before publication to organizers and afterwards to everybody."""

from collections.abc import Mapping
from typing import Any

from showcase.results.labels import category as ranking_category
from showcase.results.labels import entry as ranking_entry
from showcase.results.labels import table as ranking_view
from showcase.results.labels import words
from showcase.results.queries import firmness
from showcase.results.queries.results import Names, Standing
from showcase.results.rules import Effect

Context = dict[str, Any]


def category(standing: Standing, names: Names, held: Mapping[str, Effect], slug: str) -> Context:
    """A category's page. Raises NotFoundError."""
    found, rules = standing.of(slug), standing.bundle.rules
    group = ranking_view.group(standing.bundle.rules, found, names, held.get(found.slug))
    page = ranking_category.page(rules, group, found, firmness.firmness(standing, found))
    return {"page": page, "group": group, "declared": words.rules_sentences(rules)}


def entry(standing: Standing, names: Names, held: Mapping[str, Effect], slug: str) -> Context:
    """An entry's page; only its category's refusal where there is no ranking. Raises NotFoundError."""
    found = standing.holding(slug)
    group = ranking_view.group(standing.bundle.rules, found, names, held.get(found.slug))
    rules = standing.bundle.rules
    return {
        "page": ranking_entry.page(group, found, slug) if found.ranking else None,
        "group": group,
        "rules": rules,
        "shown": names.entries[slug],
        "public_text": words.PUBLIC_METHODS[rules.public][1],
        "weights_text": words.rules_sentences(rules)[0],
    }
