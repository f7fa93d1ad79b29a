"""What `flask serve`, `flask restore` and `flask key replace` see to before anything else: the lock on DATA_DIR, a
restore that stopped in the middle, files that others may read, and the key. `flask doctor` reports the same.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from showcase.config import Settings
from showcase.database import db, transaction
from showcase.installation import identity, occupancy, private_files, replacing
from showcase.installation.backup_faults import storage_told
from showcase.kernel.errors import DomainError

OWN_NAMES = ("secret_key*", "*.sqlite3*", "*.lock", "backups", "media*", "cards", "uploads", "rehearsal*", "restor*")


def opened(settings: Settings) -> tuple[Settings, list[int]]:
    """For a server: take DATA_DIR for this process and put it in order.

    Answers the settings (the key may have come with a restore that is finished here) and the open locks, which each
    process of the server has to inherit. Raises OccupiedError, LockUnavailableError, and KeyMissingError.
    """
    # Whatever this server and its workers make from now on is for their user alone.
    os.umask(0o077)
    handles = occupancy.take_all(_folders(settings))
    if _finished(settings):
        settings = Settings.from_env()
    if not settings.secret_key:
        raise identity.KeyMissingError
    return settings, handles


@contextmanager
def closed(settings: Settings) -> Iterator[None]:
    """For a command that may not run beside a server: hold DATA_DIR for a block.

    Raises OccupiedError and LockUnavailableError.
    """
    before = os.umask(0o077)
    try:
        with occupancy.held(_folders(settings)):
            _finished(settings)
            yield
    finally:
        os.umask(before)


def settle_key(settings: Settings) -> None:
    """Refuse a key that is not the database's; note it in a database that has none yet. Raises KeyMismatchError."""
    with transaction() as session:
        identity.settle(session, settings.secret_key)


def _finished(settings: Settings) -> bool:
    with storage_told("A restore that stopped in the middle could not be finished"):
        finished = replacing.finish(settings.data_dir)
        if settings.is_embedded:
            replacing.sweep(settings.data_dir, settings.database_file)
    if finished:
        click.echo("A restore that had stopped in the middle was finished.", err=True)
    private_files.tighten(settings.data_dir, _own_paths(settings))
    return finished


def faults(settings: Settings) -> list[str]:
    """For the doctor: what is wrong with the key, with who may read the data, or with a restore."""
    # Inside a closed folder nobody reaches the rest; the key is worth a second lock.
    outside = [path for path in _own_paths(settings) if not path.is_relative_to(settings.data_dir)]
    found = private_files.faults(settings.data_dir, [settings.key_file, *outside])
    if replacing.is_unfinished(settings.data_dir):
        # The key and the database belong together again once it is finished.
        return [*found, "a restore stopped in the middle: flask serve, or another flask restore, finishes it"]
    try:
        identity.check(identity.stored(db.session()), settings.secret_key)
    except DomainError as error:
        found.append(str(error))
    return found


def _folders(settings: Settings) -> list[Path]:
    """What one server has for itself: DATA_DIR and, where it lies elsewhere, the embedded database's folder."""
    folders = {settings.data_dir.resolve()}
    if settings.is_embedded:
        folders.add(settings.database_file.parent.resolve())
    return sorted(folders)


def _own_paths(settings: Settings) -> list[Path]:
    """What this program writes, kept copies too. DATA_DIR may be a folder in which other things lie as well."""
    found = [path for name in OWN_NAMES for path in settings.data_dir.glob(name)]
    if settings.is_embedded:
        database = settings.database_file
        found += database.parent.glob(f"{database.name}*")
    return found
