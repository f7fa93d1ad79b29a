"""Entries: making, changing, withdrawing and restoring them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries import followers
from showcase.entries.actions import booth_codes
from showcase.entries.queries.neighbours import Neighbours
from showcase.entries.rules.entries import BoothTakenError, CategoryFixedError, EntryJudgedError
from showcase.entries.rules.fields import BY_NAME, FIELDS, NAMES, Field, Shape
from showcase.entries.rules.profile import WORDS
from showcase.entries.rules.states import Status
from showcase.entries.tables import BoothCode, Entry, Tally
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.chain import LineType
from showcase.kernel.errors import REFUSED, DomainError, NotFoundError, ReasonNeededError
from showcase.kernel.links import shown_link
from showcase.kernel.slugs import slug_from
from showcase.kernel.texts import EXCEL_ERRORS, tidy

STORED = frozenset({*NAMES, "is_example", "status"})
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


class EntryInvalidError(DomainError):
    """Some fields are wrong. `fields` maps each to a code."""

    code = "entry-invalid"
    status = 422
    sentence = REFUSED

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("These fields can't be stored: " + ", ".join(f"{k} {v}" for k, v in fields.items()))
        self.fields = fields


def create(
    session: Session, act: Act, exhibition_id: int, fields: Mapping[str, Any], *, slug: str | None = None
) -> int:
    """Make an entry with a booth code of its own; answers its id.

    Raises EntryInvalidError, BoothTakenError and DecidedError.
    """
    _open_exhibition(session, exhibition_id)
    row = drafted(Neighbours(session, exhibition_id), fields, now=act.now, slug=slug)
    session.add(row)
    session.flush()
    session.add(BoothCode(code=booth_codes.fresh(session, 1)[0], entry_id=row.id, created_at=act.now))
    session.add(Tally(entry_id=row.id, votes=0))
    session.flush()
    act.record(session, "entry.create", row.slug, exhibition_id=exhibition_id, after=born(row))
    content.touch(session)
    followers.follow(session, act, exhibition_id)
    return row.id


def update(session: Session, act: Act, exhibition_id: int, slug: str, fields: Mapping[str, Any]) -> None:
    """Change an entry's fields; its codes and votes stay. Raises as `create`, CategoryFixedError, EntryJudgedError."""
    _open_exhibition(session, exhibition_id)
    row = of_slug(session, exhibition_id, slug)
    changes = changed(Neighbours(session, exhibition_id), row, fields)
    if changes:
        before = plain({name: getattr(row, name) for name in changes})
        for name, value in changes.items():
            setattr(row, name, value)
        row.updated_at = act.now
        session.flush()
        act.record(session, "entry.update", row.slug, exhibition_id=exhibition_id, before=before, after=plain(changes))
        content.touch(session)
        if "category_id" in changes:
            followers.moved(session, exhibition_id, [row.id])
        if changes.keys() & {"category_id", "status"}:
            followers.follow(session, act, exhibition_id)


def drafted(neighbours: Neighbours, fields: Mapping[str, Any], *, now: datetime, slug: str | None = None) -> Entry:
    """A new entry, not stored yet, that may stand beside these. Raises EntryInvalidError and BoothTakenError."""
    values = checked(fields)
    _check_place(neighbours, values, None)
    return Entry(
        exhibition_id=neighbours.exhibition_id,
        slug=slug or slug_from(values.get("short_name") or values["name"], neighbours.slugs),
        created_at=now,
        updated_at=now,
        **values,
    )


