"""How far an exhibition's set-up is, computed from the data, so that every step can be left and taken up again."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from showcase.accounts.actions import memberships
from showcase.accounts.tables import Account
from showcase.declaration.rules import ALL
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import MARKABLE, Phase, SetupOpenError, Step
from showcase.exhibitions.tables import Category, Exhibition, RuleSet
from showcase.jury.tables import Assignment, Criterion
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError
from showcase.kernel.roles import Role


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a step still needs: a code, and what it is about (names of categories, a number)."""

    code: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepState:
    """A step with what it still lacks. `marked`: a person called it done; `may_skip`: a person may."""

    step: Step
    lacks: tuple[Lack, ...]
    marked: bool = False

    @property
    def is_done(self) -> bool:
        """Whether nothing is lacking, or somebody said that it is fine so."""
        return not self.lacks or self.marked

    @property
    def may_skip(self) -> bool:
        """Whether a person may call the step done."""
        return self.step in MARKABLE


@dataclass(frozen=True, slots=True)
class Readiness:
    """Every step in order. `finished`: somebody put the list away. `guided`: the steps stand above each page."""

    steps: tuple[StepState, ...]
    finished: bool
    guided: bool

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(state.is_done for state in self.steps)

    @property
    def next_open(self) -> Step | None:
        """The first step that is not done; None when all are."""
        return next((state.step for state in self.steps if not state.is_done), None)


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    criteria: int
    weight_bp: int
    entries: int


def of(session: Session, slug: str) -> Readiness:
    """The steps of an exhibition: five queries, however large it is. Raises NotFoundError."""
    row = named(session, slug)
    groups = [_Group(*found) for found in session.execute(_groups(row.id))]
    lacks = {
        Step.ACCOUNT: (),
        Step.EXHIBITION: tuple(_described(row)),
        Step.LOOK: () if row.logo_digest or row.accent else (Lack("look-ours"),),
        Step.CATEGORIES: () if groups else (Lack("no-category"),),
        Step.CRITERIA: tuple(_judged(groups)),
        Step.RULES: () if _declared(session, row.id) else (Lack("rules-open"),),
        Step.VOTERS: (Lack("stakes-open"),) if row.stakes is None else (),
        Step.HOURS: () if row.opens_at or row.closes_at else (Lack("hours-open"),),
        Step.PRIVACY: () if row.privacy_office and row.privacy_reach else (Lack("contact-open"),),
        Step.ENTRIES: tuple(_filled(groups)),
        Step.JURORS: tuple(_jury(session, row.id, groups)),
        Step.PRINT: (Lack("not-printed"),),
    }
    marks = set(row.setup_marks)
    steps = tuple(StepState(step, lacks[step], step in MARKABLE and step.value in marks) for step in Step)
    finished = row.setup_finished_at is not None
    return Readiness(steps, finished, guided=row.phase is Phase.SETUP and not finished)


def mark(session: Session, act: Act, slug: str, step: str, *, done: bool) -> None:
    """Call an optional step done, or take that back. Raises NotFoundError for any other step; DecidedError."""
    if step not in {markable.value for markable in MARKABLE}:
        raise NotFoundError
    row = exhibitions.to_change(session, slug)
    marks = set(row.setup_marks) | {step} if done else set(row.setup_marks) - {step}
    exhibitions.change(session, act, row, {"setup_marks": sorted(marks)}, action="setup.mark")


def finish(session: Session, act: Act, slug: str, *, done: bool) -> None:
    """Put the list of steps away, or bring it back. Raises SetupOpenError while a step is open, and DecidedError."""
    row = exhibitions.to_change(session, slug)
    if done and of(session, slug).next_open is not None:
        raise SetupOpenError
    values = {"setup_finished_at": (row.setup_finished_at or act.now) if done else None}
    exhibitions.change(session, act, row, values, action="setup.finish")


def _groups(exhibition_id: int) -> Select[str, int, int, int]:
    criteria = select(func.count(Criterion.id)).where(Criterion.category_id == Category.id).scalar_subquery()
    weight = select(func.coalesce(func.sum(Criterion.weight_bp), 0)).where(Criterion.category_id == Category.id)
    shown = select(func.count(Entry.id)).where(Entry.category_id == Category.id, Entry.status == Status.PUBLISHED)
    return (
        select(Category.name, criteria, weight.scalar_subquery(), shown.scalar_subquery())
        .where(Category.exhibition_id == exhibition_id)
        .order_by(Category.position, Category.id)
    )


def _described(row: Exhibition) -> Iterator[Lack]:
    if not row.organiser:
        yield Lack("no-organiser")
    if not row.venue:
        yield Lack("no-venue")
    if row.starts_on is None or row.ends_on is None:
        yield Lack("no-days")


def _judged(groups: list[_Group]) -> Iterator[Lack]:
    if not groups:
        yield Lack("category-first")
    without = tuple(group.name for group in groups if not group.criteria)
    uneven = tuple(group.name for group in groups if group.criteria and group.weight_bp != ALL)
    if without:
        yield Lack("no-criteria", without)
    if uneven:
        yield Lack("weights-uneven", uneven)


def _filled(groups: list[_Group]) -> Iterator[Lack]:
    if not any(group.entries for group in groups):
        yield Lack("no-entry")
        return
    empty = tuple(group.name for group in groups if not group.entries)
    if empty:
        yield Lack("category-empty", empty)


def _declared(session: Session, exhibition_id: int) -> bool:
    asked = select(RuleSet.confirmed_at).where(RuleSet.exhibition_id == exhibition_id)
    return session.scalar(asked) is not None


def _jury(session: Session, exhibition_id: int, groups: list[_Group]) -> Iterator[Lack]:
    active = (Account.role == Role.JUROR, Account.is_active.is_(True), memberships.members(exhibition_id))
    if not session.scalar(select(func.count(Account.id)).where(*active)):
        yield Lack("no-juror")
        return
    if not any(group.entries for group in groups):
        yield Lack("entry-first")
        return
    alone = unjudged(session, exhibition_id)
    if alone:
        yield Lack("not-assigned", (str(alone),))


def unjudged(session: Session, exhibition_id: int) -> int:
    """How many published entries no active juror is to judge: without one there will be no ranking."""
    judged = (
        select(Assignment.entry_id)
        .join(Account, Account.id == Assignment.juror_id)
        .where(Assignment.entry_id == Entry.id, Account.role == Role.JUROR, Account.is_active.is_(True))
    )
    shown = (Entry.exhibition_id == exhibition_id, Entry.status == Status.PUBLISHED)
    return session.scalar(select(func.count(Entry.id)).where(*shown, ~judged.exists())) or 0
