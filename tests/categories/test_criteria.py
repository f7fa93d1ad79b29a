"""The organizer's form of criteria: rows that are added, moved and removed, errors at their field, nothing lost."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from showcase.database import db, transaction
from showcase.declaration.actions import changes as rule_changes
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.jury.queries import criteria
from showcase.kernel import content
from showcase.kernel.roles import Role
from showcase.results.actions import approvals
from tests.factories import NOW, Cast, account, by, hall, sheet
from tests.signing_in import sign_in

PAGE = "/organizer/pameran/categories/skpd/criteria"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        # The rail of steps is gone; its own queries are counted with it.
        return hall(session, phase=Phase.SETUP, setup_finished_at=NOW)


@pytest.fixture
def organizer(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def fields(html: str) -> dict[str, str]:
    """What a browser would send of the form of criteria."""
    form = html.partition('id="criteria"')[2].partition("</form>")[0]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name:
            found[name[1]] = unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = unescape(text)
    for name, inner in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        found[name] = re.search(r'value="([^"]+)" selected', inner)[1]  # type: ignore[index]
    return found


def send(client: FlaskClient, html: str, action: str, **changes: str) -> TestResponse:
    """Press a button of the form as this page shows it; `__` in a field's name stands for its dot."""
    data = {**fields(html), **{name.replace("__", "."): text for name, text in changes.items()}, "action": action}
    rows = sorted({name.partition(".")[2] for name in data if name.startswith("slug.")}, key=int)
    return client.post(PAGE, data={**data, "row": rows})


def stored(app: Flask, cast: Cast, category: int = 0) -> list[tuple[str, int]]:
    with app.app_context():
        rows = criteria.rows_of(db.session(), cast.categories[category].id)
    return [(row.name, row.weight_bp) for row in rows]


