"""Which accounts belong to which exhibitions, and which categories a juror judges there."""

from datetime import datetime

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base


class Membership(Base):
    """A juror, desk officer, MC or viewer of an exhibition. Organizers belong to the installation and have none."""

    __tablename__ = "membership"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(
        ForeignKey("exhibition.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
    # For a juror: judges every category, those that are added later too.
    judges_all: Mapped[bool] = mapped_column(default=False, server_default=false())
    # When the person switched to this exhibition since signing in; the latest one is open.
    chosen_at: Mapped[datetime | None]


class JurySeat(Base):
    """A juror of a category: who judges its entries where every juror of a category judges every entry."""

    __tablename__ = "jury_seat"

    juror_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True)
    category_id: Mapped[int] = mapped_column(
        ForeignKey("category.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
