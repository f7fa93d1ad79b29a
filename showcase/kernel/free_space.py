"""Whether there is room for a vote, found out without writing one."""

import errno
import os
import tempfile
from pathlib import Path

from sqlalchemy import Connection, text

try:
    import resource
except ImportError:  # Windows has no such limits.
    resource = None  # type: ignore[assignment]  # a module elsewhere

# Bytes that must be free beside the database. A vote writes some 40 pages of 4 KB at the very most, to the log and
# later to the database; the rest is for what others write meanwhile.
NEEDED = 1024 * 1024
# Pages that SQLite may still use: the fourteen indexes and tables of a vote may each want a page or two.
PAGES = 32
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# A temporary table lies on the same disk as the others, is nobody else's, and is empty again after the commit:
# PostgreSQL has to ask the disk for its pages each time. Half a megabyte.
_OWN = text("CREATE TEMPORARY TABLE IF NOT EXISTS showcase_room (filler text) ON COMMIT DELETE ROWS")
_FILL = text("INSERT INTO showcase_room SELECT repeat('x', 1900) FROM generate_series(1, 256)")


def fault(connection: Connection) -> str | None:
    """Why there is no room; None where there is. To be asked in a transaction of its own.

    PostgreSQL tells a full disk by an OperationalError.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_OWN)
        connection.execute(_FILL)
        return None
    database = connection.engine.url.database
    if not database or database == ":memory:":
        return None
    pages = {name: int(connection.scalar(text(f"PRAGMA {name}")) or 0) for name in ("page_count", "freelist_count")}
    most = int(connection.scalar(text("PRAGMA max_page_count")) or 0)
    if most - pages["page_count"] + pages["freelist_count"] < PAGES:
        return f"the database may not grow beyond {most} pages"
    return _disk_fault(Path(database))


def _disk_fault(database: Path) -> str | None:
    log = Path(f"{database}-wal")
    longest = max(path.stat().st_size for path in (database, log) if path.exists()) if database.exists() else 0
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0] if resource else -1
    if limit not in (-1, getattr(resource, "RLIM_INFINITY", -1)) and longest + NEEDED > limit:
        return f"files may not grow beyond {limit} bytes here"
    if not hasattr(os, "posix_fallocate"):
        return None
    try:
        # What is set aside is never written: it is gone again before the disk hears of it. A quota counts it too.
        with tempfile.TemporaryFile(dir=database.parent) as file:
            os.posix_fallocate(file.fileno(), 0, NEEDED)
    except OSError as error:
        # Of any other error the commit tells: this folder may be closed to new files and the database still be written.
        return f"no room in {database.parent}: {error.strerror}" if error.errno in FULL else None
    return None
