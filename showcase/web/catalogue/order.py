"""The order and the selection in which a catalogue shows its entries."""

import hashlib
import unicodedata
from collections.abc import Sequence

from showcase.services.catalogue import EntryView, ExhibitionView

RANDOM, BOOTH = "random", "booth"


def selection(exhibition: ExhibitionView, q: str, category: str) -> list[EntryView]:
    """The entries of a category ("" for all) in which every word of `q` occurs, in booth order."""
    words = _plain(q).split()
    return [
        entry
        for entry in exhibition.entries
        if (not category or entry.category.slug == category) and all(word in _searched(entry) for word in words)
    ]


def ordered(entries: Sequence[EntryView], order: str, seed: str) -> list[EntryView]:
    """By booth, or shuffled: differently for each phone, so that no place on the page is an advantage, and the same
    each time, so that nobody loses the way."""
    if order == BOOTH:
        return list(entries)
    return sorted(entries, key=lambda entry: hashlib.sha256(f"{seed}{entry.id}".encode()).digest())


def _searched(entry: EntryView) -> str:
    parts = (entry.name, entry.long_name, entry.organisation, entry.booth, entry.innovators, entry.summary)
    return _plain(" ".join(parts))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
