"""What a chat shows of a shared page: title, words, picture, and the address that may be passed on.

That address is always the entry's own page. A booth's code never leaves the hall with it.
"""

from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _

from showcase.entries import share_cards
from showcase.entries.papers import Card
from showcase.exhibitions.views import EntryView, ExhibitionView

DESCRIPTION_LENGTH = 180


@dataclass(frozen=True, slots=True)
class Preview:
    """The preview's texts. `url` and `image` are absolute, from PUBLIC_BASE_URL."""

    title: str
    description: str
    url: str
    image: str
    image_alt: str
    site: str


def of_entry(exhibition: ExhibitionView, entry: EntryView) -> Preview:
    """An entry's page."""
    own, card = (
        url_for(endpoint, exhibition_slug=exhibition.slug, entry_slug=entry.slug)
        for endpoint in ("voting.entry", "site.entry_card")
    )
    return Preview(
        title=f"{entry.name} · {entry.organisation}" if entry.organisation else entry.name,
        description=_short(entry.summary or entry.long_name or exhibition.name),
        url=_absolute(own),
        image=_image(share_cards.of_entry(exhibition, entry), card),
        image_alt=_("%(name)s, kategori %(category)s", name=entry.name, category=entry.category.name),
        site=exhibition.name,
    )


def of_exhibition(exhibition: ExhibitionView) -> Preview:
    """An exhibition's catalogue."""
    words = ", ".join(category.name for category in exhibition.categories)
    number = _("%(total)s inovasi", total=len(exhibition.entries))
    own, card = (
        url_for(endpoint, exhibition_slug=exhibition.slug)
        for endpoint in ("catalogue.exhibition", "site.exhibition_card")
    )
    return Preview(
        title=exhibition.name,
        description=_short(f"{number}: {words}" if words else number),
        url=_absolute(own),
        image=_image(share_cards.of_exhibition(exhibition), card),
        image_alt=exhibition.name,
        site=exhibition.organiser or exhibition.name,
    )


def of_results(exhibition: ExhibitionView) -> Preview:
    """An exhibition's published results."""
    own, card = (
        url_for(endpoint, exhibition_slug=exhibition.slug) for endpoint in ("results.page", "site.results_card")
    )
    title = f"{_('Hasil resmi')} · {exhibition.name}"
    return Preview(
        title=title,
        description=_("Peringkat setiap kategori dengan seluruh perhitungannya."),
        url=_absolute(own),
        image=_image(share_cards.of_results(exhibition), card),
        image_alt=title,
        site=exhibition.organiser or exhibition.name,
    )


def _short(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= DESCRIPTION_LENGTH:
        return words
    return words[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def _image(card: Card, path: str) -> str:
    """The card's address. A new card has a new one, because chats keep pictures for weeks."""
    return _absolute(f"{path}?v={card.digest}")


def _absolute(path: str) -> str:
    return f"{current_app.extensions['settings'].public_base_url}{path}"
