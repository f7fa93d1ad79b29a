"""Pictures that an innovator proposes, until an organizer decides.

They lie in the database and not in the media folder: no public address leads to them, a backup of the database holds
them, a rehearsal's copy does not, and what is refused is gone with its row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from showcase.entries.actions import photos
from showcase.entries.tables import Entry
from showcase.innovators.rules import MOST_WAITING_BYTES, ProposalState, ProposedFullError
from showcase.innovators.tables import ProfileProposal, ProposedPhoto
from showcase.kernel.errors import NotFoundError
from showcase.printing.photo_sources import Upload

PREVIEW_WIDTH = 640


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A picture that waits. `width` and `height` are those that it will have on pages."""

    id: int
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """A picture that an organizer takes over, with the words for it; `upload` was made of what waits under this id."""

    id: int
    alt: str
    upload: Upload


def listed(session: Session, proposal_id: int) -> tuple[ProposedLine, ...]:
    """The pictures of a proposal in the order in which they came, without their bytes: one query."""
    columns = (ProposedPhoto.id, ProposedPhoto.alt, ProposedPhoto.width, ProposedPhoto.height)
    query = select(*columns).where(ProposedPhoto.proposal_id == proposal_id).order_by(ProposedPhoto.id)
    return tuple(ProposedLine(*row) for row in session.execute(query))


def keep(session: Session, proposal_id: int, uploads: Sequence[Upload], *, room: int) -> int:
    """Keep pictures with a proposal, at most `room` of them in all; answers how many came that were not there yet.

    A form that is sent twice keeps nothing twice. Raises ProposedFullError.
    """
    mine = ProposedPhoto.proposal_id == proposal_id
    known = set(session.scalars(select(ProposedPhoto.digest).where(mine)))
    fresh = {upload.source_digest: upload for upload in uploads if upload.source_digest not in known}
    rows = [_row(proposal_id, upload) for upload in fresh.values()]
    stored = func.length(ProposedPhoto.source) + func.length(ProposedPhoto.preview)
    size = session.scalar(select(func.coalesce(func.sum(stored), 0)).where(mine)) or 0
    size += sum(len(row.source) + len(row.preview) for row in rows)
    if rows and (len(known) + len(rows) > room or size > MOST_WAITING_BYTES):
        raise ProposedFullError
    session.add_all(rows)
    session.flush()
    return len(rows)


def describe(session: Session, proposal_id: int, alts: Mapping[int, str]) -> None:
    """Store what the pictures of a proposal show, by their ids."""
    for row in session.scalars(select(ProposedPhoto).where(ProposedPhoto.proposal_id == proposal_id)):
        row.alt = photos.plain(alts.get(row.id, row.alt))


def remove(session: Session, proposal_id: int, photo_id: int | None = None) -> bool:
    """Delete one picture of a proposal, or all of them; answers whether there was any."""
    gone = delete(ProposedPhoto).where(ProposedPhoto.proposal_id == proposal_id)
    if photo_id is not None:
        gone = gone.where(ProposedPhoto.id == photo_id)
    return bool(session.scalars(gone.returning(ProposedPhoto.id)).all())


def sources(session: Session, exhibition_id: int, slug: str, ids: Sequence[int]) -> dict[int, bytes]:
    """Those of these pictures that wait for this entry, uncropped (WebP)."""
    return _bytes(session, ProposedPhoto.source, (Entry.exhibition_id == exhibition_id) & (Entry.slug == slug), ids)


def source(session: Session, exhibition_id: int, slug: str, photo_id: int) -> bytes:
    """One of them. Raises NotFoundError."""
    found = sources(session, exhibition_id, slug, [photo_id])
    if not found:
        raise NotFoundError
    return found[photo_id]


def preview(session: Session, entry_id: int, photo_id: int) -> bytes:
    """A picture that waits for this entry, 640 pixels wide (WebP). Raises NotFoundError."""
    found = _bytes(session, ProposedPhoto.preview, Entry.id == entry_id, [photo_id])
    if not found:
        raise NotFoundError
    return found[photo_id]


def _bytes(
    session: Session, column: InstrumentedAttribute[bytes], whose: ColumnElement[bool], ids: Sequence[int]
) -> dict[int, bytes]:
    query = (
        select(ProposedPhoto.id, column)
        .join(ProfileProposal, ProfileProposal.id == ProposedPhoto.proposal_id)
        .join(Entry, Entry.id == ProfileProposal.entry_id)
        .where(ProfileProposal.state == ProposalState.WAITING, ProposedPhoto.id.in_(ids), whose)
        .order_by(ProposedPhoto.id)
    )
    return dict(session.execute(query).all())


def _row(proposal_id: int, upload: Upload) -> ProposedPhoto:
    picture = upload.picture
    size = {"width": picture.width, "height": picture.height}
    preview_bytes = picture.webp[PREVIEW_WIDTH]
    return ProposedPhoto(
        proposal_id=proposal_id, digest=upload.source_digest, source=upload.source, preview=preview_bytes, **size
    )
