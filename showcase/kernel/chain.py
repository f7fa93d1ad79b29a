"""The ledger: a chain of lines, each sealed by a hash over all of its fields and the line before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

TAG = b"showcase-ledger/1\n"
GENESIS = "0" * 64
# Made once: making it costs more than using it, and every ballot of a count is written so.
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


class LineType(StrEnum):
    """Every official act is a line."""

    OPEN = "OPEN"
    VOTE = "VOTE"
    MOVE = "MOVE"
    WITHDRAW_VOTE = "WITHDRAW_VOTE"
    SHEET_LOCKED = "SHEET_LOCKED"
    SHEET_REOPENED = "SHEET_REOPENED"
    QUARANTINE = "QUARANTINE"
    RELEASE = "RELEASE"
    RULES_CHANGE = "RULES_CHANGE"
    ENTRY_WITHDRAWN = "ENTRY_WITHDRAWN"
    ENTRY_RESTORED = "ENTRY_RESTORED"
    PHASE = "PHASE"
    RATIFY = "RATIFY"
    RESTORE = "RESTORE"
    DRAW_COMMITTED = "DRAW_COMMITTED"
    DRAW = "DRAW"
    DRAW_REDRAWN = "DRAW_REDRAWN"
    CORRECTION = "CORRECTION"
    TIE_DECIDED = "TIE_DECIDED"


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `at` is ISO 8601 in UTC; `body` canonical JSON; `prev` and `hash` are hex."""

    seq: int
    type: str
    at: str
    body: str
    prev: str
    hash: str


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces; integers, strings, lists and mappings only (no floats)."""
    return _ENCODER.encode(value)


def moment(at: datetime) -> str:
    """A moment as the ledger writes it: UTC, microseconds, `Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def line_hash(seq: int, kind: str, at: str, body: str, prev: str) -> str:
    """SHA256(tag || prev || canonical({at, body, seq, type})), hex."""
    sealed = canonical({"seq": seq, "type": kind, "at": at, "body": body})
    return hashlib.sha256(TAG + prev.encode() + sealed.encode()).hexdigest()


def next_line(head: tuple[int, str] | None, kind: LineType, at: datetime, body: Mapping[str, Any]) -> Line:
    """The line that follows `head` (sequence number and hash; None for an empty ledger)."""
    seq, prev = (head[0] + 1, head[1]) if head else (1, GENESIS)
    stamp, text = moment(at), canonical(body)
    return Line(seq, kind.value, stamp, text, prev, line_hash(seq, kind.value, stamp, text, prev))


def first_fault(lines: Iterable[Line]) -> str | None:
    """What breaks the chain first, in words; None for a sound one."""
    prev = GENESIS
    for seq, line in enumerate(lines, start=1):
        if line.seq != seq:
            return f"line {seq} is missing: the next one found is {line.seq}"
        if line.prev != prev:
            return f"line {seq} does not follow the line before it"
        if line.hash != line_hash(line.seq, line.type, line.at, line.body, line.prev):
            return f"line {seq} was changed: its hash does not match"
        prev = line.hash
    return None
