"""What the vote element says besides its state: news, times, progress, and what stands when the storage fails."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import NotSavedError, transaction
from showcase.exhibitions.rules import Phase
from showcase.kernel import content
from showcase.voting import actions as ballots
from tests.factories import Cast, hall
from tests.voting.test_vote import HTMX, change, page, receipt, state, token


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        content.touch(session)
        return made


def test_storage_trouble_while_taking_back_keeps_the_vote_in_sight(
    client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/b/{cast.codes['skpd-1']}"
    cast_vote = client.post(f"{path}/vote", data={"token": token(page(client, cast))}, headers=HTMX)

    def broken(*args: object, **options: object) -> None:
        raise NotSavedError

    monkeypatch.setattr(ballots, "withdraw", broken)
    answer = client.post(f"{path}/unvote", data={"token": token(cast_vote.text)}, headers=HTMX)
    assert (answer.status_code, state(answer.text)) == (503, "yours")
    assert receipt(answer.text) == receipt(cast_vote.text)


def test_taking_back_says_that_it_is_done(client: FlaskClient, cast: Cast) -> None:
    path = f"/b/{cast.codes['skpd-1']}"
    cast_vote = client.post(f"{path}/vote", data={"token": token(page(client, cast))}, headers=HTMX)
    gone = client.post(f"{path}/unvote", data={"token": token(cast_vote.text)}, headers=HTMX)
    assert "Suara Anda dibatalkan" in gone.text
    assert "Suara Anda dibatalkan" not in page(client, cast)


def test_before_the_opening_the_page_says_when(app: Flask, client: FlaskClient, cast: Cast) -> None:
    change(app, cast, phase=Phase.SETUP, opens_at=datetime(2199, 12, 15, 1, tzinfo=UTC))
    assert "Dibuka 15 Desember 2199, 09.00 WITA." in page(client, cast)
    change(app, cast, phase=Phase.SETUP, opens_at=datetime(2020, 12, 15, 1, tzinfo=UTC))
    assert "Dibuka" not in page(client, cast)


def test_votes_in_all_are_counted_as_votes(app: Flask, client: FlaskClient, cast: Cast) -> None:
    change(app, cast, vote_limit=2)
    for slug in ("skpd-1", "skpd-2"):
        path = f"/b/{cast.codes[slug]}/vote"
        html = client.post(path, data={"token": token(page(client, cast, slug))}, headers=HTMX).text
    assert "2 dari 2 suara sudah Anda pakai" in html
    assert "Belum:" not in html
    full = page(client, cast, "kecamatan-1")
    assert state(full) == "other"
    assert "Skpd 2" in full


def test_a_recorded_vote_names_its_innovation_and_what_it_was_moved_from(client: FlaskClient, cast: Cast) -> None:
    """A tab that was opened before another one voted moves the vote, and its answer says so."""
    stale = page(client, cast, "skpd-2")
    path = f"/b/{cast.codes['skpd-1']}/vote"
    first = client.post(path, data={"token": token(page(client, cast))}, headers=HTMX).text
    assert "Skpd 1" in first
    assert "pindah dari" not in first
    answer = client.post(f"/b/{cast.codes['skpd-2']}/vote", data={"token": token(stale)}, headers=HTMX).text
    for html in (answer, page(client, cast, "skpd-2")):
        assert "Skpd 2" in html
        assert re.search(r"pindah dari <span[^>]*>Skpd 1<", html)


def test_before_the_first_tap_the_page_tells_of_one_choice_in_each_category(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    html = page(client, cast)
    assert "Satu pilihan di tiap kategori" in html
    voted = client.post(f"/b/{cast.codes['skpd-1']}/vote", data={"token": token(html)}, headers=HTMX).text
    assert "Satu pilihan di tiap kategori" not in voted
    change(app, cast, vote_limit=2)
    assert "Satu pilihan di tiap kategori" not in app.test_client().get(f"/b/{cast.codes['skpd-1']}").text
