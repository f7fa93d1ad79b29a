"""An exhibition's posters, from what the catalogue knows and the address under which the installation is reached."""

from typing import Literal, get_args
from urllib.parse import urlsplit

from showcase.documents.posters import Poster, posters_pdf
from showcase.documents.qr import booth_url
from showcase.domain.errors import NotFoundError
from showcase.services.catalogue import EntryView, ExhibitionView

Size = Literal["a4", "a5", "a6"]
SIZES: tuple[Size, ...] = get_args(Size)


def pack(shown: ExhibitionView, size: Size, *, base_url: str, only: str = "") -> bytes:
    """The PDF of all posters in booth order, withdrawn entries left out; or of one entry's. Raises NotFoundError."""
    wanted = [entry for entry in shown.entries if not entry.withdrawn and (not only or entry.slug == only)]
    if not wanted:
        raise NotFoundError("There is nothing to print.")
    return posters_pdf([_poster(shown, entry, base_url) for entry in wanted], size)


def _poster(shown: ExhibitionView, entry: EntryView, base_url: str) -> Poster:
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
