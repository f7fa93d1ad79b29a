"""The doctor's look at the count: every kind of tampering, on every table that counts, and the fault that it names."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from showcase.anomalies.actions import quarantine
from showcase.anomalies.rules import Proposal, Rule
from showcase.anomalies.tables import AnomalyFlag
from showcase.app import create_app
from showcase.database import db, transaction
from showcase.declaration.actions import rules
from showcase.draw.queries import faults as draw_faults
from showcase.entries.actions import entries
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.jury.actions import locks
from showcase.kernel import ledger
from showcase.kernel.chain import LineType
from showcase.operations.queries import soundness
from showcase.phases.actions import phases
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.rules import Origin
from tests.databases import EMPTY, POSTGRESQL, SQLITE, Databases
from tests.factories import NOW, Cast, by, hall, sheet
from tests.tampering import CHANGED_2, TAMPERED

CHECKS: tuple[Callable[[Session], list[str]], ...] = (
    soundness.chain_faults,
    soundness.ballot_faults,
    soundness.act_faults,
    draw_faults,
    soundness.counter_faults,
)


def vote(session: Session, cast: Cast, voter: str, entry: str, number: int, origin: Origin = Origin.PHONE) -> None:
    act = Act(cast.exhibition.id, cast.entry(entry).id, voter * 32, f"k{number}", f"{number:032x}", origin)
    ballots.cast(session, act, now=NOW + timedelta(seconds=number))


def held(session: Session, cast: Cast, ids: Sequence[int], confirmed: Proposal = Proposal.QUARANTINE) -> None:
    """A flag about these ballots, and the decision of two people about it."""
    flag = AnomalyFlag(
        exhibition_id=cast.exhibition.id,
        rule=Rule.BURST,
        since=NOW,
        until=NOW,
        evidence={"numbers": {}, "ballots": list(ids)},
        found_at=NOW,
    )
    session.add(flag)
    session.flush()
    decide(session, cast, flag.id, confirmed)


def decide(session: Session, cast: Cast, flag: int, what: Proposal) -> None:
    quarantine.propose(session, by("siti", NOW, "serentak"), cast.exhibition.id, flag, what)
    quarantine.confirm(session, by("budi", NOW), cast.exhibition.id, flag, what)


@pytest.fixture
def cast(app: Flask) -> Cast:
    return morning(app)


def morning(app: Flask) -> Cast:
    """A morning in two exhibitions. The first has ballots 1 to 8 in lines 2 to 10; line 9 is ballot 3's quarantine."""
    with app.app_context(), transaction() as session:
        made = hall(session)
        declared = rules.current(session, made.exhibition.id).declaration
        ledger.append(session, made.exhibition.id, LineType.OPEN, NOW, {"rules": rules.fingerprint(declared)})
        for number, (voter, entry) in enumerate(
            [("a", "skpd-1"), ("b", "skpd-1"), ("c", "skpd-1"), ("a", "skpd-2"), ("d", "kecamatan-1")], start=1
        ):
            vote(session, made, voter, entry, number)
        withdrawn = Act(made.exhibition.id, made.entry("kecamatan-1").id, "d" * 32, "k6", f"{6:032x}")
        ballots.withdraw(session, withdrawn, now=NOW + timedelta(seconds=6))
        vote(session, made, "e", "skpd-3", 7)
        held(session, made, [3])
        vote(session, made, "c", "skpd-2", 8)
        judged(session, made)
        # A second exhibition in the same installation, whose ballots are none of the first one's.
        other = hall(session, "lain", prefix="lain-")
        vote(session, other, "a", "skpd-1", 9)
        vote(session, other, "b", "skpd-1", 10, Origin.SIMULATED)
        entries.withdraw(session, by("siti", NOW, "mundur"), made.exhibition.id, "kecamatan-3")
        phases.move(session, by("siti", NOW, "hujan"), made.exhibition.id, Phase.PAUSED)
        return made


