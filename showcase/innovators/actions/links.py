"""Innovators' personal links: who has one, making and revoking them, and until when they let edit."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from showcase.entries.actions import entries
from showcase.entries.rules.booths import walk_order
from showcase.entries.rules.changes import as_text
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.exhibitions.tables import Exhibition
from showcase.innovators.rules import ProposalState
from showcase.innovators.tables import InnovatorLink, ProfileProposal
from showcase.kernel import content
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class LinkLine:
    """An entry in the organizers' list: when its link was made (None: it has none), and what waits."""

    slug: str
    booth: str
    name: str
    organisation: str
    linked_at: datetime | None
    state: ProposalState | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Given:
    """A new link, shown once."""

    slug: str
    booth: str
    name: str
    innovators: str
    token: str


def lines(session: Session, exhibition_id: int) -> list[LinkLine]:
    """Every entry with its link and its latest proposal, what waits first: one query."""
    newest = (
        select(ProfileProposal.entry_id, func.max(ProfileProposal.id).label("id"))
        .group_by(ProfileProposal.entry_id)
        .subquery()
    )
    query = (
        select(Entry, InnovatorLink.created_at, ProfileProposal.state, ProfileProposal.sent_at)
        .outerjoin(InnovatorLink, (InnovatorLink.entry_id == Entry.id) & InnovatorLink.revoked_at.is_(None))
        .outerjoin(
            ProfileProposal, (ProfileProposal.entry_id == Entry.id) & ProfileProposal.id.in_(select(newest.c.id))
        )
        .where(Entry.exhibition_id == exhibition_id, Entry.status != Status.WITHDRAWN)
    )
    found = [
        LinkLine(row.slug, row.booth, row.display_name, row.organisation, linked, state, sent)
        for row, linked, state, sent in session.execute(query)
    ]
    return sorted(found, key=lambda line: (line.state is not ProposalState.WAITING, walk_order(line.booth)))


def waiting_count(session: Session, exhibition_id: int) -> int:
    """How many proposals wait to be decided."""
    query = (
        select(func.count(ProfileProposal.id))
        .join(Entry, Entry.id == ProfileProposal.entry_id)
        .where(Entry.exhibition_id == exhibition_id, ProfileProposal.state == ProposalState.WAITING)
    )
    return session.scalar(query) or 0


def give(session: Session, act: Act, exhibition_id: int, *, only: str | None) -> list[Given]:
    """Make links: for one entry, whose older link then opens nothing any more, or for all that have none.

    Raises NotFoundError and DecidedError.
    """
    # Of two presses of the button the second finds every entry linked.
    exhibition = session.get_one(Exhibition, exhibition_id, with_for_update=True, populate_existing=True)
    if exhibition.phase in DECIDED:
        raise DecidedError
    linked = select(InnovatorLink.entry_id).where(InnovatorLink.revoked_at.is_(None))
    wanted = select(Entry).where(Entry.exhibition_id == exhibition_id, Entry.status != Status.WITHDRAWN)
    wanted = wanted.where(Entry.id.not_in(linked)) if only is None else wanted.where(Entry.slug == only)
    rows = sorted(session.scalars(wanted), key=lambda row: walk_order(row.booth))
    if only is not None:
        if not rows:
            raise NotFoundError
        _revoke(session, rows[0].id, act.now)
    given = [Given(row.slug, row.booth, row.display_name, row.innovators, secrets.token_urlsafe(24)) for row in rows]
    session.add_all(
        InnovatorLink(entry_id=row.id, token_hash=hashed(made.token), created_at=act.now, created_by=act.actor)
        for row, made in zip(rows, given, strict=True)
    )
    session.flush()
    if given:
        act.record(
            session,
            "profile.link",
            only or exhibition.slug,
            exhibition_id=exhibition_id,
            after={"entries": [made.slug for made in given]},
        )
    return given


def revoke(session: Session, act: Act, exhibition_id: int, slug: str) -> None:
    """Take an entry's link out of use; harmless when it has none. Raises NotFoundError."""
    row = entries.of_slug(session, exhibition_id, slug)
    if _revoke(session, row.id, act.now):
        act.record(session, "profile.revoke", row.slug, exhibition_id=exhibition_id)


def set_deadline(session: Session, act: Act, slug: str, until: datetime | None) -> None:
    """Say until when innovators may propose; None: until the result is fixed. Raises DecidedError."""
    row = named(session, slug)
    if row.phase in DECIDED:
        raise DecidedError
    before, row.profiles_until = row.profiles_until, until
    session.flush()
    act.record(
        session,
        "profile.deadline",
        slug,
        exhibition_id=row.id,
        before={"until": as_text(before)},
        after={"until": as_text(until)},
    )
    content.touch(session)


def hashed(token: str) -> str:
    """What of a link is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def _revoke(session: Session, entry_id: int, now: datetime) -> bool:
    mine = (InnovatorLink.entry_id == entry_id, InnovatorLink.revoked_at.is_(None))
    revoked = session.scalars(select(InnovatorLink.id).where(*mine)).first() is not None
    session.execute(update(InnovatorLink).where(*mine).values(revoked_at=now))
    return revoked
