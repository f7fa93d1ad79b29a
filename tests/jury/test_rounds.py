"""The juror's way: instructions, the list, skipping a booth, declaring a conflict of interest."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, update

from showcase.database import db, transaction
from showcase.entries.tables import Tally
from tests.factories import BROUGHT_IN, Cast, hall, sheet
from tests.signing_in import post, sign_in

pytestmark = pytest.mark.both_engines


def test_instructions_stand_in_nobodys_way_and_are_confirmed_once(juror: FlaskClient, cast: Cast) -> None:
    html = juror.get("/jury").text
    assert "Baca petunjuk dulu" in html
    assert "data-entry" in html
    assert "Sudah saya baca" in juror.get("/jury/instructions").text
    assert post(juror, "/jury/instructions", {}).status_code == 303
    assert "Baca petunjuk dulu" not in juror.get("/jury").text
    assert 'href="/jury/instructions"' in juror.get("/jury").text
    assert "Sudah saya baca" not in juror.get("/jury/instructions").text


def test_the_demonstrations_jurors_count_as_having_read(demo_client: FlaskClient) -> None:
    sign_in(demo_client, "juri1")
    assert "Baca petunjuk dulu" not in demo_client.get("/jury").text


def test_the_list_names_drafts_and_what_they_lack(juror: FlaskClient, cast: Cast) -> None:
    path = f"/jury/{cast.codes['skpd-2']}"
    post(juror, path, {"version": "0", "action": "save", "score.kebaruan": "80"})
    html = juror.get("/jury").text
    part = html[html.index("Yang masih kurang") :]
    assert f'href="{path}"' in part[:400]
    assert "kurang 1 kriteria" in part[:500]
    assert "5 lembar belum diisi" in part


def test_a_skipped_booth_is_marked_until_it_is_solved(juror: FlaskClient, client: FlaskClient, cast: Cast) -> None:
    path = f"/jury/{cast.codes['skpd-1']}"
    refused = post(juror, f"{path}/obstacle", {"cause": "other", "words": " "}, form=path)
    assert refused.status_code == 422
    assert 'data-error="cause-needed"' in refused.text
    answer = post(juror, f"{path}/obstacle", {"cause": "presenter-absent"}, form=path)
    assert answer.status_code == 303
    html = juror.get(answer.location).text
    assert "Stan A-01 dilewati" in html
    assert html.count("Penyaji tidak ada") == 1
    assert re.search(r'class="card next" href="/jury/(\w+)"', html)[1] != cast.codes["skpd-1"]  # type: ignore[index]
    assert "Panitia diberi tahu" in juror.get(path).text
    post(juror, f"{path}/obstacle/clear", {}, form=path)
    assert "Penyaji tidak ada" not in juror.get("/jury").text


def test_the_own_office_is_a_question_never_an_answer(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        session.merge(cast.jurors[0]).organisation = "Dinas PUPR"
        session.merge(cast.entry("skpd-1")).organisation = "DINAS  PUPR."
    path = f"/jury/{cast.codes['skpd-1']}"
    html = juror.get(path).text
    assert "Apakah ini inovasi instansi Anda?" in html
    assert 'data-sheet-state="empty"' in html
    assert "Apakah ini inovasi instansi Anda?" not in juror.get(f"/jury/{cast.codes['skpd-2']}").text
    reason = re.search(r'name="reason" value="([^"]+)"', html)
    assert reason
    assert post(juror, f"{path}/recusal", {"reason": reason[1]}, form=path).status_code == 303
    assert 'data-sheet-state="recused"' in juror.get(path).text


def test_recusing_with_scores_asks_first(juror: FlaskClient, cast: Cast) -> None:
    path = f"/jury/{cast.codes['skpd-1']}"
    post(juror, path, {"version": "0", "action": "save", "score.kebaruan": "80"})
    missing = post(juror, f"{path}/recusal", {"reason": " "}, form=path)
    assert (missing.status_code, 'data-error="recusal-reason"' in missing.text) == (422, True)
    asked = post(juror, f"{path}/recusal", {"reason": "kakak <b>saya</b>"}, form=path)
    assert asked.status_code == 409
    assert 'data-error="recusal-asks"' in asked.text
    assert "kakak &lt;b&gt;saya&lt;/b&gt;" in asked.text
    assert 'data-sheet-state="draft"' in juror.get(path).text
    post(juror, f"{path}/recusal", {"reason": "kakak", "confirmed": "1"}, form=path)
    assert 'data-sheet-state="recused"' in juror.get(path).text


def test_a_sheet_takes_few_queries(app: Flask, juror: FlaskClient, cast: Cast) -> None:
    path = f"/jury/{cast.codes['skpd-1']}"
    post(juror, f"{path}/obstacle", {"cause": "technical"}, form=path)
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        juror.get(path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(seen) <= 7, seen


def test_no_answer_of_any_request_holds_others_scores_notes_or_votes(
    app: Flask, juror: FlaskClient, cast: Cast
) -> None:
    """Sentinels in another juror's sheets, notes, recusals and obstacles, and in the votes, are nowhere."""
    with app.app_context(), transaction() as session:
        for entry in cast.entries:
            made = sheet(session, cast.jurors[1], entry, cast.criteria[entry.slug[:-2]], 17, 43)
            made.note = "CATATAN-RAHASIA"
            session.execute(update(Tally).where(Tally.entry_id == entry.id).values(votes=4711))
        hall(session, "arsip", prefix="arsip-", **BROUGHT_IN)
    code = cast.codes["skpd-1"]
    path = f"/jury/{code}"
    fields = {"version": "0", "score.kebaruan": "80", "score.kemanfaatan": "70"}
    change = {"device": "p", "number": "1", "action": "save", "score.kebaruan": "81", "base.score.kebaruan": "80"}
    answers = [
        *(juror.get(asked) for asked in ("/jury", "/jury?q=skpd", "/jury?sent=x", "/jury/instructions", path)),
        post(juror, path, {**fields, "action": "save"}),
        post(juror, path, {**fields, "action": "save"}),
        post(juror, path, {**fields, "version": "1", "score.kebaruan": "x"}),
        post(juror, path, change),
        post(juror, path, {**change, "number": "2", "base.score.kebaruan": "1", "score.kebaruan": "7"}),
        post(juror, path, {**change, "number": "3", "score.kebaruan": "1e400"}),
        post(juror, path, {"device": "p", "number": "4", "action": "submit"}),
        post(juror, f"{path}/obstacle", {"cause": ""}, form=path),
        post(juror, f"{path}/obstacle", {"cause": "technical"}, form=path),
        post(juror, f"{path}/recusal", {"reason": "x"}, form=path),
        *(juror.get(f"/jury/{cast.codes[entry.slug]}") for entry in cast.entries),
        juror.get("/jury"),
    ]
    # 17 and 43 as scores, 35.2 their weighted total, 4711 votes.
    shown = re.compile(r'"(17|43)(\.0+)?"|>\s*(17|43)\s*<|35[.,]2|4[.,]?711|RAHASIA')
    for answer in answers:
        assert not shown.search(answer.text), answer.request.path
        assert not shown.search(str(answer.headers))
        told = re.sub(r"<footer.*", "", answer.text, flags=re.S)
        assert "suara" not in told
        assert "tally" not in told
