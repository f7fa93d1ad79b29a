"""The score sheet: what is stored, what is refused, and what a juror never sees."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from showcase.database import db, transaction
from showcase.entries.rules.states import Status
from showcase.exhibitions.rules import Phase
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import Assignment, Recusal, Score, Sheet
from tests.factories import BROUGHT_IN, NOW, Cast, hall, sheet
from tests.signing_in import csrf

GOOD = {"score.kebaruan": "80", "score.kemanfaatan": "82.5", "note": "bagus"}
pytestmark = pytest.mark.both_engines


def save(juror: FlaskClient, path: str, data: dict[str, str], action: str = "save") -> tuple[int, str]:
    html = juror.get(path).text
    version = re.search(r'name="version" value="(\d+)"', html)
    hidden = {"csrf_token": csrf(juror, path), "version": version[1] if version else "0", "action": action}
    answer = juror.post(path, data={**hidden, **data})
    return answer.status_code, answer.text


def state(juror: FlaskClient, path: str) -> str:
    found = re.search(r'data-sheet-state="(\w+)"', juror.get(path).text)
    assert found
    return found[1]


def stored(app: Flask) -> dict[str, int]:
    with app.app_context():
        rows = db.session().scalars(select(Score).order_by(Score.criterion_id))
        return {str(row.criterion_id): row.value_centi for row in rows}


def test_draft_then_submit(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    path = f"/jury/{cast.codes['skpd-1']}"
    assert state(juror, path) == "empty"
    assert save(juror, path, {"score.kebaruan": "80"})[0] == 303
    assert state(juror, path) == "draft"
    assert 'value="80"' in juror.get(path).text
    assert save(juror, path, GOOD, "submit")[0] == 303
    assert state(juror, path) == "submitted"
    assert list(stored(app).values()) == [8000, 8250]
    assert "81,75" in juror.get(path).text


def test_submitting_demands_every_criterion_and_loses_nothing(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    path = f"/jury/{cast.codes['skpd-1']}"
    status, html = save(juror, path, {"score.kebaruan": "77", "note": "catatan"}, "submit")
    assert status == 422
    assert 'value="77"' in html
    assert "catatan" in html
    assert "Belum diisi." in html
    assert stored(app) == {}


@pytest.mark.parametrize(
    "value",
    ["100.01", "101", "-1", "NaN", "1e400", "1_0", "1,234", "８０", "٨٠", "80.555", "0x10", "1/2", "+5", "8 0", "inf"],
)
def test_what_is_no_score_is_refused_and_nothing_is_stored(
    app: Flask, juror: FlaskClient, cast: Cast, value: str
) -> None:
    path = f"/jury/{cast.codes['skpd-1']}"
    status, html = save(juror, path, {"score.kebaruan": value, "score.kemanfaatan": "70"})
    assert status == 422
    assert 'data-error="scores-invalid"' in html
    assert f'value="{value}"' in html
    assert 'value="70"' in html
    assert stored(app) == {}


@pytest.mark.parametrize("extra", [{"score.lain": "5"}, {"is_admin": "1"}, {"score.": "5"}])
def test_unknown_fields_are_refused(app: Flask, juror: FlaskClient, cast: Cast, extra: dict[str, str]) -> None:
    assert save(juror, f"/jury/{cast.codes['skpd-1']}", {**GOOD, **extra})[0] == 422
    assert stored(app) == {}


def test_a_submitted_sheet_can_be_improved_but_not_emptied(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    path = f"/jury/{cast.codes['skpd-1']}"
    save(juror, path, GOOD, "submit")
    assert save(juror, path, {"score.kebaruan": "90"})[0] == 422
    assert save(juror, path, {**GOOD, "score.kebaruan": "90"})[0] == 303
    assert state(juror, path) == "submitted"
    assert list(stored(app).values()) == [9000, 8250]


def test_two_devices_never_overwrite_one_another(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    path = f"/jury/{cast.codes['skpd-1']}"
    old = csrf(juror, path)
    save(juror, path, GOOD)
    data = {"csrf_token": old, "version": "0", "action": "save", "score.kebaruan": "55", "score.kemanfaatan": "82.5"}
    answer = juror.post(path, data=data)
    assert answer.status_code == 409
    assert 'data-error="sheet-conflict"' in answer.text
    assert 'value="55"' in answer.text
    assert 'Tersimpan dari perangkat lain: <b class="num">80</b>' in " ".join(answer.text.split())
    assert 'name="version" value="1"' in answer.text
    assert list(stored(app).values()) == [8000, 8250]


def test_a_foreign_sheet_is_not_found_by_any_verb(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        mine = Assignment.juror_id == cast.jurors[0].id
        for row in session.scalars(select(Assignment).where(mine, Assignment.entry_id == cast.entry("skpd-1").id)):
            session.delete(row)
        hall(session, "lama", prefix="lama-", **BROUGHT_IN)
    token = csrf(juror, "/jury")
    for code in (cast.codes["skpd-1"], "ZZZZZ"):
        for verb in ("get", "head", "post"):
            data = {"csrf_token": token, "version": "0", **GOOD} if verb == "post" else None
            assert getattr(juror, verb)(f"/jury/{code}", data=data).status_code == 404
    assert stored(app) == {}


def test_a_recused_juror_can_not_score(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        pair = {"juror_id": cast.jurors[0].id, "entry_id": cast.entry("skpd-1").id}
        session.add(Recusal(**pair, reason="satu kantor", at=NOW))
    path = f"/jury/{cast.codes['skpd-1']}"
    assert state(juror, path) == "recused"
    assert "score." not in juror.get(path).text
    assert juror.post(path, data={"csrf_token": csrf(juror, "/jury"), **GOOD}).status_code == 409


@pytest.mark.parametrize("block", ["final", "locked", "withdrawn"])
def test_nothing_changes_after_the_end(app: Flask, juror: FlaskClient, cast: Cast, block: str) -> None:
    path = f"/jury/{cast.codes['skpd-1']}"
    save(juror, path, GOOD, "submit")
    with app.app_context(), transaction() as session:
        if block == "final":
            session.merge(cast.exhibition).phase = Phase.FINAL
        elif block == "locked":
            session.scalars(select(Sheet)).one().state = SheetState.LOCKED
        else:
            row = session.merge(cast.entry("skpd-1"))
            row.status, row.withdrawn_reason = Status.WITHDRAWN, "mundur"
    assert juror.get(path).status_code == 200
    assert save(juror, path, {**GOOD, "score.kebaruan": "1"})[0] == 409
    assert list(stored(app).values()) == [8000, 8250]


def test_no_other_score_and_no_vote_is_in_any_byte_a_juror_gets(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        made = sheet(session, cast.jurors[1], cast.entry("skpd-1"), cast.criteria["skpd"], 13, 37)
        made.note = "CATATAN-RAHASIA"
    for path in ("/jury", f"/jury/{cast.codes['skpd-1']}", f"/jury/{cast.codes['skpd-2']}"):
        answer = juror.get(path)
        assert "CATATAN-RAHASIA" not in answer.text
        assert not re.search(r'value="(13|37)"', answer.text)
        assert "suara" not in re.sub(r"<footer.*", "", answer.text, flags=re.S)


def test_the_list_tells_progress_and_takes_five_queries(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    save(juror, f"/jury/{cast.codes['skpd-1']}", GOOD, "submit")
    juror.get("/jury")
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        html = juror.get("/jury").text
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert "1 dari 6" in html
    assert len(seen) <= 5, seen
