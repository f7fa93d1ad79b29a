"""What was noticed in the ballots and what two people decided, and the votes that are suspended by it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from showcase.anomalies.rules import FlagState, Proposal, Rule
from showcase.kernel.base import Base
from showcase.kernel.types import one_of, stored


class AnomalyFlag(Base):
    """A finding of a rule, its evidence, and where the decision stands. Every step is in the audit log too."""

    __tablename__ = "anomaly_flag"
    __table_args__ = (
        Index("ix_anomaly_flag_state", "exhibition_id", "state", "proposal"),
        one_of("rule", Rule),
        one_of("state", FlagState),
        one_of("proposal", Proposal),
        CheckConstraint("proposal = 'none' OR proposed_by <> ''", name="proposal_has_name"),
        CheckConstraint("proposal <> 'none' OR state = 'open' OR proposed_by <> decided_by", name="two_names"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id", ondelete="RESTRICT"))
    # None: about several entries at once.
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"))
    rule: Mapped[Rule] = mapped_column(stored(Rule))
    since: Mapped[datetime]
    until: Mapped[datetime]
    # {"numbers": {...}, "ballots": [ids]}: the ballots say which votes a quarantine means; no page shows them.
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[FlagState] = mapped_column(stored(FlagState), default=FlagState.OPEN)
    found_at: Mapped[datetime]
    proposal: Mapped[Proposal] = mapped_column(stored(Proposal), default=Proposal.NONE)
    proposed_by: Mapped[str] = mapped_column(String(120), default="")
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(1000), default="")
