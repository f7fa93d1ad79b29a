"""Brings a PostgreSQL database back to how it was made, so that the next test need not wait for a new one.

Creating a database copies a thousand files; taking back what one test wrote touches a few pages. The account has to be
a superuser, as the private server's is, because the tables' own guards refuse to let go of what was recorded.
"""

from dataclasses import dataclass

import psycopg
from psycopg import sql

# Any change of the schema writes a line of the catalogue anew; such a database isn't used again.
CATALOGUE = ("pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_proc", "pg_trigger", "pg_type")
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
OTHERS_OUT = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@dataclass(frozen=True)
class Contents:
    """A database's rows, sequences and schema at one moment."""

    schema: tuple[object, ...]
    tables: tuple[str, ...]
    rows: dict[str, bytes]
    sequences: dict[str, int | None]


def contents(address: str) -> Contents:
    """What this database holds now."""
    with psycopg.connect(address) as connection:
        tables = tuple(str(name) for (name,) in connection.execute(TABLES))
        rows = {table: _copied(connection, table) for table in tables}
        sequences: dict[str, int | None] = dict(connection.execute(SEQUENCES).fetchall())
        return Contents(_schema(connection), tables, {name: data for name, data in rows.items() if data}, sequences)


def rewind(address: str, to: Contents) -> bool:
    """Whether the database holds `to` again: not when its schema was changed. It ends all other connections."""
    with psycopg.connect(address) as connection:
        connection.execute(OTHERS_OUT)
        if _schema(connection) != to.schema:
            return False
        connection.execute("SET LOCAL session_replication_role = replica")
        emptied = sql.SQL(";").join(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in to.tables)
        connection.execute(emptied)
        for table, data in to.rows.items():
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
                copy.write(data)
        for sequence, last in to.sequences.items():
            connection.execute("SELECT setval(%s::regclass, %s, %s)", (sequence, last or 1, last is not None))
    return True


def _copied(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        return b"".join(bytes(part) for part in copy)


def _schema(connection: psycopg.Connection) -> tuple[object, ...]:
    newest = " UNION ALL ".join(f"SELECT count(*), max(xmin::text::bigint) FROM {table}" for table in CATALOGUE)
    return tuple(connection.execute(newest).fetchall())
