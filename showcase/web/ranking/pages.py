"""What the explaining pages of a ranking show, before publication to organizers and afterwards to everybody."""

from typing import Any

from showcase.services import firmness
from showcase.services.results import CategoryResult, Names, Standing
from showcase.web.ranking import category as ranking_category
from showcase.web.ranking import entry as ranking_entry
from showcase.web.ranking import view as ranking_view
from showcase.web.ranking import words as ranking_words
from showcase.web.ranking.view import Group

Context = dict[str, Any]


def category(standing: Standing, names: Names, slug: str) -> Context:
    """A category's page. Raises NotFoundError."""
    found, rules = standing.of(slug), standing.bundle.rules
    group = _group(standing, found, names)
    page = ranking_category.page(rules, group, found, firmness.firmness(standing, found))
    return {"page": page, "group": group, "declared": ranking_words.rules_sentences(rules)}


def entry(standing: Standing, names: Names, slug: str) -> Context:
    """An entry's page; only its category's refusal where there is no ranking. Raises NotFoundError."""
    found = standing.holding(slug)
    group = _group(standing, found, names)
    rules = standing.bundle.rules
    return {
        "page": ranking_entry.page(group, found, slug) if found.ranking else None,
        "group": group,
        "rules": rules,
        "shown": names.entries[slug],
        "public_text": ranking_words.PUBLIC_METHODS[rules.public][1],
        "weights_text": ranking_words.rules_sentences(rules)[0],
    }


def _group(standing: Standing, found: CategoryResult, names: Names) -> Group:
    return ranking_view.group(standing.bundle.rules, found, names)
