"""Where each step of setting up an exhibition is taken, and where saving one leads.

Which steps are done is known above these pages; what knows it is told by the application (`keep`).
"""

from typing import Protocol

from flask import Flask, current_app, url_for

from showcase.exhibitions.rules import Step


class Guide(Protocol):
    """What leads through the steps."""

    def first_open(self, slug: str, *, fresh: bool) -> str: ...
    def onward(self, slug: str, step: Step) -> str: ...


# Where each step is taken.
PAGES: dict[Step, str] = {
    Step.ACCOUNT: "account.second_factor",
    Step.EXHIBITION: "organizer.edit_exhibition",
    Step.LOOK: "organizer.look",
    Step.CATEGORIES: "organizer.categories",
    Step.CRITERIA: "organizer.categories",
    Step.RULES: "organizer.rules",
    Step.VOTERS: "organizer.voters",
    Step.HOURS: "organizer.hours",
    Step.PRIVACY: "organizer.notice",
    Step.ENTRIES: "organizer.entry_list",
    Step.JURORS: "organizer.jurors",
    Step.PRINT: "organizer.posters",
}


def keep(app: Flask, guide: Guide) -> None:
    """Ask this guide from now on."""
    app.extensions["setup_guide"] = guide


def first_open(slug: str, *, fresh: bool) -> str:
    """The page of the first step of a new exhibition that is still to be taken. `fresh`: it is no copy of another."""
    guide: Guide = current_app.extensions["setup_guide"]
    return guide.first_open(slug, fresh=fresh)


def onward(slug: str, step: Step) -> str:
    """Where saving a step leads: to the next step while the set-up is guided, else back to the page, which says so."""
    guide: Guide = current_app.extensions["setup_guide"]
    return guide.onward(slug, step)


def address(step: Step, slug: str, *, fresh: bool = False) -> str:
    """The step's page. `fresh`: there is no category yet, so the short form for the first ones comes first."""
    if fresh and step in {Step.CATEGORIES, Step.CRITERIA}:
        return url_for("organizer.begin_categories", exhibition_slug=slug)
    endpoint = PAGES[step]
    if not endpoint.startswith("organizer."):
        return url_for(endpoint)
    # The criteria are reached through the list of categories, which has to know which of its two steps this is.
    return url_for(endpoint, exhibition_slug=slug, step=step.value if step is Step.CRITERIA else None)
