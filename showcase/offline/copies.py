"""Neutral copies of an exhibition's pages, in one file: what a phone reads when there is no signal.

A copy is the page that everybody gets, without what belongs to one phone: no cookie, no form's token, no vote, no
receipt, no booth code. Where the vote element stands in the page, the copy has one that says that a vote will wait.
"""

import json
from collections import Counter
from datetime import UTC, datetime

from flask import render_template
from markupsafe import Markup

from showcase.entries import labels as entry_words
from showcase.entries import sharing
from showcase.entries.rules.entries import EntryWithdrawnError
from showcase.exhibitions import memory
from showcase.exhibitions.rules import VotingClosedError
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel import filters
from showcase.offline.kept import Kept, keep
from showcase.voting.labels import page_sentence
from showcase.voting.rules import Availability, ScanNeededError, Terms, TicketNeededError, availability

MARK = "<!--vote-->"
MOST_ENTRIES = 300
# What a copy's vote element may have to say.
REFUSALS = (None, ScanNeededError, TicketNeededError, VotingClosedError, EntryWithdrawnError)


def bundle(exhibition: ExhibitionView) -> Kept:
    """The list and the entries' pages of this exhibition, in this request's language, as JSON.

    `pages`: address -> [page, reason]; a page's vote element is `votes[reason]`, put where the mark is. `home`: the
    list's address, if "/" shows it; else null. `photos`: the small pictures, which come one by one afterwards.
    """
    now = datetime.now(UTC)
    over = availability(exhibition.hours, now, can_wait=True).code
    key = ("offline", exhibition.id, filters.language(), over)
    return memory.rendered(key, lambda: keep(json.dumps(_bundle(exhibition, now), ensure_ascii=False)))


def _bundle(exhibition: ExhibitionView, now: datetime) -> dict[str, object]:
    shown = exhibition.entries[:MOST_ENTRIES]
    root = f"/e/{exhibition.slug}"
    pages = {f"{root}/{entry.slug}": [_page(exhibition, entry), _reason(exhibition, entry, now)] for entry in shown}
    front = memory.known().front
    return {
        "home": root if front is not None and front.id == exhibition.id else None,
        "pages": {root: [_list(exhibition, shown), None], **pages},
        "votes": {answer.code: _vote(answer) for answer in map(Availability, REFUSALS)},
        "photos": [f"/media/{entry.photo.digest}-320.webp" for entry in shown if entry.photo],
    }


def _list(exhibition: ExhibitionView, shown: tuple[EntryView, ...]) -> str:
    counts = Counter(entry.category.slug for entry in shown)
    return render_template(
        "offline/list.html",
        exhibition=exhibition,
        other_language_url=_other_language(),
        categories=[(group, counts[group.slug]) for group in exhibition.categories],
        entries=shown,
        total=len(shown),
        # All of them on one page: without signal there is no next one to ask for.
        found=len(shown),
        page=1,
        page_size=len(shown),
        booth=None,
        q="",
        category="",
        order="random",
        chosen=frozenset(),
        visited=frozenset(),
    )


def _page(exhibition: ExhibitionView, entry: EntryView) -> str:
    return render_template(
        "voting/booth.html",
        exhibition=exhibition,
        entry=entry,
        profile=entry_words.profile(entry),
        other_language_url=_other_language(),
        vote_html=Markup(MARK),  # noqa: S704 - a constant
        preview=sharing.of_entry(exhibition, entry),
    )


def _other_language() -> str:
    # Relative: the copy is read at another address than the one that it was fetched from.
    return "?lang=" + ("en" if filters.language() == "id" else "id")


def _vote(answer: Availability) -> str:
    state, code = answer.state or "offline", answer.code
    return render_template("offline/_vote.html", state=state, reason=code, reason_text=page_sentence(code))


def _reason(exhibition: ExhibitionView, entry: EntryView, now: datetime) -> str:
    """Why no vote can wait on the entry's shared page, for a phone that brings nothing with it."""
    terms = Terms(exhibition.level)
    return availability(exhibition.hours, now, is_withdrawn=entry.withdrawn, terms=terms, can_wait=True).code
