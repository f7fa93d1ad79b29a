"""An innovator's own entry through the personal link: the profile, what is proposed for it, and how that is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.domain.changes import as_text
from showcase.domain.entries import Status
from showcase.domain.errors import NotFoundError
from showcase.domain.phases import ReasonNeededError
from showcase.domain.proposals import (
    EDITABLE,
    NOTE_LENGTH,
    NothingProposedError,
    ProfileClosedError,
    ProposalMovedError,
    ProposalState,
    is_open,
)
from showcase.models import Assignment, Entry, Exhibition, InnovatorLink, ProfileProposal, Sheet
from showcase.services import entries, innovator_links

MOST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as pages show it; `fields` and `before` as texts."""

    id: int
    state: ProposalState
    fields: Mapping[str, str]
    before: Mapping[str, str]
    note: str
    version: int
    sent_at: datetime
    decided_at: datetime | None
    decided_by: str
    reason: str

    @property
    def is_waiting(self) -> bool:
        """Nobody has decided it yet."""
        return self.state is ProposalState.WAITING


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """What a personal link opens: the entry's profile as texts, whether it may be edited, the latest proposal."""

    exhibition: str
    slug: str
    name: str
    booth: str
    profile: Mapping[str, str]
    is_open: bool
    until: datetime | None
    latest: Proposal | None
    seen_by: int
    jurors: int

    @property
    def waiting(self) -> Proposal | None:
        """The proposal that waits to be decided."""
        return self.latest if self.latest is not None and self.latest.is_waiting else None


def own(session: Session, token: str, *, now: datetime) -> OwnEntry:
    """What this link opens. Raises NotFoundError for a link that is unknown, revoked, or of a draft's exhibition."""
    row, exhibition = _opened(session, token)
    seen = (
        select(func.count(Sheet.id)).where(Sheet.entry_id == row.id, Sheet.submitted_at.is_not(None)).scalar_subquery()
    )
    jurors = select(func.count()).where(Assignment.entry_id == row.id).scalar_subquery()
    counted = session.execute(select(seen, jurors)).one()
    return OwnEntry(
        exhibition=exhibition.slug,
        slug=row.slug,
        name=row.short_name or row.name,
        booth=row.booth,
        profile=profile_of(row),
        is_open=is_open(exhibition.phase, exhibition.profiles_until, now) and row.status is not Status.WITHDRAWN,
        until=exhibition.profiles_until,
        latest=latest(session, row.id),
        seen_by=counted[0],
        jurors=counted[1],
    )


def propose(session: Session, token: str, typed: Mapping[str, str], *, note: str, now: datetime) -> None:
    """Send a profile for approval; a waiting proposal is replaced.

    Raises NotFoundError, ProfileClosedError, NothingProposedError, and EntryInvalidError with the wrong fields.
    """
    row, exhibition = _opened(session, token)
    if not is_open(exhibition.phase, exhibition.profiles_until, now) or row.status is Status.WITHDRAWN:
        raise ProfileClosedError
    standing = profile_of(row)
    values = entries.checked({name: _value(name, typed[name]) for name in EDITABLE if name in typed})
    fields = {name: as_text(value) for name, value in values.items() if as_text(value) != standing[name]}
    if not fields:
        raise NothingProposedError
    before = {name: standing[name] for name in fields}
    waiting = _waiting(session, row.id)
    if waiting is None:
        waiting = ProfileProposal(entry_id=row.id, row_version=0)
        session.add(waiting)
    waiting.fields, waiting.before, waiting.note = fields, before, note.strip()[:NOTE_LENGTH]
    waiting.sent_at, waiting.row_version = now, waiting.row_version + 1
    session.flush()
    entries.record(session, row, "profile.propose", "innovator", now, before, fields)


def take_back(session: Session, token: str, *, now: datetime) -> None:
    """The innovator takes the waiting proposal back; harmless when none waits. Raises NotFoundError."""
    row, _ = _opened(session, token)
    waiting = _waiting(session, row.id)
    if waiting is not None:
        waiting.state, waiting.decided_at = ProposalState.WITHDRAWN, now
        session.flush()
        entries.record(session, row, "profile.withdraw", "innovator", now, {}, {})


