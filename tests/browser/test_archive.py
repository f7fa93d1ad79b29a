"""A year ends: published, put into the archive, and found at the foot of next year's front page with its figures."""

import re

from playwright.sync_api import Page, expect

from tests.browser.page_checks import ALL_RULES, axe, too_wide
from tests.browser.test_day import DESK, EXHIBITION, move, sign_in
from tools.server import Server

LIST = "/organizer/exhibitions"
NEXT = "Lomba Inovasi Balangan 2026"


def test_last_year_goes_into_the_archive_and_is_found_from_the_next(
    own_server: Server, laptop: Page, phone: Page
) -> None:
    sign_in(laptop, "panitia")
    for phase in ("deliberation", "final", "published"):
        move(laptop, phase, "sesuai jadwal")
    laptop.goto("/organizer/new")
    laptop.fill("[name=name]", NEXT)
    laptop.select_option("[name=source]", EXHIBITION)
    laptop.locator("main form:has([name=name]) [type=submit]").click()
    laptop.goto(DESK)
    laptop.get_by_role("link", name="Semua pameran").click()
    line = laptop.locator(f"[data-exhibition='{EXHIBITION}']")
    expect(laptop.locator("[data-exhibition][aria-current=true]")).to_have_attribute("data-exhibition", EXHIBITION)
    laptop.get_by_role("button", name=re.compile(f"Jadikan yang sekarang ?: {NEXT}")).click()
    expect(laptop.locator("[data-exhibition][aria-current=true]")).to_contain_text(NEXT)
    line.locator("summary").focus()
    laptop.keyboard.press("Enter")
    line.get_by_label("Alasan (boleh kosong)").fill("Tahun berganti")
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("status")).to_contain_text("sekarang di arsip")
    found = [*axe(laptop, ALL_RULES), *too_wide(laptop)]
    laptop.set_viewport_size({"width": 320, "height": 640})
    found += too_wide(laptop)
    assert not found, found
    finds_it(own_server, phone)


def finds_it(own_server: Server, phone: Page) -> None:
    """From the foot of the front page to the old result with its figures, and from an old entry's page."""
    phone.goto("/")
    expect(phone.get_by_role("heading", level=1)).to_have_text(NEXT)
    foot = phone.get_by_role("navigation", name="Tahun sebelumnya")
    expect(foot.get_by_role("listitem")).to_have_count(2)
    foot.get_by_role("link", name="Lihat hasilnya Lomba Inovasi Balangan 2025").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("SIMULASI: Lomba Inovasi Balangan 2025")
    first = phone.locator("#skpd [data-place='1']").first
    expect(first).to_contain_text(",")
    first.locator("summary").click()
    expect(first).to_contain_text("F =")
    expect(phone.locator("#periksa")).to_contain_text("sama persis dengan yang disimpan")
    phone.goto(f"/e/{EXHIBITION}/simandor-bmd")
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "closed")
    phone.locator("#vote").get_by_role("link", name="Lihat hasilnya").click()
    expect(phone).to_have_url(f"{own_server.url}/results/{EXHIBITION}")
    found = [*axe(phone, ALL_RULES), *too_wide(phone)]
    assert not found, found
