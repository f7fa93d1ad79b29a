"""Cards for link previews: what stands on them, drawn when first asked for and kept in the data directory."""

import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from showcase.entries.papers import Card, card_jpeg
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel.media import store

# Cards speak the language of what they show.
RESULTS = "Hasil resmi"
# Drawing costs a tenth of a second. One draws at a time and two may wait; the other threads stay with the visitors.
_room = threading.BoundedSemaphore(3)
_drawing = threading.Lock()


def of_entry(exhibition: ExhibitionView, entry: EntryView) -> Card:
    """An entry's card."""
    return Card(
        kicker=entry.category.name,
        palettes=(entry.category.palette,),
        name=entry.name,
        long_name=entry.long_name,
        organisation=entry.organisation,
        foot=exhibition.name,
        photo=entry.photo.digest if entry.photo else "",
    )


def of_exhibition(exhibition: ExhibitionView) -> Card:
    """An exhibition's card, with a strip of each category's cloth."""
    return Card(
        kicker=exhibition.organiser,
        palettes=tuple(category.palette for category in exhibition.categories),
        name=exhibition.name,
        long_name=exhibition.venue,
        foot=" · ".join(category.name for category in exhibition.categories),
    )


def of_results(exhibition: ExhibitionView) -> Card:
    """The card of an exhibition's results. It names no winner: who won is for the page to say."""
    return replace(of_exhibition(exhibition), kicker=RESULTS, organisation=exhibition.organiser)


def jpeg(card: Card, owner: str, *, data_dir: Path) -> bytes | None:
    """The card's picture, drawn if it is not kept already; None when too many are being drawn just now.

    `owner` names whose card it is, as part of a file name; an older one of the same owner goes.
    """
    file = data_dir / "cards" / f"{owner}-{card.digest}.jpg"
    with suppress(OSError):
        return file.read_bytes()
    if not _room.acquire(blocking=False):
        return None
    try:
        with _drawing:
            return _drawn(card, owner, file, data_dir / "media")
    finally:
        _room.release()


def _drawn(card: Card, owner: str, file: Path, media: Path) -> bytes:
    with suppress(OSError):
        # Somebody drew it while we waited.
        return file.read_bytes()
    data = card_jpeg(card, _photo(card, media))
    # A full disk costs the next asker another drawing, not this one the picture.
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in file.parent.glob(f"{owner}-*.jpg"):
            old.unlink(missing_ok=True)
        store(file, data)
    return data


def _photo(card: Card, media: Path) -> bytes | None:
    if card.photo:
        with suppress(OSError):
            return (media / f"{card.photo}-1280.webp").read_bytes()
    return None
