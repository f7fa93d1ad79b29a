"""Who belongs to which exhibition, and what is open to a juror of two."""

import pytest
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts, invitations, memberships, people, sessions
from showcase.accounts.rules import MemberBoundError, NameNeededError
from showcase.accounts.tables import Account
from showcase.exhibitions.actions import exhibitions
from showcase.jury.actions import panels
from showcase.jury.queries import jurors, tours
from showcase.kernel.errors import NotFoundError
from showcase.kernel.roles import Role
from tests.factories import NOW, PASSWORD, Cast, account, by, exhibition, hall, sheet

WHO = by("panitia", NOW)


@pytest.fixture
def cast(session: Session) -> Cast:
    return hall(session, "ini")


@pytest.fixture
def other(session: Session, cast: Cast) -> Cast:
    return hall(session, "lain", prefix="x")


@pytest.mark.both_engines
def test_a_juror_of_two_begins_with_the_current_one_and_can_switch(session: Session, cast: Cast, other: Cast) -> None:
    juror = cast.jurors[0].id
    everything = [*cast.entries, *other.entries]
    jurors.assign_all(session, WHO, other.exhibition.id, juror)
    homes = {entry.id: entry.exhibition_id for entry in everything}

    def opened() -> set[int]:
        return {homes[task.entry_id] for task in tours.tasks(session, juror)}

    assert opened() == {cast.exhibition.id}
    exhibitions.make_current(session, WHO, "lain")
    assert [one.slug for one in memberships.of(session, juror)] == ["lain", "ini"]
    assert opened() == {other.exhibition.id}
    memberships.switch(session, juror, "ini", now=NOW)
    assert opened() == {cast.exhibition.id}
    sessions.open_session(session, juror, now=NOW)
    assert opened() == {other.exhibition.id}, "signing in begins with the current one again"


def test_nobody_switches_to_an_exhibition_of_others(session: Session, cast: Cast, other: Cast) -> None:
    with pytest.raises(NotFoundError):
        memberships.switch(session, cast.jurors[0].id, "lain", now=NOW)
    assert [one.username for one in jurors.progress(session, other.exhibition.id)] == ["xjuri1", "xjuri2"]


def test_who_has_judged_stays_and_who_has_not_leaves_with_the_assignments(session: Session, cast: Cast) -> None:
    first, second = cast.jurors
    sheet(session, first, cast.entry("skpd-1"), cast.criteria["skpd"], 80, 80)
    with pytest.raises(MemberBoundError):
        panels.dismiss(session, WHO, first.id, cast.exhibition.id)
    panels.dismiss(session, WHO, second.id, cast.exhibition.id)
    assert [one.username for one in jurors.progress(session, cast.exhibition.id)] == ["juri1"]
    assert tours.tasks(session, second.id) == []


@pytest.mark.both_engines
def test_an_invitation_gives_the_exhibitions_that_were_ticked(session: Session, cast: Cast, other: Cast) -> None:
    own = [other.exhibition.id]
    token = invitations.invite(session, WHO, name="Rina", role=Role.DESK, exhibition_ids=own)
    made, _ = invitations.accept(session, token, username="rina", password=PASSWORD, now=NOW)
    assert memberships.belongs(session, made, "lain")
    assert not memberships.belongs(session, made, "ini")
    memberships.set_of(session, WHO, "rina", [cast.exhibition.id])
    assert [one.slug for one in memberships.of(session, made)] == ["ini"]


def test_an_organizer_belongs_to_the_installation(session: Session, cast: Cast) -> None:
    boss = account(session, "kedua", Role.ORGANIZER)
    assert not memberships.join(session, WHO, boss.id, cast.exhibition.id)
    people.change_role(session, WHO.because("Bertukar tugas"), "kedua", Role.MC)
    assert [one.slug for one in memberships.of(session, boss.id)] == ["ini"], "else there would be no page for them"


def test_a_new_exhibition_has_nobody_yet(session: Session, cast: Cast) -> None:
    fresh = exhibition(session, "depan")
    assert jurors.progress(session, fresh.id) == []


@pytest.mark.parametrize("name", ["", "  ", "a" * 121, "Siti\x00"])
def test_a_name_for_the_minutes_is_checked(session: Session, cast: Cast, name: str) -> None:
    with pytest.raises(NameNeededError):
        accounts.rename(session, WHO, "juri1", name, role=Role.JUROR)
    accounts.rename(session, WHO, "juri1", " Dr. Siti  Aminah, M.Si. ", role=Role.JUROR)
    assert session.get_one(Account, cast.jurors[0].id).name == "Dr. Siti Aminah, M.Si."