def test_what_is_shown_can_be_sent_back_unchanged(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    before = stored(app, cast)
    answer = send(organizer, organizer.get(PAGE).text, "save")
    assert answer.status_code == 303
    assert stored(app, cast) == before


def test_a_row_is_added_filled_moved_and_stored(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    added = send(organizer, organizer.get(PAGE).text, "add", weight__0="20,5")
    assert added.status_code == 200
    assert 'id="name-2"' in added.text
    assert "autofocus" in re.search(r'<input id="name-2"[^>]*>', added.text)[0]  # type: ignore[index]
    assert '<span class="unsaved">Belum disimpan' in added.text
    # Nothing is stored before it is saved; what was typed stands.
    assert stored(app, cast)[0] == ("Kebaruan", 3000)
    assert fields(added.text)["weight.0"] == "20,5"
    assert "90,5 % dari 100 %: kurang 9,5 %" in added.text
    moved = send(organizer, added.text, "up.2", name__2="Penyajian", weight__2="9,5", scale__2="1-5")
    assert fields(moved.text)["name.1"] == "Penyajian"
    assert 'value="up.1"' in moved.text
    assert "100 % dari 100 %: pas" in moved.text
    saved = send(organizer, moved.text, "save", score__1__0="5", meaning__1__0="sangat baik")
    assert saved.status_code == 303
    assert stored(app, cast) == [("Kebaruan", 2050), ("Penyajian", 950), ("Kemanfaatan", 7000)]
    assert "sangat baik" in organizer.get(PAGE.replace("/criteria", "/sheet")).text


def test_a_row_is_removed_only_by_saving(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    removed = send(organizer, organizer.get(PAGE).text, "remove.0")
    assert fields(removed.text)["name.0"] == "Kemanfaatan"
    assert len(stored(app, cast)) == 2
    answer = send(organizer, removed.text, "save")
    assert stored(app, cast) == [("Kemanfaatan", 7000)]
    # A draft is stored and said to be unfinished.
    assert "Belum selesai: 70 % dari 100 %: kurang 30 %." in organizer.get(answer.headers["Location"]).text
    assert 'data-unfinished="skpd"' in organizer.get("/organizer/pameran/categories").text


def test_what_stops_the_opening_leads_to_where_it_is_mended(organizer: FlaskClient) -> None:
    send(organizer, organizer.get(PAGE).text, "save", weight__0="10")
    link = 'href="/organizer/pameran/categories"'
    for path in ("/organizer/pameran", "/organizer/pameran/phase"):
        told = organizer.get(path).text.partition(
            "Bobot kriteria belum" if path == "/organizer/pameran" else "belum tepat"
        )
        assert link in told[2]


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("name.1", "", "Wajib diisi."),
        ("name.1", "kebaruan", "Nama ini sudah dipakai kriteria lain."),
        ("weight.1", "banyak", "Isi dengan angka"),
        ("weight.1", "100,01", "Bobot dari 0,01 sampai 100 persen."),
        ("most.1", "1e3", "Isi dengan angka"),
        ("most.1", "0", "Nilai terendah paling kecil 0"),
        ("least.1", "100", "Nilai tertinggi harus di atas nilai terendah."),
        ("step.1", "30", "nilai tertinggi tidak bisa diberikan"),
        ("score.1.0", "101", "Ada tingkat di luar skala"),
        ("meaning.1.0", "", "Tuliskan arti tiap nilai."),
    ],
)
def test_each_error_stands_at_its_field_and_nothing_typed_is_lost(
    app: Flask, organizer: FlaskClient, cast: Cast, field: str, text: str, words: str
) -> None:
    typed = {
        "name.1": "Guna & manfaat",
        "weight.1": "65",
        "scale.1": "own",
        "least.1": "0",
        "most.1": "100",
        "step.1": "1",
        "description.1": "Seberapa <berguna>",
        "score.1.0": "100",
        "meaning.1.0": "nyata",
        field: text,
    }
    changes = {name.replace(".", "__"): value for name, value in typed.items()}
    answer = send(organizer, organizer.get(PAGE).text, "save", **changes)
    assert answer.status_code == 422
    kind = {"least": "scale", "most": "scale", "step": "scale", "score": "levels", "meaning": "levels"}
    row_field = kind.get(field.partition(".")[0], field.partition(".")[0])
    told = re.search(rf'id="{row_field}-1-error">([^<]+)<', answer.text)
    assert told, answer.text
    assert words in told[1]
    sent_back = fields(answer.text)
    assert {name: sent_back[name] for name in typed} == typed
    assert stored(app, cast)[1] == ("Kemanfaatan", 7000)


def test_a_template_or_another_category_fills_the_form_only(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        hall(session, "lama", prefix="lama-")
    page = organizer.get(PAGE).text
    offered = r'<optgroup label="Pameran Uji">\s*<option value="pameran/kecamatan">Kecamatan \(2\)</option>'
    assert re.search(offered, page)
    assert 'value="lama/skpd"' in page
    filled = organizer.get(f"{PAGE}?from=iga-2023").text
    assert "Ini usulan, belum tersimpan." in filled
    assert fields(filled)["name.4"] == "Penguasaan materi"
    assert len(stored(app, cast)) == 2
    assert send(organizer, filled, "save").status_code == 303
    assert len(stored(app, cast)) == 5
    assert organizer.get(f"{PAGE}?from=lama/skpd").status_code == 200
    assert organizer.get(f"{PAGE}?from=lama/nihil").status_code == 404


def test_an_empty_form_is_a_draft_too(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    empty = organizer.get(f"{PAGE}?from=empty").text
    assert "Belum ada kriteria." in empty
    assert send(organizer, empty, "save").status_code == 303
    assert stored(app, cast) == []


def test_one_press_stores_the_same_for_all_categories(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    answer = send(organizer, organizer.get(f"{PAGE}?from=simple").text, "everywhere")
    assert "Tersimpan, juga untuk 1 kategori lain." in organizer.get(answer.headers["Location"]).text
    assert stored(app, cast) == stored(app, cast, 1) == [("Kebaruan", 3000), ("Manfaat", 4000), ("Penyajian", 3000)]


def test_a_scored_category_stops_all_of_them(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        on = session.scalars(select(Entry).where(Entry.slug == "kecamatan-1")).one()
        sheet(session, cast.jurors[0], on, cast.criteria["kecamatan"], 80, 70)
    answer = send(organizer, organizer.get(f"{PAGE}?from=simple").text, "everywhere")
    assert answer.status_code == 409
    assert "Kategori: Kecamatan." in answer.text
    assert fields(answer.text)["name.1"] == "Manfaat"
    assert len(stored(app, cast)) == len(stored(app, cast, 1)) == 2


def test_somebody_elses_change_is_told_before_it_is_replaced(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    mine = organizer.get(PAGE).text
    send(organizer, mine, "save", name__0="Punya orang lain")
    answer = send(organizer, mine, "save", name__0="Punya saya")
    assert (answer.status_code, 'data-error="criteria-changed"' in answer.text) == (409, True)
    assert fields(answer.text)["name.0"] == "Punya saya"
    assert send(organizer, answer.text, "save").status_code == 303
    assert stored(app, cast)[0][0] == "Punya saya"


def test_after_the_opening_words_change_and_weights_are_answered_for(
    app: Flask, organizer: FlaskClient, cast: Cast
) -> None:
    with app.app_context(), transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).phase = Phase.VOTING
        account(session, "ketua", Role.ORGANIZER)
        content.touch(session)
    page = organizer.get(PAGE).text
    assert 'value="add"' not in page
    assert "remove.0" not in page
    assert send(organizer, page, "save", name__0="Pembaruan").status_code == 303
    page = organizer.get(PAGE).text
    weights = {"weight__0": "40", "weight__1": "60"}
    refused = send(organizer, page, "save", **weights)
    assert (refused.status_code, 'id="reason-error"' in refused.text) == (422, True)
    assert fields(refused.text)["weight.0"] == "40"
    uneven = send(organizer, page, "save", weight__0="40", reason="rapat")
    assert (uneven.status_code, "jumlah bobot harus tepat 100 persen" in uneven.text) == (422, True)
    before = stored(app, cast)
    proposed = send(organizer, page, "save", **weights, reason="rapat")
    assert proposed.status_code == 303
    assert "panitia lain harus menyetujuinya" in organizer.get(proposed.headers["Location"]).text
    assert stored(app, cast) == before
    assert "Pembaruan 40 %, Kemanfaatan 60 %" in organizer.get(f"/organizer/{cast.exhibition.slug}").text
    with app.app_context(), transaction() as session:
        (waiting,) = rule_changes.waiting(session)
        approvals.approve(session, by("ketua", NOW), cast.exhibition.id, waiting.id)
    assert stored(app, cast) == [("Pembaruan", 4000), ("Kemanfaatan", 6000)]
    assert send(organizer, page, "remove.0").status_code == 200
    removed = send(organizer, send(organizer, organizer.get(PAGE).text, "remove.0").text, "save")
    assert (removed.status_code, "tidak bisa ditambah atau dihapus" in removed.text) == (409, True)


@pytest.mark.parametrize("action", ["", "up.99", "remove.x", "level.-1", "up.²", "fly", "down.1", "up.0"])
def test_a_button_that_is_not_there_changes_nothing(
    app: Flask, organizer: FlaskClient, cast: Cast, action: str
) -> None:
    page = organizer.get(PAGE).text
    answer = send(organizer, page, action)
    assert answer.status_code == 200
    sent_back, before = fields(answer.text), fields(page)
    assert {name: text for name, text in sent_back.items() if name != "csrf_token"} == {
        name: text for name, text in before.items() if name != "csrf_token"
    }


def test_twenty_are_the_most(organizer: FlaskClient) -> None:
    html = organizer.get(PAGE).text
    for _ in range(20):
        html = send(organizer, html, "add").text
    assert 'id="name-19"' in html
    assert 'id="name-20"' not in html
    assert "Sudah ada 20 kriteria" in html


def test_the_page_takes_the_same_queries_for_fifteen_as_for_three(
    app: Flask, organizer: FlaskClient, cast: Cast
) -> None:
    counts = []
    for number in (3, 15):
        html = organizer.get(f"{PAGE}?from=empty").text
        for _ in range(number):
            html = send(organizer, html, "add").text
        rows = {f"name__{n}": f"Kriteria {n}" for n in range(number)} | {f"weight__{n}": "1" for n in range(number)}
        assert send(organizer, html, "save", **rows).status_code == 303
        organizer.get(PAGE)
        with app.app_context():
            engine = db.engine
        seen: list[object] = []

        def note(*arguments: object, seen: list[object] = seen) -> None:
            seen.append(arguments[2])

        event.listen(engine, "before_cursor_execute", note)
        organizer.get(PAGE)
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 9
