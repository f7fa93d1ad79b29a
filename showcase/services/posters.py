"""An exhibition's posters, from what the catalogue knows and the address under which the installation is reached."""

from collections.abc import Container, Sequence
from typing import get_args
from urllib.parse import urlsplit

from showcase.documents.booth_poster import Poster
from showcase.documents.posters import ON_A_SHEET, Size, posters_pdf
from showcase.documents.qr import booth_url
from showcase.domain.errors import NotFoundError
from showcase.services.catalogue import EntryView, ExhibitionView

SIZES: tuple[Size, ...] = get_args(Size)


def chosen(
    shown: ExhibitionView, *, category: str = "", only: str = "", among: Container[str] | None = None
) -> list[EntryView]:
    """The entries whose posters are wanted, in booth order, withdrawn ones left out.

    `category` and `only` are slugs ("": any); `among` leaves only these slugs.
    """
    return [
        entry
        for entry in shown.entries
        if not entry.withdrawn
        and (not category or entry.category.slug == category)
        and (not only or entry.slug == only)
        and (among is None or entry.slug in among)
    ]


def sheets(count: int, size: Size) -> int:
    """How many sheets of paper so many posters take."""
    return -(-count // ON_A_SHEET[size])


def pack(
    shown: ExhibitionView, wanted: Sequence[EntryView], size: Size, *, base_url: str, logo: bytes | None = None
) -> bytes:
    """The PDF of these entries' posters, with the exhibition's logo. Raises NotFoundError when there are none."""
    if not wanted:
        raise NotFoundError("There is nothing to print.")
    return posters_pdf([poster(shown, entry, base_url) for entry in wanted], size, logo=logo)


def poster(shown: ExhibitionView, entry: EntryView, base_url: str) -> Poster:
    """What an entry's poster says."""
    return Poster(
        exhibition=shown.name,
        category=entry.category.name,
        palette=entry.category.palette,
        booth=entry.booth,
        name=entry.name,
        long_name=entry.long_name,
        organisation=entry.organisation,
        url=booth_url(base_url, entry.code),
        short_url=f"{urlsplit(base_url).netloc}/b/{entry.code}",
        code=entry.code,
    )
