"""The back office's list, form and table of entries, with few and with many of them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from showcase.database import db, transaction
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.kernel import content
from tests.factories import Cast, entry, hall, sheet
from tests.signing_in import post, sign_in

ENTRIES = "/organizer/pameran/entries"
TABLE = f"{ENTRIES}/table"
SENTINEL = "<script>alert('x')</script>\"'&"
# The page of a hundred entries, plain: staff's pages are not compressed.
MOST_TABLE_BYTES, MOST_LIST_BYTES = 400_000, 200_000
MOST_QUERIES = 8


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


@pytest.fixture
def organizer(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def fill(app: Flask, cast: Cast, total: int) -> None:
    with app.app_context(), transaction() as session:
        for number in range(len(cast.entries), total):
            words = f"{number} Pelayanan Administrasi Kependudukan Keliling Terpadu untuk Daerah Terpencil"
            office = f"Dinas Kependudukan dan Pencatatan Sipil {number}"
            group = cast.categories[number % 2]
            entry(session, group, f"banyak-{number}", f"C-{number:03}", name=words, organisation=office)
        content.touch(session)


def stored(app: Flask, slug: str) -> Entry:
    with app.app_context():
        return db.session().scalars(select(Entry).where(Entry.slug == slug)).one()


def queries(app: Flask, client: FlaskClient, path: str) -> tuple[int, str]:
    """How many queries the page takes, warm, and the page."""
    client.get(path)
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = client.get(path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 200
    return len(seen), answer.text


def typed(html: str, **cells: str) -> dict[str, str]:
    """What the table's form sends, with some cells changed (`skpd_1__name`)."""
    data = dict(re.findall(r'<input type="hidden" name="(seen\.[\w-]+)" value="([^"]*)"', html))
    for name, text in cells.items():
        slug, _, column = name.partition("__")
        data[f"cell.{slug.replace('_', '-')}.{column}"] = text
    return data


@pytest.mark.slow
@pytest.mark.parametrize("path", [ENTRIES, TABLE, "/organizer/pameran/booths", f"{ENTRIES}/skpd-1"])
def test_three_hundred_take_as_many_queries_as_six(app: Flask, organizer: FlaskClient, cast: Cast, path: str) -> None:
    few, _ = queries(app, organizer, path)
    fill(app, cast, 300)
    many, html = queries(app, organizer, path)
    assert few == many <= MOST_QUERIES + 2 * (path == f"{ENTRIES}/skpd-1")
    assert len(html) <= (MOST_TABLE_BYTES if path == TABLE else MOST_LIST_BYTES)


