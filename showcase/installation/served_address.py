"""The address that the server was last started with, so that a command in another shell prints the same one."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.kernel.tables import Installation


def remember(session: Session, url: str) -> None:
    """Note the address that the server answers at, as QR codes hold it."""
    other = Installation.served_at_url != url
    session.execute(update(Installation).where(other).values(served_at_url=url))


def remembered(session: Session) -> str:
    """The address that the server was last started with; empty before the first start."""
    return session.scalar(select(Installation.served_at_url)) or ""
