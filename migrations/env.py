"""Alembic's environment: the application's own engine and tables, and the triggers after every migration."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Enum, inspect

from showcase.cli.troubles import refuse_newer, telling
from showcase.models import Base, triggers
from showcase.models.base import UtcDateTime


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Write our types as plain ones: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def run() -> None:
    """Migrate the database of the current application in one transaction (our SQLite connections allow that)."""
    extension = current_app.extensions["migrate"]
    with telling():
        # On a connection of its own: of a transaction that is open already Alembic leaves the commit to others.
        with extension.db.engine.connect() as connection:
            refuse_newer(connection)
        migrate(extension)


def migrate(extension: Any) -> None:
    """Run the migrations and set the triggers, all or nothing."""
    with extension.db.engine.connect().execution_options(write=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transactional_ddl=True,
            render_item=render_item,
            **extension.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            if inspect(connection).has_table("ballot_record"):
                triggers.install(connection)


run()
