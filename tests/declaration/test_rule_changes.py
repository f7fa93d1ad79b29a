"""Rules in use change by two organizers in sessions of their own: what waits counts for nothing."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from showcase.declaration.actions import changes, rules
from showcase.declaration.rules import (
    ChangeState,
    OwnRuleChangeError,
    ProposerGoneError,
    RuleChangeMovedError,
    RuleChangeOvertakenError,
    RuleChangeWaitingError,
)
from showcase.declaration.tables import RuleChange
from showcase.entries.rules.states import Status
from showcase.exhibitions.rules import DecidedError, Phase
from showcase.kernel.chain import LineType
from showcase.kernel.errors import DomainError, NotFoundError, ReasonNeededError
from showcase.kernel.roles import Role
from showcase.kernel.tables import AuditEvent, BallotRecord
from showcase.results.actions import approvals
from showcase.results.queries import bundles
from tests.factories import NOW, Cast, account, by, hall, sheet


@pytest.fixture
def cast(session: Session) -> Cast:
    made = hall(session)
    account(session, "sekretaris", Role.ORGANIZER)
    return made


def propose(session: Session, cast: Cast, preset: str = "simple", *, actor: str = "panitia") -> int:
    values = {"preset": preset}
    assert not rules.declare(session, by(actor, NOW, "keliru"), cast.exhibition.id, values)
    return changes.waiting(session, cast.exhibition.id)[0].id


def approve(session: Session, cast: Cast, number: int, actor: str = "sekretaris") -> None:
    approvals.approve(session, by(actor, NOW), cast.exhibition.id, number)


def preset(session: Session, cast: Cast) -> str:
    return rules.current(session, cast.exhibition.id).declaration.preset


def acts(session: Session) -> list[tuple[str, str, str]]:
    rows = session.execute(select(AuditEvent.action, AuditEvent.actor, AuditEvent.reason).order_by(AuditEvent.id))
    return [tuple(row) for row in rows]


@pytest.mark.both_engines
@pytest.mark.parametrize("phase", [Phase.DELIBERATION, Phase.SETUP])
def test_nothing_counts_by_a_proposal_until_another_organizer_approves(
    session: Session, cast: Cast, phase: Phase
) -> None:
    cast.exhibition.phase = phase
    if phase is Phase.SETUP:
        sheet(session, cast.jurors[0], cast.entry("skpd-1"), cast.criteria["skpd"], 80, 80)
    session.flush()
    before = bundles.bundle(session, cast.exhibition)
    number = propose(session, cast)
    assert bundles.bundle(session, cast.exhibition) == before
    assert session.scalars(select(BallotRecord)).all() == []
    assert changes.approved(session, cast.exhibition.id) == ()
    approve(session, cast, number)
    assert preset(session, cast) == "simple"
    (stated,) = changes.approved(session, cast.exhibition.id)
    assert (stated.reason, stated.proposed_by, stated.decided_by, stated.decided_at) == (
        "keliru",
        "panitia",
        "sekretaris",
        NOW,
    )
    assert (stated.before["jury_weight_bp"], stated.after["jury_weight_bp"]) == (8000, 7000)
    lines = session.scalars(select(BallotRecord)).all()
    assert [line.type for line in lines] == ([] if phase is Phase.SETUP else [LineType.RULES_CHANGE])
    if lines:
        now = rules.fingerprint(rules.current(session, cast.exhibition.id).declaration)
        assert json.loads(lines[0].body or "")["after"] == now
    assert acts(session) == [("rules.propose", "panitia", "keliru"), ("rules.approve", "sekretaris", "keliru")]


def test_a_reason_is_needed_and_a_second_proposal_waits_its_turn(session: Session, cast: Cast) -> None:
    with pytest.raises(ReasonNeededError):
        rules.declare(session, by("panitia", NOW, "  "), cast.exhibition.id, {"preset": "simple"})
    number = propose(session, cast)
    with pytest.raises(RuleChangeWaitingError):
        propose(session, cast, "jury", actor="sekretaris")
    assert [found.id for found in changes.waiting(session)] == [number]


@pytest.mark.parametrize("actor", ["panitia", "PANITIA", "juri1", "mantan", "tidak-ada", ""])
def test_only_another_active_organizer_approves(session: Session, cast: Cast, actor: str) -> None:
    account(session, "mantan", Role.ORGANIZER).is_active = False
    number = propose(session, cast)
    with pytest.raises(OwnRuleChangeError):
        approve(session, cast, number, actor)
    assert preset(session, cast) == "balanced"


def _final(session: Session, cast: Cast) -> None:
    cast.exhibition.phase = Phase.FINAL


def _withdrawn(session: Session, cast: Cast) -> None:
    cast.entry("skpd-1").status, cast.entry("skpd-1").withdrawn_reason = Status.WITHDRAWN, "mundur"


def _reweighed(session: Session, cast: Cast) -> None:
    for criterion, weight in zip(cast.criteria["skpd"], (4000, 6000), strict=True):
        criterion.weight_bp = weight


def _gone(session: Session, cast: Cast) -> None:
    assert cast.organizer
    cast.organizer.is_active = False


def _demoted(session: Session, cast: Cast) -> None:
    assert cast.organizer
    cast.organizer.role = Role.VIEWER


@pytest.mark.parametrize(
    ("happens", "refusal"),
    [
        (_final, DecidedError),
        (_withdrawn, RuleChangeOvertakenError),
        (_reweighed, RuleChangeOvertakenError),
        (_gone, ProposerGoneError),
        (_demoted, ProposerGoneError),
    ],
)
def test_an_overtaken_proposal_is_not_approved_and_gives_way(
    session: Session, cast: Cast, happens: Callable[[Session, Cast], None], refusal: type[DomainError]
) -> None:
    number = propose(session, cast)
    happens(session, cast)
    session.flush()
    with pytest.raises(refusal):
        approve(session, cast, number)
    assert preset(session, cast) == "balanced"
    waiting = changes.waiting(session, cast.exhibition.id)
    if refusal is DecidedError:
        assert waiting == ()
        return
    assert [found.may_stand for found in waiting] == [False]
    newer = propose(session, cast, "jury", actor="sekretaris")
    assert newer != number
    assert session.get_one(RuleChange, number).state is ChangeState.OVERTAKEN


def test_rules_that_changed_since_overtake_a_proposal_made_before(session: Session, cast: Cast) -> None:
    number = propose(session, cast)
    values = {"preset": "own", "jury_method": "plain", "public_method": "sqrt", "jury_weight": "60"}
    row = session.get_one(RuleChange, number)
    row.basis = "0" * 64
    other = rules.declare(session, by("sekretaris", NOW, "rapat"), cast.exhibition.id, values)
    assert not other
    with pytest.raises(RuleChangeMovedError):
        approve(session, cast, number)


def test_a_proposal_is_declined_with_a_reason_or_taken_back(session: Session, cast: Cast) -> None:
    number = propose(session, cast)
    act = by("sekretaris", NOW)
    with pytest.raises(ReasonNeededError):
        changes.turn_down(session, act.because(" "), cast.exhibition.id, number)
    changes.turn_down(session, act.because("belum perlu"), cast.exhibition.id, number)
    for late in (
        lambda: approve(session, cast, number),
        lambda: changes.turn_down(session, act.because("x"), cast.exhibition.id, number),
    ):
        with pytest.raises(RuleChangeMovedError):
            late()
    own = propose(session, cast)
    changes.turn_down(session, by("panitia", NOW, ""), cast.exhibition.id, own)
    assert [found.state for found in changes.closed(session, cast.exhibition.id)] == ["withdrawn", "declined"]
    assert [act[:2] for act in acts(session)] == [
        ("rules.propose", "panitia"),
        ("rules.decline", "sekretaris"),
        ("rules.propose", "panitia"),
        ("rules.withdraw", "panitia"),
    ]
    assert preset(session, cast) == "balanced"


def test_another_exhibitions_proposal_is_not_found(session: Session, cast: Cast) -> None:
    number, other = propose(session, cast), hall(session, "lain", prefix="lain-")
    with pytest.raises(NotFoundError):
        approve(session, other, number)
    assert changes.waiting(session, other.exhibition.id) == ()


@pytest.mark.both_engines
def test_the_database_wants_two_names(session: Session, cast: Cast) -> None:
    row = session.get_one(RuleChange, propose(session, cast))
    row.state, row.decided_by, row.decided_at = ChangeState.APPROVED, "panitia", NOW
    with pytest.raises(IntegrityError):
        session.flush()
