"""Innovators' links and proposals: who may, until when, and what a decision changes."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select

from showcase.database import db, transaction
from showcase.entries.actions.entries import EntryInvalidError
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import DecidedError, Phase
from showcase.exhibitions.tables import Exhibition
from showcase.innovators.actions import links, profile, proposals
from showcase.innovators.actions.profile import OwnEntry
from showcase.innovators.actions.proposals import Proposal
from showcase.innovators.rules import NothingProposedError, ProfileClosedError, ProposalMovedError, ProposalState
from showcase.innovators.tables import InnovatorLink
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.kernel.tables import AuditEvent
from tests.factories import NOW, Cast, by, hall

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    with app.app_context():
        with transaction() as session:
            made = hall(session)
        yield made


@pytest.fixture
def token(cast: Cast) -> str:
    return give(cast, "skpd-1")


def give(cast: Cast, slug: str) -> str:
    with transaction() as session:
        given = links.give(session, by("panitia", NOW), cast.exhibition.id, only=slug)
    return given[0].token


def own(token: str) -> OwnEntry:
    return profile.own(db.session(), token, now=NOW)


def propose(token: str, note: str = "", **typed: str) -> None:
    with transaction() as session:
        profile.propose(session, token, typed, {}, note=note, now=NOW)


def waiting(token: str) -> Proposal:
    found = own(token).waiting
    assert found is not None
    return found


def approve(cast: Cast, token: str, *fields: str, seen: dict[str, str] | None = None) -> None:
    found = waiting(token)
    with transaction() as session:
        proposals.approve(
            session,
            by("panitia", NOW),
            cast.exhibition.id,
            "skpd-1",
            version=found.version,
            fields=fields,
            seen=seen or dict(own(token).profile),
            pictures=(),
            media=Path(),
        )


def entry(slug: str = "skpd-1") -> Entry:
    db.session().expire_all()
    return db.session().scalars(select(Entry).where(Entry.slug == slug)).one()


def change(cast: Cast, **values: object) -> None:
    with transaction() as session:
        row = session.get_one(Exhibition, cast.exhibition.id)
        for name, value in values.items():
            setattr(row, name, value)


def test_nothing_shows_before_it_is_approved(cast: Cast, token: str) -> None:
    propose(token, name="Nama Baru", summary="Ringkasan baru", note="tolong")
    assert entry().name == "Skpd 1"
    found = waiting(token)
    assert found.fields == {"name": "Nama Baru", "summary": "Ringkasan baru"}
    assert found.before == {"name": "Skpd 1", "summary": ""}
    assert found.note == "tolong"
    approve(cast, token, "name", "summary")
    assert (entry().name, entry().summary) == ("Nama Baru", "Ringkasan baru")
    latest = own(token).latest
    assert latest is not None
    assert (latest.state, latest.decided_by) == (ProposalState.APPROVED, "panitia")


def test_only_the_chosen_fields_are_taken(cast: Cast, token: str) -> None:
    propose(token, name="Nama Baru", summary="Ringkasan baru")
    with pytest.raises(NothingProposedError):
        approve(cast, token)
    approve(cast, token, "summary", "booth")
    assert (entry().name, entry().summary, entry().booth) == ("Skpd 1", "Ringkasan baru", "A-01")


def test_a_later_proposal_replaces_the_waiting_one(cast: Cast, token: str) -> None:
    propose(token, name="Satu")
    first = waiting(token)
    propose(token, name="Dua")
    assert waiting(token).fields == {"name": "Dua"}
    with pytest.raises(ProposalMovedError), transaction() as session:
        proposals.approve(
            session,
            by("panitia", NOW),
            cast.exhibition.id,
            "skpd-1",
            version=first.version,
            fields=["name"],
            seen=dict(own(token).profile),
            pictures=(),
            media=Path(),
        )
    assert entry().name == "Skpd 1"


def test_a_profile_that_moved_meanwhile_is_not_overwritten_unseen(cast: Cast, token: str) -> None:
    propose(token, name="Usulan")
    seen = dict(own(token).profile)
    with transaction() as session:
        session.get_one(Entry, cast.entry("skpd-1").id).name = "Panitia"
    with pytest.raises(ProposalMovedError):
        approve(cast, token, "name", seen=seen)
    assert entry().name == "Panitia"
    approve(cast, token, "name")
    assert entry().name == "Usulan"


def test_refusing_needs_a_reason_and_changes_nothing(cast: Cast, token: str) -> None:
    propose(token, name="Nama Baru")
    version = waiting(token).version
    for reason, expected in (("  ", ReasonNeededError), ("Terlalu panjang", None)):
        with transaction() as session:
            where = (cast.exhibition.id, "skpd-1")
            if expected:
                with pytest.raises(expected):
                    proposals.refuse(session, by("panitia", NOW, reason), *where, version=version)
            else:
                proposals.refuse(session, by("panitia", NOW, reason), *where, version=version)
    latest = own(token).latest
    assert latest is not None
    assert (latest.state, latest.reason, entry().name) == (ProposalState.REFUSED, "Terlalu panjang", "Skpd 1")


def test_taking_back(cast: Cast, token: str) -> None:
    propose(token, name="Nama Baru")
    for _again in range(2):
        with transaction() as session:
            profile.take_back(session, token, now=NOW)
    assert own(token).waiting is None
    assert entry().name == "Skpd 1"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"name": " "}, {"name": "text-needed"}),
        ({"summary": "x" * 601}, {"summary": "text-long"}),
        ({"started": "31/31/2025"}, {"started": "date-invalid"}),
        ({"video": "javascript:alert(1)"}, {"video": "link-invalid"}),
        ({"video": "https://youtu.be@evil.example/x"}, {"video": "link-invalid"}),
        ({"stage": "nihil"}, {"stage": "choice-needed"}),
        ({"aim": "a\x00b"}, {"aim": "text-invalid"}),
    ],
)
def test_what_cannot_be_stored_is_told_by_field(token: str, typed: dict[str, str], wrong: dict[str, str]) -> None:
    with pytest.raises(EntryInvalidError) as refused:
        propose(token, **typed)
    assert dict(refused.value.fields) == wrong
    assert own(token).latest is None


def test_booth_category_and_state_are_not_theirs_to_change(token: str) -> None:
    with pytest.raises(NothingProposedError):
        propose(token, booth="Z-99", category_id="1", status="withdrawn", is_example="1")
    with pytest.raises(NothingProposedError):
        propose(token, **own(token).profile)


def test_after_the_deadline_and_the_result_nothing_is_taken(cast: Cast, token: str) -> None:
    change(cast, profiles_until=NOW)
    assert not own(token).is_open
    with pytest.raises(ProfileClosedError):
        propose(token, name="Terlambat")
    change(cast, profiles_until=NOW + timedelta(seconds=1))
    propose(token, name="Sempat")
    change(cast, profiles_until=None, phase=Phase.FINAL)
    with pytest.raises(ProfileClosedError):
        propose(token, name="Terlambat")
    with pytest.raises(DecidedError):
        approve(cast, token, "name")
    with pytest.raises(DecidedError):
        give(cast, "skpd-2")


def test_a_withdrawn_entry_is_shown_and_not_edited(cast: Cast, token: str) -> None:
    with transaction() as session:
        row = session.get_one(Entry, cast.entry("skpd-1").id)
        row.status, row.withdrawn_reason = Status.WITHDRAWN, "mundur"
    assert not own(token).is_open
    with pytest.raises(ProfileClosedError):
        propose(token, name="Nama Baru")


def test_a_new_link_ends_the_old_one_and_a_revoked_one_opens_nothing(cast: Cast, token: str) -> None:
    second = give(cast, "skpd-1")
    for dead in (token, "", "nihil", second + "x"):
        with pytest.raises(NotFoundError):
            own(dead)
    assert own(second).slug == "skpd-1"
    with transaction() as session:
        links.revoke(session, by("panitia", NOW), cast.exhibition.id, "skpd-1")
    with pytest.raises(NotFoundError):
        own(second)


def test_links_for_all_leave_those_alone_who_have_one(cast: Cast, token: str) -> None:
    with transaction() as session:
        given = links.give(session, by("panitia", NOW), cast.exhibition.id, only=None)
    assert {made.slug for made in given} == {row.slug for row in cast.entries} - {"skpd-1"}
    assert own(token).slug == "skpd-1"


def test_no_secret_is_kept(cast: Cast, token: str) -> None:
    propose(token, name="Nama Baru")
    session = db.session()
    assert all(token not in row.token_hash for row in session.scalars(select(InnovatorLink)))
    kept = [str((row.subject, row.before, row.after, row.reason)) for row in session.scalars(select(AuditEvent))]
    assert kept
    assert not [line for line in kept if token in line]


def test_the_list_takes_one_query(cast: Cast, token: str) -> None:
    propose(token, name="Nama Baru")
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    lines = links.lines(db.session(), cast.exhibition.id)
    assert len([sql for sql in asked if sql.lstrip().upper().startswith("SELECT")]) == 1
    assert lines[0].slug == "skpd-1"
    assert len(lines) == len(cast.entries)