def latest(session: Session, entry_id: int) -> Proposal | None:
    """The newest proposal for an entry, decided or not."""
    query = select(ProfileProposal).where(ProfileProposal.entry_id == entry_id).order_by(ProfileProposal.id.desc())
    row = session.scalars(query.limit(1)).first()
    return _view(row) if row is not None else None


def approve(
    session: Session,
    exhibition_id: int,
    slug: str,
    *,
    version: int,
    fields: Sequence[str],
    seen: Mapping[str, str],
    actor: str,
    now: datetime,
) -> None:
    """Take the chosen fields of the waiting proposal into the profile; the other fields stay as they are.

    `version` is of the proposal and `seen` the profile's values that the page showed: if either is old by now, nothing
    is decided. Raises NotFoundError, NothingProposedError, ProposalMovedError and what `entries.update` raises.
    """
    row, waiting = _to_decide(session, exhibition_id, slug, version)
    chosen = [name for name in waiting.fields if name in fields]
    if not chosen:
        raise NothingProposedError
    standing = profile_of(row)
    if any(seen.get(name) != standing[name] for name in chosen):
        raise ProposalMovedError
    values = {name: _value(name, waiting.fields[name]) for name in chosen}
    entries.update(session, exhibition_id, slug, values, actor=actor, now=now)
    waiting.state, waiting.decided_at, waiting.decided_by = ProposalState.APPROVED, now, actor
    left = [name for name in waiting.fields if name not in chosen]
    session.flush()
    entries.record(session, row, "profile.approve", actor, now, {}, {"fields": chosen, "left_out": left})


def refuse(
    session: Session, exhibition_id: int, slug: str, *, version: int, reason: str, actor: str, now: datetime
) -> None:
    """Refuse the waiting proposal with a reason that the innovator reads.

    Raises NotFoundError, ReasonNeededError and ProposalMovedError.
    """
    row, waiting = _to_decide(session, exhibition_id, slug, version)
    if not reason.strip():
        raise ReasonNeededError
    waiting.state, waiting.decided_at, waiting.decided_by = ProposalState.REFUSED, now, actor
    waiting.reason = reason.strip()[:MOST_REASON]
    session.flush()
    entries.record(session, row, "profile.refuse", actor, now, {}, {}, waiting.reason)


def _opened(session: Session, token: str) -> tuple[Entry, Exhibition]:
    query = (
        select(Entry, Exhibition)
        .join(InnovatorLink, InnovatorLink.entry_id == Entry.id)
        .join(Exhibition, Exhibition.id == Entry.exhibition_id)
        .where(InnovatorLink.token_hash == innovator_links.hashed(token), InnovatorLink.revoked_at.is_(None))
    )
    found = session.execute(query).first()
    if found is None:
        raise NotFoundError
    return found[0], found[1]


def _to_decide(session: Session, exhibition_id: int, slug: str, version: int) -> tuple[Entry, ProfileProposal]:
    row = entries.of_slug(session, exhibition_id, slug)
    waiting = _waiting(session, row.id)
    if waiting is None or waiting.row_version != version:
        raise ProposalMovedError
    return row, waiting


def _waiting(session: Session, entry_id: int) -> ProfileProposal | None:
    mine = (ProfileProposal.entry_id == entry_id, ProfileProposal.state == ProposalState.WAITING)
    return session.scalars(select(ProfileProposal).where(*mine).with_for_update()).first()


def profile_of(row: Entry) -> dict[str, str]:
    """The fields that an innovator may propose to change, as texts, in the order of the form."""
    return {name: as_text(getattr(row, name)) for name in EDITABLE}


def _value(name: str, text: str) -> Any:
    """A typed text as the entry stores it. Raises EntryInvalidError for a date that can't be read."""
    if name != "started":
        return text
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise entries.EntryInvalidError({name: "date-invalid"}) from error


def _view(row: ProfileProposal) -> Proposal:
    return Proposal(
        id=row.id,
        state=row.state,
        fields=row.fields,
        before=row.before,
        note=row.note,
        version=row.row_version,
        sent_at=row.sent_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        reason=row.reason,
    )
