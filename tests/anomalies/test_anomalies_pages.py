"""Anomalies in the back office: who may look and decide, what visitors see of a quarantine."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from showcase.anomalies.actions import quarantine
from showcase.anomalies.rules import Proposal
from showcase.anomalies.tables import AnomalyFlag
from showcase.exhibitions.rules import Phase
from showcase.kernel.roles import Role
from showcase.results.queries import suspended
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.queries import turnout
from showcase.voting.tables import Ballot
from tests import signing_in
from tests.factories import Cast, account, by, hall
from tests.signing_in import sign_in

PAGE = "/organizer/pameran/anomalies"
NUMBER = 40


@pytest.fixture
def cast(session: Session) -> Cast:
    """Forty new phones for one entry within four minutes, an hour ago."""
    made = hall(session)
    account(session, "panitia2", Role.ORGANIZER)
    for place in range(NUMBER):
        at = datetime.now(UTC) - timedelta(hours=1) + timedelta(seconds=5 * place + place % 3)
        act = Act(made.exhibition.id, made.entry("skpd-1").id, f"{place:032x}", f"f{place}", "0" * 32)
        ballots.cast(session, act, now=at)
    session.commit()
    return made


def post(client: FlaskClient, path: str, **form: str) -> TestResponse:
    """Post a form of the page."""
    return signing_in.post(client, path, form, PAGE)


def flag_of(session: Session) -> AnomalyFlag:
    session.rollback()
    return session.scalars(select(AnomalyFlag)).one()


def test_opening_the_page_looks_and_tells_in_words(client: FlaskClient, session: Session, cast: Cast) -> None:
    sign_in(client, "panitia")
    page = client.get(PAGE).text
    assert "40 suara untuk Skpd 1 dalam 4 menit; biasanya" in page
    assert 'data-anomaly="burst"' in page
    assert "0" * 31 not in page
    assert "menunggu keputusan" in client.get("/organizer/pameran").text
    assert flag_of(session).state == "open"


def test_the_dashboards_refresh_looks_too(client: FlaskClient, session: Session, cast: Cast) -> None:
    for row in range(NUMBER):
        act = Act(cast.exhibition.id, cast.entry("skpd-2").id, f"{row + 500:032x}", f"g{row}", "0" * 32)
        ballots.cast(session, act, now=datetime.now(UTC) - timedelta(seconds=5 * row + row % 3))
    session.commit()
    sign_in(client, "panitia")
    assert "menunggu keputusan" in client.get("/organizer/pameran/summary").text


def test_two_accounts_suspend_and_count_again(app: Flask, session: Session, cast: Cast) -> None:
    first, second = app.test_client(), app.test_client()
    sign_in(first, "panitia")
    sign_in(second, "panitia2")
    first.get(PAGE)
    path = f"{PAGE}/{flag_of(session).id}"
    refused = post(first, path, step="propose", proposal="quarantine", reason="")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert post(first, path, step="propose", proposal="quarantine", reason="satu meja").status_code == 303
    own = post(first, path, step="confirm", proposal="quarantine")
    assert own.status_code == HTTPStatus.FORBIDDEN
    assert "harus disetujui panitia lain" in own.text
    assert "satu meja" in own.text
    assert post(second, path, step="confirm", proposal="quarantine").status_code == 303
    session.rollback()
    assert suspended.suspended(session, cast.exhibition.id) == {"skpd-1": NUMBER}
    assert "40 suara ditangguhkan" in second.get(PAGE).text
    assert f'data-suspended="{NUMBER}"' in second.get("/organizer/pameran/results").text
    receipt = session.scalars(select(Ballot.receipt)).first()
    assert 'data-receipt-state="suspended"' in app.test_client().get(f"/check/{receipt}").text
    assert post(second, path, step="propose", proposal="release", reason="ternyata wajar").status_code == 303
    assert post(first, path, step="confirm", proposal="release").status_code == 303
    session.rollback()
    assert sum(line.votes for line in turnout.booths(session, cast.exhibition.id)) == NUMBER


@pytest.mark.parametrize("username", ["juri1", "meja", "pembawa", "tamu", ""])
def test_only_organizers(client: FlaskClient, session: Session, cast: Cast, username: str) -> None:
    account(session, "meja", Role.DESK)
    account(session, "pembawa", Role.MC)
    account(session, "tamu", Role.VIEWER)
    session.commit()
    if username:
        sign_in(client, username)
    refused = {404} if username else {302, 401}
    assert client.get(PAGE).status_code in refused
    form = {
        "csrf_token": signing_in.csrf(client, "/account/password" if username else "/login"),
        "step": "propose",
        "proposal": "dismiss",
        "reason": "x",
    }
    assert client.post(f"{PAGE}/1", data=form).status_code in refused
    assert session.scalars(select(AnomalyFlag)).all() == []


def test_a_strange_step_or_flag_is_not_found(client: FlaskClient, session: Session, cast: Cast) -> None:
    sign_in(client, "panitia")
    for form in ({"step": "x"}, {"step": "propose", "proposal": "x"}):
        assert post(client, f"{PAGE}/1", **form).status_code == 404
    assert post(client, f"{PAGE}/99", step="propose", proposal="dismiss", reason="x").status_code == 404


def test_the_phase_page_leads_here(client: FlaskClient, session: Session, cast: Cast) -> None:
    cast.exhibition.phase = Phase.DELIBERATION
    session.commit()
    sign_in(client, "panitia")
    client.get(PAGE)
    assert f'href="{PAGE}"' in client.get("/organizer/pameran/phase").text.split("desk-page", 1)[1]


def test_a_suspended_phone_reads_so_and_may_move(client: FlaskClient, session: Session, cast: Cast) -> None:
    """The phone's own vote is the one suspended: its booth page and its own page say so, and nothing is blocked."""
    code = cast.codes["kecamatan-1"]
    page = client.get(f"/b/{code}").text
    token = page.split('name="token" value="', 1)[1].split('"', 1)[0]
    assert "data-suspended" not in client.post(f"/b/{code}/vote", data={"token": token}, follow_redirects=True).text
    ballot = session.scalars(select(Ballot).where(Ballot.entry_id == cast.entry("kecamatan-1").id)).one()
    row = AnomalyFlag(
        exhibition_id=cast.exhibition.id,
        entry_id=ballot.entry_id,
        rule="burst",
        since=ballot.at,
        until=ballot.at,
        found_at=ballot.at,
        evidence={"numbers": {"votes": 1, "usual": 0, "hall": 0}, "ballots": [ballot.id], "minutes": []},
    )
    session.add(row)
    session.flush()
    now = datetime.now(UTC)
    quarantine.propose(session, by("a", now, "uji"), cast.exhibition.id, row.id, Proposal.QUARANTINE)
    quarantine.confirm(session, by("b", now), cast.exhibition.id, row.id, Proposal.QUARANTINE)
    session.commit()
    page = client.get(f"/b/{code}").text
    assert "data-suspended" in page
    assert 'data-vote-state="yours"' in page
    assert "ditangguhkan" in client.get("/mine").text
    other = cast.codes["kecamatan-2"]
    token = client.get(f"/b/{other}").text.split('name="token" value="', 1)[1].split('"', 1)[0]
    moved = client.post(f"/b/{other}/vote", data={"token": token}, follow_redirects=True).text
    assert 'data-vote-state="yours"' in moved
    assert "data-suspended" in moved
