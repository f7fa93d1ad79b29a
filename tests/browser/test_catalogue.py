"""Looking for an innovation on a phone: what only a browser can show of search, choices and many cards."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewPage
from tools.server import Server

HOME = "/e/bailang-2025"


def fill(server: Server, folder: Path, total: int) -> None:
    """Entries until the demonstration has so many."""
    file = folder / "banyak.csv"
    with file.open("w", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["booth", "category", "name", "organisation"])
        for number in range(total - 21):
            rows.writerow([f"Z-{number}", ("skpd", "pendidik")[number % 2], f"Layanan {number}", "Dinas Perikanan"])
    server.flask("entries", "import", str(file), "--exhibition", "bailang-2025")


def test_typing_keeps_the_focus_and_tells_the_number(server: Server, phone: Page) -> None:
    phone.goto(HOME)
    phone.evaluate("document.querySelector('#count').kept = true")
    phone.locator("[name=q]").press_sequentially("PUBERTAS uren")
    expect(phone.locator("[data-entry]")).to_have_count(1)
    expect(phone.locator("[name=q]")).to_be_focused()
    expect(phone.get_by_role("status")).to_have_text("1 dari 21 inovasi")
    # A screen reader tells a change of an element that stays.
    assert phone.evaluate("document.querySelector('#count').kept")
    expect(phone).to_have_url(re.compile(r"\?q=PUBERTAS(\+|%20)uren$"))
    phone.fill("[name=q]", "tidak begini")
    expect(phone.get_by_role("status")).to_have_text("0 dari 21 inovasi")
    expect(phone.locator("#entries")).to_contain_text("Tidak ditemukan: “tidak begini”.")


def test_a_choice_is_a_step_back_and_keeps_the_focus(server: Server, phone: Page) -> None:
    phone.goto(HOME)
    chips = phone.get_by_role("navigation", name="Kategori")
    chips.get_by_role("link", name="Tenaga Pendidik").click()
    expect(phone).to_have_url(re.compile(r"\?category=pendidik$"))
    expect(chips.get_by_role("link", name="Tenaga Pendidik")).to_have_attribute("aria-current", "true")
    expect(chips.get_by_role("link", name="Tenaga Pendidik")).to_be_focused()
    phone.get_by_role("link", name="Urutkan menurut stan").click()
    expect(phone).to_have_url(re.compile(r"\?category=pendidik&order=booth$"))
    booths = phone.locator(".entry-pic b").all_text_contents()
    assert booths == sorted(booths)
    phone.fill("[name=q]", "contoh")
    expect(phone).to_have_url(re.compile(r"\?(?=.*q=contoh)(?=.*category=pendidik)(?=.*order=booth)"))
    phone.go_back()
    expect(phone).to_have_url(re.compile(r"\?category=pendidik$"))
    expect(phone.get_by_role("link", name="Urutkan menurut stan")).to_be_visible()


def test_a_vote_is_ticked_on_its_card(server: Server, phone: Page) -> None:
    phone.goto(f"{HOME}/simandor-bmd")
    phone.click("#vote form button")
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "yours")
    phone.goto("/")
    expect(phone.locator("[data-entry=simandor-bmd]")).to_contain_text("Pilihan Anda")
    expect(phone.get_by_text("Pilihan Anda", exact=True)).to_have_count(1)


def test_a_typed_code_opens_the_booth(server: Server, phone: Page) -> None:
    codes = dict(line.split() for line in server.flask("entries", "codes").splitlines())
    phone.goto(HOME)
    phone.fill("[name=q]", codes["boengas"].lower())
    expect(phone.get_by_role("status")).to_have_text("Kode stan ditemukan")
    expect(phone).to_have_url(re.compile(f"{HOME}$"))
    phone.get_by_role("button", name="Buka stan ini").click()
    expect(phone).to_have_url(re.compile(f"/b/{codes['boengas']}$"))
    phone.goto("/")
    phone.click("text=Ketik kode stan")
    phone.fill("#code", "c-03")
    phone.press("#code", "Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Boengas")


def test_three_hundred_cards_come_sixty_at_a_time(own_server: Server, new_page: NewPage, tmp_path: Path) -> None:
    fill(own_server, tmp_path, 300)
    phone = new_page(**PHONE)
    phone.goto("/")
    expect(phone.locator("[data-entry]")).to_have_count(60)
    phone.get_by_role("link", name="Tampilkan 60 lagi").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-entry]")).to_have_count(120)
    expect(phone.locator("[data-entry]").nth(60)).to_be_focused()
    expect(phone.locator("#more")).to_contain_text("120 dari 300 sudah tampil")
    phone.locator("[data-entry]").nth(100).click()
    expect(phone.locator("#vote")).to_be_visible()
    phone.go_back()
    expect(phone.locator("[data-entry]")).to_have_count(120)
    assert len(set(phone.locator("[data-entry]").evaluate_all("all => all.map(one => one.dataset.entry)"))) == 120

    plain = new_page(**PHONE, java_script_enabled=False)
    plain.goto(f"{HOME}?q=layanan&category=skpd&order=booth")
    plain.get_by_role("link", name="Tampilkan 60 lagi").click()
    expect(plain.locator("[data-entry]")).to_have_count(120)
    booths = plain.locator(".entry-pic b").all_text_contents()
    numbers = [int(booth.removeprefix("Z-")) for booth in booths if booth.startswith("Z-")]
    assert len(numbers) > 100
    assert numbers == sorted(numbers)
