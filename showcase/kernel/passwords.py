"""Passwords, PINs and typed tickets: Argon2id, a few at a time, so that a flood of logins can't take the machine."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from showcase.kernel import work_queues

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_process = threading.BoundedSemaphore(2)
# What an unknown name is compared with, so that it costs the same time as a known one.
_NOBODY = HASHER.hash(secrets.token_hex(16))
# Four groups of four letters that can't be mistaken for one another when read from paper: 62 bits.
LETTERS = "abcdefghkmnpqrstuvwxyz"
GROUPS, GROUP_LENGTH = 4, 4


def hashed(password: str) -> str:
    """The Argon2id hash of a password. Raises BusyError when the queue that the request has entered is full."""
    with _turn():
        return HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether the password has this hash; with no hash, the same work and no. Raises BusyError as `hashed` does."""
    with _turn():
        try:
            return HASHER.verify(kept or _NOBODY, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def unknown() -> str:
    """The hash of a password that nobody knows: the account is entered by a card, or gets a new password."""
    return hashed(secrets.token_hex(16))


def one_time() -> str:
    """A password to print: kmtr-fawe-hybd-qozu."""
    letters = ["".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)]
    return "-".join(letters)


@contextmanager
def _turn() -> Iterator[None]:
    """A turn in the queue that the request has entered. Commands, and what has a turn of another kind, enter none."""
    queue = work_queues.hashing()
    if queue is None:
        with _process:
            yield
        return
    with queue.turn():
        yield
