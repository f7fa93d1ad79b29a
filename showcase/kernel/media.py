"""Files of pictures, stored so that a power cut leaves a whole file or none."""

import os
import tempfile
from pathlib import Path


def store(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    if path.exists():
        return
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(temporary).replace(path)
