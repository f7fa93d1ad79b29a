"""The organizer's categories: list, form, order, removal, and what is refused with which words."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from showcase.categories.actions import categories
from showcase.database import db, transaction
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content
from showcase.kernel.roles import Role
from tests.factories import NOW, Cast, account, by, exhibition, hall
from tests.signing_in import csrf, post, sign_in

LIST = "/organizer/pameran/categories"
SCHOOL = {"action": "add", "name": "Sekolah", "palette": "berry", "winners": "3", "criteria": "simple"}


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session, phase=Phase.SETUP, setup_finished_at=NOW)


@pytest.fixture
def organizer(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def to(app: Flask, cast: Cast, phase: Phase) -> None:
    with app.app_context(), transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).phase = phase
        content.touch(session)


def shown(client: FlaskClient) -> list[str]:
    return re.findall(r'data-category="([^"]+)"', client.get(LIST).text)


def test_a_category_is_added_with_its_criteria(organizer: FlaskClient) -> None:
    assert post(organizer, LIST, SCHOOL).status_code == 303
    assert shown(organizer) == ["skpd", "kecamatan", "sekolah"]
    assert "Manfaat" in organizer.get(f"{LIST}/sekolah/criteria").text


def test_one_without_criteria_is_shown_as_unfinished(organizer: FlaskClient) -> None:
    post(organizer, LIST, {**SCHOOL, "criteria": "empty"})
    html = organizer.get(LIST).text
    assert re.findall(r'data-unfinished="([^"]+)"', html) == ["sekolah"]
    assert "kategori ini belum punya kriteria" in html


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("name", " ", "Wajib diisi."),
        ("name", "SKPD", "Sudah ada kategori dengan nama ini."),
        ("winners", "0", "Tulis bilangan dari 1 sampai 50."),
        ("winners", "٥", "Tulis bilangan dari 1 sampai 50."),
        ("winners", "lima", "Tulis bilangan dari 1 sampai 50."),
        ("palette", "neon", "Pilih salah satu."),
        ("criteria", "nihil", "Pilih salah satu."),
    ],
)
def test_a_wrong_field_is_told_and_nothing_typed_is_lost(
    organizer: FlaskClient, field: str, text: str, words: str
) -> None:
    answer = post(organizer, LIST, {**SCHOOL, "name": "Sekolah dasar", "winners": "7", field: text})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert 'value="Sekolah dasar"' in answer.text or field == "name"
    assert 'value="7"' in answer.text or field == "winners"
    assert re.search(r'value="berry" checked', answer.text) or field == "palette"
    assert shown(organizer) == ["skpd", "kecamatan"]


def test_the_usual_four_are_one_press_in_a_new_exhibition(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        exhibition(session, phase=Phase.SETUP)
        account(session, "panitia", Role.ORGANIZER)
    sign_in(client, "panitia")
    assert "Belum ada kategori." in client.get(LIST).text
    assert post(client, LIST, {"action": "usual", "criteria": "iga-2023"}).status_code == 303
    assert shown(client) == ["skpd", "kecamatan", "uptd-puskesmas", "tenaga-pendidik"]
    html = client.get(LIST).text
    assert "data-unfinished" not in html
    assert 'value="usual"' not in html


def test_name_colour_and_winners_change_and_the_address_stays(organizer: FlaskClient) -> None:
    form = f"{LIST}/skpd"
    assert post(organizer, form, {"name": "Dinas", "palette": "slate", "winners": "3"}).status_code == 303
    html = organizer.get(LIST).text
    assert 'data-category="skpd"' in html
    assert ">Dinas</h2>" in html
    assert "band-slate category-head" in html
    wrong = post(organizer, form, {"name": "Dinas badan", "palette": "teal", "winners": "99"})
    assert wrong.status_code == 422
    assert 'value="Dinas badan"' in wrong.text
    assert 'aria-invalid="true" aria-describedby="winners-error"' in wrong.text


def test_after_the_opening_winners_ask_for_a_reason(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    to(app, cast, Phase.VOTING)
    form, fewer = f"{LIST}/skpd", {"name": "Skpd", "palette": "indigo", "winners": "3"}
    refused = post(organizer, form, fewer)
    assert (refused.status_code, "Tuliskan alasannya." in refused.text) == (422, True)
    assert 'value="3"' in refused.text
    assert post(organizer, form, {**fewer, "reason": "anggaran berkurang"}).status_code == 303
    html = organizer.get(LIST).text
    assert "Pameran sudah dibuka" in html
    assert 'name="palette"' not in html
    assert post(organizer, LIST, SCHOOL, form=form).status_code == 409


def test_after_the_result_there_is_no_form(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    to(app, cast, Phase.FINAL)
    for path in (LIST, f"{LIST}/skpd", f"{LIST}/skpd/criteria"):
        html = organizer.get(path).text
        assert "Hasil sudah ditetapkan" in html
        assert 'type="submit">Simpan' not in html
    token = csrf(organizer, f"{LIST}/skpd")
    data = {"csrf_token": token, "name": "Dinas", "palette": "teal", "winners": "5"}
    assert organizer.post(f"{LIST}/skpd", data=data).status_code == 409


def test_order_changes_and_the_same_button_has_the_focus(organizer: FlaskClient) -> None:
    post(organizer, LIST, SCHOOL)
    answer = post(organizer, f"{LIST}/sekolah/move", {"direction": "up"}, form=LIST)
    assert answer.status_code == 303
    assert shown(organizer) == ["skpd", "sekolah", "kecamatan"]
    html = organizer.get(answer.headers["Location"]).text
    assert re.search(r'value="up" aria-label="Naikkan Sekolah" autofocus', html)


def test_removal_says_what_goes_and_why_it_cannot(organizer: FlaskClient) -> None:
    post(organizer, LIST, SCHOOL)
    assert "Bersama 3 kriterianya." in organizer.get(f"{LIST}/sekolah").text
    assert "Belum bisa: masih ada 3 inovasi di kategori ini." in organizer.get(f"{LIST}/skpd").text
    refused = post(organizer, f"{LIST}/skpd/remove", {}, form=LIST)
    assert (refused.status_code, "masih ada inovasi di dalamnya" in refused.text) == (409, True)
    assert post(organizer, f"{LIST}/sekolah/remove", {}, form=LIST).status_code == 303
    assert shown(organizer) == ["skpd", "kecamatan"]
    assert organizer.get(f"{LIST}/sekolah").status_code == 404


@pytest.mark.parametrize("path", [LIST, f"{LIST}/skpd", f"{LIST}/skpd/criteria", f"{LIST}/skpd/sheet"])
def test_jurors_and_strangers_see_none_of_it(client: FlaskClient, cast: Cast, path: str) -> None:
    assert client.get(path).status_code in {302, 303, 401, 403}
    sign_in(client, "juri1")
    assert client.get(path).status_code in {403, 404}


def test_the_list_takes_the_same_queries_for_twelve_as_for_two(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    counts = []
    for number in (0, 10):
        with app.app_context(), transaction() as session:
            more = categories.proposed([f"Kategori {n}" for n in range(number)])
            categories.add(session, by("panitia", NOW), cast.exhibition.id, more, template="simple")
        organizer.get(LIST)
        seen: list[object] = []
        with app.app_context():
            engine = db.engine

        def note(*arguments: object, seen: list[object] = seen) -> None:
            seen.append(arguments[2])

        event.listen(engine, "before_cursor_execute", note)
        organizer.get(LIST)
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6
