"""What innovators propose for their entries, and how an organizer decides it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.actions import entries, photos
from showcase.entries.actions.entries import value
from showcase.entries.actions.photos import PhotoLine
from showcase.entries.rules.changes import as_text
from showcase.entries.rules.fields import PROPOSABLE
from showcase.entries.rules.photos import MOST_PHOTOS, PhotoLimitError
from showcase.entries.tables import Entry
from showcase.innovators.actions import photos as proposed_photos
from showcase.innovators.actions.photos import Chosen, ProposedLine
from showcase.innovators.rules import NothingProposedError, ProposalMovedError, ProposalState
from showcase.innovators.tables import ProfileProposal
from showcase.kernel.act import Act
from showcase.kernel.errors import ReasonNeededError

MOST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as pages show it; `fields` and `before` as texts, `photos` what waits with it: none once decided."""

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
    photos: tuple[ProposedLine, ...]

    @property
    def is_waiting(self) -> bool:
        """Nobody has decided it yet."""
        return self.state is ProposalState.WAITING


def latest(session: Session, entry_id: int) -> Proposal | None:
    """The newest proposal for an entry, decided or not."""
    query = select(ProfileProposal).where(ProfileProposal.entry_id == entry_id).order_by(ProfileProposal.id.desc())
    row = session.scalars(query.limit(1)).first()
    return _view(row, proposed_photos.listed(session, row.id)) if row is not None else None


def approve(
    session: Session,
    act: Act,
    exhibition_id: int,
    slug: str,
    *,
    version: int,
    fields: Sequence[str],
    seen: Mapping[str, str],
    pictures: Sequence[Chosen],
    media: Path,
) -> None:
    """Take the chosen fields and pictures of the waiting proposal over; the other fields stay as they are, the other
    pictures are deleted.

    `version` is of the proposal and `seen` the profile's values that the page showed: if either is old by now, nothing
    is decided. Raises NotFoundError, DecidedError, NothingProposedError, ProposalMovedError, PhotoLimitError and what
    `entries.update` raises.
    """
    album = photos.opened(session, act, exhibition_id, slug)
    row, waiting = _to_decide(session, exhibition_id, slug, version)
    chosen = [name for name in waiting.fields if name in fields]
    known = {line.id for line in proposed_photos.listed(session, waiting.id)}
    taken = [picture for picture in pictures if picture.id in known]
    if not chosen and not taken:
        raise NothingProposedError
    standing = profile_of(row)
    if any(seen.get(name) != standing[name] for name in chosen):
        raise ProposalMovedError
    # Before the first file: what is written there can be fetched by its name.
    if taken and len(photographs(session, row.id)) + len(taken) > MOST_PHOTOS:
        raise PhotoLimitError
    values = {name: value(name, waiting.fields[name]) for name in chosen}
    entries.update(session, act, exhibition_id, slug, values)
    for picture in taken:
        photos.add(album, [picture.upload], alt=picture.alt, media=media)
    left = [name for name in waiting.fields if name not in chosen]
    after = {"fields": chosen, "left_out": left, "photos": len(taken)}
    close(session, waiting, ProposalState.APPROVED, act.now, act.actor)
    act.record(session, "profile.approve", row.slug, exhibition_id=row.exhibition_id, after=after)


def refuse(session: Session, act: Act, exhibition_id: int, slug: str, *, version: int) -> None:
    """Refuse the waiting proposal with a reason that the innovator reads.

    Raises NotFoundError, ReasonNeededError and ProposalMovedError.
    """
    row, waiting = _to_decide(session, exhibition_id, slug, version)
    if not act.reason.strip():
        raise ReasonNeededError
    waiting.reason = act.reason.strip()[:MOST_REASON]
    close(session, waiting, ProposalState.REFUSED, act.now, act.actor)
    act.because(waiting.reason).record(session, "profile.refuse", row.slug, exhibition_id=row.exhibition_id)


def _to_decide(session: Session, exhibition_id: int, slug: str, version: int) -> tuple[Entry, ProfileProposal]:
    row = entries.of_slug(session, exhibition_id, slug)
    waiting = waiting_of(session, row.id)
    if waiting is None or waiting.row_version != version:
        raise ProposalMovedError
    return row, waiting


def waiting_of(session: Session, entry_id: int) -> ProfileProposal | None:
    """The entry's proposal that nobody has decided, held until the transaction ends."""
    mine = (ProfileProposal.entry_id == entry_id, ProfileProposal.state == ProposalState.WAITING)
    return session.scalars(select(ProfileProposal).where(*mine).with_for_update()).first()


def begin(session: Session, row: Entry, *, now: datetime) -> ProfileProposal:
    """A proposal in which nothing stands yet."""
    begun = ProfileProposal(entry_id=row.id, fields={}, before={}, row_version=0, sent_at=now)
    session.add(begun)
    session.flush()
    return begun


def touch(session: Session, waiting: ProfileProposal, *, at: datetime) -> None:
    """Say that it is another one now: who compares the former one decides nothing."""
    waiting.sent_at, waiting.row_version = at, waiting.row_version + 1
    session.flush()


def close(session: Session, waiting: ProfileProposal, state: ProposalState, at: datetime, decided_by: str = "") -> None:
    """Close a proposal: decided by somebody, or taken back by the innovator, who has no name here.

    Its pictures go: those that were taken over are the entry's own by now.
    """
    waiting.state, waiting.decided_at, waiting.decided_by = state, at, decided_by
    proposed_photos.remove(session, waiting.id)
    session.flush()


def photographs(session: Session, entry_id: int) -> tuple[PhotoLine, ...]:
    """The entry's pictures without one that we drew, which gives way."""
    return tuple(line for line in photos.listed(session, entry_id) if not line.is_placeholder)


def profile_of(row: Entry) -> dict[str, str]:
    """The fields that an innovator may propose to change, as texts, in the order of the form."""
    return {name: as_text(getattr(row, name)) for name in PROPOSABLE}


def _view(row: ProfileProposal, waiting: tuple[ProposedLine, ...]) -> Proposal:
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
        photos=waiting,
    )
