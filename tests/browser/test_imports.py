"""Importing in a real browser: the template with three mistakes, read, mended, looked at, stored."""

import io
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser import page_checks
from tests.browser.test_day import sign_in
from tools.server import Server

DESK = "/organizer/bailang-2025/import"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = [
    ["Z-01", "Desa", "Inovasi Satu", "", "Dinas Satu"],
    ["Z-02", "SKPD", "Inovasi Dua", "", ""],
    ["A-01", "SKPD", "Simandor Baru", "Simandor", "BPKPAD"],
]


def template(page: Page) -> Any:
    """The template, downloaded as a person does."""
    page.goto(DESK)
    with page.expect_download() as started:
        page.get_by_role("link", name="Unduh templat").click()
    return openpyxl.load_workbook(io.BytesIO(Path(started.value.path()).read_bytes()))


def upload(page: Page, book: Any) -> None:
    file = io.BytesIO()
    book.save(file)
    page.set_input_files("#file", [{"name": "inovasi.xlsx", "mimeType": XLSX, "buffer": file.getvalue()}])
    page.get_by_role("button", name="Lihat pratinjau").click()


def complaints(page: Page) -> list[str]:
    """What there is to complain about, in both schemes and on a narrow phone."""
    found = page_checks.axe(page, page_checks.ALL_RULES)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in page_checks.axe(page, page_checks.ALL_RULES)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 640})
    found += page_checks.too_wide(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    return found


def test_a_template_with_mistakes_is_mended_and_stored(own_server: Server, laptop: Page) -> None:
    sign_in(laptop, "panitia")
    book = template(laptop)
    sheet = book.worksheets[0]
    for row, cells in enumerate(ROWS, 2):
        for column, value in enumerate(cells, 1):
            sheet.cell(row=row, column=column, value=value or None)
    sheet["K4"] = "kemarin"
    upload(laptop, book)
    told = laptop.locator(".import-wrong tbody tr")
    expect(told).to_have_count(3)
    expect(told.nth(0)).to_contain_text("kategori")
    expect(told.nth(0)).to_contain_text('"Desa" bukan kategori pameran ini')
    expect(told.nth(1)).to_contain_text("sel ini kosong.")
    expect(told.nth(2)).to_contain_text('"kemarin" bukan tanggal')
    assert [told.nth(number).locator("td").first.inner_text() for number in range(3)] == ["2", "3", "4"]
    expect(laptop.locator("#store")).to_have_count(0)
    assert not complaints(laptop)
    sheet["B2"], sheet["E3"], sheet["K4"] = "SKPD", "Dinas Dua", "17/08/2021"
    upload(laptop, book)
    store = laptop.get_by_role("button", name="Simpan 3 baris")
    expect(store).to_be_visible()
    laptop.locator(".import-changes summary").click()
    expect(laptop.locator(".import-changes")).to_contain_text("Simandor Baru")
    expect(laptop.locator(".import-changes")).to_contain_text("2021-08-17")
    assert not complaints(laptop)
    store.click()
    expect(laptop.get_by_role("status")).to_contain_text("Tersimpan: 2 baru, 1 diperbarui, 0 tetap.")
    laptop.goto("/e/bailang-2025?q=inovasi+dua")
    expect(laptop.locator("[data-entry=inovasi-dua]")).to_be_visible()


def test_progress_shows_while_others_write(own_server: Server, laptop: Page) -> None:
    sign_in(laptop, "panitia")
    laptop.goto(DESK)
    laptop.get_by_text("Atau tempel tabel dari Excel").click()
    laptop.fill("#text", "nomor stan\tkategori\tnama inovasi\tinstansi\nZ-01\tSKPD\tInovasi Satu\tDinas")
    laptop.get_by_role("button", name="Lihat pratinjau").click()
    store = laptop.get_by_role("button", name="Simpan 1 baris")
    database = sqlite3.connect(own_server.data_dir / "showcase.sqlite3", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    # While the browser waits for the answer, the page asks how far it is, again and again.
    with laptop.expect_response("**/progress") as first:
        store.click(no_wait_after=True)
    assert first.value.ok
    with laptop.expect_response("**/progress") as second:
        pass
    assert second.value.ok
    database.execute("ROLLBACK")
    database.close()
    expect(laptop.get_by_role("status")).to_contain_text("Tersimpan: 1 baru")
