"""Entries: making, changing, withdrawing and restoring them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.domain.entries import (
    BoothTakenError,
    CategoryFixedError,
    Status,
    slug_from,
)
from showcase.domain.errors import DomainError, NotFoundError
from showcase.domain.ledger import LineType
from showcase.domain.phases import DECIDED, DecidedError, ReasonNeededError
from showcase.domain.profile import LIMITS, WORDS
from showcase.models import Ballot, BoothCode, Category, Entry, Exhibition, Sheet, Tally
from showcase.services import audit, booth_codes, catalogue, ledger

FIELDS = (*LIMITS, "category_id", "stage", "form", "kind", "started", "is_example", "status")
REQUIRED = ("booth", "name")


class EntryInvalidError(DomainError):
    """Some fields are wrong. `fields` maps each to a code."""

    code = "entry-invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("These fields can't be stored: " + ", ".join(f"{k} {v}" for k, v in fields.items()))
        self.fields = fields


def create(
    session: Session,
    exhibition_id: int,
    fields: Mapping[str, Any],
    *,
    actor: str,
    now: datetime,
    slug: str | None = None,
) -> int:
    """Make an entry with a booth code of its own; answers its id.

    Raises EntryInvalidError, BoothTakenError and DecidedError.
    """
    _open_exhibition(session, exhibition_id)
    values = _checked(fields)
    _check_place(session, exhibition_id, values, None)
    row = Entry(
        exhibition_id=exhibition_id,
        slug=slug or free_slug(session, exhibition_id, values.get("short_name") or values["name"]),
        created_at=now,
        updated_at=now,
        **values,
    )
    session.add(row)
    session.flush()
    session.add(BoothCode(code=booth_codes.fresh(session, 1)[0], entry_id=row.id, created_at=now))
    session.add(Tally(entry_id=row.id, votes=0))
    session.flush()
    _noted(session, row, "entry.create", actor, now, {}, {"booth": row.booth, "name": row.name})
    return row.id


def update(
    session: Session, exhibition_id: int, slug: str, fields: Mapping[str, Any], *, actor: str, now: datetime
) -> None:
    """Change an entry's fields; its codes and votes stay. Raises as `create`, and CategoryFixedError."""
    _open_exhibition(session, exhibition_id)
    row = of_slug(session, exhibition_id, slug)
    values = _checked(fields)
    _check_place(session, exhibition_id, values, row.id)
    if values.get("category_id", row.category_id) != row.category_id and _is_judged(session, row.id):
        raise CategoryFixedError
    if values.get("status", row.status) != row.status and row.status is Status.WITHDRAWN:
        del values["status"]
    before, after = {}, {}
    for name, value in values.items():
        if getattr(row, name) != value:
            before[name], after[name] = _plain(getattr(row, name)), _plain(value)
            setattr(row, name, value)
    if after:
        row.updated_at = now
        session.flush()
        _noted(session, row, "entry.update", actor, now, before, after)


def withdraw(session: Session, exhibition_id: int, slug: str, *, reason: str, actor: str, now: datetime) -> None:
    """Take an entry out of the contest: its pages stay, its votes and sheets no longer count. Needs a reason."""
    _open_exhibition(session, exhibition_id)
    if not reason.strip():
        raise ReasonNeededError
    row = of_slug(session, exhibition_id, slug)
    if row.status is Status.WITHDRAWN:
        return
    row.status, row.withdrawn_reason, row.updated_at = Status.WITHDRAWN, reason.strip(), now
    session.flush()
    ledger.append(session, exhibition_id, LineType.ENTRY_WITHDRAWN, now, {"entry": slug, "reason": reason.strip()})
    _noted(session, row, "entry.withdraw", actor, now, {}, {}, reason.strip())


def restore(session: Session, exhibition_id: int, slug: str, *, actor: str, now: datetime, reason: str = "") -> None:
    """Bring a withdrawn entry back, with the votes and sheets that it had."""
    _open_exhibition(session, exhibition_id)
    row = of_slug(session, exhibition_id, slug)
    if row.status is not Status.WITHDRAWN:
        return
    row.status, row.withdrawn_reason, row.updated_at = Status.PUBLISHED, "", now
    session.flush()
    ledger.append(session, exhibition_id, LineType.ENTRY_RESTORED, now, {"entry": slug})
    _noted(session, row, "entry.restore", actor, now, {}, {}, reason.strip())


def of_slug(session: Session, exhibition_id: int, slug: str) -> Entry:
    """The entry of this slug. Raises NotFoundError."""
    row = session.scalars(select(Entry).where(Entry.exhibition_id == exhibition_id, Entry.slug == slug)).first()
    if row is None:
        raise NotFoundError
    return row


def slug_of(session: Session, entry_id: int) -> str:
    """An entry's slug."""
    return session.get_one(Entry, entry_id).slug


def free_slug(session: Session, exhibition_id: int, name: str) -> str:
    """A slug for this name that no entry of the exhibition has."""
    return slug_from(name, set(session.scalars(select(Entry.slug).where(Entry.exhibition_id == exhibition_id))))


def _open_exhibition(session: Session, exhibition_id: int) -> None:
    phase = session.scalar(select(Exhibition.phase).where(Exhibition.id == exhibition_id))
    if phase is None:
        raise NotFoundError
    if phase in DECIDED:
        raise DecidedError


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The known fields, trimmed. Raises EntryInvalidError."""
    wrong: dict[str, str] = {}
    values = {name: value for name, value in fields.items() if name in FIELDS}
    for name, limit in LIMITS.items():
        if name not in values:
            continue
        text = str(values[name] or "").replace("\r\n", "\n").strip()
        values[name] = text
        if len(text) > limit:
            wrong[name] = "text-long"
        elif any(ord(character) < 32 and character not in "\n\t" for character in text):
            wrong[name] = "text-invalid"
        elif name in REQUIRED and not text:
            wrong[name] = "text-needed"
    for name, words in WORDS.items():
        if values.get(name) and values[name] not in words.values():
            wrong[name] = "choice-needed"
    if values.get("video") and not str(values["video"]).startswith("https://"):
        wrong["video"] = "link-invalid"
    if wrong:
        raise EntryInvalidError(wrong)
    return values


def _check_place(session: Session, exhibition_id: int, values: Mapping[str, Any], own_id: int | None) -> None:
    if "category_id" in values:
        found = session.scalar(
            select(func.count(Category.id)).where(
                Category.id == values["category_id"], Category.exhibition_id == exhibition_id
            )
        )
        if not found:
            raise EntryInvalidError({"category_id": "choice-needed"})
    if "booth" in values:
        same = select(Entry.id).where(Entry.exhibition_id == exhibition_id, Entry.booth == values["booth"])
        other = session.scalar(same)
        if other is not None and other != own_id:
            raise BoothTakenError(f"Booth {values['booth']} is taken.", booth=values["booth"])


def _is_judged(session: Session, entry_id: int) -> bool:
    ballots = session.scalar(select(func.count(Ballot.id)).where(Ballot.entry_id == entry_id))
    return bool(ballots or session.scalar(select(func.count(Sheet.id)).where(Sheet.entry_id == entry_id)))


def _noted(
    session: Session,
    row: Entry,
    action: str,
    actor: str,
    now: datetime,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str = "",
) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        at=now,
        exhibition_id=row.exhibition_id,
        subject=row.slug,
        before=before,
        after=after,
        reason=reason,
    )
    catalogue.touch(session)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
