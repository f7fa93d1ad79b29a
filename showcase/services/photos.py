"""Pictures of entries: the row in the database, the files in the media folder."""

import os
import tempfile
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from showcase.documents.pictures import Picture
from showcase.models import Photo
from showcase.services import catalogue


def attach(session: Session, entry_id: int, picture: Picture, *, alt: str, media: Path) -> None:
    """Make this the entry's picture. The files are written first: a row never names a file that is not there."""
    media.mkdir(parents=True, exist_ok=True)
    for name, data in picture.files().items():
        store(media / name, data)
    session.execute(delete(Photo).where(Photo.entry_id == entry_id))
    row = Photo(entry_id=entry_id, digest=picture.digest, width=picture.width, height=picture.height, alt=alt[:300])
    session.add(row)
    session.flush()
    catalogue.touch(session)


def store(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    if path.exists():
        return
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)