def changed(neighbours: Neighbours, row: Entry, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What of these fields differs from what is stored. Raises as `drafted`, CategoryFixedError, EntryJudgedError."""
    values = checked(fields)
    _check_place(neighbours, values, row.id)
    if values.get("category_id", row.category_id) != row.category_id and neighbours.is_judged(row.id):
        raise CategoryFixedError
    if row.status is Status.WITHDRAWN:
        values.pop("status", None)
    if values.get("status") is Status.DRAFT and row.status is Status.PUBLISHED and neighbours.is_judged(row.id):
        raise EntryJudgedError(f"Booth {row.booth} has votes or sheets.", booth=row.booth)
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def born(row: Entry) -> dict[str, Any]:
    """What the audit log says of a new entry."""
    return {"booth": row.booth, "name": row.name}


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the audit log keeps them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def withdraw(session: Session, act: Act, exhibition_id: int, slug: str) -> None:
    """Take an entry out of the contest: its pages stay, its votes and sheets no longer count. Needs a reason."""
    _open_exhibition(session, exhibition_id)
    act = act.trimmed()
    if not act.reason:
        raise ReasonNeededError
    row = of_slug(session, exhibition_id, slug)
    if row.status is Status.WITHDRAWN:
        return
    before = {"status": row.status.value}
    row.status, row.withdrawn_reason, row.updated_at = Status.WITHDRAWN, act.reason, act.now
    session.flush()
    act.record(
        session,
        "entry.withdraw",
        slug,
        exhibition_id=exhibition_id,
        before=before,
        after={"status": row.status.value},
        official=(LineType.ENTRY_WITHDRAWN, {"entry": slug, "reason": act.reason}),
    )
    content.touch(session)


def restore(session: Session, act: Act, exhibition_id: int, slug: str) -> None:
    """Bring a withdrawn entry back, with the votes and sheets that it had."""
    _open_exhibition(session, exhibition_id)
    row = of_slug(session, exhibition_id, slug)
    if row.status is not Status.WITHDRAWN:
        return
    row.status, row.withdrawn_reason, row.updated_at = Status.PUBLISHED, "", act.now
    session.flush()
    act.trimmed().record(
        session,
        "entry.restore",
        slug,
        exhibition_id=exhibition_id,
        before={"status": Status.WITHDRAWN.value},
        after={"status": row.status.value},
        official=(LineType.ENTRY_RESTORED, {"entry": slug}),
    )
    content.touch(session)
    followers.follow(session, act.because(""), exhibition_id)


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
    # The lock that a move takes too: an entry changes before the result is fixed, or not any more.
    ledger.hold(session, exhibition_id)
    phase = session.scalar(select(Exhibition.phase).where(Exhibition.id == exhibition_id))
    if phase is None:
        raise NotFoundError
    if phase in DECIDED:
        raise DecidedError


def checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The known fields, tidied as an import does it. Raises EntryInvalidError."""
    wrong: dict[str, str] = {}
    values = {name: value for name, value in fields.items() if name in STORED}
    for field in (field for field in FIELDS if field.name in values):
        if field.limit:
            values[field.name] = tidy(str(values[field.name] or ""))
        if fault := _fault(field, values[field.name]):
            wrong[field.name] = fault
    if wrong:
        raise EntryInvalidError(wrong)
    return values


def _fault(field: Field, value: Any) -> str:
    """What is wrong with a tidied value: a code, empty for nothing."""
    if field.shape is Shape.TERM:
        return "choice-needed" if value and value not in WORDS[field.name].values() else ""
    if not field.limit:
        return ""
    if len(value) > field.limit:
        return "text-long"
    if CONTROL.search(value) or value in EXCEL_ERRORS:
        return "text-invalid"
    if not value:
        return "text-needed" if field.is_required else ""
    return "link-invalid" if field.shape is Shape.LINK and not shown_link(value) else ""


def _check_place(neighbours: Neighbours, values: Mapping[str, Any], own_id: int | None) -> None:
    if "category_id" in values and values["category_id"] not in neighbours.categories:
        raise EntryInvalidError({"category_id": "choice-needed"})
    if "booth" in values:
        other = neighbours.booths.get(values["booth"])
        if other is not None and other != own_id:
            raise BoothTakenError(f"Booth {values['booth']} is taken.", booth=values["booth"])


def value(name: str, text: str) -> Any:
    """A typed text as the entry stores it. Raises EntryInvalidError for a date that can't be read."""
    if BY_NAME[name].shape is not Shape.DATE:
        return text
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise EntryInvalidError({name: "date-invalid"}) from error
