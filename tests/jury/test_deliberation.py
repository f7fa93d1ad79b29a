"""The jury room: shut until the own lock, without a vote in any byte until the vote is closed, then everything."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from showcase.database import transaction
from showcase.entries.tables import Tally
from showcase.exhibitions.rules import Phase
from showcase.jury.actions import locks
from showcase.jury.tables import Assignment, Recusal
from tests.factories import NOW, Cast, sheet
from tests.jury.locking import lock, scored
from tests.signing_in import sign_in

pytestmark = pytest.mark.both_engines
ROOM = "/jury/deliberation/skpd"
# The other juror's scores, and their weighted total; above what a clock or a timer shows.
OTHERS = ("67", "91", "83,8")
VOTES = 7319
PAGES = (
    "/jury",
    "/jury/lock",
    "/jury/lock/skpd",
    "/jury/lock/kecamatan",
    "/jury/receipt/skpd",
    "/jury/receipt/skpd.pdf",
    "/jury/receipt/skpd.json",
    "/jury/deliberation/skpd",
    "/jury/deliberation/kecamatan",
    "/jury/notices/now",
)


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Juror 2 has scored skpd too, in secret; visitors have voted."""
    with app.app_context():
        made = scored()
        with transaction() as session:
            for number in (1, 2, 3):
                row = sheet(session, made.jurors[1], made.entry(f"skpd-{number}"), made.criteria["skpd"], 67, 91)
                row.note = f"CATATAN-RAHASIA-{number}"
            session.execute(update(Tally).where(Tally.entry_id == made.entry("skpd-1").id).values(votes=VOTES))
    return made


@pytest.fixture
def juror(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "juri1")
    return client


def close(app: Flask, cast: Cast, phase: Phase = Phase.DELIBERATION) -> None:
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).phase = phase


def leaks(text: str) -> list[str]:
    """What of the others' scores, notes and votes stands in an answer."""
    shown = re.sub(r'(csrf_token" value|content|href|src|d)="[^"]*"', "", text)
    found = [word for word in ("CATATAN-RAHASIA", str(VOTES), "7.319", "7,319") if word in text]
    return found + [score for score in OTHERS if re.search(rf"(?<![\d,.-]){re.escape(score)}(?![\d,.:])", shown)]


@pytest.mark.slow
def test_before_the_own_lock_no_answer_holds_another_score_or_a_vote(
    app: Flask, cast: Cast, juror: FlaskClient
) -> None:
    paths = [*PAGES, *(f"/jury/{code}" for code in cast.codes.values())]
    for phase in (Phase.VOTING, Phase.PAUSED, Phase.DELIBERATION):
        close(app, cast, phase)
        for path in paths:
            for headers in ({}, {"HX-Request": "true"}, {"Accept": "application/json"}):
                answer = juror.get(path, headers=headers)
                assert not leaks(answer.text), (phase, path)
        assert juror.get(ROOM).status_code == 409
        assert 'data-error="not-locked"' in juror.get(ROOM).text


def test_a_refused_lock_tells_nothing_either(cast: Cast, juror: FlaskClient) -> None:
    status, html = lock(juror, password="salah-sekali")
    assert (status, leaks(html)) == (401, [])


def test_after_the_own_lock_the_others_scores_open_but_no_vote(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    lock(juror)
    for phase in (Phase.VOTING, Phase.PAUSED):
        close(app, cast, phase)
        html = juror.get(ROOM).text
        assert ">67<" in html
        assert "83,80" in html
        for word in (str(VOTES), "7.319", "data-combined", "Nilai suara", "<i>V</i>", "<i>F</i>", "bobot publik"):
            assert word not in html
        assert "CATATAN-RAHASIA" not in html
    assert juror.get("/jury/deliberation/kecamatan").status_code == 409


def test_with_the_vote_closed_the_room_shows_the_whole_ranking(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    lock(juror)
    close(app, cast)
    html = juror.get(ROOM).text
    assert "data-combined" in html
    assert "7.319" in html
    assert 'href="/results' not in html


def test_the_rooms_votes_do_not_move_the_jurys_order(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    lock(juror)

    def order() -> list[str]:
        return re.findall(r'class="card room-entry" data-entry="([\w-]+)"', juror.get(ROOM).text)

    before = order()
    assert before == ["skpd-3", "skpd-2", "skpd-1"]
    close(app, cast)
    assert order() == before


def test_notes_are_read_once_their_own_sheets_are_locked(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    lock(juror)
    assert "CATATAN-RAHASIA" not in juror.get(ROOM).text
    with app.app_context(), transaction() as session:
        locks.lock(session, cast.jurors[1].id, "skpd", now=NOW)
    html = juror.get(ROOM).text
    assert html.count("CATATAN-RAHASIA") == 3
    desk = app.test_client()
    sign_in(desk, "panitia")
    assert desk.get(ROOM).text.count("CATATAN-RAHASIA") == 3


def test_a_new_sheet_shuts_the_room_again(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    """A juror who has seen the others' scores of an entry must not score it afterwards unseen."""
    with app.app_context(), transaction() as session:
        pair = {"juror_id": cast.jurors[0].id, "entry_id": cast.entry("skpd-3").id}
        session.add(Recusal(**pair, reason="satu kantor", at=NOW))
    lock(juror)
    assert juror.get(ROOM).status_code == 200
    with app.app_context(), transaction() as session:
        session.delete(session.scalars(select(Recusal)).one())
    assert juror.get(ROOM).status_code == 409
    assert juror.get("/jury/receipt/skpd").status_code == 200


def test_who_may_come_in(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    lock(juror)
    other, desk, nobody = (app.test_client() for _ in range(3))
    sign_in(other, "juri2")
    sign_in(desk, "panitia")
    assert desk.get(ROOM).status_code == 200
    assert other.get(ROOM).status_code == 409
    assert nobody.get(ROOM).headers["Location"] == "/login"
    for client in (juror, other, desk):
        assert client.get("/jury/deliberation/tidak-ada").status_code == 404


def test_a_category_without_an_own_entry_does_not_exist(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    mine = [cast.entry(f"kecamatan-{number}").id for number in (1, 2, 3)]
    with app.app_context(), transaction() as session:
        pairs = select(Assignment).where(Assignment.juror_id == cast.jurors[0].id, Assignment.entry_id.in_(mine))
        for row in session.scalars(pairs):
            session.delete(row)
    for path in ("lock", "receipt", "deliberation"):
        assert juror.get(f"/jury/{path}/kecamatan").status_code == 404
