"""What the vote bar says and does in every case, on a phone: by touch, by keyboard, by ear, and without script."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect
from pysqlite3 import dbapi2

from tests.browser.conftest import PHONE, NewPage
from tests.browser.troubles import Troubles
from tools.server import Server

ENTRY, RIVAL = "simandor-bmd", "pepes-papari"
of = "UPDATE exhibition SET {} WHERE slug = 'bailang-2025'".format
SHARED = """navigator.share = data => { window.shared = data; return Promise.resolve(); }"""


def codes(server: Server) -> dict[str, str]:
    return dict(line.split() for line in server.flask("entries", "codes").splitlines())


@contextmanager
def database(server: Server) -> Iterator[dbapi2.Connection]:
    connection = dbapi2.connect(str(server.data_dir / "showcase.sqlite3"))
    yield connection
    connection.close()


def change(server: Server, statement: str, *values: str | None) -> None:
    """Change what pages show, as the back office would."""
    with database(server) as connection:
        connection.execute(statement, values)
        connection.execute("UPDATE installation SET generation = generation + 1")
        connection.commit()


def expect_state(page: Page, state: str, *words: str) -> None:
    expect(page.locator("#vote")).to_have_attribute("data-vote-state", state)
    for word in words:
        expect(page.locator("#vote")).to_contain_text(word)


def votes(page: Page, path: str) -> None:
    page.goto(path)
    page.click("#vote form button")
    expect_state(page, "yours")


def test_every_state_says_what_is_so(own_server: Server, phone: Page) -> None:
    booths = codes(own_server)
    phases(own_server, phone, *(f"/b/{booths[slug]}" for slug in (ENTRY, RIVAL)))
    levels(own_server, phone, booths["bintang"].lower())


def phases(server: Server, phone: Page, here: str, rival: str) -> None:
    """Nothing chosen, this one, another one, paused, not open yet, over, withdrawn."""
    phone.goto(here)
    expect_state(phone, "open", "Pilih inovasi ini", "0 dari 4 kategori")
    votes(phone, here)
    expect_state(phone, "yours", "Suara Anda tercatat", "WITA", "kode bukti", "Batalkan", "1 dari 4 kategori")
    phone.goto(rival)
    expect_state(phone, "other", "Simandor BMD", "Pindahkan suara ke sini")

    change(server, of("phase = 'paused', phase_message = 'Lampu padam.'"))
    phone.goto(here)
    expect_state(phone, "closed", "Suara Anda tercatat", "dijeda", "tetap aman", "Lampu padam.")
    phone.goto(rival)
    expect_state(phone, "closed", "dijeda")
    expect(phone.locator("#vote form")).to_have_count(0)

    change(server, of("phase = 'voting', opens_at = ?"), "2199-12-15 01:00:00.000000")
    phone.goto(rival)
    expect_state(phone, "closed", "belum dibuka", "15 Desember 2199, 09.00 WITA")
    change(server, of("opens_at = ?, closes_at = ?"), None, "2020-01-01 00:00:00.000000")
    phone.goto(rival)
    expect_state(phone, "closed", "sudah ditutup")
    change(server, of("closes_at = ?"), None)

    change(server, "UPDATE entry SET status = 'withdrawn', withdrawn_reason = 'mundur' WHERE slug = ?", RIVAL)
    phone.goto(rival)
    expect_state(phone, "closed", "ditarik dari lomba", "mundur", "Pilih inovasi lain")


def levels(server: Server, phone: Page, code: str) -> None:
    """Where a scan or a ticket is needed first, and where there are so many votes in all."""
    change(server, of("level = 'booth'"))
    phone.goto("/e/bailang-2025/bintang")
    expect_state(phone, "elsewhere", "Pindai kode QR", "ketik kode stan")
    phone.click("text=ketik kode stan")
    phone.fill("#code", code)
    phone.press("#code", "Enter")
    expect_state(phone, "open")
    change(server, of("level = 'ticket'"))
    phone.reload()
    expect_state(phone, "elsewhere", "tiket")

    change(server, of("level = 'open', vote_limit = 3"))
    votes(phone, "/e/bailang-2025/bintang")
    expect_state(phone, "yours", "2 dari 3 suara sudah Anda pakai")
    phone.goto("/mine")
    expect(phone.locator("main")).to_contain_text("2 dari 3 suara sudah Anda pakai")


def test_too_fast_tells_how_long_to_wait(server: Server, phone: Page, troubles: Troubles) -> None:
    for number in range(10):
        path = f"/b/{codes_of(phone)[number % 2]}"
        found = re.search(r'name="token" value="([^"]+)"', phone.request.get(path).text())
        assert found
        assert phone.request.post(f"{path}/vote", form={"token": found[1]}).ok
    phone.goto("/e/bailang-2025/bintang")
    phone.click("#vote form button")
    expect(phone.locator("[data-error=too-many]")).to_contain_text(
        re.compile(r"coba lagi dalam ([1-9]|[1-5]\d|60) detik")
    )
    expect(phone.locator("#vote form button")).to_be_enabled()
    troubles.expect("429")


def codes_of(page: Page) -> list[str]:
    """The booth codes of two entries of a category, read off their forms."""
    return [
        re.findall(r'action="/b/(\w+)/', page.request.get(f"/e/bailang-2025/{slug}").text())[0]
        for slug in (ENTRY, RIVAL)
    ]


def test_storage_trouble_loses_nothing_and_a_second_tap_works(server: Server, phone: Page, troubles: Troubles) -> None:
    votes(phone, f"/e/bailang-2025/{ENTRY}")
    phone.goto(f"/e/bailang-2025/{RIVAL}")
    with database(server) as connection:
        connection.execute("BEGIN IMMEDIATE")
        phone.click("#vote form button")
        expect(phone.locator("[data-error=not-saved]")).to_contain_text("Tidak ada yang berubah", timeout=20_000)
        expect_state(phone, "other", "Simandor BMD")
        connection.rollback()
    phone.click("#vote form button")
    expect_state(phone, "yours")
    troubles.expect("503")


def test_with_cookies_off_it_says_what_to_do(server: Server, phone: Page, troubles: Troubles) -> None:
    phone.goto(f"/e/bailang-2025/{ENTRY}")
    phone.context.clear_cookies()
    phone.click("#vote form button")
    expect(phone.locator("[data-error=cookies-needed]")).to_contain_text("Izinkan kuki")
    expect(phone.locator("[role=alert][data-error]")).to_be_visible()
    troubles.expect("403")


def test_a_receipt_is_copied_and_shared_without_the_choice(server: Server, new_page: NewPage) -> None:
    page = new_page(**PHONE, permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(SHARED)
    votes(page, f"/e/bailang-2025/{ENTRY}")
    receipt = page.locator("#vote").get_attribute("data-receipt") or ""
    page.get_by_role("button", name="Salin kode bukti").click()
    expect(page.locator("#said")).to_have_text("kode tersalin")
    assert page.evaluate("navigator.clipboard.readText()").replace("-", "") == receipt
    page.get_by_role("button", name="Bagikan bukti").click()
    shared = page.evaluate("window.shared")
    assert shared["url"].endswith(f"/check/{receipt}")
    assert ENTRY not in str(shared).lower()
    assert "simandor" not in str(shared).lower()
    page.locator("#vote .receipt a").click()
    expect(page.get_by_role("status").filter(has_text="dihitung")).to_be_visible()
    assert "imandor" not in page.content()


def test_without_a_clipboard_the_code_is_copied_all_the_same(server: Server, new_page: NewPage) -> None:
    """As in a hall whose own network has no https."""
    page = new_page(**PHONE, permissions=["clipboard-read"])
    page.add_init_script(
        """if (!location.search) Object.defineProperty(navigator, 'clipboard', { value: undefined })"""
    )
    votes(page, f"/e/bailang-2025/{ENTRY}")
    expect(page.get_by_role("button", name="Bagikan bukti")).to_be_hidden()
    page.get_by_role("button", name="Salin kode bukti").click()
    expect(page.locator("#said")).to_have_text("kode tersalin")
    receipt = page.locator("#vote").get_attribute("data-receipt")
    page.goto("/mine?kept")
    assert page.evaluate("navigator.clipboard.readText()").replace("-", "") == receipt


def test_by_keyboard_and_by_ear(server: Server, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(f"/e/bailang-2025/{ENTRY}")
    page.focus("#vote form button")
    page.keyboard.press("Enter")
    expect_state(page, "yours")
    expect(page.locator("#said")).to_contain_text("Suara Anda tercatat")
    expect(page.locator("#vote")).to_be_focused()
    # A hasty second tap does not reach it, so it comes a moment later.
    expect(page.get_by_role("button", name="Batalkan")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Batalkan")).to_be_focused()
    page.keyboard.press("Enter")
    expect_state(page, "open")
    expect(page.locator("#said")).to_contain_text("Suara Anda dibatalkan")
    expect(page.locator("#vote")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Pilih inovasi ini")).to_be_focused()


def test_going_back_shows_what_stands_now(server: Server, phone: Page) -> None:
    phone.goto(f"/e/bailang-2025/{RIVAL}")
    expect_state(phone, "open")
    votes(phone, f"/e/bailang-2025/{ENTRY}")
    receipt = phone.locator("#vote").get_attribute("data-receipt")
    phone.go_back()
    expect_state(phone, "other", "Simandor BMD")
    phone.go_forward()
    expect_state(phone, "yours")
    expect(phone.locator("#vote")).to_have_attribute("data-receipt", receipt or "")


def test_the_bar_is_under_the_thumb(server: Server, phone: Page) -> None:
    """The button is 56 px high and in the lowest third of the window, whatever the page's length."""
    for slug in (ENTRY, "pubertas-new-generation"):
        phone.goto(f"/e/bailang-2025/{slug}")
        box = phone.locator("#vote form button").bounding_box()
        assert box is not None
        assert box["height"] >= 56
        assert 740 * 2 / 3 < box["y"] < 740 - 56
        assert box["width"] > 300


