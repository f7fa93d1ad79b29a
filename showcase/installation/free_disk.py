"""Whether there is room on the disk for what is about to be written."""

import shutil
from pathlib import Path

from showcase.installation.backup_faults import DiskFullError

MEGABYTE = 1024 * 1024


def check_room(folder: Path, needed: int) -> None:
    """Raises DiskFullError unless `needed` bytes, and a megabyte for what goes with them, are free on this disk."""
    free, wanted = shutil.disk_usage(folder).free, needed + MEGABYTE
    if free < wanted:
        raise DiskFullError(
            f"There is not enough room in {folder}: {-(-wanted // MEGABYTE)} MB are needed, {free // MEGABYTE} MB are "
            "free. Nothing was changed; make room first."
        )
