"""Messages to innovators: sending, moderating, and the few that a page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.orm import Session

from showcase.entries.rules.entries import EntryWithdrawnError
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError
from showcase.messages.rules import (
    LIMITS,
    OPEN_PHASES,
    SHOWN,
    Hint,
    MessageKind,
    MessageKindError,
    MessagesClosedError,
    MessageState,
    TooManyMessagesError,
    checked,
    hints,
)
from showcase.messages.tables import Message

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Sending:
    """What a phone sends: this form, used by this sender, for this entry."""

    exhibition_id: int
    entry_id: int
    sender_key: str
    form_key: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An approved message, as visitors and the innovator read it."""

    kind: MessageKind
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Moderated:
    """A message as an organizer sees it."""

    id: int
    entry_slug: str
    entry_name: str
    booth: str
    kind: MessageKind
    text: str
    state: MessageState
    at: datetime
    decided_by: str
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of messages in a state, newest first, and how many there are in each state."""

    rows: tuple[Moderated, ...]
    counts: dict[MessageState, int]
    page: int
    pages: int


def send(session: Session, sending: Sending, *, now: datetime) -> None:
    """Keep a message until an organizer has decided about it. A form that was used changes nothing again.

    Raises MessagesClosedError, EntryWithdrawnError, MessageKindError, the errors of `checked`, and
    TooManyMessagesError: limits are counted here, in the database, so that several processes do not multiply them.
    """
    row = session.execute(
        select(Exhibition.phase, Exhibition.pepper, Entry.status)
        .join(Entry, Entry.exhibition_id == Exhibition.id)
        .where(Exhibition.id == sending.exhibition_id, Entry.id == sending.entry_id)
    ).first()
    if row is None or row.status is Status.DRAFT:
        raise NotFoundError
    # One after the other: two at once must not both be the third.
    ledger.hold(session, sending.exhibition_id)
    used = select(Message.id).where(
        Message.exhibition_id == sending.exhibition_id, Message.form_key == sending.form_key
    )
    if session.scalar(used) is not None:
        return
    if row.pepper is None or row.phase not in OPEN_PHASES:
        raise MessagesClosedError
    if row.status is Status.WITHDRAWN:
        raise EntryWithdrawnError
    if sending.kind not in set(MessageKind):
        raise MessageKindError
    text = checked(sending.text)
    _check_limits(session, sending, now)
    values = {
        "exhibition_id": sending.exhibition_id,
        "entry_id": sending.entry_id,
        "sender_key": sending.sender_key,
        "form_key": sending.form_key,
        "kind": MessageKind(sending.kind),
        "text": text,
        "at": now,
    }
    session.execute(insert(Message), values)


def _check_limits(session: Session, sending: Sending, now: datetime) -> None:
    sent = session.execute(
        select(*(func.coalesce(func.sum(case((Message.at > now - span, 1), else_=0)), 0) for _, span in LIMITS)).where(
            Message.exhibition_id == sending.exhibition_id,
            Message.sender_key == sending.sender_key,
            Message.at <= now,
            Message.at > now - max(span for _, span in LIMITS),
        )
    ).one()
    for count, (most, span) in zip(sent, LIMITS, strict=True):
        if count >= most:
            raise TooManyMessagesError(seconds=int(span.total_seconds()))


def approved(session: Session, entry_id: int, limit: int = SHOWN) -> tuple[Shown, ...]:
    """The latest approved messages to an entry, newest first: for the innovator, and for a page that shows them."""
    rows = session.execute(
        select(Message.kind, Message.text, Message.at)
        .where(Message.entry_id == entry_id, Message.state == MessageState.APPROVED)
        .order_by(Message.id.desc())
        .limit(limit)
    )
    return tuple(Shown(row.kind, row.text, row.at) for row in rows)


def desk(session: Session, exhibition_id: int, state: MessageState, page: int = 1) -> Desk:
    """The messages that an organizer decides about: two queries, whatever their number."""
    found = session.execute(
        select(Message.state, func.count()).where(Message.exhibition_id == exhibition_id).group_by(Message.state)
    )
    counts = dict.fromkeys(MessageState, 0) | {row[0]: row[1] for row in found}
    pages = max(1, -(-counts[state] // A_PAGE))
    page = min(max(1, page), pages)
    rows = session.execute(
        select(Message, Entry.slug, Entry.display_name, Entry.booth)
        .join(Entry, Entry.id == Message.entry_id)
        .where(Message.exhibition_id == exhibition_id, Message.state == state)
        .order_by(Message.id.desc())
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    return Desk(
        rows=tuple(
            Moderated(
                id=row.id,
                entry_slug=slug,
                entry_name=name,
                booth=booth,
                kind=row.kind,
                text=row.text,
                state=row.state,
                at=row.at,
                decided_by=row.decided_by,
                hints=hints(row.text),
            )
            for row, slug, name, booth in rows
        ),
        counts=counts,
        page=page,
        pages=pages,
    )


def decide(session: Session, act: Act, slug: str, numbers: Sequence[int], state: MessageState) -> int:
    """Approve or reject messages of this exhibition, or change one's mind; answers how many changed.

    Foreign and unknown numbers are left alone. The audit log names the messages, not their texts.
    """
    exhibition = named(session, slug)
    if state is MessageState.WAITING or not numbers:
        return 0
    wanted = (Message.exhibition_id == exhibition.id, Message.id.in_(numbers), Message.state != state)
    changing = sorted(session.scalars(select(Message.id).where(*wanted)))
    if not changing:
        return 0
    session.execute(
        update(Message).where(Message.id.in_(changing)).values(state=state, decided_at=act.now, decided_by=act.actor)
    )
    act.record(
        session,
        f"message.{state.value}",
        ", ".join(map(str, changing))[:200],
        exhibition_id=exhibition.id,
        after={"messages": changing},
    )
    return len(changing)


def show(session: Session, act: Act, slug: str, *, shown: bool) -> None:
    """Switch on or off that approved messages are shown on an entry's message page."""
    exhibition = named(session, slug)
    if exhibition.show_messages == shown:
        return
    exhibition.show_messages = shown
    session.flush()
    act.record(session, "messages.show" if shown else "messages.hide", slug, exhibition_id=exhibition.id)
    content.touch(session)