@pytest.mark.slow
def test_pages_of_a_hundred_show_everything_once(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    fill(app, cast, 300)
    for path, pattern in ((ENTRIES, r'<tr data-entry="([\w-]+)"'), (TABLE, r'<tr id="r-([\w-]+)"')):
        pages = [re.findall(pattern, organizer.get(f"{path}?page={number}").text) for number in (1, 2, 3)]
        assert [len(page) for page in pages] == [100, 100, 100]
        assert len({slug for page in pages for slug in page}) == 300
        for odd in ("0", "99", "x", "٣", "-1"):
            assert organizer.get(path, query_string={"page": odd}).status_code == 200


def test_the_list_is_found_and_filtered_without_a_new_page(organizer: FlaskClient, cast: Cast) -> None:
    fragment = organizer.get(f"{ENTRIES}?q=a-02", headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert re.findall(r'data-entry="([\w-]+)"', fragment.text) == ["skpd-2"]
    page = organizer.get(f"{ENTRIES}?category=kecamatan&lacking=photo&status=published").text
    assert len(re.findall(r"data-entry=", page)) == 3
    assert "Tidak ditemukan" in organizer.get(f"{ENTRIES}?q=nihil").text


def test_ticked_entries_change_their_state_together(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    data = {"entry": ["skpd-1", "skpd-2"], "to": "draft", "category": "skpd"}
    answer = post(organizer, f"{ENTRIES}/status", data, form=ENTRIES)  # type: ignore[arg-type] # a list ticks several
    assert answer.status_code == 303
    assert "category=skpd" in answer.headers["Location"]
    assert "Tersimpan: 2 inovasi" in organizer.get(answer.headers["Location"]).text
    assert stored(app, "skpd-1").status is Status.DRAFT
    assert organizer.get("/e/pameran/skpd-1").status_code == 404


def test_none_changes_when_one_was_scored(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        sheet(session, cast.jurors[0], cast.entry("skpd-2"), cast.criteria["skpd"], 80, 80)
    data = {"entry": ["skpd-1", "skpd-2"], "to": "draft"}
    answer = post(organizer, f"{ENTRIES}/status", data, form=ENTRIES)  # type: ignore[arg-type] # a list ticks several
    assert answer.status_code == 409
    assert "Stan A-02" in answer.text
    assert answer.text.count(" checked") == 2
    assert stored(app, "skpd-1").status is Status.PUBLISHED


def test_one_button_publishes_a_draft_and_one_takes_it_back(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    path = f"{ENTRIES}/skpd-1"
    assert post(organizer, f"{path}/unpublish", {}, form=path).status_code == 303
    page = organizer.get(path).text
    assert "Terbitkan" in page
    assert "Lihat sebagai pengunjung" not in page
    answer = post(organizer, f"{path}/publish", {}, form=path)
    assert answer.headers["Location"].endswith("?saved=published")
    assert organizer.get("/e/pameran/skpd-1").status_code == 200
    with app.app_context(), transaction() as session:
        sheet(session, cast.jurors[0], cast.entry("skpd-1"), cast.criteria["skpd"], 80, 80)
    assert post(organizer, f"{path}/unpublish", {}, form=path).status_code == 409
    assert post(organizer, f"{ENTRIES}/nihil/publish", {}, form=path).status_code == 404


def test_the_page_of_an_entry_tells_code_address_and_what_is_missing(organizer: FlaskClient, cast: Cast) -> None:
    page = organizer.get(f"{ENTRIES}/skpd-1").text
    assert f"/b/{cast.codes['skpd-1']}" in page
    assert "lengkap 0 dari 11" in page
    assert "<span data-used>6</span>/200" in page


def test_a_clash_in_the_form_shows_both_and_loses_nothing(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    path = f"{ENTRIES}/skpd-1"
    old = organizer.get(path).text
    seen = re.search(r'name="seen" value="([^"]+)"', old)
    assert seen
    base = {"booth": "A-01", "name": "Skpd 1", "category_id": str(cast.categories[0].id), "seen": seen[1]}
    assert post(organizer, path, {**base, "aim": "milik orang lain", "needs": "dana"}).status_code == 303
    answer = post(organizer, path, {**base, "aim": "milik saya", "started": "2024-01-02"})
    assert answer.status_code == 409
    assert "milik orang lain" in answer.text
    assert "milik saya" in answer.text
    assert "2024-01-02" in answer.text
    assert ">dana<" in answer.text
    assert stored(app, "skpd-1").aim == "milik orang lain"


def test_the_history_tells_who_what_and_from_what(organizer: FlaskClient, cast: Cast) -> None:
    path = f"{ENTRIES}/skpd-1"
    base = {"booth": "A-01", "name": SENTINEL, "category_id": str(cast.categories[1].id), "aim": "panjang " * 50}
    assert post(organizer, path, base).status_code == 303
    page = organizer.get(path).text
    history = page[page.index('id="history"') :]
    assert "Isian diubah" in history
    assert "<s>Skpd</s>" in history
    assert "<b>Kecamatan</b>" in history
    assert "<details>" in history
    assert "<script>alert" not in page
    post(organizer, f"{path}/withdraw", {"reason": "mundur dari lomba"}, form=path)
    assert "mundur dari lomba" in organizer.get(path).text


@pytest.mark.slow
def test_a_long_history_is_cut_and_opened(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    path = f"{ENTRIES}/skpd-1"
    for number in range(18):
        post(organizer, f"{path}/{('unpublish', 'publish')[number % 2]}", {}, form=path)
    for number in range(14):
        post(organizer, f"{path}/{('unpublish', 'publish')[number % 2]}", {}, form=path)
    assert "Tampilkan 2 catatan lain" in organizer.get(path).text
    assert organizer.get(f"{path}?history=all").text.count("Isian diubah") == 32


def test_the_table_stores_what_changed(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    html = organizer.get(TABLE).text
    data = typed(html, skpd_1__name="Nama Baru", skpd_2__kind="digital", skpd_1__booth="A-02", skpd_2__booth="A-01")
    answer = post(organizer, TABLE, {**data, "reason": "denah"})
    assert answer.status_code == 303
    assert "Tersimpan: 2 inovasi" in organizer.get(answer.headers["Location"]).text
    assert (stored(app, "skpd-1").name, stored(app, "skpd-1").booth) == ("Nama Baru", "A-02")
    assert stored(app, "skpd-2").kind == "digital"


def test_what_is_wrong_in_the_table_stands_at_the_cell(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    data = typed(organizer.get(TABLE).text, skpd_1__name="", skpd_2__name=SENTINEL)
    answer = post(organizer, TABLE, data)
    assert answer.status_code == 422
    assert re.search(r'id="e-skpd-1\.name">Wajib diisi', answer.text)
    assert "<script>alert" not in answer.text
    assert "alert(" in answer.text
    assert stored(app, "skpd-2").name == "Skpd 2"


def test_a_clash_in_the_table_shows_what_the_other_one_stored(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    html = organizer.get(TABLE).text
    post(organizer, TABLE, typed(html, skpd_1__name="Dari orang lain", skpd_1__organisation="Dinas Lain"))
    answer = post(organizer, TABLE, typed(html, skpd_1__name="Dari saya", skpd_1__organisation=""))
    assert answer.status_code == 409
    assert "Dari orang lain" in answer.text
    assert 'value="Dari saya"' in answer.text
    assert 'value="Dinas Lain"' in answer.text
    again = typed(answer.text, skpd_1__name="Dari saya", skpd_1__organisation="Dinas Lain")
    assert post(organizer, TABLE, again).status_code == 303
    assert (stored(app, "skpd-1").name, stored(app, "skpd-1").organisation) == ("Dari saya", "Dinas Lain")


def test_a_hundred_full_rows_fit_into_one_form(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    fill(app, cast, 300)
    html = organizer.get(TABLE).text
    data = typed(html)
    for name, value in re.findall(r'<input name="(cell\.[^"]+)" value="([^"]*)"', html):
        data[name] = value
    data["cell.skpd-1.organisation"] = "Satu yang berubah"
    assert len(data) > 400
    assert post(organizer, TABLE, data).status_code == 303
    assert stored(app, "skpd-1").organisation == "Satu yang berubah"
