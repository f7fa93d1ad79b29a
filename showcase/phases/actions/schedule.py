"""The hours in which votes are accepted, and changing them while the hall is voting."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from showcase.exhibitions.actions.exhibitions import ExhibitionInvalidError, named
from showcase.exhibitions.rules import DECIDED, DecidedError, Phase, VotingClosedError
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.chain import LineType
from showcase.kernel.errors import ReasonNeededError

HOURS = ("opens_at", "closes_at")


def change(session: Session, act: Act, slug: str, *, opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Accept votes from and until these moments (None: from the opening, until the closing by hand).

    Freely before the opening; afterwards with a reason and a line of the ledger. Hours that have begun stay, and a new
    end lies ahead: who wants to close now closes. Raises ExhibitionInvalidError, ReasonNeededError, VotingClosedError
    and DecidedError.
    """
    row = named(session, slug)
    # The lock that votes take too: a vote is judged by the old hours or by the new ones.
    ledger.hold(session, row.id)
    session.refresh(row)
    if row.phase in DECIDED:
        raise DecidedError
    if row.phase is Phase.DELIBERATION:
        raise VotingClosedError
    wanted = {"opens_at": opens_at, "closes_at": closes_at}
    before = {name: getattr(row, name) for name in HOURS if wanted[name] != getattr(row, name)}
    wrong = _faults(row, opens_at, closes_at, act.now)
    if wrong:
        raise ExhibitionInvalidError(wrong)
    if not before:
        return
    opened, act = row.phase is not Phase.SETUP, act.trimmed()
    if opened and not act.reason:
        raise ReasonNeededError("A reason is needed: the vote has been opened.")
    row.opens_at, row.closes_at = opens_at, closes_at
    session.flush()
    _note(session, act, row, before, in_ledger=opened)
    content.touch(session)


def _note(
    session: Session, act: Act, row: Exhibition, before: Mapping[str, datetime | None], *, in_ledger: bool
) -> None:
    changes = {name: (_told(old), _told(getattr(row, name))) for name, old in before.items()}
    for name, (old, new) in changes.items() if in_ledger else ():
        ledger.append(session, row.id, LineType.RULES_CHANGE, act.now, {"rule": name, "before": old, "after": new})
    act.record(
        session,
        "exhibition.schedule",
        row.slug,
        exhibition_id=row.id,
        before={name: old for name, (old, _) in changes.items()},
        after={name: new for name, (_, new) in changes.items()},
    )


def _faults(row: Exhibition, opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> dict[str, str]:
    wrong = {}
    begun = row.phase is not Phase.SETUP and (row.opens_at is None or row.opens_at <= now)
    if begun and opens_at != row.opens_at:
        wrong["opens_at"] = "hours-begun"
    if closes_at is not None and closes_at != row.closes_at and closes_at <= now:
        wrong["closes_at"] = "date-past"
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        wrong["closes_at"] = "closes-before-opens"
    return wrong


def _told(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at is not None else ""
