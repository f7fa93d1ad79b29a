"""How far the criteria of a category are in use, and what may still be changed about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from showcase.entries.tables import Entry
from showcase.exhibitions.rules import Phase
from showcase.jury.rules.criteria import (
    ALL,
    CriteriaInvalidError,
    CriteriaOpenedError,
    CriteriaScoredError,
    CriterionRow,
    Fault,
)
from showcase.jury.tables import Criterion, PaperReading, Score


@dataclass(frozen=True, slots=True)
class Use:
    """How far a category's criteria are in use already."""

    phase: Phase
    scored: bool

    @property
    def is_guarded(self) -> bool:
        """Whether somebody relies on the weights."""
        return self.scored or self.phase is not Phase.SETUP

    def check_shape(self, before: Sequence[CriterionRow], after: Sequence[CriterionRow]) -> None:
        """Refuse another set of criteria, or another scale, for sheets that are filled or rules that are declared."""
        if not self.is_guarded or {row.slug: row.scale for row in before} == {row.slug: row.scale for row in after}:
            return
        raise CriteriaScoredError if self.scored else CriteriaOpenedError

    def check_sum(self, after: Sequence[CriterionRow]) -> None:
        """Refuse weights that are not whole, once the opening has asked for whole ones."""
        if self.phase is not Phase.SETUP and sum(row.weight_bp for row in after) != ALL:
            raise CriteriaInvalidError([Fault(None, "weight", "weights-sum")])


def is_scored(session: Session, category_id: int) -> bool:
    """Whether scores stand on a category's criteria, be it only those that one person read from paper. One query."""
    scores = select(Score.sheet_id).join(Criterion, Criterion.id == Score.criterion_id)
    readings = select(PaperReading.entry_id).join(Entry, Entry.id == PaperReading.entry_id)
    found = or_(
        scores.where(Criterion.category_id == category_id).exists(),
        readings.where(Entry.category_id == category_id).exists(),
    )
    return bool(session.scalar(select(found)))
