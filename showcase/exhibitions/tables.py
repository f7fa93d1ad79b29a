"""The tables of exhibitions, their categories and phases."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from showcase.exhibitions import rules as categories
from showcase.exhibitions.rules import LONGEST_DAYS, MOST_REQUIRED, USUAL_DAYS, Level, Phase, Visibility
from showcase.kernel.base import Base
from showcase.kernel.slugs import SLUG_LENGTH
from showcase.kernel.types import one_of, stored
from showcase.printing.palette import Palette

# Categories and the criteria by which a category is judged.


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


# Exhibitions, their rules, phases and the one row that tells processes that content changed.


class Exhibition(Base):
    """One year's contest and show."""

    __tablename__ = "exhibition"
    __table_args__ = (
        one_of("phase", Phase),
        one_of("level", Level),
        one_of("visibility", Visibility),
        CheckConstraint("vote_limit IS NULL OR vote_limit BETWEEN 1 AND 50", name="vote_limit_range"),
        CheckConstraint(f"min_visits BETWEEN 0 AND {MOST_REQUIRED}", name="min_visits_range"),
        CheckConstraint(f"retention_days BETWEEN 1 AND {LONGEST_DAYS}", name="retention_range"),
        CheckConstraint("closes_at IS NULL OR opens_at IS NULL OR closes_at > opens_at", name="opens_before_closes"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="starts_before_ends"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    organiser: Mapped[str] = mapped_column(String(200), default="")
    venue: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    timezone: Mapped[str] = mapped_column(String(60), default="Asia/Makassar")
    phase: Mapped[Phase] = mapped_column(stored(Phase), default=Phase.SETUP)
    phase_message: Mapped[str] = mapped_column(Text, default="")
    level: Mapped[Level] = mapped_column(stored(Level), default=Level.BOOTH)
    visibility: Mapped[Visibility] = mapped_column(stored(Visibility), default=Visibility.COUNTS)
    # None: one vote a category. A number K: up to K votes in all, in slots "1" to "K".
    vote_limit: Mapped[int | None]
    # How many booths a phone must have visited before it may vote; 0: none.
    min_visits: Mapped[int] = mapped_column(default=0, server_default="0")
    # Whether approved messages to an innovator are shown on the entry's message page.
    show_messages: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Until when innovators may propose changes of their profiles; none: until the result is fixed.
    profiles_until: Mapped[datetime | None]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]
    # The board stops by itself at this moment, whoever looks: what it shows is computed from the ballots before it.
    freeze_at: Mapped[datetime | None]
    # Hex. Voter ids are HMACs under it; destroyed (set to null) when the retention time is over.
    pepper: Mapped[str | None] = mapped_column(String(64))
    # Names the logo's two files in the media folder (printing/logos.py); empty: none. Its width at 96 pixels' height.
    logo_digest: Mapped[str] = mapped_column(String(64), default="", server_default="")
    logo_width: Mapped[int] = mapped_column(default=0, server_default="0")
    # "#rrggbb", as the organizers chose it; printing/contrast.py makes readable shades of it. Empty: ours.
    accent: Mapped[str] = mapped_column(String(7), default="", server_default="")
    # Whether prize money or an official rank depends on the vote; None: not answered yet.
    stakes: Mapped[bool | None]
    # The privacy notice: who answers for the data, how to reach them, and what they add to our text.
    privacy_office: Mapped[str] = mapped_column(String(200), default="", server_default="")
    privacy_reach: Mapped[str] = mapped_column(String(200), default="", server_default="")
    privacy_more: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Until when objections to the published result are taken, and how to lodge one; none: not stated.
    objections_until: Mapped[datetime | None]
    objections_how: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Whether every juror of a category judges every entry of it, later ones too; else assignments are chosen by hand.
    panel_judges_all: Mapped[bool] = mapped_column(default=True, server_default=true())
    # For how many days after the last day voter ids can still be made.
    retention_days: Mapped[int] = mapped_column(default=USUAL_DAYS, server_default=str(USUAL_DAYS))
    # Optional steps of the set-up that somebody called done, by name; and when the whole of it was.
    setup_marks: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    setup_finished_at: Mapped[datetime | None]
    # Put away by the organizers once it was published, or brought in as an earlier year: over, and nobody's work now.
    is_archive: Mapped[bool] = mapped_column(default=False)
    # Whether scores and votes were ever counted here. An earlier year was brought in with its awards alone.
    has_figures: Mapped[bool] = mapped_column(default=True, server_default=true())
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    @property
    def is_simulated(self) -> bool:
        """Whether its votes and sheets are made up; an earlier year without any has nothing that could be."""
        return self.is_demo and self.has_figures


class RuleSet(Base):
    """The declared rules of the ranking. Weights in basis points (10,000 = 1), the floor in hundredths of a point."""

    __tablename__ = "rule_set"
    __table_args__ = (
        CheckConstraint("jury_weight_bp BETWEEN 0 AND 10000", name="jury_weight_range"),
        CheckConstraint("jury_weight_bp + public_weight_bp = 10000", name="weights_sum"),
        CheckConstraint("floor_centi BETWEEN 0 AND 9999", name="floor_range"),
        CheckConstraint("ridge_lambda_centi IS NULL OR ridge_lambda_centi > 0", name="ridge_positive"),
        CheckConstraint("(jury_method = 'ridge') = (ridge_lambda_centi IS NOT NULL)", name="ridge_has_lambda"),
        CheckConstraint("public_reference IS NULL OR public_reference > 0", name="reference_positive"),
        CheckConstraint("(public_method = 'fixed') = (public_reference IS NOT NULL)", name="fixed_has_reference"),
        CheckConstraint("min_sheets >= 1", name="min_sheets_positive"),
        CheckConstraint("min_votes >= 0", name="min_votes_range"),
        CheckConstraint("jury_method IN ('additive', 'plain', 'trimmed', 'median', 'ridge')", name="jury_method_known"),
        CheckConstraint("public_method IN ('sqrt', 'leader', 'share', 'rank', 'fixed')", name="public_method_known"),
        CheckConstraint("ties IN ('jury', 'public')", name="ties_known"),
    )

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), primary_key=True)
    preset: Mapped[str] = mapped_column(String(20), default="")
    jury_method: Mapped[str] = mapped_column(String(20))
    ridge_lambda_centi: Mapped[int | None]
    public_method: Mapped[str] = mapped_column(String(20))
    public_reference: Mapped[int | None]
    jury_weight_bp: Mapped[int]
    public_weight_bp: Mapped[int]
    floor_centi: Mapped[int]
    min_sheets: Mapped[int] = mapped_column(default=1)
    min_votes: Mapped[int] = mapped_column(default=0)
    # Whose score decides first between equal final scores.
    ties: Mapped[str] = mapped_column(String(10), default="jury", server_default="jury")
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str] = mapped_column(String(120), default="")


class PhaseChange(Base):
    """One move from phase to phase, with the reason given for it."""

    __tablename__ = "phase_change"
    __table_args__ = (CheckConstraint("length(trim(reason)) > 0", name="reason_given"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"), index=True)
    previous: Mapped[str] = mapped_column(String(20))
    phase: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    # What was missing and accepted with that reason: phases/rules.py, `Gap.stored`.
    gaps: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    actor: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
