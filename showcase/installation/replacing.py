"""Putting restored files in place of what stands there: all of them or none, and what stood there is kept.

Everything is made ready beside its place first; then only names change. A journal says what is to change, so that a
machine that stops in the middle does the rest at the next start.
"""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

JOURNAL, STAGING, READY = "restore-under-way.json", "restoring-", ".restoring"
# A database's log belongs to it: beside another database it would be read into that one. It moves before its database,
# so that a database under its kept name never lacks its log.
LOGS = ("-shm", "-wal")


@dataclass(frozen=True, slots=True)
class Step:
    """A file or folder that is ready, and the name that it is to take, on the same file system."""

    ready: Path
    target: Path


def put_in_place(data_dir: Path, steps: Sequence[Step], *, now: datetime) -> list[Path]:
    """Give what is ready its names; answers where what stood there is kept.

    Raises OSError; then nothing has changed.
    """
    stamp = _stamp(now)
    journal = data_dir / JOURNAL
    plan = {"stamp": stamp, "steps": [[str(step.ready), str(step.target)] for step in steps]}
    write_whole(journal, json.dumps(plan))
    try:
        kept = _rename(steps, stamp)
    except BaseException:
        journal.unlink()
        raise
    _end(journal)
    return kept


def is_unfinished(data_dir: Path) -> bool:
    """Whether a restore stopped in the middle."""
    return (data_dir / JOURNAL).exists()


def finish(data_dir: Path) -> bool:
    """Do the rest of a restore that stopped in the middle; answers whether there was one. Needs DATA_DIR's lock.

    Raises OSError; then it can be tried again.
    """
    journal = data_dir / JOURNAL
    if not journal.exists():
        return False
    plan = json.loads(journal.read_text("utf-8"))
    steps = [Step(Path(ready), Path(target)) for ready, target in plan["steps"]]
    _rename([step for step in steps if step.ready.exists()], plan["stamp"])
    _end(journal)
    return True


def sweep(data_dir: Path, database: Path) -> None:
    """Take away what a restore made ready and never put in place. Needs DATA_DIR's lock."""
    if not is_unfinished(data_dir):
        for folder in data_dir.glob(f"{STAGING}*"):
            shutil.rmtree(folder, ignore_errors=True)
        ready = database.with_name(database.name + READY)
        for suffix in ("", *LOGS):
            Path(f"{ready}{suffix}").unlink(missing_ok=True)


def _rename(steps: Sequence[Step], stamp: str) -> list[Path]:
    done: list[tuple[Path, Path]] = []
    kept: list[Path] = []
    try:
        for step in steps:
            old = _free_name(step.target, stamp)
            moves = [(Path(f"{step.target}{suffix}"), Path(f"{old}{suffix}")) for suffix in (*LOGS, "")]
            for source, target in (*moves, (step.ready, step.target)):
                if source.exists():
                    source.rename(target)
                    done.append((source, target))
            kept += [old] if old.exists() else []
            sync_folder(step.target.parent)
    except BaseException:
        for source, target in reversed(done):
            target.rename(source)
        raise
    return kept


def keep_aside(path: Path, why: str, now: datetime) -> Path:
    """Give a file the name `<name>.<why>-<UTC time>`, under which it is kept; answers it."""
    aside = _free_name(path, _stamp(now), why)
    path.rename(aside)
    return aside


def _stamp(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _free_name(target: Path, stamp: str, why: str = "before-restore") -> Path:
    """`<name>.before-restore-<UTC time>`; a second one of the same second gets a number: none is ever overwritten."""
    name, number = f"{target.name}.{why}-{stamp}", 1
    while (found := target.with_name(name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return found


def _end(journal: Path) -> None:
    journal.unlink()
    sync_folder(journal.parent)


def write_whole(path: Path, text: str) -> None:
    """Write a file for its owner alone, so that nobody ever sees half of it."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync(path: Path) -> None:
    """See to it that a file, or every file in a folder, stands on the disk."""
    if path.is_dir():
        for inner in path.iterdir():
            sync(inner)
        sync_folder(path)
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder stand on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
