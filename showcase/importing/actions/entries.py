"""The entries' import: rows matched by their booths, checked by the entries' own rules, and stored together."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import insert, inspect, select, update
from sqlalchemy.orm import Session

from showcase.entries.actions import booth_codes, entries
from showcase.entries.actions.entries import EntryInvalidError
from showcase.entries.queries.neighbours import Neighbours
from showcase.entries.rules.entries import BoothTakenError, CategoryFixedError
from showcase.entries.tables import BoothCode, Entry, Tally
from showcase.exhibitions.tables import Category
from showcase.importing.actions.plans import Change, Plan, State, Tell, in_order
from showcase.importing.rules.columns import ImportCheck, ImportRow, RowError
from showcase.importing.rules.entries import booth_key
from showcase.importing.rules.entries import check as check_sheet
from showcase.jury.actions import panel_rule
from showcase.kernel import content
from showcase.kernel.act import Act
from showcase.kernel.errors import DomainError

# Rows that are sent to the database together; after each lot the progress is told.
LOT = 1000
Row = TypeVar("Row")


@dataclass(frozen=True)
class EntryPlan(Plan):
    """New entries, and what changes in known ones."""

    new: Sequence[Entry] = field(default_factory=list)
    updates: Sequence[tuple[Entry, Mapping[str, Any]]] = field(default_factory=list)
    # By the name of each category that gets new entries: how many jurors will judge them, and how many they are.
    judges: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def store(self, session: Session, act: Act, *, tell: Tell) -> None:
        """As `entries.create` and `entries.update` do for one, with a few statements for a thousand rows."""
        total, done = len(self.new) + len(self.updates), 0
        codes = iter(booth_codes.fresh(session, len(self.new)))
        for lot in _lots(self.new):
            # Not `add_all`: on SQLite that is a statement for each row, to learn its id.
            session.execute(insert(Entry), [dict(inspect(row).dict) for row in lot])
            ids = self._ids(session, lot)
            session.execute(
                insert(BoothCode), [{"code": next(codes), "entry_id": entry, "created_at": act.now} for entry in ids]
            )
            session.execute(insert(Tally), [{"entry_id": entry, "votes": 0} for entry in ids])
            act.record_many(
                session,
                "entry.create",
                ((row.slug, {}, entries.born(row)) for row in lot),
                exhibition_id=self.exhibition_id,
            )
            done += len(lot)
            tell(done, total)
        # One statement for all rows of a lot needs the same columns in each: those that any of them changes.
        names = sorted({name for _, changes in self.updates for name in changes})
        for changed in _lots(self.updates):
            lines = [
                (row.slug, entries.plain({name: getattr(row, name) for name in changes}), entries.plain(changes))
                for row, changes in changed
            ]
            values = [
                {"id": row.id, "updated_at": act.now} | {name: changes.get(name, getattr(row, name)) for name in names}
                for row, changes in changed
            ]
            session.execute(update(Entry), values)
            act.record_many(session, "entry.update", lines, exhibition_id=self.exhibition_id)
            done += len(changed)
            tell(done, total)
        if total:
            moved = [row.id for row, changes in self.updates if "category_id" in changes]
            panel_rule.moved(session, self.exhibition_id, moved)
            panel_rule.follow(session, act, self.exhibition_id)
            content.touch(session)

    def _ids(self, session: Session, lot: Sequence[Entry]) -> Sequence[int]:
        mine = (Entry.exhibition_id == self.exhibition_id, Entry.slug.in_([row.slug for row in lot]))
        return session.scalars(select(Entry.id).where(*mine).order_by(Entry.id)).all()


def check(
    session: Session,
    exhibition_id: int,
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    categories: Mapping[str, str],
    header_row: int,
) -> ImportCheck:
    """Check every cell. One query: an entry that has no organisation by now may stay without one."""
    blank = select(Entry.booth).where(Entry.exhibition_id == exhibition_id, Entry.organisation == "")
    without = {booth_key(booth) for booth in session.scalars(blank)}
    return check_sheet(header, rows, categories, header_row, without_organisation=without)


def plan(session: Session, exhibition_id: int, checked: ImportCheck, now: datetime) -> EntryPlan:
    """What these rows would do: the same few queries however many they are."""
    categories = session.execute(
        select(Category.slug, Category.name, Category.id).where(Category.exhibition_id == exhibition_id)
    ).all()
    ids = {row.slug: row.id for row in categories}
    names = {row.id: row.name for row in categories}
    stored = session.scalars(select(Entry).where(Entry.exhibition_id == exhibition_id))
    known = {booth_key(row.booth): row for row in stored}
    neighbours = Neighbours(session, exhibition_id)
    errors, changes = list(checked.errors), []
    new: list[Entry] = []
    updates: list[tuple[Entry, Mapping[str, Any]]] = []
    for row in checked.rows:
        fields = {name: value for name, value in row.fields.items() if name != "category"}
        fields["category_id"] = ids[str(row.fields["category"])]
        entry = known.get(booth_key(str(fields["booth"])))
        try:
            if entry is None:
                made = entries.drafted(neighbours, fields, now=now)
                neighbours.slugs.add(made.slug)
                neighbours.booths[made.booth] = None
                new.append(made)
                about = (("category", "", names[made.category_id]), ("organisation", "", made.organisation))
                changes.append(Change(row.row, made.booth, made.name, State.NEW, about))
                continue
            # The stored spelling of the booth stays: it was matched without looking at case and hyphens.
            difference = entries.changed(neighbours, entry, {**fields, "booth": entry.booth})
        except (CategoryFixedError, BoothTakenError, EntryInvalidError) as refused:
            errors += _told(row, refused)
            continue
        if difference:
            updates.append((entry, difference))
        shown = tuple(_shown(name, getattr(entry, name), value, names) for name, value in difference.items())
        state = State.CHANGED if difference else State.UNCHANGED
        changes.append(Change(row.row, entry.booth, entry.name, state, shown))
    sizes = panel_rule.panel_sizes(session, exhibition_id) if new else {}
    fresh = Counter(made.category_id for made in new)
    judges = {names[key]: (sizes.get(key, 0), fresh[key]) for key in names if key in fresh}
    return EntryPlan(exhibition_id, in_order(errors), tuple(changes), new, updates, judges)


def _shown(name: str, before: Any, after: Any, categories: Mapping[int, str]) -> tuple[str, Any, Any]:
    if name == "category_id":
        return "category", categories[before], categories[after]
    return name, before, after


def _told(row: ImportRow, refused: DomainError) -> list[RowError]:
    if isinstance(refused, CategoryFixedError):
        return [RowError(row.row, "category", refused.code)]
    if isinstance(refused, EntryInvalidError):
        return [
            RowError(row.row, name.replace("_", " "), "refused", {"reason": code})
            for name, code in refused.fields.items()
        ]
    return [RowError(row.row, "booth", refused.code, refused.details)]


def _lots(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), LOT):
        yield rows[start : start + LOT]
