"""The bare database: durable single-row commits, one after the other, in one process."""

import time
from pathlib import Path

from pysqlite3 import dbapi2

from showcase.database import PRAGMAS

SECONDS = 3.0


def per_second(folder: Path) -> float:
    """Durable commits a second, with the product's own settings, on the product's disk."""
    file = folder / "commits.sqlite3"
    file.unlink(missing_ok=True)
    connection = dbapi2.connect(str(file), isolation_level=None)
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
    connection.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, voter TEXT NOT NULL, entry INTEGER NOT NULL)")
    began = time.perf_counter()
    done = 0
    while time.perf_counter() - began < SECONDS:
        connection.execute("INSERT INTO line (voter, entry) VALUES (?, ?)", (f"{done:032x}", done % 20))
        done += 1
    seconds = time.perf_counter() - began
    connection.close()
    return done / seconds
