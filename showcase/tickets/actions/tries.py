"""Tries of short secrets, counted in the database before the secret is looked at: five, then fifteen minutes' rest."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from showcase.tickets.rules import MOST_TRIES, TRY_MINUTES, TooManyTriesError
from showcase.tickets.tables import SecretTry

REST = timedelta(minutes=TRY_MINUTES)
# By how much the clocks of several machines may differ; what is dated later was dated by a clock that was set back.
SKEW = timedelta(minutes=1)


def attempt(session: Session, subject: str, *, now: datetime) -> None:
    """Count a try; to be committed at once. `subject` says of what, whether that exists or not.

    One statement counts: whoever comes sixth finds nothing to change, however many come at once. Raises
    TooManyTriesError until fifteen minutes after the last counted try.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # Nobody's count lasts longer; made-up secrets would fill the table else.
    session.execute(delete(SecretTry).where((SecretTry.at <= now - REST) | (SecretTry.at > now + SKEW)))
    counted = (
        insert(SecretTry)
        .values(subject=subject, tries=1, at=now)
        .on_conflict_do_update(
            index_elements=[SecretTry.subject],
            set_={"tries": SecretTry.tries + 1, "at": now},
            where=SecretTry.tries < MOST_TRIES,
        )
        .returning(SecretTry.tries)
    )
    if session.execute(counted).scalar() is None:
        last = session.scalar(select(SecretTry.at).where(SecretTry.subject == subject)) or now
        raise TooManyTriesError(seconds=max(1, int((last + REST - now).total_seconds())))


def clear(session: Session, subject: str) -> None:
    """The secret was right: the count begins anew."""
    session.execute(delete(SecretTry).where(SecretTry.subject == subject))
