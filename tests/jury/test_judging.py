"""The completeness board and the assignments of jurors to entries."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from showcase.accounts.tables import Account
from showcase.database import db, transaction
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import Phase
from showcase.jury.actions import locks
from showcase.jury.tables import Assignment, Recusal
from showcase.kernel import content
from showcase.kernel.roles import Role
from showcase.kernel.tables import AuditEvent
from tests.factories import NOW, Cast, account, hall, sheet
from tests.signing_in import post, sign_in

pytestmark = pytest.mark.both_engines
BOARD, PANEL = "/organizer/pameran/judging", "/organizer/pameran/panels/skpd"


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Juror 1 has one sheet and one conflict; juror 3 has nothing to judge yet."""
    with app.app_context(), transaction() as session:
        made = hall(session)
        account(session, "juri3", Role.JUROR)
        sheet(session, made.jurors[0], made.entry("skpd-1"), made.criteria["skpd"], 80, 80)
        pair = {"juror_id": made.jurors[0].id, "entry_id": made.entry("skpd-2").id}
        session.add(Recusal(**pair, reason="satu kantor", at=NOW))
    return made


@pytest.fixture
def desk(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def pairs(app: Flask) -> set[tuple[str, str]]:
    query = (
        select(Account.username, Entry.slug)
        .join(Assignment, Assignment.juror_id == Account.id)
        .join(Entry, Entry.id == Assignment.entry_id)
    )
    with app.app_context():
        return {(username, slug) for username, slug in db.session().execute(query)}


def test_the_board_tells_each_sheets_state_and_who_is_here(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    html = desk.get(BOARD).text
    for state in ("submitted", "recused", "empty", "none"):
        assert f'class="cell cell-{state}"' in html
    assert 'value="juri1/skpd-3"' in html
    assert 'value="juri1/skpd-1"' not in html
    assert post(desk, BOARD, {"present": "juri1"}, form=BOARD).status_code == 303
    assert "hadir sejak" in desk.get(BOARD).text
    assert post(desk, BOARD, {"absent": "juri1"}, form=BOARD).status_code == 303
    assert "hadir sejak" not in desk.get(BOARD).text
    assert post(desk, BOARD, {"present": "panitia"}, form=BOARD).status_code == 404
    with app.app_context(), transaction() as session:
        for number in (3,):
            sheet(session, cast.jurors[0], cast.entry(f"skpd-{number}"), cast.criteria["skpd"], 70, 70)
        locks.lock(session, cast.jurors[0].id, "skpd", now=NOW)
    assert "cell cell-locked" in desk.get(BOARD).text


def test_the_board_refreshes_itself_until_the_result_is_decided(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    fragment = desk.get(f"{BOARD}/board", headers={"HX-Request": "true"})
    assert 'hx-trigger="every 5s"' in fragment.text
    assert "<html" not in fragment.text
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).phase = Phase.FINAL
        content.touch(session)
    assert "hx-trigger" not in desk.get(f"{BOARD}/board", headers={"HX-Request": "true"}).text
    assert 'name="next"' not in desk.get(BOARD).text


def test_the_board_takes_as_many_queries_for_many_as_for_few(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    desk.get(f"{BOARD}/board")
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        desk.get(f"{BOARD}/board")
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(seen) <= 8, seen


def test_single_ticks_add_and_remove_but_never_what_holds_something(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    shown = {"juror": ["juri1", "juri2", "juri3"], "entry": ["skpd-1", "skpd-2"]}
    answer = post(desk, PANEL, {**shown, "pair": ["juri3/skpd-1", "juri9/skpd-1", "juri3/kecamatan-1"]})  # type: ignore[dict-item]
    assert answer.status_code == 303
    assert "added=1&removed=2&kept=2" in answer.headers["Location"]
    left = {slug for name, slug in pairs(app) if name == "juri2"}
    assert left == {"skpd-3", "kecamatan-1", "kecamatan-2", "kecamatan-3"}
    assert {("juri1", "skpd-1"), ("juri1", "skpd-2"), ("juri3", "skpd-1")} <= pairs(app)
    html = desk.get(answer.headers["Location"]).text
    assert "1 ditugaskan, 2 dilepas." in html
    assert "2 tetap" in html
    with app.app_context():
        made = db.session().scalars(select(AuditEvent).where(AuditEvent.action == "jury.assign")).one()
    assert made.after == {"added": 1, "removed": 2, "kept": 2}


def test_a_panel_judges_its_whole_category_and_nobody_else_does(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    post(desk, f"{PANEL}/panel", {"juror": ["juri2", "juri3"]}, form=PANEL)  # type: ignore[dict-item]
    skpd = {pair for pair in pairs(app) if pair[1].startswith("skpd")}
    assert skpd == {(name, f"skpd-{n}") for name in ("juri2", "juri3") for n in (1, 2, 3)} | {
        ("juri1", "skpd-1"),
        ("juri1", "skpd-2"),
    }
    assert ("juri1", "kecamatan-1") in pairs(app)


def test_everybody_can_be_assigned_everything(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    post(desk, f"{PANEL}/everybody", {}, form=PANEL)
    assert len(pairs(app)) == 3 * 6


def test_assignments_are_fixed_with_the_result(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    before = pairs(app)
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).phase = Phase.FINAL
    for path in (PANEL, f"{PANEL}/panel", f"{PANEL}/everybody"):
        assert post(desk, path, {"juror": "juri2"}, form="/organizer/pameran/jurors").status_code == 409
    assert pairs(app) == before
    assert desk.get(PANEL).status_code == 200


def test_an_unknown_category_is_not_found(desk: FlaskClient) -> None:
    form = "/organizer/pameran/jurors"
    assert desk.get("/organizer/pameran/panels/lain").status_code == 404
    assert post(desk, "/organizer/pameran/panels/lain", {}, form=form).status_code == 404
    assert desk.get("/organizer/pameran/panels").headers["Location"].endswith("/panels/skpd")
