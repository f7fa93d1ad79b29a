"""The order and the selection in which a catalogue shows its entries."""

import hashlib
import unicodedata
from collections.abc import Sequence

from showcase.entries.rules.booths import walk_order
from showcase.exhibitions import memory
from showcase.exhibitions.views import EntryView, ExhibitionView

RANDOM, BOOTH = "random", "booth"
# What phones put for an apostrophe when they correct one's typing.
APOSTROPHES = str.maketrans("\u2018\u2019\u02bc`", "''''")


def selection(exhibition: ExhibitionView, q: str, category: str) -> list[EntryView]:
    """The entries of a category ("" for all) in which every word of `q` occurs. Letter case and accents do not matter,
    nor, for a booth, its hyphen."""
    words = _plain(q).split()
    texts = _searched(exhibition) if words else {}
    return [
        entry
        for entry in exhibition.entries
        if (not category or entry.category.slug == category) and all(word in texts[entry.id] for word in words)
    ]


def ordered(entries: Sequence[EntryView], order: str, seed: str) -> list[EntryView]:
    """By booth (A-2 before A-10), or shuffled: differently for each phone, so that no place on the page is an
    advantage, and the same each time, so that nobody loses the way."""
    if order == BOOTH:
        return sorted(entries, key=lambda entry: walk_order(entry.booth))
    return sorted(entries, key=lambda entry: hashlib.sha256(f"{seed}{entry.id}".encode()).digest())


def _searched(exhibition: ExhibitionView) -> dict[int, str]:
    """What is looked through, by entry: made once for the catalogue in memory, because every letter typed asks."""
    return memory.rendered(
        ("searched", exhibition.id), lambda: {entry.id: _searched_in(entry) for entry in exhibition.entries}
    )


def _searched_in(entry: EntryView) -> str:
    parts = (entry.name, entry.long_name, entry.organisation, entry.booth, entry.innovators, entry.summary)
    return _plain(" ".join((*parts, entry.booth.replace("-", ""))))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(APOSTROPHES))
    return "".join(character for character in decomposed if not unicodedata.combining(character))
