"""Pictures that a form brings, and the folder where they lie."""

from pathlib import Path

from flask import current_app, request

from showcase.entries.rules.photos import MOST_PHOTOS, PhotoLimitError
from showcase.kernel import work_queues
from showcase.printing import photo_sources


def received(most: int = MOST_PHOTOS) -> list[photo_sources.Upload]:
    """The pictures in the form's field `photo`, made anew.

    Raises PictureRefusedError, PhotoLimitError, and BusyError while others' pictures are made.
    """
    files = [file for file in request.files.getlist("photo") if file.filename]
    if len(files) > most:
        # Before any is decoded: small files may hold many pixels.
        raise PhotoLimitError
    if not files:
        return []
    with work_queues.PICTURES.turn():
        # One after another: only what is made of them is held together.
        return [photo_sources.received(data) for data in (file.read() for file in files) if data]


def media() -> Path:
    """Where pictures lie."""
    folder: Path = current_app.extensions["settings"].data_dir / "media"
    return folder
