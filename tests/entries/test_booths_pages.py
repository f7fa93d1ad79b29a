"""The page that numbers all booths anew."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.database import db, transaction
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import Phase
from showcase.kernel import content
from tests.factories import Cast, hall
from tests.signing_in import csrf, post, sign_in

BOOTHS = "/organizer/pameran/booths"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


@pytest.fixture
def organizer(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def swap(**more: str) -> dict[str, str]:
    wanted = {"booth.skpd-1": "A-02", "was.skpd-1": "A-01", "booth.skpd-2": "A-01", "was.skpd-2": "A-02"}
    return {**wanted, "action": "store", "reason": "denah berubah", **more}


def booth(app: Flask, slug: str) -> str:
    with app.app_context():
        return db.session().scalars(select(Entry.booth).where(Entry.slug == slug)).one()


def test_two_booths_swap_and_their_posters_are_named(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    answer = post(organizer, BOOTHS, swap())
    assert answer.status_code == 303
    html = organizer.get(answer.headers["Location"]).text
    assert "A-01 → A-02" in html
    assert "posters.pdf?entry=skpd-2" in html
    assert booth(app, "skpd-1") == "A-02"
    page = organizer.get(f"/b/{cast.codes['skpd-1']}").text
    assert "A-02" in page
    assert "denah berubah" in organizer.get("/organizer/pameran/entries/skpd-1").text


def test_a_preview_stores_nothing(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    answer = post(organizer, BOOTHS, swap(action="preview", reason=""))
    assert answer.status_code == 200
    assert "Poster 2 inovasi ini perlu dicetak ulang" in answer.text
    data = {"csrf_token": csrf(organizer, BOOTHS), **swap()}
    fragment = organizer.post(BOOTHS, data=data, headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert "perlu dicetak ulang" in fragment
    assert booth(app, "skpd-1") == "A-01"


def test_a_duplicate_is_told_at_both_rows_and_what_was_typed_stays(organizer: FlaskClient, cast: Cast) -> None:
    answer = post(organizer, BOOTHS, swap(**{"booth.skpd-2": "A-03", "was.skpd-2": "A-02"}))
    assert answer.status_code == 422
    for slug in ("skpd-2", "skpd-3"):
        assert f'id="e-{slug}"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 2
    assert 'value="A-03"' in answer.text


def test_a_reason_is_asked_for_while_posters_hang(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    answer = post(organizer, BOOTHS, swap(reason=""))
    assert answer.status_code == 422
    assert "Tuliskan alasannya." in answer.text
    assert booth(app, "skpd-1") == "A-01"


def test_somebody_elses_number_is_shown_and_a_second_save_decides(
    app: Flask, organizer: FlaskClient, cast: Cast
) -> None:
    mine = swap(**{"was.skpd-1": "Z-01", "booth.skpd-1": "Q-01"})
    answer = post(organizer, BOOTHS, mine)
    assert answer.status_code == 422
    assert "orang lain mengganti nomornya" in answer.text
    assert 'name="was.skpd-1" value="A-01"' in answer.text
    assert 'name="booth.skpd-1" value="Q-01"' in answer.text
    assert booth(app, "skpd-1") == "A-01"


def test_once_decided_nothing_moves(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).phase = Phase.FINAL
        content.touch(session)
    assert "tidak bisa diganti lagi" in organizer.get(BOOTHS).text
    assert post(organizer, BOOTHS, swap(), form="/account/password").status_code == 409


def test_a_moment_that_is_none_is_ignored(organizer: FlaskClient, cast: Cast) -> None:
    for done in ("kemarin", "2025-01-01", "2025-01-01T00:00:00+00:00", "9" * 60):
        assert organizer.get(BOOTHS, query_string={"done": done}).status_code == 200
