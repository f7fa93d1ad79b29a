"""Pictures of entries: the rows in the database, the files in the media folder.

Files are named by their content and never removed: another row may show the same picture, and a page that somebody has
open still asks for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.rules.photos import MOST_ALT, MOST_PHOTOS, PhotoLimitError, PhotoNeededError
from showcase.entries.tables import Entry, Photo
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError
from showcase.kernel.media import store
from showcase.printing.cropping import Crop
from showcase.printing.photo_sources import Upload, source_name
from showcase.printing.pictures import Picture


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A picture of an entry as its organizers see it. `source` is the file's name of the uncropped one."""

    id: int
    digest: str
    width: int
    height: int
    alt: str
    is_placeholder: bool
    crop: Crop
    source: str


@dataclass(frozen=True, slots=True)
class Album:
    """An entry held for a change of its pictures, by `opened`: nobody else changes them until the transaction ends."""

    session: Session
    entry: Entry
    act: Act

    def rows(self) -> list[Photo]:
        """The pictures in order."""
        query = select(Photo).where(Photo.entry_id == self.entry.id).order_by(Photo.position)
        return list(self.session.scalars(query))

    def row(self, photo_id: int) -> Photo:
        """One of them. Raises NotFoundError."""
        found = next((row for row in self.rows() if row.id == photo_id), None)
        if found is None:
            raise NotFoundError
        return found

    def noted(self, action: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Record what was done, and tell the pages."""
        self.entry.updated_at = self.act.now
        self.session.flush()
        self.act.record(
            self.session, action, self.entry.slug, exhibition_id=self.entry.exhibition_id, before=before, after=after
        )
        content.touch(self.session)


def opened(session: Session, act: Act, exhibition_id: int, slug: str) -> Album:
    """The entry's pictures, to be changed. Raises NotFoundError, and DecidedError once the result is fixed."""
    own = (Entry.exhibition_id == exhibition_id, Entry.slug == slug)
    entry = session.scalars(select(Entry).where(*own).with_for_update()).first()
    if entry is None:
        raise NotFoundError
    if session.scalar(select(Exhibition.phase).where(Exhibition.id == exhibition_id)) in DECIDED:
        raise DecidedError
    return Album(session, entry, act)


def listed(session: Session, entry_id: int) -> list[PhotoLine]:
    """The entry's pictures, cover first: one query."""
    rows = session.scalars(select(Photo).where(Photo.entry_id == entry_id).order_by(Photo.position))
    return [_line(row) for row in rows]


def one(session: Session, exhibition_id: int, slug: str, photo_id: int) -> PhotoLine:
    """A picture of this entry. Raises NotFoundError."""
    own = (Entry.exhibition_id == exhibition_id, Entry.slug == slug, Photo.id == photo_id)
    row = session.scalars(select(Photo).join(Entry, Entry.id == Photo.entry_id).where(*own)).first()
    if row is None:
        raise NotFoundError
    return _line(row)


def add(album: Album, uploads: Sequence[Upload], *, alt: str = "", media: Path) -> None:
    """Append pictures; a real one takes the place of one that we drew. Raises PhotoLimitError and PhotoNeededError.

    The files are written first: a row never names a file that is not there.
    """
    if not uploads:
        raise PhotoNeededError
    rows = album.rows()
    kept = [row for row in rows if not row.is_placeholder]
    if len(kept) + len(uploads) > MOST_PHOTOS:
        raise PhotoLimitError
    for upload in uploads:
        _keep(upload.files(), media)
    for row in rows:
        if row.is_placeholder:
            album.session.delete(row)
    _number(album.session, kept)
    for position, upload in enumerate(uploads, start=len(kept)):
        row = _row(album.entry.id, position, upload.picture, alt)
        row.source = upload.source_digest
        album.session.add(row)
    album.noted("entry.photo-add", {"photos": len(kept)}, {"photos": len(kept) + len(uploads)})


def move(album: Album, photo_id: int, step: int) -> int:
    """Move a picture by so many places (negative: towards the cover), not beyond the ends; answers its place from 1."""
    rows, row = album.rows(), album.row(photo_id)
    before = rows.index(row)
    after = min(max(before + step, 0), len(rows) - 1)
    if after != before:
        rows.insert(after, rows.pop(before))
        _number(album.session, rows)
        album.noted("entry.photo-order", {"place": before + 1}, {"place": after + 1})
    return after + 1


def describe(album: Album, alts: Mapping[int, str]) -> None:
    """Store what the pictures show, for those who can't see them, by the pictures' ids."""
    for row in album.rows():
        alt = plain(alts.get(row.id, row.alt))
        if alt != row.alt:
            before, row.alt = row.alt, alt
            album.noted("entry.photo-alt", {"alt": before}, {"alt": alt})


def crop(album: Album, photo_id: int, wanted: Crop, picture: Picture, *, media: Path) -> None:
    """Show this part of the picture: `picture` was made by `photo_sources.cropped` from its source."""
    row = album.row(photo_id)
    _keep(picture.files(), media)
    if not row.source:
        # An older picture has no source of its own: what it showed until now becomes that.
        data = (media / f"{row.digest}-1280.webp").read_bytes()
        row.source = row.digest
        _keep({source_name(row.source): data}, media)
    row.digest, row.width, row.height = picture.digest, picture.width, picture.height
    row.crop_shape, row.crop_size, row.crop_x, row.crop_y = wanted.shape, wanted.size, wanted.x, wanted.y
    album.noted("entry.photo-crop", {}, {"crop": f"{wanted.shape}, {wanted.size} %"})


def remove(album: Album, photo_id: int) -> None:
    """Take a picture away; the next one becomes the cover if it was that."""
    rows, row = album.rows(), album.row(photo_id)
    album.session.delete(row)
    _number(album.session, [other for other in rows if other is not row])
    album.noted("entry.photo-remove", {"photos": len(rows), "alt": row.alt}, {"photos": len(rows) - 1})


def add_placeholder(session: Session, entry_id: int, picture: Picture, *, alt: str, media: Path) -> None:
    """Give an entry without a picture one that we drew."""
    _keep(picture.files(), media)
    row = _row(entry_id, 0, picture, alt)
    row.is_placeholder = True
    session.add(row)
    session.flush()
    content.touch(session)


def _keep(files: Mapping[str, bytes], media: Path) -> None:
    media.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        store(media / name, data)


def _row(entry_id: int, position: int, picture: Picture, alt: str) -> Photo:
    size = {"width": picture.width, "height": picture.height}
    return Photo(entry_id=entry_id, position=position, digest=picture.digest, alt=plain(alt), **size)


def plain(alt: str) -> str:
    """The words for a picture on one line, without characters that can't be seen."""
    seen = "".join(letter if letter.isprintable() else " " for letter in alt)
    return " ".join(seen.split())[:MOST_ALT]


def _number(session: Session, rows: Sequence[Photo]) -> None:
    """Give the pictures the places 0, 1, 2, ...: by way of negative ones, for no two may ever share one."""
    for places in (range(-len(rows), 0), range(len(rows))):
        for row, place in zip(rows, places, strict=True):
            row.position = place
        session.flush()


def _line(row: Photo) -> PhotoLine:
    return PhotoLine(
        id=row.id,
        digest=row.digest,
        width=row.width,
        height=row.height,
        alt=row.alt,
        is_placeholder=row.is_placeholder,
        crop=Crop(row.crop_shape, row.crop_size, row.crop_x, row.crop_y),
        source=source_name(row.source) if row.source else f"{row.digest}-1280.webp",
    )
