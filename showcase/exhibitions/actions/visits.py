"""How many booths a phone must visit before it may vote: the organizers' choice for an exhibition."""

from sqlalchemy.orm import Session

from showcase.exhibitions.actions.exhibitions import ExhibitionInvalidError, named
from showcase.exhibitions.rules import DECIDED, MOST_REQUIRED, DecidedError, Phase
from showcase.kernel import content, ledger
from showcase.kernel.act import Act
from showcase.kernel.chain import LineType
from showcase.kernel.errors import ReasonNeededError


def require(session: Session, act: Act, slug: str, minimum: int) -> None:
    """Ask for this many visited booths before a vote (0: none); freely before the opening, afterwards with a reason.

    Standing votes stay. Raises ExhibitionInvalidError outside of 0 to MOST_REQUIRED, ReasonNeededError, and
    DecidedError once the result is fixed.
    """
    row = named(session, slug)
    # The lock that votes take too: a vote is judged by the old number or by the new one.
    ledger.hold(session, row.id)
    session.refresh(row)
    if row.phase in DECIDED:
        raise DecidedError
    if not 0 <= minimum <= MOST_REQUIRED:
        raise ExhibitionInvalidError({"min_visits": "number-range"})
    before, act = row.min_visits, act.trimmed()
    if minimum == before:
        return
    opened = row.phase is not Phase.SETUP
    if opened and not act.reason:
        raise ReasonNeededError("A reason is needed: the vote has been opened.")
    row.min_visits = minimum
    session.flush()
    changed = {"rule": "min_visits", "before": before, "after": minimum}
    act.record(
        session,
        "exhibition.min_visits",
        slug,
        exhibition_id=row.id,
        before={"min_visits": before},
        after={"min_visits": minimum},
        official=(LineType.RULES_CHANGE, changed) if opened else None,
    )
    content.touch(session)