def test_a_whole_visit_without_script(server: Server, new_page: NewPage, troubles: Troubles) -> None:
    """Catalogue, search, typed code, vote, move, withdrawal, receipt: plain pages and plain forms, which is also how
    Opera Mini, that renders on its servers, gets them."""
    page = new_page(**PHONE, java_script_enabled=False)
    page.goto("/")
    page.click("text=Ketik kode stan")
    page.fill("#code", "nihil")
    page.click("text=Buka >> visible=true")
    expect(page.locator("[data-error=code-unknown]")).to_contain_text("“nihil” tidak ada")
    troubles.expect("404")
    page.goto("/")
    page.fill("[name=q]", "SIMANDOR")
    page.click("role=button[name=Cari]")
    expect(page.locator("[data-entry]")).to_have_count(1)
    page.click(f"[data-entry={ENTRY}]")
    page.click("text=Pilih inovasi ini")
    expect_state(page, "yours", "Suara Anda tercatat")
    expect(page.get_by_role("button", name="Salin")).to_have_count(0)
    first = page.locator("#vote").get_attribute("data-receipt")
    page.goto("/e/bailang-2025?q=pepes")
    page.click(f"[data-entry={RIVAL}]")
    page.click("text=Pindahkan suara ke sini")
    expect_state(page, "yours")
    page.goto(f"/check/{first}")
    expect(page.locator("[data-receipt-state=moved]")).to_be_visible()
    page.goto("/mine")
    page.locator("[data-receipt] .receipt a").click()
    expect(page.locator("[data-receipt-state=counted]")).to_be_visible()
    page.goto(f"/e/bailang-2025/{RIVAL}")
    page.click("text=Batalkan")
    expect_state(page, "open", "0 dari 4 kategori")
