"""The criteria's import: each category that a sheet names gets exactly its criteria, by the rules of the editor."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as with_fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.categories.actions import criteria as criteria_edits
from showcase.exhibitions.tables import Category, Exhibition
from showcase.importing.actions.plans import Change, Plan, State, Tell, in_order
from showcase.importing.rules.columns import ImportCheck, ImportRow, RowError, folded
from showcase.importing.rules.criteria import SCALE
from showcase.importing.rules.kinds import ORDER
from showcase.jury.queries import criteria
from showcase.jury.queries.criteria_use import Use, is_scored
from showcase.jury.rules.criteria import ALL, CriteriaOpenedError, CriteriaScoredError, CriterionRow, faults_of, settled
from showcase.jury.rules.scoring import Scale, centi_text
from showcase.kernel.act import Act

COLUMN_OF = {"scale": "most", "rows": "name"}


@dataclass(frozen=True)
class CriterionPlan(Plan):
    """The criteria of each category (slug) that changes."""

    wanted: Mapping[str, Sequence[CriterionRow]] = field(default_factory=dict)

    def store(self, session: Session, act: Act, *, tell: Tell) -> None:
        """As the editor stores them, category by category."""
        for done, (slug, rows) in enumerate(self.wanted.items(), 1):
            criteria_edits.replace(session, act, self.exhibition_id, slug, rows)
            tell(done, len(self.wanted))


def plan(session: Session, exhibition_id: int, checked: ImportCheck, now: datetime) -> CriterionPlan:
    """What these rows would do: a few queries a category."""
    phase = session.scalars(select(Exhibition.phase).where(Exhibition.id == exhibition_id)).one()
    groups = session.scalars(
        select(Category).where(Category.exhibition_id == exhibition_id).order_by(Category.position)
    ).all()
    errors, changes = list(checked.errors), []
    wanted: dict[str, Sequence[CriterionRow]] = {}
    for group in groups:
        sheet = [row for row in checked.rows if group.slug in row.fields["category"]]
        if not sheet or checked.errors:
            continue
        before = criteria.rows_of(session, group.id)
        rows = [_row(row.fields, before) for row in sheet]
        wrong = [*_faults(sheet, rows), *_sums(sheet, rows, group.name)]
        after = settled(rows, before)
        if not wrong:
            wrong = _used(Use(phase, is_scored(session, group.id)), sheet, before, after)
        errors += wrong
        found = list(_changes(group.name, sheet, before, after))
        changes += found
        if after != before:
            wanted[group.slug] = after
    return CriterionPlan(exhibition_id, in_order(errors), tuple(changes), wanted)


def _row(fields: Mapping[str, Any], before: Sequence[CriterionRow]) -> CriterionRow:
    """The criterion as the sheet wants it; what the sheet has no column for stays as it is stored."""
    name = str(fields["name"])
    same = next((row for row in before if folded(row.name) == folded(name)), CriterionRow("", name, "", 1))
    typed = {part: fields[part] for part in SCALE if fields.get(part) is not None}
    return with_fields(
        same,
        name=name,
        weight_bp=fields["weight"],
        description=fields.get("description", same.description),
        levels=fields.get("levels", same.levels),
        scale=with_fields(same.scale, **typed),
    )


def _faults(sheet: Sequence[ImportRow], rows: Sequence[CriterionRow]) -> list[RowError]:
    return [
        RowError(sheet[fault.row or 0].row, COLUMN_OF.get(fault.field, fault.field), f"criterion-{fault.code}")
        for fault in faults_of(rows)
    ]


def _sums(sheet: Sequence[ImportRow], rows: Sequence[CriterionRow], category: str) -> list[RowError]:
    total = sum(row.weight_bp for row in rows)
    if total == ALL:
        return []
    return [RowError(sheet[-1].row, "weight", "weights-sum", {"category": category, "sum": centi_text(total)})]


def _used(
    use: Use, sheet: Sequence[ImportRow], before: Sequence[CriterionRow], after: Sequence[CriterionRow]
) -> list[RowError]:
    """Refuse what the editor refuses, or takes only with a reason and a second name, which a sheet can't give."""
    try:
        use.check_shape(before, after)
    except (CriteriaScoredError, CriteriaOpenedError) as refused:
        return [RowError(sheet[0].row, "category", refused.code)]
    stored = {row.slug: row.weight_bp for row in before}
    changed = [number for number, row in enumerate(after) if stored.get(row.slug) != row.weight_bp]
    if use.is_guarded and changed:
        return [RowError(sheet[changed[0]].row, "weight", "criteria-guarded")]
    return []


def _changes(
    category: str, sheet: Sequence[ImportRow], before: Sequence[CriterionRow], after: Sequence[CriterionRow]
) -> Iterable[Change]:
    stored = {row.slug: row for row in before}
    for line, row in zip(sheet, after, strict=True):
        old = stored.pop(row.slug, None)
        if old is None:
            yield Change(line.row, category, row.name, State.NEW, (("weight", "", f"{centi_text(row.weight_bp)} %"),))
            continue
        pairs = zip(_shown(old), _shown(row), strict=True)
        fields = tuple((name, was, becomes) for (name, was), (_, becomes) in pairs if was != becomes)
        moved = before.index(old) != after.index(row) and not fields
        if moved:
            fields = ((ORDER, str(before.index(old) + 1), str(after.index(row) + 1)),)
        yield Change(line.row, category, old.name, State.CHANGED if fields else State.UNCHANGED, fields)
    for gone in stored.values():
        yield Change(sheet[-1].row, category, gone.name, State.CHANGED, (("name", gone.name, ""),))


def _shown(row: CriterionRow) -> list[tuple[str, str]]:
    scale: Scale = row.scale
    return [
        ("name", row.name),
        ("weight", f"{centi_text(row.weight_bp)} %"),
        ("description", row.description),
        ("least", centi_text(scale.least)),
        ("most", centi_text(scale.most)),
        ("step", centi_text(scale.step)),
        ("levels", "; ".join(f"{score} = {meaning}" for score, meaning in row.levels)),
    ]
