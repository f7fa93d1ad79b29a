"""The privacy notice: what the law asks to be told, made from how the exhibition is set up."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.draw.tables import Draw
from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.actions.exhibitions import ExhibitionInvalidError, named
from showcase.exhibitions.rules import LONGEST_DAYS, Level
from showcase.kernel.act import Act
from showcase.privacy.actions import retention

LIMITS = {"office": 200, "reach": 200, "more": 5000}


@dataclass(frozen=True, slots=True)
class Notice:
    """What the notice's text depends on. `ends` is the day on which the retention is over, where it is known already;
    `destroyed`: the key is gone; `shows_messages`: approved messages are public; `draws`: visitors take part in a draw.
    """

    office: str
    reach: str
    more: str
    retention_days: int
    ends: date | None
    destroyed: bool
    level: Level
    shows_messages: bool
    draws: bool


def notice(session: Session, slug: str) -> Notice:
    """The notice of an exhibition: three queries. Raises NotFoundError."""
    row = named(session, slug)
    return Notice(
        office=row.privacy_office or row.organiser,
        reach=row.privacy_reach,
        more=row.privacy_more,
        retention_days=row.retention_days,
        ends=retention.ends_on(session, row),
        destroyed=row.pepper is None,
        level=row.level,
        shows_messages=row.show_messages,
        draws=session.scalar(select(Draw.exhibition_id).where(Draw.exhibition_id == row.id)) is not None,
    )


def describe(session: Session, act: Act, slug: str, office: str, reach: str, more: str, retention_days: int) -> None:
    """Say who answers for the data, how to reach them, what they add, and how long ids are kept (1 to 3,650 days).

    Raises ExhibitionInvalidError and DecidedError.
    """
    row = exhibitions.to_change(session, slug)
    texts = {"office": office.strip(), "reach": reach.strip(), "more": more.strip()}
    wrong = {name: "text-needed" for name in ("office", "reach") if not texts[name]}
    wrong |= {name: "text-long" for name, text in texts.items() if len(text) > LIMITS[name]}
    if not 1 <= retention_days <= LONGEST_DAYS:
        wrong["retention_days"] = "days-range"
    if wrong:
        raise ExhibitionInvalidError(wrong)
    values = {f"privacy_{name}": text for name, text in texts.items()} | {"retention_days": retention_days}
    exhibitions.change(session, act, row, values, action="exhibition.privacy")
