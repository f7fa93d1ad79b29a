"""The key's fingerprint in the database: noted at the first start, and no other key is taken unasked."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.installation import identity
from showcase.installation.identity import KeyMismatchError, KeyMissingError
from showcase.kernel.tables import AuditEvent
from tests.factories import NOW, by, hall

pytestmark = pytest.mark.both_engines
ONE, OTHER = "1" * 64, "2" * 64


def test_the_first_start_notes_the_key_and_another_one_is_refused(session: Session) -> None:
    hall(session)
    with pytest.raises(KeyMissingError, match="secret_key"):
        identity.settle(session, "")
    identity.settle(session, ONE)
    identity.settle(session, ONE)
    assert identity.stored(session) == identity.fingerprint(ONE)
    with pytest.raises(KeyMismatchError, match="vote again"):
        identity.settle(session, OTHER)
    with pytest.raises(KeyMissingError):
        identity.settle(session, "")
    assert ONE not in identity.fingerprint(ONE)


def test_a_database_in_which_nothing_is_stored_takes_any_key(session: Session) -> None:
    identity.settle(session, ONE)
    identity.settle(session, OTHER)
    assert identity.stored(session) == identity.fingerprint(OTHER)


def test_another_key_is_taken_when_it_is_meant_and_is_on_record(session: Session) -> None:
    hall(session)
    identity.settle(session, ONE)
    identity.replace(session, by("command line", NOW, "kunci bocor"), OTHER)
    identity.settle(session, OTHER)
    session.flush()
    line = session.scalars(select(AuditEvent).where(AuditEvent.action == "key.replace")).one()
    assert line.reason == "kunci bocor"
    assert line.before != line.after
