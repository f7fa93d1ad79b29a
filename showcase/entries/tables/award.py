"""The table of what entries won."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base


class Award(Base):
    """A prize: juara 1 to n of a category, favorit, or a special one. `place` is empty where it is not known."""

    __tablename__ = "award"
    __table_args__ = (
        CheckConstraint("kind IN ('place', 'favourite', 'special')", name="kind_known"),
        CheckConstraint("place IS NULL OR place >= 1", name="place_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id", ondelete="RESTRICT"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"))
    kind: Mapped[str] = mapped_column(String(20))
    place: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
