"""The table of criteria, by which jurors score the entries of a category."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from showcase.jury.rules import criteria
from showcase.kernel.base import Base
from showcase.kernel.slugs import SLUG_LENGTH


class Criterion(Base):
    """What a juror scores: `min_centi` to `max_centi` hundredths of a point by `step_centi`.

    The weights of a category sum to 10,000.
    """

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("category_id", "slug"),
        UniqueConstraint("id", "max_centi"),
        # A score repeats its criterion's range, so that the database itself can hold it.
        Index("uq_criterion_scale", "id", "min_centi", "max_centi", unique=True),
        ForeignKeyConstraint(["category_id"], ["category.id"], ondelete="RESTRICT"),
        CheckConstraint("weight_bp BETWEEN 1 AND 10000", name="weight_range"),
        CheckConstraint("max_centi BETWEEN 100 AND 100000", name="max_range"),
        CheckConstraint("min_centi >= 0 AND min_centi < max_centi", name="min_range"),
        CheckConstraint("step_centi >= 1 AND step_centi <= max_centi - min_centi", name="step_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int]
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH))
    name: Mapped[str] = mapped_column(String(criteria.NAME_LENGTH))
    description: Mapped[str] = mapped_column(Text, default="")
    # Pairs of score and meaning, highest first: [["100", "belum pernah ada"], ...].
    levels: Mapped[list[Any]] = mapped_column(JSON, default=list)
    weight_bp: Mapped[int]
    max_centi: Mapped[int] = mapped_column(default=10000)
    min_centi: Mapped[int] = mapped_column(default=0, server_default="0")
    step_centi: Mapped[int] = mapped_column(default=1, server_default="1")
    position: Mapped[int] = mapped_column(default=0)
