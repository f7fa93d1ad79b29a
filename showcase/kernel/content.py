"""The generation of the content: every process that keeps pages in memory learns by it that they are old."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.kernel.tables import Installation


def touch(session: Session) -> None:
    """Tell every process that its catalogue is old. Call it in each use case that changes what pages show."""
    session.execute(update(Installation).values(generation=Installation.generation + 1))


def generation(session: Session) -> int:
    """The generation of the content in the database."""
    return session.scalars(select(Installation.generation)).one()
