"""The tables of entries, photos, booth codes, awards and tallies."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from showcase.entries.rules.fields import LIMITS
from showcase.entries.rules.photos import MOST_ALT
from showcase.entries.rules.states import Status
from showcase.kernel.base import Base
from showcase.kernel.types import one_of, stored
from showcase.printing.cropping import LEAST_SIZE, Shape

# The table of what entries won.


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


# Entries, their booth codes and their pictures.


class Entry(Base):
    """What is shown at a booth and judged. Once it has votes it is withdrawn, never deleted."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "slug"),
        UniqueConstraint("exhibition_id", "booth"),
        UniqueConstraint("exhibition_id", "category_id", "id"),
        ForeignKeyConstraint(
            ["exhibition_id", "category_id"], ["category.exhibition_id", "category.id"], ondelete="RESTRICT"
        ),
        one_of("status", Status),
        CheckConstraint("status <> 'withdrawn' OR length(trim(withdrawn_reason)) > 0", name="withdrawn_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int]
    category_id: Mapped[int]
    slug: Mapped[str] = mapped_column(String(80))
    booth: Mapped[str] = mapped_column(String(LIMITS["booth"]))
    name: Mapped[str] = mapped_column(String(LIMITS["name"]))
    short_name: Mapped[str] = mapped_column(String(LIMITS["short_name"]), default="")
    organisation: Mapped[str] = mapped_column(String(LIMITS["organisation"]), default="")
    innovators: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    stage: Mapped[str] = mapped_column(String(20), default="")
    form: Mapped[str] = mapped_column(String(20), default="")
    kind: Mapped[str] = mapped_column(String(20), default="")
    started: Mapped[date | None]
    design: Mapped[str] = mapped_column(Text, default="")
    aim: Mapped[str] = mapped_column(Text, default="")
    benefit: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[str] = mapped_column(Text, default="")
    awards: Mapped[str] = mapped_column(Text, default="")
    video: Mapped[str] = mapped_column(String(LIMITS["video"]), default="")
    status: Mapped[Status] = mapped_column(stored(Status), default=Status.PUBLISHED)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    # Made up to fill the demonstration, and said so wherever it shows.
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @hybrid_property
    def display_name(self) -> str:
        """What it is called wherever it is shown: the short name, else the name; in a query, the same as a column."""
        return self.short_name or self.name

    @display_name.inplace.expression
    @classmethod
    def _display_name_column(cls) -> ColumnElement[str]:
        return func.coalesce(func.nullif(cls.short_name, ""), cls.name)

    @property
    def long_name(self) -> str:
        """The whole name, where it is another than the one that is shown; else empty."""
        return "" if self.name == self.display_name else self.name


class BoothCode(Base):
    """What a booth's QR holds. At most one code of an entry is active; older ones stay known, but revoked."""

    __tablename__ = "booth_code"
    __table_args__ = (
        Index(
            "uq_booth_code_active",
            "entry_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        CheckConstraint("length(code) BETWEEN 5 AND 8", name="code_length"),
    )

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Photo(Base):
    """A picture of an entry; its files lie in the data directory under `digest`. The one at position 0 is the cover.

    `source` names the uncropped picture, from which another crop can be made; it is empty for older pictures.
    """

    __tablename__ = "photo"
    __table_args__ = (
        UniqueConstraint("entry_id", "position"),
        one_of("crop_shape", Shape),
        CheckConstraint(f"crop_size BETWEEN {LEAST_SIZE} AND 100", name="crop_size_range"),
        CheckConstraint("crop_x BETWEEN 0 AND 100 AND crop_y BETWEEN 0 AND 100", name="crop_place_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(String(MOST_ALT), default="")
    source: Mapped[str] = mapped_column(String(64), default="")
    # Drawn by us, so that the demonstration has pictures; the first real one takes its place.
    is_placeholder: Mapped[bool] = mapped_column(default=False)
    crop_shape: Mapped[Shape] = mapped_column(stored(Shape), default=Shape.WHOLE)
    crop_size: Mapped[int] = mapped_column(default=100)
    crop_x: Mapped[int] = mapped_column(default=50)
    crop_y: Mapped[int] = mapped_column(default=50)


# The table of how many votes each entry has: one row an entry, written with each vote.


class Tally(Base):
    """How many votes stand for an entry, suspended ones left out. Kept by triggers, in the vote's transaction."""

    __tablename__ = "tally"
    __table_args__ = (CheckConstraint("votes >= 0", name="votes_range"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"), primary_key=True)
    votes: Mapped[int] = mapped_column(default=0)
