"""The import desk: upload or paste, read what would happen, store all of it or nothing."""

import io
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from showcase.accounts.tables import Account
from showcase.config import Settings
from showcase.database import db, transaction
from showcase.entries.actions import entries
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import Phase
from showcase.importing.actions import uploads
from showcase.kernel.roles import Role
from tests.factories import NOW, Cast, account, by, hall
from tests.signing_in import csrf, post, sign_in

DESK = "/organizer/pameran/import"
HEADER = "Nomor Stan;Kategori;Nama Inovasi;Instansi;Tahapan;Ringkasan\n"
SENTINEL = "<script>alert('x')</script>\"'&"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


@pytest.fixture
def desk(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def upload(desk: FlaskClient, data: bytes | str, what: str = "entries", name: str = "daftar.csv") -> TestResponse:
    """Upload a file, and follow to its preview."""
    body = data if isinstance(data, bytes) else data.encode()
    fields: dict[str, Any] = {"csrf_token": csrf(desk, DESK), "what": what, "file": (io.BytesIO(body), name)}
    return desk.post(DESK, data=fields, content_type="multipart/form-data", follow_redirects=True)


def expected(page: TestResponse) -> str:
    found = re.search(r'name="expected" value="([0-9a-f]{64})"', page.text)
    assert found
    return found[1]


def store(desk: FlaskClient, page: TestResponse, **fields: str) -> TestResponse:
    return post(desk, page.request.path, {"expected": expected(page), **fields})


def names(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {row.booth: row.name for row in db.session().scalars(select(Entry))}


def kept(settings: Settings) -> list[Path]:
    folder = settings.data_dir / "uploads"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_table_is_looked_at_and_then_stored(app: Flask, desk: FlaskClient, settings: Settings) -> None:
    before = names(app)
    page = upload(desk, HEADER + "C-01;SKPD;Inovasi Baru;Dinas X;Penerapan;\na-01;skpd;Nama Lain;Dinas Y;uji coba;\n")
    assert page.status_code == 200
    assert "Simpan 2 baris" in page.text
    assert "Skpd 1" in page.text
    assert "<del>Skpd 1</del>" in page.text
    assert "<ins>Nama Lain</ins>" in page.text
    assert "<ins>Uji coba</ins>" in page.text
    assert names(app) == before
    answer = store(desk, page)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{DESK}?what=entries&created=1&updated=1&unchanged=0"
    assert "Tersimpan: 1 baru, 1 diperbarui, 0 tetap." in desk.get(answer.headers["Location"]).text
    assert names(app)["C-01"] == "Inovasi Baru"
    assert names(app)["A-01"] == "Nama Lain"
    assert desk.get("/e/pameran/inovasi-baru").status_code == 200
    assert not kept(settings)


def test_a_filled_template_is_stored(app: Flask, desk: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{DESK}/template/entries.xlsx").data))
    first, examples = book.worksheets[:2]
    for row in examples.iter_rows(min_row=3):
        for cell in row:
            # The cast has these booths already; the examples are to be new.
            value = f"Z{cell.value}" if cell.column == 1 else cell.value
            first.cell(row=cell.row - 1, column=cell.column, value=value)
    file = io.BytesIO()
    book.save(file)
    page = upload(desk, file.getvalue(), name="templat.xlsx")
    assert store(desk, page).headers["Location"].endswith("created=3&updated=0&unchanged=0")
    with app.app_context():
        row = db.session().scalars(select(Entry).where(Entry.booth == "ZA-02")).one()
    assert (row.stage, row.form, row.kind, str(row.started)) == ("trial", "service", "non-digital", "2023-08-17")


@pytest.mark.parametrize("what", ["entries", "jurors", "criteria"])
def test_templates_are_workbooks(desk: FlaskClient, what: str) -> None:
    answer = desk.get(f"{DESK}/template/{what}.xlsx?lang=en")
    assert answer.data.startswith(b"PK")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert desk.get(f"{DESK}/template/nihil.xlsx").status_code == 404
    assert desk.get(f"{DESK}?what=nihil").status_code == 404


def test_errors_are_told_with_row_and_column_in_both_languages(app: Flask, desk: FlaskClient) -> None:
    before = names(app)
    page = upload(desk, HEADER + "C-01;Desa;Baru;X;;\n\n;skpd;;Y;selesai;\n")
    assert "Simpan" not in re.sub(r"<h2>.*?</h2>", "", page.text)
    told = cells(page)
    assert told == [
        ("2", "kategori", '"Desa" bukan kategori pameran ini; yang ada: Skpd, Kecamatan.'),
        ("4", "nomor stan", "sel ini kosong."),
        ("4", "nama inovasi", "sel ini kosong."),
        ("4", "tahapan", '"selesai" tidak dikenal; pilihannya: Inisiatif, Uji coba, Penerapan.'),
    ]
    english = desk.get(page.request.path + "?lang=en")
    assert cells(english)[0] == ("2", "category", '"Desa" is no category; there are: Skpd, Kecamatan.')
    assert names(app) == before


def test_the_page_and_the_command_say_the_same(app: Flask, desk: FlaskClient, tmp_path: Path) -> None:
    text = HEADER + "C-01;Desa;Baru;X;;\nA-01;skpd;a\x07b;Y;;\nA-01;skpd;Dua;Y;;" + "x" * 601
    file = tmp_path / "daftar.csv"
    file.write_text(text)
    said = app.test_cli_runner().invoke(args=["entries", "import", str(file), "--exhibition", "pameran"])
    page = upload(desk, text)
    english = cells(desk.get(page.request.path + "?lang=en"))
    assert said.exit_code == 1
    assert said.stderr.splitlines() == [f"row {row}: {column}: {words}" for row, column, words in english]
    assert len(english) == 4


def test_the_table_comes_back_with_its_problems(desk: FlaskClient) -> None:
    page = upload(desk, HEADER + "C-01;Desa;=1+1;X;;\n\nC-02;skpd;Baik;X;;\n")
    answer = desk.get(page.request.path + "/problems.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert sheet["G1"].value == "Masalah"
    assert sheet["G2"].value.startswith('kategori: "Desa" bukan kategori')
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=1+1", "s")
    assert (sheet["A4"].value, sheet["G4"].value) == ("C-02", None)
    # Corrected and uploaded again, the added column is nobody's.
    sheet["B2"] = "skpd"
    file = io.BytesIO()
    sheet.parent.save(file)
    again = upload(desk, file.getvalue(), name="masalah.xlsx")
    assert "Simpan 2 baris" in again.text
    assert "Masalah." in again.text


def test_a_table_can_be_pasted(app: Flask, desk: FlaskClient) -> None:
    text = "nama\tnama pengguna\tinstansi\tkategori\r\nSiti Aminah\t\tKampus\tskpd\r\n"
    answer = desk.post(
        DESK, data={"csrf_token": csrf(desk, DESK), "what": "jurors", "text": text}, follow_redirects=True
    )
    assert "tabel yang ditempel" in answer.text
    assert "siti.aminah" in answer.text
    assert store(desk, answer).status_code == 303
    with app.app_context():
        assert db.session().scalars(select(Account).where(Account.username == "siti.aminah")).one()
    assert "Siti Aminah" in desk.get("/organizer/pameran/jurors").text


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.xlsx", "Pilih berkas, atau tempel tabelnya."),
        (b"%PDF-1", "a.pdf", "a.pdf berkas PDF."),
        (b"PK\x03\x04", "a.xlsx", "a.xlsx rusak."),
        (b"booth", f"{SENTINEL}.csv", "tidak punya baris"),
        (b"a\n" * 10_010, "a.csv", "lebih dari 10.000 baris"),
    ],
)
def test_what_is_no_table_is_told_on_the_desk(desk: FlaskClient, data: bytes, name: str, words: str) -> None:
    answer = upload(desk, data, name=name)
    assert answer.status_code == 422
    assert words in answer.text
    assert "<script>alert" not in answer.text


def test_no_cell_is_markup(desk: FlaskClient) -> None:
    header = f"booth;category;name;organisation;{SENTINEL}\n".replace('"', "")
    quoted = '"' + SENTINEL.replace('"', '""') + '"'
    good = f"Z<i>;skpd;{quoted};{quoted};{quoted}\nA-01;skpd;{quoted};{quoted};\n"
    wrong = f"Z1;{quoted};{quoted};;{quoted}\n"
    for text in (good, wrong):
        page = upload(desk, header + text)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;" in page.text
        assert "<i>" not in page.text


def test_what_changed_meanwhile_is_refused_with_a_new_preview(app: Flask, desk: FlaskClient, cast: Cast) -> None:
    page = upload(desk, HEADER + "A-01;skpd;Nama Lain;X;;\n")
    with app.app_context(), transaction() as session:
        entries.update(session, by("x", NOW), cast.exhibition.id, "skpd-1", {"name": "Diganti"})
    answer = store(desk, page)
    assert answer.status_code == 409
    assert "berubah sejak pratinjau" in answer.text
    assert "<del>Diganti</del>" in answer.text
    assert names(app)["A-01"] == "Diganti"
    assert post(desk, page.request.path, {"expected": expected(answer)}).status_code == 303
    assert names(app)["A-01"] == "Nama Lain"


def test_a_second_press_stores_nothing_twice(desk: FlaskClient) -> None:
    page = upload(desk, HEADER + "C-01;skpd;Baru;X;;\n")
    assert store(desk, page).status_code == 303
    again = store(desk, page)
    assert again.status_code == 410
    assert "Unggah sekali lagi" in again.text
    assert desk.get(page.request.path).status_code == 410


def test_a_failure_leaves_the_table_and_the_data(
    app: Flask, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names(app)
    page = upload(desk, HEADER + "C-01;skpd;Baru;X;;\nC-02;skpd;Dua;X;;\n")
    monkeypatch.setattr("showcase.importing.actions.entries.content.touch", lambda session: 1 / 0)
    assert store(desk, page).status_code == 500
    monkeypatch.undo()
    assert names(app) == before
    assert store(desk, desk.get(page.request.path)).status_code == 303


def test_a_table_can_be_thrown_away(desk: FlaskClient, settings: Settings) -> None:
    page = upload(desk, HEADER + "C-01;skpd;Baru;X;;\n")
    assert len(kept(settings)) == 1
    assert post(desk, page.request.path, {"action": "forget"}).headers["Location"] == DESK
    assert not kept(settings)


def test_after_the_decision_nothing_is_imported(app: Flask, desk: FlaskClient, cast: Cast) -> None:
    page = upload(desk, HEADER + "C-01;skpd;Baru;X;;\n")
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).phase = Phase.FINAL
    answer = post(desk, page.request.path, {"expected": expected(page)}, DESK)
    assert answer.status_code == 409
    assert "Hasil sudah ditetapkan" in answer.text
    assert "Hasil sudah ditetapkan" in desk.get(page.request.path).text


def test_progress_is_told_until_the_import_has_ended(desk: FlaskClient, cast: Cast, settings: Settings) -> None:
    page = upload(desk, HEADER + "C-01;skpd;Baru;X;;\n")
    progress, folder = page.request.path + "/progress", settings.data_dir / "uploads"
    # The button was pressed a moment ago, and the import has not begun.
    assert f'hx-get="{progress}"' in desk.get(progress).text
    token = page.request.path.rpartition("/")[2]
    assert cast.organizer is not None
    now = datetime.now(UTC)
    with uploads.claimed(folder, token, owner=cast.organizer.id, exhibition="pameran", now=now):
        assert "Memeriksa sekali lagi" in desk.get(progress).text
        uploads.tell(folder, token, 1000, 2500)
        answer = desk.get(progress).text
        assert "Menyimpan: 1.000 dari 2.500 baris" in answer
        assert '<progress id="bar" max="2500" value="1000">' in answer
        assert f'hx-get="{progress}"' in answer
    assert "hx-get" not in desk.get(progress).text


def test_somebody_elses_table_is_nobodys(app: Flask, desk: FlaskClient, cast: Cast) -> None:
    page = upload(desk, HEADER + "C-01;skpd;Baru;X;;\n")
    with app.app_context(), transaction() as session:
        account(session, "panitia2", Role.ORGANIZER)
    other = app.test_client()
    sign_in(other, "panitia2")
    assert other.get(page.request.path).status_code == 410
    assert post(other, page.request.path, {"expected": expected(page)}, DESK).status_code == 410
    assert desk.get(page.request.path).status_code == 200


def test_jurors_and_strangers_see_no_desk(app: Flask, client: FlaskClient, cast: Cast) -> None:
    assert client.get(DESK).status_code == 302
    sign_in(client, "juri1")
    for path in (DESK, f"{DESK}/{'a' * 32}", f"{DESK}/{'a' * 32}/progress", f"{DESK}/template/entries.xlsx"):
        assert client.get(path).status_code == 404


def cells(page: TestResponse) -> list[tuple[str, str, str]]:
    """The rows of the table of errors."""
    rows = re.findall(
        r'<tr>\s*<td class="num"><b>(\d+)</b></td>\s*<td class="num-cell">(.*?)</td>\s*<td>(.*?)</td>\s*</tr>',
        page.text,
    )
    return [(row, unescape(column), unescape(words)) for row, column, words in rows]
