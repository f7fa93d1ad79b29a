"""Objections to a published result: until when they are taken, what may be written, and how they are answered."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from showcase.kernel.errors import N_, DomainError

# Longest texts, by field.
LIMITS = {"how": 1000, "name": 200, "reach": 200, "words": 5000, "reason": 2000, "correction": 2000}
# What is proposed: so many working days after the publication, until offices close.
WORKING_DAYS, OFFICES_CLOSE = 3, time(16)
# An end further away is a slip of the pen.
FURTHEST = timedelta(days=366)
_SATURDAY = 5


class Outcome(StrEnum):
    """How an objection was answered."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ObjectionInvalidError(DomainError):
    """Some fields are wrong. `fields` maps each to a code."""

    code = "objection-invalid"
    status = 422
    sentence = N_("Belum tersimpan. Perbaiki yang ditandai; yang lain tidak hilang.")

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("These fields can't be stored: " + ", ".join(f"{k} {v}" for k, v in fields.items()))
        self.fields = fields


class NotPublishedError(DomainError):
    """There is no published result yet that one could object to, or correct."""

    code = "not-published"
    status = 409
    sentence = N_("Hasilnya belum diumumkan, jadi belum ada yang bisa disanggah atau dikoreksi.")


class ObjectionMovedError(DomainError):
    """Somebody else has answered since the page was made."""

    code = "objection-moved"
    status = 409
    sentence = N_(
        "Belum tersimpan: panitia lain baru saja menjawab sanggahan ini. Baca jawabannya di bawah, lalu simpan lagi "
        "bila masih perlu."
    )


def suggested_end(since: datetime, zone: ZoneInfo) -> datetime:
    """Three working days (Monday to Friday; holidays are not known here) after this moment's day, at four o'clock."""
    day, left = since.astimezone(zone).date(), WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return datetime.combine(day, OFFICES_CLOSE, zone)


def end_fault(until: datetime, now: datetime) -> str:
    """Why objections can't be taken until then: `end-past`, `end-far`; empty when they can."""
    if until <= now:
        return "end-past"
    return "end-far" if until > now + FURTHEST else ""


def received_fault(received_at: datetime, decided_at: datetime, now: datetime) -> str:
    """Why nothing can have come in then: `received-future`, `received-early` (before the result was fixed).

    People write whole minutes: the minute of the decision is not before it.
    """
    if received_at > now:
        return "received-future"
    return "received-early" if received_at < decided_at.replace(second=0, microsecond=0) else ""


def is_late(received_at: datetime, until: datetime | None) -> bool:
    """Whether the window was over when it came in; the end itself is no part of the window."""
    return until is not None and received_at >= until


def told(text: str) -> str:
    """A text as it is stored: line ends as LF, NFC, outer space gone."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()


def text_fault(text: str, longest: int, *, needed: bool = True) -> str:
    """Why a text can't be stored: `text-needed`, `text-long`, `text-invalid` (control characters); else empty."""
    if needed and not text:
        return "text-needed"
    if len(text) > longest:
        return "text-long"
    return "text-invalid" if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign != "\n" for sign in text) else ""
