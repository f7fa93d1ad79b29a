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
TRACES: list[Any] = []


def follow(session: Session, act: Act, exhibition_id: int) -> None:
    """Tell every follower that an entry of the exhibition came, came back or changed its category."""
    for follower in FOLLOWERS:
        follower.follow(session, act, exhibition_id)


def moved(session: Session, exhibition_id: int, entry_ids: Collection[int]) -> None:
    """Tell every follower that these entries changed their category."""
    for follower in FOLLOWERS:
        follower.moved(session, exhibition_id, entry_ids)
