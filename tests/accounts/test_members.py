"""Exhibitions side by side: which one is current, and who may open which."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.kernel.roles import Role
from tests.factories import account, hall
from tests.signing_in import post, sign_in


@pytest.fixture(autouse=True)
def _two(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        first = hall(session, "ini", name="Pameran Ini", is_demo=True).exhibition
        hall(session, "lain", prefix="x", name="Pameran Lain")
        for name, role in (("meja", Role.DESK), ("pembawa", Role.MC), ("tamu", Role.VIEWER)):
            account(session, name, role, of=[first])


@pytest.mark.parametrize(("name", "page"), [("meja", "/desk"), ("pembawa", "/screen"), ("tamu", "")])
def test_a_stranger_to_an_exhibition_finds_no_page(client: FlaskClient, name: str, page: str) -> None:
    assert sign_in(client, name).headers["Location"] == f"/organizer/ini{page}"
    assert client.get(f"/organizer/ini{page}").status_code == 200
    assert client.get(f"/organizer/lain{page}").status_code == 404
    assert "Pameran Lain" not in client.get(f"/organizer/ini{page}").text


def test_a_button_makes_another_current_and_a_juror_of_both_switches(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "panitia")
    post(client, "/organizer/lain/jurors/juri1/join", {}, form="/organizer/lain/jurors")
    assert "Pameran Ini" in client.get("/").text
    moved = post(client, "/organizer/lain/current", {}, form="/organizer/exhibitions")
    assert moved.status_code == 303
    assert "Pameran Lain" in client.get("/").text
    juror = app.test_client()
    sign_in(juror, "juri1")
    first = juror.get("/jury").text
    assert "Peragaan" not in first, "the exhibition that is shown is a real one"
    assert first.count('data-sheet-state="empty"') == 6
    assert post(juror, "/jury/exhibition", {"exhibition": "ini"}, form="/jury").status_code == 303
    assert "Peragaan" in juror.get("/jury").text
    assert post(juror, "/jury/exhibition", {"exhibition": "tidak-ada"}, form="/jury").status_code == 404


def test_who_is_invited_or_made_on_an_exhibition_s_page_belongs_to_it(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "panitia")
    form = {"name": "Ani", "username": "ani", "organisation": ""}
    assert post(client, "/organizer/lain/jurors", form).status_code == 200
    assert "ani" in client.get("/organizer/lain/jurors").text
    assert ">ani<" not in client.get("/organizer/ini/jurors").text.split("Juri dari pameran lain")[0]
    renamed = post(
        client, "/organizer/lain/jurors/ani/name", {"name": "Dr. Ani, M.Si."}, form="/organizer/lain/jurors/ani"
    )
    assert renamed.status_code == 303
    assert "Dr. Ani, M.Si." in client.get("/organizer/lain/jurors/ani").text
    refused = post(client, "/organizer/lain/jurors/ani/name", {"name": " "}, form="/organizer/lain/jurors/ani")
    assert refused.status_code == 422
