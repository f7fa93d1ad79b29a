"""From an empty installation to a hall that can be printed, by the one-time link and the steps alone."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from openpyxl import Workbook, load_workbook
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser import forks, page_checks
from tests.browser.conftest import LAPTOP, NewPage
from tests.browser.troubles import Troubles
from tests.databases import EMPTY, SECRET_KEY, SQLITE, Databases
from tools.server import Server, serving

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
X = "/organizer/pekan-inovasi-balangan"
NARROW, USUAL = {"width": 320, "height": 640}, LAPTOP["viewport"]


@pytest.fixture
def own_server(databases: Databases, tmp_path: Path) -> Iterator[Server]:
    """A server on nothing at all."""
    settings = {"DEMO": "0", "SECRET_KEY": SECRET_KEY, "WEB_CONCURRENCY": "1"}
    with ExitStack() as opened:
        opened.enter_context(databases.fresh(SQLITE, EMPTY, tmp_path / "data"))
        yield opened.enter_context(serving(tmp_path / "data", launch=forks.launch, **settings))


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
    page.click("text=Lanjut: Kriteria")
    stands_at(page, 5, "Kriteria")
    page.click("text=Lanjut: Aturan")
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


ROWS = (
    ("A-01", "SKPD", "Satu Peta Desa", "Dinas Pemberdayaan Desa"),
    ("A-02", "SKPD", "Antrean Daring Puskesmas dan Rumah Sakit", "Dinas Kesehatan"),
    ("B-01", "Kecamatan", "Antar Obat", "Kecamatan Awayan"),
)
JURORS = (("Juri Pertama", "juri1"), ("Juri Kedua", "juri2"))


def template(page: Page, kind: str) -> Workbook:
    """The workbook to fill in, downloaded as a person does."""
    page.goto(f"{X}/{kind}")
    page.get_by_role("link", name="Impor dari Excel").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Unduh templat").click()
    return load_workbook(io.BytesIO(Path(started.value.path()).read_bytes()))


def bring(page: Page, kind: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Fill the template's first sheet below its headers, upload it, look at the preview, store."""
    book = template(page, kind)
    sheet = book.worksheets[0]
    columns = {str(cell.value).strip("* ").lower(): cell.column for cell in sheet[1] if cell.value}
    for number, row in enumerate(rows, 2):
        for header, text in row.items():
            sheet.cell(row=number, column=columns[header], value=text)
    file = io.BytesIO()
    book.save(file)
    page.set_input_files("#file", [{"name": "isi.xlsx", "mimeType": XLSX, "buffer": file.getvalue()}])
    page.get_by_role("button", name="Lihat pratinjau").click()
    page.get_by_role("button", name=f"Simpan {len(rows)} baris").click()
    expect(page.get_by_role("status").first).to_contain_text(f"Tersimpan: {len(rows)} baru")


def fill(page: Page) -> None:
    """Innovations and jurors, from the template workbooks."""
    stands_at(page, 10, "Inovasi")
    headers = ("nomor stan", "kategori", "nama inovasi", "instansi")
    bring(page, "entries", [dict(zip(headers, row, strict=True)) for row in ROWS])
    page.goto(f"{X}/jurors")
    stands_at(page, 11, "Juri")
    bring(page, "jurors", [{"nama": name, "nama pengguna": user, "kategori": "semua"} for name, user in JURORS])


def codes_in(pdf: bytes) -> list[str]:
    """The texts of all QR codes on the rendered pages."""
    document = pypdfium2.PdfDocument(pdf)
    found = [code.text for page in document for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]
    document.close()
    return found


def taken(page: Page, press: Locator) -> bytes:
    """The file that a press brings."""
    with page.expect_download() as started:
        press.click()
    return Path(started.value.path()).read_bytes()


def print_it(page: Page, server: Server) -> None:
    """Posters whose codes open their booths, in every size; and a card for each juror."""
    own = dict(line.split() for line in server.flask("entries", "codes").splitlines())
    wanted = {f"{server.url.upper()}/B/{code}" for code in own.values()}
    assert len(wanted) == len(ROWS)
    page.goto(f"{X}/posters")
    look(page)
    for size in ("a4", "a5", "a6", "tent"):
        answer = page.request.get(f"{X}/posters.pdf?size={size}")
        assert answer.headers["content-type"] == "application/pdf"
        assert set(codes_in(answer.body())) == wanted, size
    for slug, code in own.items():
        opened = page.request.get(f"/B/{code}")
        assert opened.status == 200, slug
    page.goto(f"{X}/jurors")
    cards = codes_in(taken(page, page.get_by_role("button", name="Buat kartu untuk yang belum punya (PDF)")))
    assert len(cards) == len(JURORS)
    page.goto(next(iter(cards)))
    expect(page.get_by_role("heading", level=1)).to_contain_text("kartu juri")


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
    print_it(page, own_server)
    page.goto(f"{X}/setup")
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
