"""All exhibitions on one page, and an archived year: everything stays open, and it is nobody's work any more."""

import gzip
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.archive.actions import archive
from showcase.database import db, transaction
from showcase.draw import actions as draws
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content
from showcase.kernel.tables import AuditEvent
from tests.day.test_day import queries
from tests.factories import BROUGHT_IN, NOW, Cast, by, exhibition, hall
from tests.pages import ARCHIVE, LIVE
from tests.results.judging import judged, move
from tests.signing_in import post, sign_in

LIST = "/organizer/exhibitions"
DESK = "/organizer/pameran"


@pytest.fixture
def published(app: Flask) -> Cast:
    with app.app_context():
        cast = judged(Phase.VOTING)
        with transaction() as session:
            draws.prepare(session, by("panitia", NOW), "pameran", 2)
        move(cast, Phase.DELIBERATION, Phase.FINAL, Phase.PUBLISHED)
    return cast


@pytest.fixture
def organizer(client: FlaskClient, published: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


@pytest.fixture
def archived(organizer: FlaskClient) -> FlaskClient:
    assert post(organizer, f"{DESK}/archive", {"reason": "tahun berganti"}, form=LIST).status_code == 303
    return organizer


def item(html: str, slug: str) -> str:
    found = re.search(rf'data-exhibition="{slug}".*?(?=data-exhibition=|</section>)', html, re.S)
    assert found, html[:3000]
    return found[0]


def next_year(app: Flask, **values: object) -> None:
    with app.app_context(), transaction() as session:
        exhibition(session, "depan", phase=Phase.SETUP, name="Pameran Depan", **values)
        content.touch(session)


def test_the_list_tells_each_and_links_the_desk_the_catalogue_and_the_result(organizer: FlaskClient) -> None:
    html = organizer.get(LIST).text
    found = item(html, "pameran")
    for words in ("6 inovasi", "907 suara", "Diumumkan", "Yang sekarang"):
        assert words in re.sub(r"<[^>]+>", "", found), words
    for address in (DESK, "/e/pameran", "/results/pameran"):
        assert f'href="{address}"' in found
    assert f'action="{DESK}/archive"' in found
    assert "Arsip masih kosong." in html
    assert f'href="{LIST}"' in organizer.get(DESK).text


def test_in_and_out_with_a_reason_and_a_word_of_what_is_in_front(app: Flask, organizer: FlaskClient) -> None:
    next_year(app)
    answer = post(organizer, f"{DESK}/archive", {"reason": "tahun berganti"}, form=LIST)
    assert answer.headers["Location"] == f"{LIST}?done=pameran#x-pameran"
    html = organizer.get(answer.headers["Location"]).text
    assert "“Pameran Uji” sekarang di arsip. Halaman depan menampilkan “Pameran Depan”." in html
    assert f'action="{DESK}/unarchive"' in item(html, "pameran")
    with app.app_context():
        line = db.session().scalars(select(AuditEvent).where(AuditEvent.action == "exhibition.archive")).one()
        assert (line.actor, line.reason) == ("panitia", "tahun berganti")
    assert "Pameran masuk arsip" in organizer.get("/organizer/audit?kind=exhibition").text
    assert post(organizer, f"{DESK}/unarchive", {}, form=LIST).status_code == 303
    assert f'action="{DESK}/archive"' in item(organizer.get(LIST).text, "pameran")


@pytest.mark.parametrize("phase", [Phase.SETUP, Phase.VOTING, Phase.PAUSED, Phase.DELIBERATION, Phase.FINAL])
def test_an_unpublished_one_is_refused_where_it_stands(app: Flask, client: FlaskClient, phase: Phase) -> None:
    with app.app_context(), transaction() as session:
        hall(session, phase=phase)
    sign_in(client, "panitia")
    assert f'action="{DESK}/archive"' not in client.get(LIST).text
    answer = post(client, f"{DESK}/archive", {"reason": "karena <b>"}, form="/account/password")
    assert answer.status_code == 409
    assert 'data-error="archive-unpublished"' in item(answer.text, "pameran")
    assert "hasilnya belum diumumkan" in answer.text
    assert "karena <b>" not in answer.text
    assert post(client, "/organizer/tidak-ada/archive", {}, form="/account/password").status_code == 404


def test_a_year_without_figures_is_not_taken_out_and_says_why(demo_client: FlaskClient) -> None:
    sign_in(demo_client, "panitia")
    html = demo_client.get(LIST).text
    found = item(html, ARCHIVE)
    assert "suara tidak tercatat" in found
    assert "tanpa nilai dan suara" in found
    assert "<form" not in found
    answer = post(demo_client, f"/organizer/{ARCHIVE}/unarchive", {}, form=f"/organizer/{LIVE}/phase")
    assert answer.status_code == 409
    assert 'data-error="no-figures"' in item(answer.text, ARCHIVE)


@pytest.mark.parametrize("number", [1, 30])
def test_one_and_thirty_take_the_same_queries(app: Flask, organizer: FlaskClient, number: int) -> None:
    with app.app_context(), transaction() as session:
        for year in range(1, number):
            exhibition(session, f"tahun-{year}", name=f"Pameran {year}", **BROUGHT_IN)
        content.touch(session)
    organizer.get(LIST)
    with queries(app) as seen:
        html = organizer.get(LIST).text
    assert html.count("data-exhibition=") == number
    assert len(seen) <= 5, seen
    menu = html.partition("<nav")[2].partition("</nav>")[0]
    assert menu.count('href="/organizer/tahun-') == (5 if number > 1 else 0)


def test_everything_about_an_archived_year_stays_open(app: Flask, archived: FlaskClient) -> None:
    next_year(app)
    public = app.test_client()
    page = public.get("/results/pameran")
    for words in ("66,00", "Periksa sendiri", "sama persis dengan yang disimpan"):
        assert words in page.text
    data = public.get("/results/pameran.json").get_json()
    assert data["bundle_sha256"]
    assert data["categories"][0]["standings"][0]["final"] == "66"
    for path in ("bundle.json", "workbook.xlsx", "skpd-1", "categories/skpd"):
        assert public.get(f"/results/pameran/{path}").status_code == 200, path
    board = public.get("/screen/pameran/standings.json").get_json()["categories"][0]
    assert (board["votes"], board["rows"][0]["final"]) == (900, "66.0000")
    assert "A-01" in public.get("/screen/pameran").text
    assert "Untuk tahun ini tidak ada aturan" not in public.get("/rules/pameran").text
    assert public.get("/draw/pameran").status_code == 200
    for path in ("results", "results/workbook.xlsx", "results/bundle.json", "results/skpd-1", "judging/minutes.pdf"):
        assert archived.get(f"{DESK}/{path}").status_code == 200, path
    assert f'href="{DESK}/judging/minutes.pdf"' in archived.get(f"{DESK}/judging").text


@pytest.mark.slow
def test_every_page_of_its_desk_can_be_read(app: Flask, archived: FlaskClient) -> None:
    next_year(app)
    html = archived.get(DESK).text
    menu = html.partition('id="desk-nav"')[2].partition("</nav>")[0]
    addresses = set(re.findall(rf'href="({DESK}[^"]*)"', menu))
    assert len(addresses) > 20
    for address in addresses:
        assert archived.get(address).status_code == 200, address


def test_a_visitor_finds_winners_and_the_result_and_can_not_vote(
    app: Flask, archived: FlaskClient, published: Cast
) -> None:
    next_year(app)
    public = app.test_client()
    html = public.get("/e/pameran").text
    assert 'href="/results/pameran"' in html
    assert "Juara 1" in html
    assert ">A-01<" not in html
    assert "Ketik kode stan" not in html
    code = published.codes["skpd-1"]
    booth = public.get(f"/b/{code}")
    assert booth.status_code == 200
    assert 'data-vote-state="closed"' in booth.text
    assert 'data-reason="voting-closed"' in booth.text
    assert 'href="/results/pameran"' in booth.text
    assert "/b/" not in "".join(re.findall(r'action="([^"]*)"', booth.text))
    refused = public.post(f"/b/{code}/vote", data={"token": ""})
    assert refused.status_code in {403, 409}


def test_messages_stay_and_no_new_one_is_taken(app: Flask, archived: FlaskClient) -> None:
    entry = "/e/pameran/skpd-1"
    assert f'href="{entry}/message"' not in archived.get(entry).text
    with app.app_context(), transaction() as session:
        row = session.scalars(select(Exhibition)).one()
        row.show_messages = True
        content.touch(session)
    assert f'href="{entry}/message"' in archived.get(entry).text
    page = archived.get(f"{entry}/message")
    assert page.status_code == 200
    assert 'data-error="messages-closed"' in page.text


def test_a_tablet_is_no_kiosk_of_it(archived: FlaskClient) -> None:
    answer = post(archived, f"{DESK}/desk", {"name": "Meja 1", "pin": "1234"})
    assert answer.status_code == 409
    assert 'data-error="in-archive"' in answer.text
    assert "Semua pameran" in answer.text


def test_a_rehearsal_of_it_is_refused(archived: FlaskClient) -> None:
    answer = post(archived, f"{DESK}/rehearsal/begin", {"hours": "2", "visitors": "0"}, form=f"{DESK}/rehearsal")
    assert answer.status_code == 409
    assert 'data-error="in-archive"' in answer.text


def test_the_front_page_between_two_years_and_after(app: Flask, archived: FlaskClient) -> None:
    public = app.test_client()
    between = public.get("/")
    assert between.status_code == 200
    assert "Pameran Uji" in between.text
    assert 'href="/results/pameran"' in between.text
    assert public.get("/mine").status_code == public.get("/check").status_code == 200
    assert public.get("/b").status_code == 200
    assert archived.get("/organizer").headers["Location"] == LIST
    assert "Semua pameran di arsip" in archived.get(LIST).text
    next_year(app)
    after = public.get("/").text
    assert '<h1 lang="id">Pameran Depan</h1>' in after
    for path in ("/e/pameran", "/results/pameran"):
        assert f'href="{path}"' in after.partition('class="years past"')[2]
    assert archived.get("/organizer").status_code == 200


def test_the_foot_lists_the_other_years_of_the_archive_the_latest_first(app: Flask, archived: FlaskClient) -> None:
    next_year(app)
    with app.app_context(), transaction() as session:
        for year in range(2010, 2022):
            days = {"starts_on": NOW.date().replace(year=year)}
            exhibition(session, f"tahun-{year}", name=f"Pameran {year}", **days, **BROUGHT_IN)
        content.touch(session)
    public = app.test_client()
    foot = public.get("/").text.partition('class="years past"')[2]
    found = re.findall(r'href="/e/([\w-]+)"', foot)
    assert found[:2] == ["tahun-2021", "tahun-2020"]
    assert len(found) == 13
    assert "8 tahun lagi" in foot
    own = public.get("/results/tahun-2020").text.partition('class="years past"')[2]
    assert 'href="/results/tahun-2021"' in own
    assert 'href="/results/tahun-2020"' not in own
    packed = public.get("/", headers={"Accept-Encoding": "gzip"}).data
    bare = len(gzip.compress(gzip.decompress(packed).partition(b'<nav class="years past"')[0], 9))
    assert len(packed) - bare < 1024, "thirteen years cost less than a packet"


def test_without_an_archive_the_foot_names_none(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        hall(session)
    assert "years past" not in client.get("/").text


def test_an_archive_of_another_process_is_heard_of(app: Flask, organizer: FlaskClient) -> None:
    next_year(app)
    public = app.test_client()
    assert "years past" not in public.get("/").text
    with app.app_context(), transaction() as session:
        archive.put_away(session, by("command line", NOW, ""), "pameran")
    assert "years past" in public.get("/").text
