"""What rooms above the entries have to do with them, told by the application: who acts when one comes or changes its
category, and which tables say that one was voted for or judged.
"""

from collections.abc import Collection
from typing import Any, Protocol

from sqlalchemy.orm import Session

from showcase.kernel.act import Act


class Follower(Protocol):
    """What acts when entries change."""

    def follow(self, session: Session, act: Act, exhibition_id: int) -> object:
        """An entry of the exhibition came, came back or changed its category."""

    def moved(self, session: Session, exhibition_id: int, entry_ids: Collection[int]) -> None:
        """These entries changed their category."""


FOLLOWERS: list[Follower] = []
# Tables with a column `entry_id`: a row says that the entry was voted for or judged.
_traces: list[Any] = []


def trace(*tables: Any) -> None:
    """Take these tables into account from now on."""
    _traces.extend(tables)


def traces() -> tuple[Any, ...]:
    """The tables whose rows say that an entry was voted for or judged.

    Raises RuntimeError when none was told: without them every entry would pass for one that nobody has judged.
    """
    if not _traces:
        raise RuntimeError("No table of votes or sheets is known here: import showcase.rooms first.")
    return tuple(_traces)


def follow(session: Session, act: Act, exhibition_id: int) -> None:
    """Tell every follower that an entry of the exhibition came, came back or changed its category."""
    for follower in FOLLOWERS:
        follower.follow(session, act, exhibition_id)


def moved(session: Session, exhibition_id: int, entry_ids: Collection[int]) -> None:
    """Tell every follower that these entries changed their category."""
    for follower in FOLLOWERS:
        follower.moved(session, exhibition_id, entry_ids)
