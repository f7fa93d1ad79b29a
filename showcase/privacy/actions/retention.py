"""The end of the retention: destroying what could still lead from a phone or a paper to its votes."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, String, cast, delete, exists, func, literal, or_, select, text, update
from sqlalchemy.orm import Session

from showcase.draw.tables import DrawWin
from showcase.entries.tables import Entry
from showcase.exhibitions import rules as retention
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import KeysNeededError, Phase
from showcase.exhibitions.tables import Exhibition, PhaseChange
from showcase.innovators.tables import ProfileProposal, ProposedPhoto
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.messages.tables import Message
from showcase.objections.tables import Objection
from showcase.tickets.tables import Kiosk, KioskTurn


@dataclass(frozen=True, slots=True)
class Kept:
    """What an exhibition still holds. `has_key`: the voters' key; the numbers: messages that name a sender, turns at
    the desk that name a voter, claim codes of prizes, proposed pictures that nobody decided, objections that name
    somebody. `ends`: when the retention is over, where that is known.
    """

    slug: str
    name: str
    published: bool
    ends: date | None
    is_due: bool
    has_key: bool
    messages: int
    turns: int
    claims: int
    photos: int
    objectors: int

    @property
    def holds(self) -> bool:
        """Whether anything is left to destroy: objections may come in after the key is gone."""
        return self.has_key or self.objectors > 0


def ends_on(session: Session, row: Exhibition) -> date | None:
    """The day from which the key has to be gone, in the exhibition's own calendar: one query."""
    query = select(func.max(PhaseChange.at)).where(
        PhaseChange.exhibition_id == row.id, PhaseChange.phase == Phase.PUBLISHED
    )
    at = session.scalar(query)
    published = at.astimezone(ZoneInfo(row.timezone)).date() if at is not None else None
    return retention.ends_on(row.ends_on or row.starts_on, published, row.retention_days)


def kept(session: Session, slug: str, *, now: datetime) -> Kept:
    """What is still to be destroyed, and from when: six queries. Raises NotFoundError."""
    return _kept(session, named(session, slug), now)


def everywhere(session: Session, *, now: datetime) -> list[Kept]:
    """The same for every exhibition, the oldest first."""
    return [_kept(session, row, now) for row in session.scalars(select(Exhibition).order_by(Exhibition.id))]


def overdue(session: Session, *, now: datetime) -> list[tuple[str, str]]:
    """Slug and name of each exhibition whose key, or whose objectors' names, should be gone by now."""
    names = exists().where(Objection.exhibition_id == Exhibition.id, _names_somebody())
    kept_here = or_(Exhibition.pepper.is_not(None), names)
    query = select(Exhibition).where(Exhibition.phase == Phase.PUBLISHED, kept_here)
    return [
        (row.slug, row.name) for row in session.scalars(query.order_by(Exhibition.id)) if _is_due(session, row, now)
    ]


def purge(session: Session, act: Act, slug: str) -> Kept:
    """Destroy the exhibition's key, the senders of its messages, the voters of its turns at the desk, the codes of its
    prizes, proposed pictures that nobody decided, and who objected; answers what there was. Votes, ledger, receipts,
    result, and what was objected stay. Nothing happens a second time.

    Raises KeysNeededError before the result is published and the retention over.
    """
    row = named(session, slug)
    # The lock that votes take too: none is judged by a key that is on its way out.
    ledger.hold(session, row.id)
    session.refresh(row)
    found = _kept(session, row, act.now)
    if not found.holds:
        return found
    if not found.is_due:
        raise KeysNeededError("The voters' key is kept until the result is published and the retention is over.")
    if session.get_bind().dialect.name == "sqlite":
        # Else the old value would lie in the file until something else is written over it.
        session.execute(text("PRAGMA secure_delete=ON"))
    _cut(session, row.id)
    row.pepper = None
    session.flush()
    named_ones = {"objectors": found.objectors} if found.objectors else {}
    act.record(
        session,
        "privacy.purge",
        row.slug,
        exhibition_id=row.id,
        after={
            "messages": found.messages,
            "turns": found.turns,
            "claims": found.claims,
            "photos": found.photos,
            **named_ones,
        },
    )
    content.touch(session)
    return found


def _cut(session: Session, exhibition_id: int) -> None:
    session.execute(update(Message).where(Message.exhibition_id == exhibition_id).values(sender_key=""))
    kiosks = select(Kiosk.id).where(Kiosk.exhibition_id == exhibition_id).scalar_subquery()
    turns = update(KioskTurn).where(KioskTurn.kiosk_id.in_(kiosks)).values(voter_key="", ticket_id=None)
    session.execute(turns, execution_options={"synchronize_session": False})
    undecided = delete(ProposedPhoto).where(ProposedPhoto.proposal_id.in_(_proposals(exhibition_id)))
    session.execute(undecided, execution_options={"synchronize_session": False})
    # Unique as before, and nothing that anybody could type.
    code = literal("-") + cast(DrawWin.id, String)
    wins = update(DrawWin).where(DrawWin.exhibition_id == exhibition_id).values(claim_code=code)
    session.execute(wins, execution_options={"synchronize_session": False})
    # The one change that the database lets be made of an objection.
    names = update(Objection).where(Objection.exhibition_id == exhibition_id, _names_somebody())
    session.execute(names.values(name="", reach=""), execution_options={"synchronize_session": False})


def _names_somebody() -> ColumnElement[bool]:
    return or_(Objection.name != "", Objection.reach != "")


def _proposals(exhibition_id: int) -> Select[int]:
    own = select(Entry.id).where(Entry.exhibition_id == exhibition_id)
    return select(ProfileProposal.id).where(ProfileProposal.entry_id.in_(own))


def _kept(session: Session, row: Exhibition, now: datetime) -> Kept:
    own = Message.exhibition_id == row.id
    turns = select(func.count(KioskTurn.id)).join(Kiosk, Kiosk.id == KioskTurn.kiosk_id)
    claims = select(func.count(DrawWin.id)).where(DrawWin.exhibition_id == row.id)
    photos = select(func.count(ProposedPhoto.id)).where(ProposedPhoto.proposal_id.in_(_proposals(row.id)))
    objectors = select(func.count(Objection.id)).where(Objection.exhibition_id == row.id, _names_somebody())
    return Kept(
        slug=row.slug,
        name=row.name,
        published=row.phase is Phase.PUBLISHED,
        ends=ends_on(session, row),
        is_due=row.phase is Phase.PUBLISHED and _is_due(session, row, now),
        has_key=row.pepper is not None,
        messages=session.scalar(select(func.count(Message.id)).where(own, Message.sender_key != "")) or 0,
        turns=session.scalar(turns.where(Kiosk.exhibition_id == row.id, KioskTurn.voter_key != "")) or 0,
        claims=session.scalar(claims.where(~DrawWin.claim_code.startswith("-"))) or 0,
        photos=session.scalar(photos) or 0,
        objectors=session.scalar(objectors) or 0,
    )


def _is_due(session: Session, row: Exhibition, now: datetime) -> bool:
    ends = ends_on(session, row)
    return ends is not None and now.astimezone(ZoneInfo(row.timezone)).date() >= ends
