"""The back office: recording what the jury decided about a tie across the last awarded place."""

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import transaction
from showcase.exhibitions.actions.exhibitions import named
from showcase.kernel import refusals
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.phases.staff import phases
from showcase.results.actions import ties
from showcase.results.rules import TieOrderError

PLACE = "place."


@bp.post("/organizer/<exhibition_slug>/ties")
@allow(Access.ORGANIZER)
def decide_tie(exhibition_slug: str) -> Answer:
    """Record a shared prize, or an order of the tied entries; a refusal is told on the phase page."""
    category = request.form.get("category", "")
    try:
        order = _order() if request.form.get("choice") == "order" else None
        if order is None and request.form.get("choice") != "shared":
            raise TieOrderError
        with transaction() as session:
            ties.decide(
                session,
                current_act(request.form.get("reason", "")),
                named(session, exhibition_slug).id,
                category,
                order,
                seen=request.form.get("state", ""),
            )
    except NotFoundError:
        raise
    except DomainError as refused:
        typed = {**request.form.to_dict(), "tie": category, "phase": ""}
        return make_response(phases.page(exhibition_slug, typed, refused.code), refusals.status_of(refused.code))
    return redirect(url_for("organizer.phase", exhibition_slug=exhibition_slug) + f"#tie-{category}")


def _order() -> list[str]:
    """The entries in the typed order, which gives each a number of its own, from 1. Raises TieOrderError."""
    typed = {name.removeprefix(PLACE): text for name, text in request.form.items() if name.startswith(PLACE)}
    by_number = {text: entry for entry, text in typed.items()}
    numbers = [str(number) for number in range(1, len(typed) + 1)]
    if sorted(by_number) != sorted(numbers):
        raise TieOrderError
    return [by_number[number] for number in numbers]
