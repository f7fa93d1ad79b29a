"""Alembic's environment: the application's own engine and tables, and the triggers after every migration."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Engine, Enum, inspect, text

from showcase.installation.troubles import refuse_newer, telling
from showcase.kernel import write_lock
from showcase.kernel.base import Base, UtcDateTime
from showcase.schema import triggers

# Instances that start together migrate one after another; the first one may need long.
PATIENCE = "10min"


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Write our types as plain ones: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def take_turn(connection: Connection) -> None:
    """Let nobody else migrate or write, on PostgreSQL; SQLite's transaction began with its one write lock."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(write_lock.TAKE))


def run() -> None:
    """Migrate one database in one transaction (our SQLite connections allow that).

    It is the current application's, unless the caller hands over another engine (a restore, for its copy).
    """
    extension = current_app.extensions["migrate"]
    engine = context.config.attributes.get("engine") or extension.db.engine
    with telling():
        # On a connection of its own: of a transaction that is open already Alembic leaves the commit to others.
        with engine.connect() as connection:
            refuse_newer(connection)
        migrate(engine, extension)


def migrate(engine: Engine, extension: Any) -> None:
    """Run the migrations and set the triggers, all or nothing."""
    with engine.connect().execution_options(write=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transactional_ddl=True,
            render_item=render_item,
            **extension.configure_args,
        )
        with context.begin_transaction():
            take_turn(connection)
            context.run_migrations()
            if inspect(connection).has_table("ballot_record"):
                triggers.install(connection)


run()
