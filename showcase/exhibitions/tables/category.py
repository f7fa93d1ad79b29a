"""Categories and the criteria by which a category is judged."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from showcase.exhibitions.rules import categories
from showcase.kernel.base import Base
from showcase.kernel.slugs import SLUG_LENGTH
from showcase.kernel.types import one_of, stored
from showcase.printing.palette import Palette


class Category(Base):
    """A group of entries ranked on its own."""

    __tablename__ = "category"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "slug"),
        UniqueConstraint("exhibition_id", "id"),
        one_of("palette", Palette),
        CheckConstraint("winners BETWEEN 1 AND 50", name="winners_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"))
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH))
    name: Mapped[str] = mapped_column(String(categories.NAME_LENGTH))
    palette: Mapped[Palette] = mapped_column(stored(Palette))
    position: Mapped[int] = mapped_column(default=0)
    winners: Mapped[int] = mapped_column(default=5)
