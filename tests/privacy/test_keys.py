"""The voters' key at its end: the reminder, the button, the command, and what the notice then says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.database import db, transaction
from showcase.entries.queries import catalogue
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition, PhaseChange
from tests.factories import hall
from tests.signing_in import post, sign_in

PAGE = "/organizer/pameran/notice"
FLAG = "Kunci pemilih seharusnya sudah dimusnahkan"


def made(app: Flask, ended: date, phase: Phase = Phase.PUBLISHED) -> None:
    with app.app_context(), transaction() as session:
        row = hall(session, ends_on=ended, phase=phase).exhibition
        at = datetime.combine(ended, datetime.min.time(), UTC)
        if phase is Phase.PUBLISHED:
            moved = {"previous": "final", "phase": "published", "reason": "Sah", "actor": "panitia"}
            session.add(PhaseChange(exhibition_id=row.id, at=at, **moved))


def long_ago() -> date:
    return datetime.now(UTC).date() - timedelta(days=100)


def test_the_dashboard_reminds_and_the_page_destroys(app: Flask, client: FlaskClient) -> None:
    made(app, long_ago())
    sign_in(client, "panitia")
    assert FLAG in client.get("/organizer/pameran").text
    assert FLAG in client.get(PAGE).text
    assert post(client, f"{PAGE}/purge", {}, PAGE).status_code == 422
    answer = post(client, f"{PAGE}/purge", {"understood": "yes"}, PAGE)
    assert answer.status_code == 303
    assert "Kunci pemilih sudah dimusnahkan." in client.get(answer.location).text
    assert FLAG not in client.get("/organizer/pameran").text
    assert "suaranya sudah dimusnahkan" in client.get("/e/pameran/privacy").text


@pytest.mark.parametrize("phase", [Phase.PUBLISHED, Phase.VOTING])
def test_before_its_day_there_is_no_button(app: Flask, client: FlaskClient, phase: Phase) -> None:
    made(app, datetime.now(UTC).date(), phase)
    sign_in(client, "panitia")
    assert FLAG not in client.get("/organizer/pameran").text
    assert "notice/purge" not in client.get(PAGE).text
    assert post(client, f"{PAGE}/purge", {"understood": "yes"}, PAGE).status_code == 409


def test_a_phone_is_a_stranger_afterwards(app: Flask, client: FlaskClient) -> None:
    made(app, long_ago())
    sign_in(client, "panitia")
    post(client, f"{PAGE}/purge", {"understood": "yes"}, PAGE)
    for address in ("/mine", "/e/pameran", "/e/pameran/skpd-1"):
        assert client.get(address).status_code == 200


def test_the_command_says_what_it_did(app: Flask) -> None:
    made(app, long_ago())
    with app.app_context(), transaction() as session:
        hall(session, "baru", prefix="baru-")
    run = app.test_cli_runner().invoke
    answer = run(args=["privacy", "purge", "--dry-run"])
    assert answer.exit_code == 0, answer.output
    assert "pameran: would destroy the voters' key" in answer.stdout
    assert "baru: kept: the result is not published" in answer.stdout
    with app.app_context():
        assert None not in set(db.session().scalars(select(Exhibition.pepper)))
    assert "pameran: destroyed the voters' key" in run(args=["privacy", "purge"]).stdout
    assert "pameran: holds no key" in run(args=["privacy", "purge"]).stdout
    with app.app_context():
        assert [view.pepper == "" for view in catalogue.load(db.session()).exhibitions.values()] == [True, False]
