"""From an empty installation to a hall that can be printed, by the one-time link and the steps alone."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import page_checks
from tests.browser.conftest import LAPTOP, NewPage, Troubles
from tests.databases import EMPTY, SECRET_KEY, SQLITE, Databases
from tools.server import Server, serving

X = "/organizer/pekan-inovasi-balangan"
NARROW, USUAL = {"width": 320, "height": 640}, LAPTOP["viewport"]


@pytest.fixture
def own_server(databases: Databases, tmp_path: Path) -> Iterator[Server]:
    """A server on nothing at all."""
    settings = {"DEMO": "0", "SECRET_KEY": SECRET_KEY, "WEB_CONCURRENCY": "1"}
    with ExitStack() as opened:
        opened.enter_context(databases.fresh(SQLITE, EMPTY, tmp_path / "data"))
        yield opened.enter_context(serving(tmp_path / "data", **settings))


def look(page: Page) -> None:
    """What everybody needs of a page, in both schemes and in a narrow window."""
    found = page_checks.axe(page, page_checks.ALL_RULES)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in page_checks.axe(page, page_checks.ALL_RULES)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    found += [f"at 320 px: {one}" for one in page_checks.too_wide(page)]
    page.set_viewport_size(USUAL)
    assert not found, (page.url, found)


def stands_at(page: Page, number: int, name: str) -> None:
    """The page is this step of the set-up."""
    expect(page.locator(".setup-line")).to_contain_text(f"Langkah {number} dari 12")
    expect(page.locator(".setup-line b")).to_have_text(name)
    look(page)


def save(page: Page) -> None:
    page.locator("main form button.button-strong").first.click()


def begin(page: Page, server: Server) -> None:
    """The link that the server printed, the first account, the first form."""
    link = next(found[0] for line in server.said if (found := re.search(r"http://\S+/setup/\S+", line)))
    page.goto(link)
    page.fill("#name", "Siti Panitia")
    page.fill("#username", "siti")
    page.fill("#password", "pasar-budaya-2026")
    page.click("main [type=submit]")
    expect(page).to_have_url(re.compile("/organizer/new$"))
    look(page)
    page.fill("#name", "Pekan Inovasi Balangan")
    page.fill("#organiser", "Bapperida Kabupaten Balangan")
    page.fill("#venue", "Gedung Mayang Maurai")
    page.fill("#starts_on", "2099-12-14")
    page.fill("#ends_on", "2099-12-16")
    save(page)


def dress(page: Page, logo: Path) -> None:
    """Logo and colour; a yellow that can't be read as text is told, and a darker one offered."""
    stands_at(page, 3, "Tampilan")
    page.set_input_files("#logo", logo)
    page.click("text=Simpan logo")
    expect(page.locator(".desk-where .logo")).to_be_visible()
    page.check("#own-1")
    page.fill("#accent", "#e0a81e")
    page.click("text=Simpan warna")
    expect(page.locator(".setup-checks")).to_contain_text("Kurang.")
    stands_at(page, 3, "Tampilan")
    page.click("text=/^Pakai #/")
    expect(page.locator("main")).not_to_contain_text("Pakai #")
    page.click("text=Lanjut: Kategori")


def decide(page: Page) -> None:
    """Categories with their criteria, rules, voters, hours, privacy."""
    stands_at(page, 4, "Kategori")
    page.fill("#categories", "SKPD\nKecamatan")
    page.click("text=Tambahkan")
    expect(page.locator(".lines")).to_contain_text("Kebaruan 30%")
    page.goto(f"{X}/rules")
    stands_at(page, 6, "Aturan")
    page.click("text=Nyatakan aturan ini")
    expect(page.get_by_role("status").first).to_contain_text("Aturan tersimpan.")
    page.click("text=Lanjut: Pemilih")
    stands_at(page, 7, "Pemilih")
    page.check("#stakes-yes")
    save(page)
    expect(page.get_by_role("alert").last).to_contain_text("lebih lemah")
    look(page)
    page.check("#confirmed")
    save(page)
    stands_at(page, 8, "Jam buka")
    page.fill("#opens_at", "2099-12-14T08:00")
    page.fill("#closes_at", "2099-12-16T15:00")
    save(page)
    stands_at(page, 9, "Privasi")
    page.fill("#reach", "0526-2021010")
    save(page)


def fill(page: Page) -> None:
    """An innovation for each category, and a juror."""
    stands_at(page, 10, "Inovasi")
    for booth, name, category in (("A-01", "Satu Peta Desa", "SKPD"), ("B-01", "Antar Obat", "Kecamatan")):
        page.goto(f"{X}/entries/new")
        page.fill("#booth", booth)
        page.fill("#name", name)
        page.select_option("#category_id", label=category)
        save(page)
        expect(page.get_by_role("status").first).to_contain_text("Tersimpan.")
    page.goto(f"{X}/jurors")
    stands_at(page, 11, "Juri")
    page.fill("#name", "Juri Pertama")
    page.fill("#username", "juri1")
    page.click("text=Buat akun juri")
    expect(page.get_by_role("status").first).to_contain_text("Kata sandi sekali pakai")


def test_the_whole_way(own_server: Server, new_page: NewPage, troubles: Troubles, tmp_path: Path) -> None:
    page = new_page(**LAPTOP)
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (600, 200), "#0b6b46").save(logo)
    begin(page, own_server)
    dress(page, logo)
    # Leaving in the middle costs nothing: the dashboard leads back to where it was left.
    page.goto("/organizer")
    page.click("text=Lanjut: Kategori")
    decide(page)
    troubles.expect("status of 422.*voters")
    fill(page)
    page.goto(f"{X}/setup")
    assert page.locator("[data-done='0']").evaluate_all("all => all.map(one => one.dataset.step)") == ["print"]
    look(page)
    with page.expect_request(re.compile(r"posters\.pdf\?size=a4")) as asked:
        page.evaluate("fetch(document.querySelector('[href*=\"size=a4\"]').href)")
    answer = asked.value.response()
    assert answer is not None
    assert answer.headers["content-type"] == "application/pdf"
    page.click("text=Sudah dicetak dan dicoba")
    expect(page.locator("main")).to_contain_text("Semua langkah selesai.")
    look(page)
    page.click("text=Tandai persiapan selesai")
    expect(page.locator("main")).to_contain_text("Persiapan sudah ditandai selesai")
    page.goto(f"{X}/entries")
    expect(page.locator(".setup-rail")).to_have_count(0)
    visitor = new_page(**LAPTOP)
    visitor.goto("/e/pekan-inovasi-balangan/satu-peta-desa")
    expect(visitor.locator(".logo")).to_be_visible()
    look(visitor)
    visitor.goto("/e/pekan-inovasi-balangan/privacy")
    expect(visitor.locator("main")).to_contain_text("0526-2021010")
    look(visitor)
