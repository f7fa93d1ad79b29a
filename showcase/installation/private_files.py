"""What lies in DATA_DIR is for its owner alone: files 0600, folders 0700."""

import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO
MOST_TOLD = 3


def tighten(folder: Path, paths: Iterable[Path]) -> None:
    """Take away what others may do with a folder, with these files and folders, and with all in them.

    What belongs to somebody else stays as it is; `faults` tells it.
    """
    for path in _wide(folder, paths):
        with suppress(OSError):
            path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~OTHERS)


def faults(folder: Path, paths: Iterable[Path]) -> list[str]:
    """What of it others may read or write, in words; a few of many."""
    wide = list(_wide(folder, paths))
    told = [f"{path} can be used by others: chmod go-rwx" for path in wide[:MOST_TOLD]]
    return [*told, f"and {len(wide) - MOST_TOLD} more"] if len(wide) > MOST_TOLD else told


def _wide(folder: Path, paths: Iterable[Path]) -> Iterator[Path]:
    """A folder that is shared by everybody (sticky, as /tmp is) is not ours to close."""
    mode = folder.stat().st_mode
    if mode & OTHERS and not mode & stat.S_ISVTX:
        yield folder
    yield from _wide_within(paths)


def _wide_within(paths: Iterable[Path]) -> Iterator[Path]:
    """Links are not followed; what goes away meanwhile is no matter."""
    for path in paths:
        with suppress(FileNotFoundError):
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                continue
            if mode & OTHERS:
                yield path
            if stat.S_ISDIR(mode):
                yield from _wide_within(path.iterdir())
