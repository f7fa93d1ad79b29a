"""Posters that staff scanned before the opening. Triggers refuse change and removal."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base
from showcase.kernel.types import one_of, stored
from showcase.scans.rules import MOST_TYPED, Verdict


class PosterScan(Base):
    """One scan of a poster: whose code it bears (nobody's, where it is unknown), and at which stand it hung."""

    __tablename__ = "poster_scan"
    __table_args__ = (
        one_of("verdict", Verdict),
        CheckConstraint("(entry_id IS NULL) = (verdict = 'unknown')", name="unknown_has_no_entry"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), index=True)
    code: Mapped[str] = mapped_column(String(MOST_TYPED))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"))
    stand_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"))
    verdict: Mapped[Verdict] = mapped_column(stored(Verdict))
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
