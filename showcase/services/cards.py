"""Cards for link previews: what stands on them, drawn when first asked for and kept in the data directory."""

import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from showcase.documents.cards import Card, card_jpeg
from showcase.services import photos
from showcase.services.catalogue import EntryView, ExhibitionView

# Cards speak the language of what they show.
RESULTS = "Hasil resmi"
# Drawing costs a tenth of a second: one at a time leaves the other threads to the visitors.
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


def jpeg(card: Card, owner: str, *, data_dir: Path) -> bytes:
    """The card's picture. `owner` names whose it is, as part of a file name; an older card of the same owner goes."""
    folder = data_dir / "cards"
    file = folder / f"{owner}-{card.digest}.jpg"
    with suppress(OSError):
        return file.read_bytes()
    with _drawing:
        with suppress(OSError):
            return file.read_bytes()
        data = card_jpeg(card, _photo(card, data_dir / "media"))
        # A full disk costs the next asker another drawing, not this one the picture.
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.glob(f"{owner}-*.jpg"):
                old.unlink(missing_ok=True)
            photos.store(file, data)
    return data


def _photo(card: Card, media: Path) -> bytes | None:
    if card.photo:
        with suppress(OSError):
            return (media / f"{card.photo}-1280.webp").read_bytes()
    return None
