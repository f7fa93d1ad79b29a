"""Pictures that a form brings, and the folder where they lie."""

from pathlib import Path

from flask import current_app, request

from showcase.documents import photo_sources
from showcase.domain.photos import MOST_PHOTOS, PhotoLimitError


def received() -> list[photo_sources.Upload]:
    """The pictures in the form's field `photo`, made anew. Raises PictureRefusedError and PhotoLimitError."""
    files = [data for data in (file.read() for file in request.files.getlist("photo")) if data]
    if len(files) > MOST_PHOTOS:
        # Before any is decoded: small files may hold many pixels.
        raise PhotoLimitError
    return [photo_sources.received(data) for data in files]


def media() -> Path:
    """Where pictures lie."""
    folder: Path = current_app.extensions["settings"].data_dir / "media"
    return folder
