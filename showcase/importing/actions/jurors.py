"""The jurors' import: accounts by user name, and the categories that each of them judges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts, memberships
from showcase.accounts.rules import PROGRAM_NAMES
from showcase.accounts.tables import Account, Membership
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.tables import Category, Exhibition
from showcase.importing.actions.plans import Change, Plan, State, Tell, in_order
from showcase.importing.rules.columns import ImportCheck, ImportRow, RowError, folded
from showcase.importing.rules.jurors import Every, username_from
from showcase.jury.actions import panels
from showcase.jury.tables import Assignment
from showcase.kernel import passwords
from showcase.kernel.act import Act
from showcase.kernel.roles import Role


@dataclass(frozen=True)
class JurorPlan(Plan):
    """New accounts, changed ones, and the categories (ids) of each, where the sheet says any.

    `members` are all jurors of the sheet, who belong to the exhibition from now on; `every` those of all categories.
    """

    new: Sequence[Account] = field(default_factory=list)
    updates: Sequence[tuple[Account, Mapping[str, str]]] = field(default_factory=list)
    duties: Sequence[tuple[Account, Sequence[int]]] = field(default_factory=list)
    members: Sequence[Account] = field(default_factory=list)
    every: Sequence[Account] = field(default_factory=list)

    def store(self, session: Session, act: Act, *, tell: Tell) -> None:
        """Accounts first, then all assignments together. The passwords are known to nobody: a card or a reset opens."""
        total = len(self.new) + len(self.updates)
        session.add_all(self.new)
        session.flush()
        for row in self.new:
            after: dict[str, Any] = {"role": row.role.value}
            act.record(session, "account.create", row.username, after=after)
        for row, changes in self.updates:
            before = {name: getattr(row, name) for name in changes}
            for name, value in changes.items():
                setattr(row, name, value)
            act.record(session, "account.update", row.username, before=before, after=dict(changes))
        session.flush()
        tell(total, total)
        memberships.join_all(session, act, [row.id for row in self.members], self.exhibition_id)
        wanted, every = {row.id: own for row, own in self.duties}, {row.id for row in self.every}
        if wanted:
            panels.assign_by_category(session, act, self.exhibition_id, wanted, every=every)


class _Known:
    """What is stored about jurors and their categories, in six queries."""

    def __init__(self, session: Session, exhibition_id: int) -> None:
        people = session.scalars(select(Account)).all()
        self.jurors = {row.username: row for row in people if row.role is Role.JUROR}
        self.others = {row.username for row in people if row.role is not Role.JUROR} | set(PROGRAM_NAMES)
        self.by_name = {folded(row.name): row for row in reversed(self.jurors.values())}
        groups = select(Category).where(Category.exhibition_id == exhibition_id).order_by(Category.position)
        self.categories = {row.slug: row for row in session.scalars(groups)}
        published = (Entry.exhibition_id == exhibition_id, Entry.status == Status.PUBLISHED)
        entries = select(Entry.category_id, func.count()).where(*published).group_by(Entry.category_id)
        self.sizes = {row[0]: row[1] for row in session.execute(entries)}
        members = select(Membership).where(Membership.exhibition_id == exhibition_id)
        self.members = {row.account_id: row.judges_all for row in session.scalars(members)}
        self.exhibition = session.scalars(select(Exhibition.name).where(Exhibition.id == exhibition_id)).one()
        self.shares: dict[int, dict[int, int]] = {}
        assigned = (
            select(Assignment.juror_id, Entry.category_id, func.count())
            .join(Entry, Entry.id == Assignment.entry_id)
            .where(*published)
            .group_by(Assignment.juror_id, Entry.category_id)
        )
        for juror, category, number in session.execute(assigned):
            self.shares.setdefault(juror, {})[category] = number

    def words(self, categories: Sequence[int]) -> str:
        """Names of categories (ids), in their order."""
        return ", ".join(row.name for row in self.categories.values() if row.id in categories)

    def judged(self, juror: Account) -> list[int]:
        """The categories of which the juror has an entry."""
        return sorted(self.shares.get(juror.id, {}))

    def is_settled(self, juror: Account, wanted: Sequence[int], *, every: bool) -> bool:
        """Whether the juror has every published entry of these categories, and none else, now and later."""
        if self.members.get(juror.id) is not every:
            return False
        sizes = {category: self.sizes[category] for category in wanted if self.sizes.get(category)}
        return sizes == self.shares.get(juror.id, {})


def plan(session: Session, exhibition_id: int, checked: ImportCheck, now: datetime) -> JurorPlan:
    """What these rows would do: the same few queries however many they are."""
    known = _Known(session, exhibition_id)
    errors, changes = list(checked.errors), []
    new: list[Account] = []
    updates: list[tuple[Account, Mapping[str, str]]] = []
    duties: list[tuple[Account, Sequence[int]]] = []
    members: list[Account] = []
    every: list[Account] = []
    taken = {*known.jurors, *known.others, *(str(row.fields.get("username", "")) for row in checked.rows)}
    secret = passwords.unknown()
    for row in checked.rows:
        username = str(row.fields.get("username", ""))
        if username in known.others:
            errors.append(RowError(row.row, "username", "username-other", {"text": username}))
            continue
        name = str(row.fields["name"])
        juror = known.jurors.get(username) if username else known.by_name.get(folded(name))
        named = row.fields.get("categories", ())
        wanted = [known.categories[slug].id for slug in named]
        if juror is None:
            username = username or username_from(name, taken)
            taken.add(username)
            organisation = str(row.fields.get("organisation", ""))
            juror = accounts.drafted(username, name, organisation, role=Role.JUROR, password_hash=secret, now=now)
            new.append(juror)
            about = (("organisation", "", organisation), ("categories", "", known.words(wanted)))
            changes.append(Change(row.row, username, name, State.NEW, tuple(part for part in about if part[2])))
        else:
            change, different = _compared(known, juror, row, wanted, every=isinstance(named, Every))
            changes.append(change)
            if different:
                updates.append((juror, different))
        members.append(juror)
        if wanted:
            duties.append((juror, wanted))
        if isinstance(named, Every):
            every.append(juror)
    return JurorPlan(exhibition_id, in_order(errors), tuple(changes), new, updates, duties, members, every)


def _compared(
    known: _Known, juror: Account, row: ImportRow, wanted: Sequence[int], *, every: bool
) -> tuple[Change, Mapping[str, str]]:
    typed = {name: str(row.fields[name]) for name in ("name", "organisation") if name in row.fields}
    different = {name: value for name, value in typed.items() if getattr(juror, name) != value}
    shown = [(name, getattr(juror, name), value) for name, value in different.items()]
    if juror.id not in known.members:
        shown.append(("exhibition", "", known.exhibition))
    if wanted and not known.is_settled(juror, wanted, every=every):
        shown.append(("categories", known.words(known.judged(juror)), known.words(wanted)))
    state = State.CHANGED if shown else State.UNCHANGED
    return Change(row.row, juror.username, juror.name, state, tuple(shown)), different
