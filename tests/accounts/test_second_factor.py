"""The second factor: setting it up, the second step of signing in, its limits, and who must have one."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.accounts.tables import Account, RecoveryCode, SecondFactor, StaffSession
from showcase.database import db, transaction
from showcase.kernel.tables import AuditEvent
from tests.factories import PASSWORD, hall
from tests.signing_in import csrf, post, sign_in

pytestmark = pytest.mark.both_engines
PAGE, CODE = "/account/second-factor", "/login/code"
START = datetime(2026, 3, 2, 1, 0, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def cast(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        hall(session)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def set_up(client: FlaskClient) -> tuple[pyotp.TOTP, list[str]]:
    """Switch the second factor on for who is signed in; answers the phone and the recovery codes."""
    post(client, PAGE, {})
    found = re.search(r"data-secret>([A-Z0-9 ]+)<", client.get(PAGE).text)
    assert found
    phone = pyotp.TOTP(found[1].replace(" ", ""))
    page = post(client, f"{PAGE}/confirm", {"code": phone.at(datetime.now(UTC))}, form=PAGE)
    assert page.status_code == 200
    codes = re.findall(r"<li>([a-z ]+)</li>", page.text.split("data-codes")[1])
    assert len(set(codes)) == 10
    return phone, codes


def step(client: FlaskClient, code: str) -> int:
    return post(client, CODE, {"code": code}).status_code


@pytest.fixture
def phone(client: FlaskClient, clock: time_machine.Traveller) -> pyotp.TOTP:
    sign_in(client, "panitia")
    made, _ = set_up(client)
    clock.shift(90)
    return made


def now_on(phone: pyotp.TOTP, offset: int = 0) -> str:
    return phone.at(datetime.now(UTC) + timedelta(seconds=30 * offset))


def test_password_and_code_open_the_session_and_the_password_alone_does_not(app: Flask, phone: pyotp.TOTP) -> None:
    other = app.test_client()
    assert sign_in(other, "panitia").headers["Location"] == CODE
    assert other.get("/organizer").headers["Location"] == "/login"
    with app.app_context():
        assert len(db.session().scalars(select(StaffSession)).all()) == 1
    assert step(other, now_on(phone)) == 303
    assert other.get("/organizer").status_code == 200
    assert sign_in(app.test_client(), "juri1").headers["Location"] == "/jury"


def test_a_code_is_taken_once(app: Flask, phone: pyotp.TOTP, clock: time_machine.Traveller) -> None:
    first, second, code = app.test_client(), app.test_client(), now_on(phone)
    sign_in(first, "panitia")
    sign_in(second, "panitia")
    assert step(first, code) == 303
    assert step(second, code) == 401
    assert step(second, now_on(phone, -1)) == 401
    clock.shift(30)
    assert step(second, now_on(phone)) == 303


def test_the_code_that_confirmed_it_does_not_open_a_session(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "panitia")
    made, _ = set_up(client)
    other = app.test_client()
    sign_in(other, "panitia")
    assert step(other, now_on(made)) == 401


@pytest.mark.parametrize(("offset", "status"), [(-2, 401), (-1, 303), (1, 303), (2, 401)])
def test_a_phones_clock_may_be_one_step_off(app: Flask, phone: pyotp.TOTP, offset: int, status: int) -> None:
    other = app.test_client()
    sign_in(other, "panitia")
    assert step(other, now_on(phone, offset)) == status


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "１２３４５６", "abcdef", "1e4000", "0" * 400])
def test_what_is_no_code_is_refused(app: Flask, phone: pyotp.TOTP, typed: str) -> None:
    other = app.test_client()
    sign_in(other, "panitia")
    assert step(other, typed) == 401
    assert step(other, f" {now_on(phone)[:3]} {now_on(phone)[3:]} ") == 303


def test_ten_wrong_codes_in_five_minutes_are_enough(
    app: Flask, phone: pyotp.TOTP, clock: time_machine.Traveller
) -> None:
    other = app.test_client()
    sign_in(other, "panitia")
    assert [step(other, "000000") for _ in range(11)] == [401] * 10 + [429]
    fresh = app.test_client()
    assert sign_in(fresh, "panitia").status_code == 303
    assert step(fresh, now_on(phone)) == 429
    clock.shift(301)
    sign_in(fresh, "panitia")
    assert step(fresh, now_on(phone)) == 303


def test_a_try_is_on_record_before_the_code_is_looked_at(
    app: Flask, phone: pyotp.TOTP, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = app.test_client()
    sign_in(other, "panitia")

    def broken(*args: object, **named: object) -> None:
        raise RuntimeError("the check failed")

    monkeypatch.setattr("showcase.accounts.actions.second_factors.check", broken)
    assert [step(other, "000000") for _ in range(11)] == [500] * 10 + [429]


def test_the_right_password_waits_five_minutes(app: Flask, phone: pyotp.TOTP, clock: time_machine.Traveller) -> None:
    other = app.test_client()
    assert other.get(CODE).headers["Location"] == "/login"
    sign_in(other, "panitia")
    token = csrf(other, CODE)
    clock.shift(301)
    late = other.post(CODE, data={"csrf_token": token, "code": now_on(phone)})
    assert (late.status_code, late.headers["Location"]) == (303, "/login")
    assert other.get("/organizer").status_code == 302


def test_disabling_ends_a_sign_in_that_waits_for_its_code(app: Flask, phone: pyotp.TOTP) -> None:
    other = app.test_client()
    sign_in(other, "panitia")
    with app.app_context(), transaction() as session:
        session.scalars(select(Account).where(Account.username == "panitia")).one().is_active = False
    assert post(other, CODE, {"code": now_on(phone)}).headers["Location"] == "/login"


def test_a_recovery_code_works_once_and_is_stored_as_a_hash(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "panitia")
    _, codes = set_up(client)
    with app.app_context():
        kept = " ".join(str(vars(row)) for row in db.session().scalars(select(RecoveryCode)))
        told = " ".join(str(vars(row)) for row in db.session().scalars(select(AuditEvent)))
        secret = db.session().scalars(select(SecondFactor.secret)).one()
    assert codes[0].replace(" ", "") not in kept
    assert secret not in told
    assert codes[0] not in client.get(PAGE).text
    assert secret[:4] + " " + secret[4:8] not in client.get(PAGE).text
    first, second = app.test_client(), app.test_client()
    sign_in(first, "panitia")
    sign_in(second, "panitia")
    assert step(first, codes[0].upper()) == 303
    assert step(second, codes[0]) == 401
    assert "Tersisa 9 kode cadangan" in first.get(PAGE).text
    assert step(second, codes[1]) == 303


def test_switching_off_wants_password_and_code(
    app: Flask, client: FlaskClient, phone: pyotp.TOTP, clock: time_machine.Traveller
) -> None:
    def off(password: str, code: str) -> int:
        return post(client, f"{PAGE}/off", {"password": password, "code": code}, form=PAGE).status_code

    assert off("salah-sekali", now_on(phone)) == 401
    assert off(PASSWORD, "000000") == 401
    assert post(client, PAGE, {}).status_code == 409
    assert post(client, f"{PAGE}/confirm", {"code": now_on(phone)}, form=PAGE).status_code == 409
    assert off(PASSWORD, now_on(phone)) == 303
    assert sign_in(app.test_client(), "panitia").headers["Location"] == "/organizer"
    with app.app_context():
        assert not db.session().scalars(select(RecoveryCode)).all()


def test_a_wrong_first_code_switches_nothing_on(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "panitia")
    assert post(client, f"{PAGE}/confirm", {"code": "123456"}, form=PAGE).status_code == 409
    post(client, PAGE, {})
    assert post(client, f"{PAGE}/confirm", {"code": "000000"}, form=PAGE).status_code == 401
    assert sign_in(app.test_client(), "panitia").headers["Location"] == "/organizer"


def test_where_it_is_required_an_organizer_sets_it_up_first(app: Flask, client: FlaskClient, phone: pyotp.TOTP) -> None:
    people = "/organizer/people"
    with app.app_context(), transaction() as session:
        hall(session, "kedua", prefix="b")
    other = app.test_client()
    sign_in(other, "bpanitia")
    assert post(other, f"{people}/second-factor", {"required": "1"}, form=people).status_code == 409
    assert post(client, f"{people}/second-factor", {"required": "1"}, form=people).status_code == 303
    other = app.test_client()
    assert sign_in(other, "bpanitia").headers["Location"] == PAGE
    token = csrf(other, PAGE)
    for path in ("/organizer", people, "/organizer/kedua/entries"):
        assert other.get(path).headers["Location"] == PAGE
    refused = other.post(people, data={"csrf_token": token, "name": "X", "role": "mc"})
    assert refused.headers["Location"] == PAGE
    set_up(other)
    assert other.get(people).status_code == 200
    off = {"password": PASSWORD, "code": now_on(phone)}
    assert post(client, f"{PAGE}/off", off, form=PAGE).status_code == 409
    assert sign_in(app.test_client(), "bjuri1").headers["Location"] == "/jury"


def test_the_demonstrations_accounts_are_never_asked(demo_app: Flask, demo_client: FlaskClient) -> None:
    with demo_app.app_context(), transaction() as session:
        session.connection().exec_driver_sql("UPDATE installation SET second_factor_required = true")
    assert sign_in(demo_client, "panitia").headers["Location"] == "/organizer"


def test_a_lost_phone_is_reset_by_the_command(app: Flask, client: FlaskClient, phone: pyotp.TOTP) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["users", "reset-second-factor", "panitia"]).exit_code == 2
    assert run(args=["users", "reset-second-factor", "juri1", "--reason", "hilang"]).exit_code == 1
    assert run(args=["users", "reset-second-factor", "panitia", "--reason", "Ponsel hilang"]).exit_code == 0
    assert sign_in(app.test_client(), "panitia").headers["Location"] == "/organizer"
    with app.app_context():
        reset = select(AuditEvent.reason).where(AuditEvent.action == "second-factor.reset")
        assert db.session().scalars(reset).all() == ["Ponsel hilang"]
