"""The way to a booth for who can't scan: its code or number, typed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.kernel import content
from tests.factories import Cast, hall


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        content.touch(session)
        return made


def test_the_field_is_there(client: FlaskClient, cast: Cast) -> None:
    answer = client.get("/b")
    assert answer.status_code == 200
    assert 'name="code"' in answer.text
    assert 'aria-invalid="true"' not in answer.text


@pytest.mark.parametrize("written", [str, str.lower, lambda code: f" {code[:2]}-{code[2:]} "])
def test_a_code_as_people_write_it(client: FlaskClient, cast: Cast, written: object) -> None:
    code = cast.codes["skpd-1"]
    answer = client.get("/b", query_string={"code": written(code)})  # type: ignore[operator]
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/b/{code}")


@pytest.mark.parametrize("number", ["A-01", "a01", "A-o1"])
def test_a_booth_number_leads_to_the_entry_and_proves_nothing(client: FlaskClient, cast: Cast, number: str) -> None:
    answer = client.get("/b", query_string={"code": number})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/e/pameran/skpd-1")


def test_a_wrong_code_says_so_beside_what_was_typed(client: FlaskClient, cast: Cast) -> None:
    answer = client.get("/b", query_string={"code": '<b>"ZZ'})
    assert answer.status_code == 404
    assert "Kode “&lt;b&gt;&#34;ZZ” tidak ada." in answer.text
    assert 'value="&lt;b&gt;&#34;ZZ"' in answer.text
    assert 'data-error="code-unknown"' in answer.text


def test_without_an_exhibition_it_is_no_error(client: FlaskClient) -> None:
    assert client.get("/b").status_code == 200
    assert client.get("/b?code=ABCDE").status_code == 404
