"""Running the day: the dashboard, the monitoring page, the hours, the screens, and what can be taken along."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import event, select

from showcase.board.actions import screens
from showcase.board.tables import Announcement
from showcase.database import db, transaction
from showcase.exhibitions.rules import Phase, Visibility
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content
from showcase.kernel.roles import Role
from showcase.printing.palette import Palette
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.labels import chart
from showcase.voting.rules import Bar
from tests.factories import NOW, Cast, account, category, entry, hall
from tests.signing_in import post, sign_in

BASE = "/organizer/pameran"
EVIL = "=cmd|'/C calc'!A0<script>alert(1)</script>"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        for number, slug in enumerate(("skpd-1", "skpd-1", "kecamatan-2")):
            vote(session, made, slug, number)
        account(session, "mc", Role.MC)
        account(session, "tamu", Role.VIEWER)
        return made


def vote(session: object, cast: Cast, slug: str, number: int, *, ago: timedelta = timedelta()) -> None:
    act = Act(cast.exhibition.id, cast.entry(slug).id, f"{number:032x}", f"{slug}{number}", "0" * 32)
    ballots.cast(session, act, now=datetime.now(UTC) - ago)  # type: ignore[arg-type]


@pytest.fixture
def desk(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def change(app: Flask, **values: object) -> None:
    with app.app_context(), transaction() as session:
        row = session.scalars(select(Exhibition)).one()
        for name, value in values.items():
            setattr(row, name, value)
        content.touch(session)


@pytest.mark.both_engines
def test_the_dashboard_asks_as_much_for_many_as_for_few(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    desk.get(f"{BASE}/summary")
    with queries(app) as few:
        desk.get(f"{BASE}/summary")
    with app.app_context(), transaction() as session:
        group = category(session, cast.exhibition, "lain", Palette.TEAL, 3)
        for number in range(40):
            cast.entries.append(entry(session, group, f"lain-{number}", f"L-{number:02}"))
            vote(session, cast, f"lain-{number}", 100 + number)
        content.touch(session)
    desk.get(f"{BASE}/summary")
    with queries(app) as many:
        html = desk.get(f"{BASE}/summary").text
    asked = [statement for statement in many if statement.startswith("SELECT")]
    assert len(asked) == len([statement for statement in few if statement.startswith("SELECT")])
    assert len(asked) <= 15
    # From the index and from counters: no query walks over votes or ballots.
    assert not [statement for statement in asked if re.search(r"(FROM|JOIN) vote\b|distinct", statement, re.I)]
    assert "43" in html


def test_the_dashboard_answers_in_one_sentence(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    html = desk.get(BASE).text
    assert "1 hal perlu perhatian." in html
    assert f'href="{BASE}/backups"' in html
    with app.app_context(), transaction() as session:
        screens.note(session, cast.exhibition.id, "a" * 32, now=datetime.now(UTC) - timedelta(minutes=3))
    html = desk.get(f"{BASE}/summary").text
    assert "2 hal perlu perhatian." in html
    assert "Layar 1 hilang 3 menit." in html
    change(app, closes_at=datetime.now(UTC) - timedelta(minutes=1))
    assert "suara baru ditolak" in desk.get(f"{BASE}/summary").text
    change(app, closes_at=datetime.now(UTC) + timedelta(minutes=90, seconds=30))
    assert "1 jam 30 menit lagi" in desk.get(f"{BASE}/summary").text


def test_one_is_one_in_english_too(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    summary = desk.get(f"{BASE}/summary?lang=en").text
    assert "2 votes" in summary
    assert "1 vote<" in summary
    assert "1 innovation changed" in desk.get(f"{BASE}/entries/table?changed=1").text
    assert "the state of 1 innovation changed" in desk.get(f"{BASE}/entries?changed=1").text
    with app.test_request_context("/?lang=en"):
        assert chart([Bar(NOW, 1)], ZoneInfo("Asia/Makassar")).told.startswith("1 vote;")


def test_pages_renew_themselves_until_the_result_is_out(app: Flask, desk: FlaskClient) -> None:
    for path, name in ((BASE, "summary"), (f"{BASE}/monitor", "monitor")):
        assert re.search(rf'id="{name}" class="stack"\s+data-live=', desk.get(path).text)
    fragment = desk.get(f"{BASE}/monitor", headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert "HX-Request" in fragment.headers["Vary"]
    change(app, phase=Phase.PUBLISHED)
    for path in (BASE, f"{BASE}/summary", f"{BASE}/monitor"):
        assert "data-live" not in desk.get(path).text


@pytest.mark.both_engines
def test_monitoring_sorts_by_plain_links(desk: FlaskClient) -> None:
    def booths(query: str) -> list[str]:
        return re.findall(r'<td class="mono">([^<]+)<', desk.get(f"{BASE}/monitor?{query}").text)

    assert booths("sort=votes")[:2] == ["A-01", "B-02"]
    assert booths("sort=booth&category=kecamatan") == ["B-01", "B-02", "B-03"]
    assert booths("sort=nihil&step=nihil&category=nihil") == booths("")
    html = desk.get(f"{BASE}/monitor?sort=booth").text
    assert html.count('aria-sort="ascending"') == 1
    assert desk.get(f"{BASE}/monitor?lang=en").status_code == 200


@pytest.mark.parametrize("hidden", [{"visibility": Visibility.HIDDEN}, {"frozen_at": datetime(2025, 1, 1, tzinfo=UTC)}])
def test_an_mc_sees_no_more_than_the_hall(
    app: Flask, client: FlaskClient, cast: Cast, hidden: dict[str, object]
) -> None:
    sign_in(client, "mc")
    assert "A-01" in client.get(f"{BASE}/monitor").text
    change(app, **hidden)
    for path in (BASE, f"{BASE}/monitor"):
        html = client.get(path).text
        assert "A-01" not in html
        assert "2 suara" not in html
    guest = app.test_client()
    sign_in(guest, "tamu")
    assert "A-01" in guest.get(f"{BASE}/monitor").text
    assert "/exports/" not in guest.get(f"{BASE}/monitor").text
    assert guest.get(f"{BASE}/exports/votes.csv").status_code == 404
    assert guest.get(f"{BASE}/backups").status_code == 404


def rows(text: bytes, separator: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), delimiter=separator))


@pytest.mark.both_engines
def test_tables_to_take_along(desk: FlaskClient, cast: Cast) -> None:
    votes = desk.get(f"{BASE}/exports/votes.csv")
    assert votes.headers["Content-Disposition"] == 'attachment; filename="pameran-votes.csv"'
    assert rows(votes.data)[:2] == [
        ["Kategori", "Nomor stan", "Inovasi", "Instansi", "Suara", "Suara ditangguhkan"],
        ["Skpd", "A-01", "Skpd 1", "", "2", "0"],
    ]
    minutes = rows(desk.get(f"{BASE}/exports/turnout.csv?sep=comma").data, ",")
    assert minutes[0][0].startswith("Waktu (")
    assert sum(int(row[1]) for row in minutes[1:]) == 3
    jurors = rows(desk.get(f"{BASE}/exports/jurors.csv?sep=tab&lang=en").data, "\t")
    assert jurors[1] == ["Juri1", "", "0", "0", "6"]
    everything = b"".join(desk.get(f"{BASE}/exports/{name}.csv").data for name in ("turnout", "votes", "jurors"))
    assert b"0" * 30 not in everything
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{BASE}/exports/votes.xlsx").data))
    assert book.active is not None
    assert book.active["E2"].value == 2


def test_what_was_typed_is_no_formula_and_no_markup(app: Flask, desk: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        row = session.merge(cast.entry("skpd-1"))
        for name in ("name", "organisation", "innovators", "summary", "design", "needs"):
            setattr(row, name, EVIL)
        session.merge(cast.jurors[0]).name = EVIL
        session.merge(cast.categories[0]).name = EVIL
        content.touch(session)
    for table in ("votes", "entries", "jurors"):
        found = [cell for row in rows(desk.get(f"{BASE}/exports/{table}.csv").data) for cell in row]
        assert f"'{EVIL}" in found
        assert EVIL not in found
        book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{BASE}/exports/{table}.xlsx").data))
        assert book.active is not None
        cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == EVIL]
        assert cells
        assert {cell.data_type for cell in cells} == {"s"}
    for path in (BASE, f"{BASE}/monitor", f"{BASE}/monitor?category=skpd"):
        assert "<script>alert" not in desk.get(path).text


def test_the_hours_change_on_the_phase_page(app: Flask, desk: FlaskClient) -> None:
    page, form = f"{BASE}/phase", f"{BASE}/phase/schedule"
    assert "Tanpa jam tutup" in desk.get(page).text
    refused = post(desk, form, {"closes_at": "2099-12-15T15:30"}, form=page)
    assert refused.status_code == 422
    assert 'value="2099-12-15T15:30"' in refused.text
    assert 'data-error="reason-needed"' in refused.text
    assert post(desk, form, {"closes_at": "2099-12-15T15:30", "reason": "ramai"}, form=page).status_code == 303
    html = desk.get(page).text
    assert "Sesudah 15 Desember 2099, 15.30 WITA suara baru ditolak" in html
    assert post(desk, form, {"extend": "15", "reason": "hujan"}, form=page).status_code == 303
    assert 'value="2099-12-15T15:45"' in desk.get(page).text
    for wrong in ({"closes_at": "besok"}, {"closes_at": "2020-01-01T10:00"}, {"opens_at": "2098-01-01T10:00"}):
        assert post(desk, form, {**wrong, "reason": "x"}, form=page).status_code == 422
    assert "2099-12-15T15:45" not in desk.get(f"{BASE}/settings").text
    change(app, phase=Phase.DELIBERATION)
    assert "Jadwal suara" not in desk.get(page).text
    assert post(desk, form, {"closes_at": "", "reason": "x"}, form=f"{BASE}/screen").status_code == 409


def test_a_freeze_by_time_is_planned_and_cancelled(desk: FlaskClient) -> None:
    page = f"{BASE}/screen"

    def act(**values: str) -> int:
        return post(desk, page, {"reason": "acara", **values}).status_code

    assert act(action="freeze-later", freeze_at="2099-12-15T11:30") == 303
    assert "Terjadwal 15 Desember 2099, 11.30 WITA." in desk.get(page).text
    assert act(action="freeze-never") == 303
    assert "Terjadwal" not in desk.get(page).text
    for wrong in ("", "besok", "2020-01-01T00:00"):
        assert act(action="freeze-later", freeze_at=wrong) == 422
    assert act(action="freeze-later", freeze_at="2099-12-15T11:30", reason="") == 422


def test_announcing_from_the_desk(app: Flask, client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "mc")
    page, form = f"{BASE}/screen", f"{BASE}/screen/announcement"
    assert post(client, form, {"words": EVIL, "minutes": "5"}, form=page).status_code == 303
    html = client.get(page).text
    assert "<script>alert" not in html
    assert "Hapus dari layar" in html
    refused = post(client, form, {"words": "x" * 161, "minutes": "5"}, form=page)
    assert refused.status_code == 422
    assert "x" * 161 in refused.text
    assert post(client, form, {"words": "halo", "minutes": "-1"}, form=page).status_code == 422
    assert post(client, form, {"dismiss": "1"}, form=page).status_code == 303
    assert "Hapus dari layar" not in client.get(page).text
    with app.app_context():
        assert db.session().scalars(select(Announcement)).one().ended_by == "mc"


def test_the_list_of_screens_renews_itself(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    assert "Belum ada." in desk.get(f"{BASE}/screen/list").text
    with app.app_context(), transaction() as session:
        screens.note(session, cast.exhibition.id, "a" * 32, now=datetime.now(UTC))
    html = desk.get(f"{BASE}/screen/list").text
    assert "Layar 1" in html
    assert "<html" not in html


def test_a_pause_tells_visitors_why_everywhere(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    words = "Lampu padam & genset <menyala>; mohon tunggu. " * 10
    post(desk, f"{BASE}/phase", {"phase": "paused", "reason": "listrik", "message": words})
    told = escape(words[:200].strip())
    visitor = app.test_client()
    for path in (f"/b/{cast.codes['skpd-1']}", "/e/pameran", "/screen/pameran"):
        assert told in visitor.get(path).text
    assert told in desk.get(f"{BASE}/phase").text
    assert "Pemungutan suara sedang dijeda." in desk.get(BASE).text
