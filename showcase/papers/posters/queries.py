"""An exhibition's posters, from what the catalogue knows and the address under which the installation is reached."""

from collections.abc import Container, Sequence
from datetime import datetime
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from showcase.entries.tables import BoothCode, Entry
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel.errors import NotFoundError
from showcase.papers.posters.booth_poster import Poster
from showcase.papers.posters.papers import ON_A_SHEET, Size, posters_pdf, posters_preview
from showcase.printing.qr import booth_url
from showcase.printing.typefaces import lacking, legible

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


def logo(shown: ExhibitionView, media: Path) -> bytes | None:
    """The exhibition's logo as papers take it, None where it has none."""
    return (media / f"{shown.logo_digest}-logo.png").read_bytes() if shown.logo_digest else None


def unprintable(wanted: Sequence[EntryView]) -> list[tuple[EntryView, list[str]]]:
    """The entries whose names or organisations hold characters that no poster can show, with these characters."""
    found = ((entry, lacking(f"{entry.name}{entry.long_name}{entry.organisation}")) for entry in wanted)
    return [(entry, letters) for entry, letters in found if letters]


def pack(
    shown: ExhibitionView, wanted: Sequence[EntryView], size: Size, *, base_url: str, logo: bytes | None = None
) -> bytes:
    """The PDF of these entries' posters, with the exhibition's logo. Raises NotFoundError when there are none."""
    if not wanted:
        raise NotFoundError("There is nothing to print.")
    return posters_pdf([poster(shown, entry, base_url) for entry in wanted], size, logo=logo)


def preview(
    shown: ExhibitionView, wanted: Sequence[EntryView], size: Size, *, base_url: str, logo: bytes | None = None
) -> str:
    """The first sheet of that PDF as an SVG picture. Raises NotFoundError when there is none."""
    if not wanted:
        raise NotFoundError("There is nothing to print.")
    return posters_preview([poster(shown, entry, base_url) for entry in wanted[: ON_A_SHEET[size]]], size, logo=logo)


def changed_since(session: Session, exhibition_id: int, moment: datetime) -> set[str]:
    """The slugs of entries that were changed, or got a new code, at this moment or later: their posters may be old."""
    changed = (
        select(Entry.slug)
        .join(BoothCode, and_(BoothCode.entry_id == Entry.id, BoothCode.revoked_at.is_(None)))
        .where(Entry.exhibition_id == exhibition_id, or_(Entry.updated_at >= moment, BoothCode.created_at >= moment))
    )
    return set(session.scalars(changed))


def poster(shown: ExhibitionView, entry: EntryView, base_url: str) -> Poster:
    """What an entry's poster says."""
    return Poster(
        exhibition=shown.name,
        category=entry.category.name,
        palette=entry.category.palette,
        booth=entry.booth,
        name=legible(entry.name, entry.long_name, f"Stan {entry.booth}"),
        long_name=entry.long_name,
        organisation=entry.organisation,
        url=booth_url(base_url, entry.code),
        short_url=f"{urlsplit(base_url).netloc}/b/{entry.code}",
        code=entry.code,
    )
