"""An innovator's own entry through the personal link: what it opens, and what is proposed there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.entries.actions import entries
from showcase.entries.actions.photos import PhotoLine
from showcase.entries.rules.changes import as_text
from showcase.entries.rules.fields import PROPOSABLE
from showcase.entries.rules.photos import MOST_PHOTOS, PhotoNeededError
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.tables import Exhibition
from showcase.innovators.actions import links, proposals
from showcase.innovators.actions import photos as proposed_photos
from showcase.innovators.actions.proposals import Proposal
from showcase.innovators.rules import NOTE_LENGTH, NothingProposedError, ProfileClosedError, ProposalState, is_open
from showcase.innovators.tables import InnovatorLink
from showcase.jury.tables import Assignment, Sheet
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError
from showcase.messages import actions as messages
from showcase.messages.actions import Shown
from showcase.printing.photo_sources import Upload

# A page still opens on a phone; more approved messages than these nobody has seen yet.
MOST_MESSAGES = 500


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """What a personal link opens: the entry's profile as texts, its photographs, whether it may be edited, the latest
    proposal, and the visitors' messages that were approved, the newest first.
    """

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
    messages: tuple[Shown, ...]
    photos: tuple[PhotoLine, ...]

    @property
    def waiting(self) -> Proposal | None:
        """The proposal that waits to be decided."""
        return self.latest if self.latest is not None and self.latest.is_waiting else None

    @property
    def room(self) -> int:
        """How many pictures may still be proposed."""
        return max(0, MOST_PHOTOS - len(self.photos) - (len(self.waiting.photos) if self.waiting else 0))


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
        name=row.display_name,
        booth=row.booth,
        profile=proposals.profile_of(row),
        is_open=is_open(exhibition.phase, exhibition.profiles_until, now) and row.status is not Status.WITHDRAWN,
        until=exhibition.profiles_until,
        latest=proposals.latest(session, row.id),
        seen_by=counted[0],
        jurors=counted[1],
        messages=messages.approved(session, row.id, MOST_MESSAGES),
        photos=proposals.photographs(session, row.id),
    )


def preview(session: Session, token: str, photo_id: int) -> bytes:
    """A picture that waits, 640 pixels wide (WebP). Raises NotFoundError."""
    row, _ = _opened(session, token)
    return proposed_photos.preview(session, row.id, photo_id)


def propose(
    session: Session, token: str, typed: Mapping[str, str], alts: Mapping[int, str], *, note: str, now: datetime
) -> None:
    """Send a profile for approval; the words of a waiting proposal are replaced, its pictures stay. `alts`: what those
    show, by their ids.

    Raises NotFoundError, ProfileClosedError, NothingProposedError, and EntryInvalidError with the wrong fields.
    """
    row = _to_edit(session, token, now)
    standing = proposals.profile_of(row)
    values = entries.checked({name: entries.value(name, typed[name]) for name in PROPOSABLE if name in typed})
    fields = {name: as_text(value) for name, value in values.items() if as_text(value) != standing[name]}
    before = {name: standing[name] for name in fields}
    waiting = proposals.waiting_of(session, row.id)
    if not fields and (waiting is None or not proposed_photos.listed(session, waiting.id)):
        raise NothingProposedError
    waiting = waiting or proposals.begin(session, row, now=now)
    waiting.fields, waiting.before, waiting.note = fields, before, note.strip()[:NOTE_LENGTH]
    proposed_photos.describe(session, waiting.id, alts)
    proposals.touch(session, waiting, at=now)
    Act("innovator", now).record(
        session, "profile.propose", row.slug, exhibition_id=row.exhibition_id, before=before, after=fields
    )


def add_photos(session: Session, token: str, uploads: Sequence[Upload], *, now: datetime) -> None:
    """Propose pictures; they join the waiting proposal, or begin one.

    Raises NotFoundError, ProfileClosedError, PhotoNeededError and ProposedFullError.
    """
    row = _to_edit(session, token, now)
    if not uploads:
        raise PhotoNeededError
    waiting = proposals.waiting_of(session, row.id) or proposals.begin(session, row, now=now)
    room = MOST_PHOTOS - len(proposals.photographs(session, row.id))
    added = proposed_photos.keep(session, waiting.id, uploads, room=room)
    if added:
        proposals.touch(session, waiting, at=now)
        Act("innovator", now).record(
            session, "profile.photo-add", row.slug, exhibition_id=row.exhibition_id, after={"photos": added}
        )


def remove_photo(session: Session, token: str, photo_id: int, *, now: datetime) -> None:
    """Take back one proposed picture, harmless when it does not wait; without it and words there is no proposal.

    Raises NotFoundError and ProfileClosedError.
    """
    row = _to_edit(session, token, now)
    waiting = proposals.waiting_of(session, row.id)
    if waiting is None or not proposed_photos.remove(session, waiting.id, photo_id):
        return
    if waiting.fields or proposed_photos.listed(session, waiting.id):
        proposals.touch(session, waiting, at=waiting.sent_at)
    else:
        proposals.close(session, waiting, ProposalState.WITHDRAWN, now)
    Act("innovator", now).record(session, "profile.photo-remove", row.slug, exhibition_id=row.exhibition_id)


def take_back(session: Session, token: str, *, now: datetime) -> None:
    """The innovator takes the waiting proposal back; harmless when none waits. Raises NotFoundError."""
    row, _ = _opened(session, token)
    waiting = proposals.waiting_of(session, row.id)
    if waiting is not None:
        proposals.close(session, waiting, ProposalState.WITHDRAWN, now)
        Act("innovator", now).record(session, "profile.withdraw", row.slug, exhibition_id=row.exhibition_id)


def _opened(session: Session, token: str) -> tuple[Entry, Exhibition]:
    query = (
        select(Entry, Exhibition)
        .join(InnovatorLink, InnovatorLink.entry_id == Entry.id)
        .join(Exhibition, Exhibition.id == Entry.exhibition_id)
        .where(InnovatorLink.token_hash == links.hashed(token), InnovatorLink.revoked_at.is_(None))
    )
    found = session.execute(query).first()
    if found is None:
        raise NotFoundError
    return found[0], found[1]


def _to_edit(session: Session, token: str, now: datetime) -> Entry:
    """The entry, held so that two forms of its innovator come one after the other. Votes do not wait for that."""
    row, exhibition = _opened(session, token)
    if not is_open(exhibition.phase, exhibition.profiles_until, now) or row.status is Status.WITHDRAWN:
        raise ProfileClosedError
    session.refresh(row, with_for_update={"key_share": True})
    return row
