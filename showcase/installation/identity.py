"""An installation's identity: its secret key, of which the database keeps a fingerprint.

The key signs the phones' cookies. Under another key every phone is a new one and may vote again, so a server never
starts with a key that is not its database's.
"""

import hashlib
import hmac

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account, StaffSession
from showcase.exhibitions.tables import Exhibition
from showcase.kernel.act import Act
from showcase.kernel.errors import REFUSED, DomainError
from showcase.kernel.tables import Installation

PURPOSE = b"showcase installation"
SHOWN = 12


class KeyMissingError(DomainError):
    """There is a database, and no key that belongs to it."""

    code = "key-missing"
    status = 422
    sentence = REFUSED

    def __init__(self) -> None:
        super().__init__(
            "There is a database here, but no secret key: the file secret_key in DATA_DIR is missing or cut short, "
            "and SECRET_KEY is not set. Without its key every phone could vote again. Put the file back (every backup "
            "holds it), or set SECRET_KEY as before; if it is lost for good: flask key replace --reason TEXT."
        )


class KeyMismatchError(DomainError):
    """The key belongs to another database."""

    code = "key-mismatch"
    status = 422
    sentence = REFUSED

    def __init__(self) -> None:
        super().__init__(
            "The secret key (SECRET_KEY, or else the file secret_key in DATA_DIR) is not the one that this database "
            "was used with. Under another key every phone could vote again. Put the right one back; if the change is "
            "meant: flask key replace --reason TEXT."
        )


class KeyUnchangedError(DomainError):
    """The key is this database's already."""

    code = "key-unchanged"
    status = 422
    sentence = REFUSED


def fingerprint(key: str) -> str:
    """Tells keys apart and leads back to none: an HMAC under the key itself, 64 hex digits."""
    return hmac.new(key.encode(), PURPOSE, hashlib.sha256).hexdigest()


def stored(session: Session) -> str | None:
    """The fingerprint in the database; None before the first start that wrote one."""
    return session.scalar(select(Installation.key_fingerprint))


def check(kept: str | None, key: str) -> None:
    """Hold a key against the fingerprint of a database. Raises KeyMissingError for an empty key, KeyMismatchError."""
    if not key:
        raise KeyMissingError
    if kept is not None and not hmac.compare_digest(kept, fingerprint(key)):
        raise KeyMismatchError


def settle(session: Session, key: str) -> None:
    """At a start: check the key, and note its fingerprint where there is none yet. Raises as `check`.

    A database in which nothing was ever stored takes any key.
    """
    if key and _is_empty(session):
        _note(session, key)
        return
    check(stored(session), key)
    if stored(session) is None:
        _note(session, key)


def replace(session: Session, act: Act, key: str) -> None:
    """Make another key this installation's. Every cookie ends with the old one, so the staff's sessions end too."""
    before = stored(session)
    _note(session, key)
    session.execute(update(StaffSession).where(StaffSession.ended_at.is_(None)).values(ended_at=act.now))
    act.record(
        session,
        "key.replace",
        before={"fingerprint": (before or "")[:SHOWN]},
        after={"fingerprint": fingerprint(key)[:SHOWN]},
    )


def _note(session: Session, key: str) -> None:
    session.execute(update(Installation).values(key_fingerprint=fingerprint(key)))


def _is_empty(session: Session) -> bool:
    return not any(session.scalar(select(model.id).limit(1)) for model in (Exhibition, Account))
