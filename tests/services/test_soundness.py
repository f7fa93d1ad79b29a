"""The doctor's look at the count: every kind of tampering, on every table that counts, and the fault that it names."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from showcase.app import create_app
from showcase.domain.anomalies import Rule
from showcase.domain.anomaly_flags import Proposal
from showcase.domain.ledger import LineType
from showcase.domain.phases import Phase
from showcase.domain.voting import Origin
from showcase.extensions import db, transaction
from showcase.models import AnomalyFlag, Exhibition
from showcase.services import ballots, entries, ledger, locks, phases, quarantine, rules, soundness
from showcase.services.ballots import Act
from showcase.services.draw_results import faults as draw_faults
from tests.databases import EMPTY, POSTGRESQL, SQLITE, Databases
from tests.factories import NOW, Cast, hall, sheet

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
    quarantine.propose(session, cast.exhibition.id, flag, what, reason="serentak", actor="siti", now=NOW)
    quarantine.confirm(session, cast.exhibition.id, flag, what, actor="budi", now=NOW)


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
        entries.withdraw(session, made.exhibition.id, "kecamatan-3", reason="mundur", actor="siti", now=NOW)
        phases.move(session, made.exhibition.id, Phase.PAUSED, reason="hujan", actor="siti", now=NOW)
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


MOVED_VOTE = "UPDATE vote SET entry_id = 2 WHERE ballot_id = 2"
MOVED_TALLY = (
    "UPDATE tally SET votes = votes - 1 WHERE entry_id = 1",
    "UPDATE tally SET votes = votes + 1 WHERE entry_id = 2",
)
COPIED = "exhibition_id, category_id, entry_id, voter_key, slot, kind, origin"
ANOTHER = (
    f"INSERT INTO ballot (id, {COPIED}, form_key, nonce, receipt, at)"
    f" SELECT 90, {COPIED}, 'k90', nonce, 'ABCDEFGHJK', at FROM ballot WHERE id = 7",
)
OTHER_TIME = "'2025-12-15 01:00:00.000000+00:00'"
HASH_DIFFERS = "line 3 was changed: its hash does not match"
CHANGED_2 = "ballot 2 was changed: it is not what line 3 (VOTE) sealed"
TAMPERED: dict[str, tuple[Sequence[str], str]] = {
    "a vote moved with its tally": ((MOVED_VOTE, *MOVED_TALLY), "vote 2 is not what its ballot 2 says"),
    "a ballot's entry": (("UPDATE ballot SET entry_id = 2 WHERE id = 2",), CHANGED_2),
    "a ballot, its vote and the tally": (
        ("UPDATE ballot SET entry_id = 2 WHERE id = 2", MOVED_VOTE, *MOVED_TALLY),
        CHANGED_2,
    ),
    "a ballot's voter": (("UPDATE ballot SET voter_key = 'zz' WHERE id = 2",), CHANGED_2),
    "a ballot's slot": (("UPDATE ballot SET slot = '2' WHERE id = 2",), CHANGED_2),
    "a ballot's nonce": (("UPDATE ballot SET nonce = 'ff' WHERE id = 2",), CHANGED_2),
    "a ballot's form": (("UPDATE ballot SET form_key = 'k99' WHERE id = 2",), CHANGED_2),
    "a ballot's kind": (("UPDATE ballot SET kind = 'move' WHERE id = 2",), CHANGED_2),
    "a ballot's time": (
        (f"UPDATE ballot SET at = {OTHER_TIME} WHERE id = 2",),
        "ballot 2: its time is not that of line 3",
    ),
    "a ballot's receipt": (
        ("UPDATE ballot SET receipt = 'ABCDEFGHJK' WHERE id = 2",),
        "ballot 2: its receipt is not that of its commitment",
    ),
    "a ballot's category": (
        ("UPDATE ballot SET category_id = 2 WHERE id = 2",),
        "ballot 2: its category is not its entry's",
    ),
    "what a ballot replaced": (
        ("UPDATE ballot SET replaces_id = 2 WHERE id = 4",),
        "ballot 4 does not follow the one that stood in its place",
    ),
    "a ballot's exhibition": (("UPDATE ballot SET exhibition_id = 2 WHERE id = 2",), "line 3 (VOTE) has no ballot"),
    "a ballot and its vote gone": (
        (*("DELETE FROM vote WHERE ballot_id = 2", "DELETE FROM ballot WHERE id = 2"), MOVED_TALLY[0]),
        "line 3 (VOTE) has no ballot",
    ),
    "the last ballot gone": (
        ("DELETE FROM vote WHERE ballot_id = 8", "DELETE FROM ballot WHERE id = 8"),
        "line 10 (MOVE) has no ballot",
    ),
    "a ballot brought in": (ANOTHER, "ballot 90 has no line in the ledger"),
    "two ballots exchanged": (
        (
            *("UPDATE ballot SET receipt = 'X', id = 99 WHERE id = 2", "UPDATE ballot SET id = 2 WHERE id = 3"),
            "UPDATE ballot SET id = 3 WHERE id = 99",
        ),
        "line 3 (VOTE) has no ballot",
    ),
    "a vote gone with its tally": (
        ("DELETE FROM vote WHERE ballot_id = 2", MOVED_TALLY[0]),
        "ballot 2 stands, and its vote is missing",
    ),
    "a vote brought back": (
        (
            "INSERT INTO vote (id, exhibition_id, category_id, entry_id, voter_key, slot, ballot_id, at, suspended)"
            " SELECT 70, exhibition_id, category_id, entry_id, voter_key, slot, id, at, FALSE FROM ballot WHERE id = 5",
        ),
        "vote 70 stands, and its ballot 5 does not",
    ),
    "a vote of an earlier choice": (
        ("UPDATE vote SET ballot_id = 1, entry_id = 1 WHERE ballot_id = 4",),
        "vote 1 stands, and its ballot 1 does not",
    ),
    "a vote's voter": (
        ("UPDATE vote SET voter_key = 'zz' WHERE ballot_id = 2",),
        "vote 2 stands, and its ballot 2 does not",
    ),
    "a vote's time": (
        (f"UPDATE vote SET at = {OTHER_TIME} WHERE ballot_id = 2",),
        "vote 2 is not what its ballot 2 says",
    ),
    "a vote suspended": (
        ("UPDATE vote SET suspended = TRUE WHERE ballot_id = 2", MOVED_TALLY[0]),
        "vote 2 is suspended without a recorded quarantine",
    ),
    "a vote suspended under a made-up flag": (
        (
            *("UPDATE vote SET suspended = TRUE WHERE ballot_id = 2", MOVED_TALLY[0]),
            "INSERT INTO suspension SELECT exhibition_id, voter_key, slot, 1 FROM vote WHERE ballot_id = 2",
        ),
        "vote 2 is suspended without a recorded quarantine",
    ),
    "a vote counted in spite of it": (
        ("UPDATE vote SET suspended = FALSE WHERE ballot_id = 8", MOVED_TALLY[1]),
        "vote 3 counts in spite of a recorded quarantine",
    ),
    "a suspension gone": (("DELETE FROM suspension",), "what flag 1 suspends is not what its quarantine recorded"),
    "a flag's state": (
        ("UPDATE anomaly_flag SET state = 'dismissed'",),
        "flag 1 is dismissed, and the ledger says otherwise",
    ),
    "a flag's evidence": (
        ("""UPDATE anomaly_flag SET evidence = '{"numbers": {}, "ballots": [2]}'""",),
        "line 9 (QUARANTINE) is not about the votes that flag 1 names",
    ),
    "a flag gone": (
        ("DELETE FROM suspension", "DELETE FROM anomaly_flag"),
        "line 9 (QUARANTINE) is about a flag that is gone",
    ),
    "a tally": (("UPDATE tally SET votes = 99 WHERE entry_id = 1",), "skpd-1: counter 99, ballots 1"),
    "a voter gone": (("DELETE FROM voter WHERE voter_key LIKE 'd%'",), "a ballot's voter is missing"),
    "a voter's first moment": (
        (f"UPDATE voter SET first_seen_at = {OTHER_TIME} WHERE voter_key LIKE 'b%'",),
        "a voter was not first seen with the first ballot, or has none",
    ),
    "a line's number": (
        ("UPDATE ballot_record SET seq = 77 WHERE seq = 3",),
        "line 3 is missing: the next one found is 4",
    ),
    "a line's type": (
        ("UPDATE ballot_record SET type = 'MOVE' WHERE seq = 3",),
        HASH_DIFFERS,
    ),
    "a line's time": (
        ("UPDATE ballot_record SET at = '2025' WHERE seq = 3",),
        HASH_DIFFERS,
    ),
    "a line's body": (
        ("UPDATE ballot_record SET body = '{}' WHERE seq = 3",),
        HASH_DIFFERS,
    ),
    "a line's link": (
        ("UPDATE ballot_record SET prev = 'ff' WHERE seq = 3",),
        "line 3 does not follow the line before it",
    ),
    "a line's hash": (
        ("UPDATE ballot_record SET hash = 'ff' WHERE seq = 3",),
        HASH_DIFFERS,
    ),
    "the end of the ledger": (("DELETE FROM ballot_record WHERE seq > 8",), "ballot 8 has no line in the ledger"),
    "the phase": (("UPDATE exhibition SET phase = 'voting'",), "the phase is voting, the ledger's last one paused"),
    "the rules": (("UPDATE rule_set SET min_votes = 5",), "the rules are not those that the ledger holds"),
    "an entry withdrawn": (
        ("UPDATE entry SET status = 'withdrawn', withdrawn_reason = 'x' WHERE slug = 'skpd-1'",),
        "skpd-1 is withdrawn, and the ledger says otherwise",
    ),
    "an entry brought back": (
        ("UPDATE entry SET status = 'published', withdrawn_reason = ''",),
        "kecamatan-3 is not withdrawn, and the ledger says otherwise",
    ),
    "a locked score": (
        ("UPDATE score SET value_centi = 10000 WHERE sheet_id = 1",),
        "J1's lock of skpd: the scores are not those that its receipt holds",
    ),
    "a locked sheet opened": (
        ("UPDATE sheet SET state = 'submitted' WHERE id = 1",),
        "J1's lock of skpd: the scores are not those that its receipt holds",
    ),
    "a lock's receipt": (
        ("UPDATE category_lock SET receipt = replace(receipt, '71', '91')",),
        "J1's lock of skpd: its receipt was changed",
    ),
    "a lock ended": (
        ("UPDATE category_lock SET ended_at = locked_at",),
        "J1's lock of skpd: it was ended by no line of the ledger",
    ),
    "a lock gone": (("DELETE FROM category_lock",), "a sheet of skpd-1 is locked, and nobody signed for it"),
    "a ballot at the desk that nobody sat at": (
        ("UPDATE ballot SET origin = 'desk' WHERE id = 2",),
        "ballot 2 was cast by no turn at the desk",
    ),
    "a ballot without a ticket": (
        ("UPDATE exhibition SET level = 'ticket' WHERE id = 1",),
        "ballot 1 was cast by no used ticket",
    ),
    "another exhibition's ballot": (
        ("UPDATE ballot SET nonce = 'ff' WHERE id = 9",),
        "lain: ballot 9 was changed: it is not what line 1 (VOTE) sealed",
    ),
}


def test_an_honest_day_has_no_fault(day: Flask) -> None:
    assert looked(day, []) == ""


@pytest.mark.parametrize("kind", TAMPERED)
def test_tampering_is_named(day: Flask, kind: str) -> None:
    statements, fault = TAMPERED[kind]
    assert looked(day, statements) == fault


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
