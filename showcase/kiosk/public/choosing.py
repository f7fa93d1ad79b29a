"""What a visitor at the kiosk chooses from: one category after another."""

from flask import Response, request

from showcase.exhibitions.views import CategoryView, ExhibitionView
from showcase.kiosk.public.tablet import Tablet, page
from showcase.voting.labels import Progress, progress


def page_of(found: Tablet) -> Response:
    """The entries of the category that was asked for, else of the first one without a vote."""
    shown, votes = found.exhibition, found.votes()
    state = progress(shown, votes.standing.values())
    category = _category(shown, state)
    chosen = shown.standing.intersection(votes.standing.values())
    voted = shown.by_slug.get(request.args.get("voted", "")[:60])
    return page(
        "kiosk/choose.html",
        found,
        category=category,
        groups=[(group, _has_vote(shown, group, chosen)) for group in shown.categories],
        entries=[entry for entry in shown.entries if entry.category.id == category.id and not entry.withdrawn],
        chosen=chosen,
        progress=state,
        voted=voted if voted is not None and voted.id in chosen else None,
    )


def _category(shown: ExhibitionView, state: Progress) -> CategoryView:
    asked = request.args.get("category", "")
    by_slug = {group.slug: group for group in shown.categories}
    return by_slug.get(asked) or next(iter((*state.missing, *shown.categories)))


def _has_vote(shown: ExhibitionView, group: CategoryView, chosen: frozenset[int]) -> bool:
    return any(shown.by_id[number].category.id == group.id for number in chosen if number in shown.by_id)
