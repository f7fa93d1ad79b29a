"""What organizers tell jurors: messages that stay until dismissed, and where to go next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from showcase.accounts.actions import memberships
from showcase.accounts.tables import Account
from showcase.entries.rules.states import Status
from showcase.entries.tables import BoothCode, Entry
from showcase.exhibitions.actions.exhibitions import check_not_archived
from showcase.exhibitions.rules import DECIDED
from showcase.exhibitions.tables import Exhibition
from showcase.jury.rules.scoring import COUNTED
from showcase.jury.tables import Assignment, JuryDuty, JuryMessage, Recusal, Sheet
from showcase.kernel.act import Act
from showcase.kernel.errors import N_, DomainError, NotFoundError
from showcase.kernel.roles import Role

MAX_WORDS = 500


class MessageNeededError(DomainError):
    """A message has 1 to 500 characters and somebody to read it."""

    code = "message-needed"
    status = 422
    sentence = N_("Tuliskan pesannya, paling banyak 500 huruf, dan pilih penerimanya.")


@dataclass(frozen=True, slots=True)
class Message:
    """A message that its juror has not dismissed yet."""

    id: int
    words: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Destination:
    """The entry where an organizer sends a juror next."""

    code: str
    booth: str
    name: str


@dataclass(frozen=True, slots=True)
class Notices:
    """Everything that a juror should notice now. Once the judging is over nothing new will come."""

    messages: tuple[Message, ...]
    destination: Destination | None
    timezone: str
    is_over: bool


def notices(session: Session, juror_id: int) -> Notices:
    """A juror's notices in the exhibition that is open to them: one query. A destination whose sheet is done is none
    any more, and what was said in an exhibition that is in the archive now is nobody's business any more.
    """
    past = select(Exhibition.id).where(Exhibition.is_archive).correlate(None)
    waiting = (JuryMessage.juror_id == Account.id, JuryMessage.dismissed_at.is_(None))
    rows = session.execute(
        select(JuryMessage, Entry, BoothCode.code, Sheet.id, Recusal.juror_id, Assignment.juror_id, Exhibition)
        .select_from(Account)
        .join(Exhibition, Exhibition.id == memberships.open_to(juror_id))
        .outerjoin(JuryDuty, and_(JuryDuty.juror_id == Account.id, JuryDuty.exhibition_id == Exhibition.id))
        .outerjoin(Entry, and_(Entry.id == JuryDuty.next_entry_id, Entry.status == Status.PUBLISHED))
        .outerjoin(BoothCode, and_(BoothCode.entry_id == Entry.id, BoothCode.revoked_at.is_(None)))
        .outerjoin(Assignment, and_(Assignment.entry_id == Entry.id, Assignment.juror_id == juror_id))
        .outerjoin(Sheet, and_(Sheet.entry_id == Entry.id, Sheet.juror_id == juror_id, Sheet.state.in_(COUNTED)))
        .outerjoin(Recusal, and_(Recusal.entry_id == Entry.id, Recusal.juror_id == juror_id))
        .outerjoin(JuryMessage, and_(*waiting, JuryMessage.exhibition_id.not_in(past)))
        .where(Account.id == juror_id)
        .order_by(JuryMessage.id)
    ).all()
    if not rows:
        return Notices((), None, "UTC", is_over=True)
    _, entry, code, sheet_id, recused, assigned, exhibition = rows[0]
    destination = None
    if entry is not None and code and assigned and not sheet_id and not recused:
        destination = Destination(code, entry.booth, entry.display_name)
    found = tuple(Message(row[0].id, row[0].words, row[0].sent_at) for row in rows if row[0] is not None)
    return Notices(found, destination, exhibition.timezone, exhibition.phase in DECIDED)


def send(session: Session, act: Act, exhibition_id: int, usernames: Sequence[str] | None, words: str) -> int:
    """Send a message to these jurors, or with None to every active one; answers to how many.

    Raises MessageNeededError where there are no words, too many, or nobody to read them, and InArchiveError.
    """
    check_not_archived(session, exhibition_id)
    words = words.replace("\0", "").strip()
    jurors = select(Account.id).where(memberships.members(exhibition_id), Account.role == Role.JUROR, Account.is_active)
    jurors = jurors.order_by(Account.id)
    if usernames is not None:
        jurors = jurors.where(Account.username.in_(usernames))
    readers = session.scalars(jurors).all()
    if not 0 < len(words) <= MAX_WORDS or not readers:
        raise MessageNeededError
    session.add_all(
        JuryMessage(exhibition_id=exhibition_id, juror_id=juror, words=words, sent_by=act.actor, sent_at=act.now)
        for juror in readers
    )
    session.flush()
    act.record(session, "jury.message", exhibition_id=exhibition_id, after={"jurors": len(readers), "words": words})
    return len(readers)


def dismiss(session: Session, juror_id: int, message_id: int, *, now: datetime) -> None:
    """The juror has read it. Raises NotFoundError for a message that is not this juror's."""
    mine = (JuryMessage.id == message_id, JuryMessage.juror_id == juror_id)
    done = session.execute(update(JuryMessage).where(*mine).values(dismissed_at=now).returning(JuryMessage.id)).first()
    if done is None:
        raise NotFoundError
