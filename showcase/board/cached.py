"""Each exhibition's board as this process knows it: computed once per version, looked up at most twice a second."""

import gzip
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from showcase.board import queries as service
from showcase.board.rules import same
from showcase.database import db
from showcase.exhibitions.views import ExhibitionView

LOOK_EVERY_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Kept:
    """A board ready to be sent: its values, the bytes, and the tag that changes only with what is shown."""

    data: dict[str, Any]
    plain: bytes
    zipped: bytes
    etag: str


@dataclass(slots=True)
class Slot:
    """One exhibition's board, and when it was last looked after."""

    version: tuple[int, int, bool] | None = None
    kept: Kept | None = None
    looked_at: float = -1.0
    lock: threading.Lock = field(default_factory=threading.Lock)


_slots: dict[tuple[int, int], Slot] = {}


def current(owner: int, shown: ExhibitionView, now: datetime) -> Kept:
    """The board as it stands, at most half a second old. `owner` tells applications of one process apart."""
    slot = _slots.setdefault((owner, shown.id), Slot())
    if slot.kept is not None and time.monotonic() - slot.looked_at < LOOK_EVERY_SECONDS:
        return slot.kept
    with slot.lock:
        if slot.kept is None or time.monotonic() - slot.looked_at >= LOOK_EVERY_SECONDS:
            _look(slot, shown, now)
    assert slot.kept is not None
    return slot.kept


def _look(slot: Slot, shown: ExhibitionView, now: datetime) -> None:
    session = db.session()
    version = service.version(session, shown.id, now=now)
    if slot.kept is None or version != slot.version:
        data = service.board(session, shown.id, now=now)
        if slot.kept is None or not same(data, slot.kept.data):
            slot.kept = _made(data)
        slot.version = version
    slot.looked_at = time.monotonic()


def _made(data: dict[str, Any]) -> Kept:
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    stable = json.dumps({**data, "as_of": None}, sort_keys=True).encode()
    return Kept(data, plain, gzip.compress(plain, 6, mtime=0), f'"{hashlib.sha256(stable).hexdigest()[:24]}"')
