"""What sheet.js sends while a juror types, and what it is answered."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from showcase.database import db, transaction
from showcase.jury.actions import autosave
from showcase.jury.actions.autosave import Change, Merged, Patch
from showcase.jury.tables import Assignment, Criterion, Recusal, Score
from tests.factories import NOW, Cast
from tests.signing_in import csrf, sign_in

pytestmark = pytest.mark.both_engines
HOSTILE = [
    "100.01",
    "101",
    "-1",
    "NaN",
    "1e400",
    "1_0",
    "1,234",
    "８０",
    "٨٠",
    "80.555",
    "0x10",
    "1/2",
    "+5",
    "inf",
    "1e2",
]


def send(juror: FlaskClient, code: str, number: int, device: str = "phone", **fields: object) -> TestResponse:
    """One autosave. `fields` as the form names them, a point written as two underscores."""
    data = {"csrf_token": csrf(juror, "/jury"), "device": device, "number": str(number), "action": "save"}
    named = {name.replace("__", "."): value for name, value in fields.items()}
    return juror.post(f"/jury/{code}", data={**data, **named})


def stored(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session().scalars(select(Score.value_centi).order_by(Score.criterion_id)))


def test_a_field_is_saved_and_the_answer_tells_what_is_stored(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    code = cast.codes["skpd-1"]
    told = send(juror, code, 1, score__kebaruan="80", base__score__kebaruan="").get_json()
    assert told["state"] == "draft"
    assert told["version"] == 1
    assert told["stored"] == {"score.kebaruan": "80", "score.kemanfaatan": "", "note": ""}
    assert (told["total"], told["reachable"], told["conflicts"]) == ("24,00", "30", [])
    assert told["saved"].startswith("Tersimpan ")
    assert 'name="version" value="1"' in juror.get(f"/jury/{code}").text
    assert stored(app) == [8000]


def test_a_conflict_is_told_with_the_stored_value_and_nothing_is_overwritten(
    app: Flask, juror: FlaskClient, cast: Cast
) -> None:
    code = cast.codes["skpd-1"]
    send(juror, code, 1, score__kebaruan="85", base__score__kebaruan="")
    fields = {"score__kebaruan": "80", "base__score__kebaruan": "", "note": "baik", "base__note": ""}
    told = send(juror, code, 1, device="tablet", **fields).get_json()
    assert told["conflicts"] == ["score.kebaruan"]
    assert told["stored"]["score.kebaruan"] == "85"
    assert told["stored"]["note"] == "baik"
    assert stored(app) == [8500]


def test_many_devices_at_once_are_one_after_the_other(app: Flask, cast: Cast) -> None:
    """Nobody's value is lost unseen: one is stored, each of the others is told of it."""

    def change(number: int) -> Merged:
        with app.app_context(), transaction() as session:
            sent = Patch(f"device{number}", 1, {"kebaruan": Change(str(50 + number), frozenset({""}))}, submit=False)
            return autosave.merge(session, cast.jurors[0].id, cast.codes["skpd-1"], sent, now=NOW)

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(change, range(6)))
    assert [len(merged.conflicts) for merged in told].count(0) == 1
    assert {merged.view.version for merged in told} == {1}
    assert {merged.view.scores["kebaruan"] for merged in told} == {str(stored(app)[0] // 100)}


def test_submitting_by_script(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    code = cast.codes["skpd-1"]
    send(juror, code, 1, score__kebaruan="80", base__score__kebaruan="")
    refused = send(juror, code, 2, action="submit")
    assert refused.status_code == 422
    assert refused.get_json()["fields"] == {"score.kemanfaatan": "Belum diisi."}
    send(juror, code, 3, score__kemanfaatan="70", base__score__kemanfaatan="")
    assert send(juror, code, 4, action="submit").get_json()["state"] == "submitted"


@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_no_score_is_refused_in_words(app: Flask, juror: FlaskClient, cast: Cast, value: str) -> None:
    fields = {"score__kebaruan": value, "base__score__kebaruan": "", "score__kemanfaatan": "70"}
    answer = send(juror, cast.codes["skpd-1"], 1, **fields)
    assert answer.status_code == 422
    assert answer.get_json()["error"] == "scores-invalid"
    assert list(answer.get_json()["fields"]) == ["score.kebaruan"]
    assert answer.get_json()["fields"]["score.kebaruan"]
    assert stored(app) == []


@pytest.mark.parametrize(
    "extra",
    [
        {"score__lain": "5"},
        {"is_admin": "1"},
        {"juror_id": "2"},
        {"score__": "5"},
        {"base__score__lain": "5"},
        {"version": "1"},
        {"score__kebaruan": ["80", "90"]},
    ],
)
def test_what_does_not_belong_there_is_refused(
    app: Flask, juror: FlaskClient, cast: Cast, extra: dict[str, object]
) -> None:
    fields: dict[str, object] = {"score__kebaruan": "80", "base__score__kebaruan": "", **extra}
    assert send(juror, cast.codes["skpd-1"], 1, **fields).status_code == 422
    assert stored(app) == []


@pytest.mark.slow
@pytest.mark.parametrize("value", [*HOSTILE, "0", "6", "2.5"])
def test_a_scale_of_five_takes_its_five_scores_only(app: Flask, juror: FlaskClient, cast: Cast, value: str) -> None:
    with app.app_context(), transaction() as session:
        row = session.scalars(select(Criterion).where(Criterion.id == cast.criteria["skpd"][0].id)).one()
        row.min_centi, row.max_centi, row.step_centi = 100, 500, 100
    code = cast.codes["skpd-1"]
    assert send(juror, code, 1, score__kebaruan=value, base__score__kebaruan="").status_code == 422
    assert stored(app) == []
    told = send(juror, code, 2, score__kebaruan="4", base__score__kebaruan="").get_json()
    assert told["total"] == "24,00"
    assert stored(app) == [400]
    html = juror.get(f"/jury/{code}").text
    assert 'name="score.kebaruan" value="4"' in html
    assert html.count("data-choice=") == 5


def test_a_refused_sheet_says_why(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        pair = {"juror_id": cast.jurors[0].id, "entry_id": cast.entry("skpd-1").id}
        session.add(Recusal(**pair, reason="satu kantor", at=NOW))
    answer = send(juror, cast.codes["skpd-1"], 1, score__kebaruan="80", base__score__kebaruan="")
    assert (answer.status_code, answer.get_json()["error"]) == (409, "recused")
    assert stored(app) == []


def test_every_route_on_a_foreign_sheet_is_not_found(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        mine = Assignment.juror_id == cast.jurors[0].id
        for row in session.scalars(select(Assignment).where(mine, Assignment.entry_id == cast.entry("skpd-1").id)):
            session.delete(row)
    token = csrf(juror, "/jury")
    bodies = {
        "": {"device": "x", "number": "1", "score.kebaruan": "80", "base.score.kebaruan": ""},
        "/recusal": {"reason": "keluarga", "confirmed": "1"},
        "/obstacle": {"cause": "booth-empty"},
        "/obstacle/clear": {},
    }
    for code in (cast.codes["skpd-1"], "ZZZZZ"):
        for tail, body in bodies.items():
            assert juror.post(f"/jury/{code}{tail}", data={"csrf_token": token, **body}).status_code == 404, tail
            if tail:
                assert juror.get(f"/jury/{code}{tail}").status_code in {404, 405}
    assert stored(app) == []


def test_jurors_routes_are_jurors_only(app: Flask, client: FlaskClient, cast: Cast) -> None:
    code = cast.codes["skpd-1"]
    paths = [f"/jury/{code}{tail}" for tail in ("", "/recusal", "/obstacle", "/obstacle/clear")]
    paths += ["/jury/instructions"]
    for path in paths:
        assert client.post(path, data={"csrf_token": csrf(client, "/login")}).status_code == 401
    sign_in(client, "panitia")
    token = csrf(client, "/organizer/pameran/jurors")
    for path in paths:
        assert client.post(path, data={"csrf_token": token}).status_code == 404
