"""What each step of the set-up still lacks, told from the data alone."""

import pytest
from sqlalchemy import delete, event, update
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import DecidedError, Phase, SetupOpenError, Step
from showcase.exhibitions.tables import Category, Exhibition, RuleSet
from showcase.jury.tables import Assignment, Criterion
from showcase.kernel.errors import NotFoundError
from showcase.kernel.tables import AuditEvent
from showcase.setup import queries as readiness
from tests.factories import NOW, Cast, by, exhibition, hall

pytestmark = pytest.mark.both_engines
READY = {
    "phase": Phase.SETUP,
    "organiser": "Bapperida",
    "venue": "Gedung",
    "starts_on": NOW.date(),
    "ends_on": NOW.date(),
    "accent": "#0b6b46",
    "stakes": False,
    "opens_at": NOW,
    "privacy_office": "Bapperida",
    "privacy_reach": "0526",
    "setup_marks": ["print"],
}
BY = by("panitia", NOW)


@pytest.fixture
def cast(session: Session) -> Cast:
    made = hall(session, **READY)
    session.commit()
    return made


def lacks(session: Session, step: Step) -> list[tuple[str, tuple[str, ...]]]:
    session.flush()
    session.expire_all()
    found = next(state for state in readiness.of(session, "pameran").steps if state.step is step)
    return [(lack.code, lack.about) for lack in found.lacks]


def test_a_whole_set_up_lacks_nothing(session: Session, cast: Cast) -> None:
    found = readiness.of(session, "pameran")
    assert (found.next_open, found.done, found.guided, found.finished) == (None, len(Step), True, False)


def test_an_empty_exhibition_lacks_everything_but_the_account(session: Session) -> None:
    row = exhibition(session, phase=Phase.SETUP)
    session.execute(delete(RuleSet).where(RuleSet.exhibition_id == row.id))
    session.flush()
    found = readiness.of(session, "pameran")
    assert [state.step for state in found.steps if state.is_done] == [Step.ACCOUNT]
    told = {state.step: [lack.code for lack in state.lacks] for state in found.steps}
    assert told[Step.EXHIBITION] == ["no-organiser", "no-venue", "no-days"]
    assert told[Step.CRITERIA] == ["category-first"]
    assert told[Step.JURORS] == ["no-juror"]
    assert found.next_open is Step.EXHIBITION


@pytest.mark.parametrize(
    ("step", "values", "code"),
    [
        (Step.EXHIBITION, {"venue": ""}, "no-venue"),
        (Step.EXHIBITION, {"ends_on": None}, "no-days"),
        (Step.LOOK, {"accent": ""}, "look-ours"),
        (Step.VOTERS, {"stakes": None}, "stakes-open"),
        (Step.HOURS, {"opens_at": None}, "hours-open"),
        (Step.PRIVACY, {"privacy_reach": ""}, "contact-open"),
    ],
)
def test_what_the_exhibition_does_not_say(
    session: Session, cast: Cast, step: Step, values: dict[str, object], code: str
) -> None:
    session.execute(update(Exhibition).values(**values))
    assert lacks(session, step) == [(code, ())]


def test_rules_must_be_declared_and_not_only_proposed(session: Session, cast: Cast) -> None:
    session.execute(update(RuleSet).values(confirmed_at=None))
    assert lacks(session, Step.RULES) == [("rules-open", ())]


def test_criteria_are_told_by_category(session: Session, cast: Cast) -> None:
    first, second = cast.categories
    session.execute(update(Criterion).where(Criterion.id == cast.criteria["skpd"][0].id).values(weight_bp=2999))
    session.execute(delete(Criterion).where(Criterion.category_id == second.id))
    told = [("no-criteria", (second.name,)), ("weights-uneven", (first.name,))]
    assert lacks(session, Step.CRITERIA) == told


def test_a_category_without_a_published_entry_is_named(session: Session, cast: Cast) -> None:
    group = cast.categories[1]
    session.execute(update(Entry).where(Entry.category_id == group.id).values(status="draft"))
    assert lacks(session, Step.ENTRIES) == [("category-empty", (group.name,))]
    session.execute(update(Entry).values(status="draft"))
    assert lacks(session, Step.ENTRIES) == [("no-entry", ())]
    assert lacks(session, Step.JURORS) == [("entry-first", ())]


def test_each_entry_needs_an_active_juror(session: Session, cast: Cast) -> None:
    one = cast.entries[0]
    session.execute(delete(Assignment).where(Assignment.entry_id == one.id))
    assert lacks(session, Step.JURORS) == [("not-assigned", ("1",))]
    session.execute(update(Account).where(Account.id == cast.jurors[0].id).values(is_active=False))
    assert lacks(session, Step.JURORS) == [("not-assigned", ("1",))]
    session.execute(update(Account).where(Account.id == cast.jurors[1].id).values(is_active=False))
    assert lacks(session, Step.JURORS) == [("no-juror", ())]


def test_it_asks_few_questions(session: Session, cast: Cast) -> None:
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2]))
    readiness.of(session, "pameran")
    assert len([one for one in asked if one.lstrip().startswith("SELECT")]) <= 5


def test_an_optional_step_is_called_done_and_taken_up_again(session: Session, cast: Cast) -> None:
    session.execute(update(Exhibition).values(opens_at=None))
    session.expire_all()
    assert readiness.of(session, "pameran").next_open is Step.HOURS
    readiness.mark(session, BY, "pameran", "hours", done=True)
    assert readiness.of(session, "pameran").next_open is None
    readiness.mark(session, BY, "pameran", "hours", done=False)
    assert readiness.of(session, "pameran").next_open is Step.HOURS
    events = session.query(AuditEvent).filter_by(action="setup.mark").order_by(AuditEvent.id).all()
    assert [(one.before, one.after) for one in events] == [
        ({"setup_marks": ["print"]}, {"setup_marks": ["hours", "print"]}),
        ({"setup_marks": ["hours", "print"]}, {"setup_marks": ["print"]}),
    ]


@pytest.mark.parametrize("step", ["categories", "voters", "nihil", ""])
def test_a_step_that_counts_cannot_be_skipped(session: Session, cast: Cast, step: str) -> None:
    with pytest.raises(NotFoundError):
        readiness.mark(session, BY, "pameran", step, done=True)


def test_it_is_finished_once_nothing_is_open(session: Session, cast: Cast) -> None:
    session.execute(update(Exhibition).values(stakes=None))
    session.expire_all()
    with pytest.raises(SetupOpenError):
        readiness.finish(session, BY, "pameran", done=True)
    session.execute(update(Exhibition).values(stakes=True))
    session.expire_all()
    readiness.finish(session, BY, "pameran", done=True)
    assert not readiness.of(session, "pameran").guided
    readiness.finish(session, BY, "pameran", done=False)
    assert readiness.of(session, "pameran").guided


def test_nothing_is_marked_once_the_result_is_fixed(session: Session, cast: Cast) -> None:
    session.execute(update(Exhibition).values(phase=Phase.FINAL))
    session.expire_all()
    with pytest.raises(DecidedError):
        readiness.mark(session, BY, "pameran", "look", done=True)
    assert not readiness.of(session, "pameran").guided


def test_another_exhibitions_content_does_not_count(session: Session, cast: Cast) -> None:
    exhibition(session, slug="lain", phase=Phase.SETUP)
    session.flush()
    told = {state.step: [lack.code for lack in state.lacks] for state in readiness.of(session, "lain").steps}
    assert told[Step.CATEGORIES] == ["no-category"]
    assert told[Step.ENTRIES] == ["no-entry"]
    assert session.query(Category).count() == 2
