"""Why a backup or a restore was refused: each with a sentence that says what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from pysqlite3 import dbapi2
from sqlalchemy.exc import DBAPIError

from showcase.kernel.errors import N_, DomainError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
MOST_TOLD = 200


class BackupRefusedError(DomainError):
    """The file is no sound backup, or there is something that a restore would overwrite."""

    code = "backup-refused"
    status = 503
    sentence = N_("Cadangan belum dibuat. Jalankan “flask doctor” di komputer server untuk melihat sebabnya.")


class BackupElsewhereError(BackupRefusedError):
    """This installation's database has backup tools of its own."""

    code = "backup-elsewhere"
    status = 409
    sentence = N_(
        "Pemasangan ini memakai PostgreSQL: buat cadangannya dengan pg_dump, dan salin DATA_DIR/media serta kunci "
        "rahasianya."
    )


class DiskFullError(BackupRefusedError):
    """There is no room for a copy."""

    code = "disk-full"
    status = 507
    sentence = N_("Ruang penyimpanan tidak cukup untuk cadangan. Tidak ada yang berubah; kosongkan ruang lebih dulu.")


class DatabaseDamagedError(BackupRefusedError):
    """The database itself can't be read whole: a copy of it would be no backup."""

    code = "database-damaged"
    status = 503
    sentence = N_(
        "Cadangan belum dibuat karena basis datanya rusak. Simpan semua cadangan yang lama, lalu jalankan "
        "“flask doctor” di komputer server."
    )

    @classmethod
    def told(cls, reason: str) -> "DatabaseDamagedError":
        """With what SQLite says."""
        return cls(
            f"The database is damaged ({reason[:MOST_TOLD]}), so no backup was made. Keep every earlier backup, stop "
            "the server, copy DATA_DIR as it is, and restore the latest sound backup."
        )


@contextmanager
def storage_told(what: str) -> Iterator[None]:
    """Turn what the disk or the database refuses into a sentence that begins with `what`. Raises BackupRefusedError."""
    try:
        yield
    except (DBAPIError, dbapi2.Error) as error:
        reason: object = error.orig if isinstance(error, DBAPIError) else error
        if "full" in str(reason):
            raise DiskFullError(f"{what}: the disk is full. Nothing was changed; make room first.") from error
        if isinstance(reason, dbapi2.DatabaseError) and not isinstance(reason, dbapi2.OperationalError):
            raise DatabaseDamagedError.told(str(reason)) from error
        raise BackupRefusedError(f"{what}: {reason}. Nothing was changed.") from error
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFullError(f"{what}: the disk is full. Nothing was changed; make room first.") from error
        raise BackupRefusedError(f"{what}: {error.strerror or error}. Nothing was changed.") from error
