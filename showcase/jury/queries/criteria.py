"""The criteria of a category: as a score sheet shows them, and how an organizer changes them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.jury.rules.criteria import CriterionRow
from showcase.jury.rules.scoring import Scale, centi_text
from showcase.jury.tables import Criterion
from showcase.kernel.chain import canonical


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion as the sheet shows it. `weight` in percent; `minimum` and `maximum` in points, machine form."""

    id: int
    slug: str
    name: str
    description: str
    levels: tuple[tuple[str, str], ...]
    weight_bp: int
    max_centi: int
    min_centi: int = 0
    step_centi: int = 1

    @property
    def scale(self) -> Scale:
        """What its scores may be."""
        return Scale(self.min_centi, self.max_centi, self.step_centi)

    @property
    def choices(self) -> tuple[str, ...]:
        """Every score, smallest first, where the scale is short enough for a button each."""
        return tuple(centi_text(value) for value in self.scale.choices)

    @property
    def strides(self) -> tuple[str, str]:
        """The large and the small step beside a typed score."""
        large, small = self.scale.strides
        return centi_text(large), centi_text(small)

    @property
    def minimum(self) -> str:
        """The lowest score."""
        return centi_text(self.min_centi)

    @property
    def step(self) -> str:
        """The distance between two scores."""
        return centi_text(self.step_centi)

    @property
    def weight(self) -> str:
        """The weight in percent."""
        return centi_text(self.weight_bp)

    @property
    def maximum(self) -> str:
        """The highest score."""
        return centi_text(self.max_centi)


def of_category(session: Session, category_id: int) -> tuple[CriterionView, ...]:
    """The criteria of a category, in order: one query."""
    return tuple(
        CriterionView(
            row.id,
            row.slug,
            row.name,
            row.description,
            _levels(row),
            row.weight_bp,
            row.max_centi,
            row.min_centi,
            row.step_centi,
        )
        for row in stored_rows(session, category_id)
    )


def rows_of(session: Session, category_id: int) -> tuple[CriterionRow, ...]:
    """The criteria of a category as an organizer edits them, in order: one query."""
    return tuple(_row(row) for row in stored_rows(session, category_id))


def fingerprint(rows: Sequence[CriterionRow]) -> str:
    """SHA-256 over everything that an organizer sets, hex: tells two versions apart, and is what the ledger seals."""
    return sha256(canonical({"criteria": [asdict(row) for row in rows]}).encode()).hexdigest()


def stored_rows(session: Session, category_id: int) -> Sequence[Criterion]:
    mine = select(Criterion).where(Criterion.category_id == category_id)
    return session.scalars(mine.order_by(Criterion.position, Criterion.id)).all()


def _levels(row: Criterion) -> tuple[tuple[str, str], ...]:
    return tuple((str(score), str(meaning)) for score, meaning in row.levels)


def _row(row: Criterion) -> CriterionRow:
    scale = Scale(row.min_centi, row.max_centi, row.step_centi)
    return CriterionRow(row.slug, row.name, row.description, row.weight_bp, _levels(row), scale)
