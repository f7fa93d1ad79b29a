"""Who may vote: the level, chosen before the opening and never changed after it."""

from sqlalchemy.orm import Session

from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.actions.exhibitions import OFFERED_LEVELS, ExhibitionInvalidError
from showcase.exhibitions.rules import Level, LevelFixedError, LevelWeakError, Phase, is_weak
from showcase.kernel.act import Act


def choose(session: Session, act: Act, slug: str, level: Level | None, *, stakes: bool | None, confirmed: bool) -> None:
    """Store what depends on the vote, and the level chosen for it. None: not answered.

    Raises ExhibitionInvalidError (`choice-needed`) for what is not answered or not offered; LevelFixedError after the
    opening; LevelWeakError where more depends on the vote than the level can promise and nobody confirmed that.
    """
    row = exhibitions.to_change(session, slug)
    if row.phase is not Phase.SETUP:
        raise LevelFixedError
    wrong = {}
    if stakes is None:
        wrong["stakes"] = "choice-needed"
    if level is None or level not in OFFERED_LEVELS:
        wrong["level"] = "choice-needed"
    if level is None or stakes is None or wrong:
        raise ExhibitionInvalidError(wrong)
    if is_weak(level, stakes=stakes) and not confirmed:
        raise LevelWeakError
    values = {"stakes": stakes, "level": level}
    exhibitions.change(session, act, row, values, action="exhibition.level")