def judged(session: Session, cast: Cast) -> None:
    for number in (1, 2, 3):
        sheet(session, cast.jurors[0], cast.entry(f"skpd-{number}"), cast.criteria["skpd"], 70 + number, 80)
    locks.lock(session, cast.jurors[0].id, "skpd", now=NOW)


def tamper(session: Session, statements: Sequence[str]) -> None:
    """As who owns the database can, past every guard of ours."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    else:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for statement in statements:
        connection.execute(text(statement))


def first_fault(session: Session) -> str:
    """What the doctor would tell first."""
    return next((found[0] for check in CHECKS if (found := check(session))), "")


@pytest.fixture(scope="module", params=[SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.postgres)])
def day(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One installation for the whole table: what is tampered with is never stored."""
    with databases.fresh(request.param, EMPTY, tmp_path_factory.mktemp("day") / "data") as settings:
        app = create_app(settings)
        morning(app)
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def looked(app: Flask, statements: Sequence[str]) -> str:
    """What the doctor would say after this."""
    with (
        app.app_context(),
        db.engine.connect().execution_options(write=True) as connection,
        Session(connection) as session,
    ):
        tamper(session, statements)
        return first_fault(session).removeprefix("pameran: ")


def test_an_honest_day_has_no_fault(day: Flask) -> None:
    assert looked(day, []) == ""


@pytest.mark.parametrize("kind", TAMPERED)
def test_tampering_is_named(day: Flask, kind: str) -> None:
    statements, fault = TAMPERED[kind]
    assert looked(day, statements) == fault


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE criterion SET weight_bp = 10000 - weight_bp", "kecamatan: the criteria"),
        ("UPDATE score SET value_centi = 100 WHERE sheet_id > 3", "kecamatan: the sheets"),
        ("UPDATE entry SET status = 'draft' WHERE slug = 'skpd-2'", "skpd: the entries"),
        ("INSERT INTO recusal (juror_id, entry_id, reason, at) VALUES (2, 1, 'x', '2025-12-15')", "skpd: the recusals"),
    ],
)
def test_what_a_fixed_result_was_computed_from_is_compared(app: Flask, cast: Cast, statement: str, fault: str) -> None:
    with app.app_context(), transaction() as session:
        for entry in cast.entries:
            if entry.slug != "kecamatan-3":
                juror, criteria = cast.jurors[1], cast.criteria[entry.slug.split("-")[0]]
                sheet(session, session.merge(juror), session.merge(entry), criteria, 60, 70)
        for phase in (Phase.VOTING, Phase.DELIBERATION, Phase.FINAL):
            phases.move(session, by("siti", NOW, "x"), cast.exhibition.id, phase, accept_gaps=True)
    assert looked(app, []) == ""
    assert looked(app, [statement]) == f"{fault} are not those that the result was computed from"


@pytest.mark.both_engines
def test_a_release_and_what_two_flags_hold_are_made_again(app: Flask, cast: Cast) -> None:
    with app.app_context():
        with transaction() as session:
            held(session, cast, [8, 2])
            decide(session, cast, 1, Proposal.RELEASE)
        assert first_fault(db.session()) == ""
        with transaction() as session:
            decide(session, cast, 2, Proposal.RELEASE)
        assert first_fault(db.session()) == ""


@pytest.mark.both_engines
def test_a_destroyed_key_leaves_all_but_tickets_and_turns_to_check(app: Flask, cast: Cast) -> None:
    with app.app_context():
        with transaction() as session:
            session.execute(update(Exhibition).values(pepper=None))
        assert first_fault(db.session()) == ""
        with transaction() as session:
            tamper(session, ["UPDATE ballot SET entry_id = 2 WHERE id = 2"])
        assert first_fault(db.session()) == f"pameran: {CHANGED_2}"


@pytest.mark.both_engines
def test_a_guard_that_is_gone_is_missed(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        assert soundness.guard_faults(session) == []
        table = " ON vote" if session.get_bind().dialect.name == "postgresql" else ""
        session.execute(text(f"DROP TRIGGER vote_counted{table}"))
        assert soundness.guard_faults(session)[0].startswith("vote_counted is missing")
        session.rollback()
