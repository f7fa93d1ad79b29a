"""A tablet in desk mode from the officer's sign-in through its visitors, and tickets on phones."""

import sqlite3
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.page_checks import ALL_RULES, axe, small_targets, too_wide, with_large_text
from tests.browser.troubles import Troubles
from tests.factories import PASSWORD
from tools.server import Server

DESK = "/organizer/bailang-2025/desk"
PIN = "4812"
SIZES = {"upright": {"width": 768, "height": 1024}, "lying": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def sign_in(page: Page, username: str = "panitia") -> None:
    page.goto("/login")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url("**/organizer")


def start(page: Page, name: str = "Meja 1") -> None:
    sign_in(page)
    page.goto(DESK)
    page.fill("#name", name)
    page.fill("#pin", PIN)
    page.click("#start [type=submit]")
    page.wait_for_url("**/kiosk")


def begin(page: Page) -> None:
    page.fill("#pin", PIN)
    page.click("main [type=submit]")
    page.wait_for_selector(".kiosk-grid")


def choose(page: Page, entry: str) -> None:
    page.click(f"[data-entry={entry}]")
    page.click("#choice [type=submit]")
    page.wait_for_selector(f"[data-voted={entry}]")


def receipts(page: Page) -> list[str]:
    return [str(one.get_attribute("data-receipt")) for one in page.query_selector_all("[data-receipt]")]


def checked(page: Page, where: str) -> list[str]:
    found = [*axe(page, ALL_RULES), *small_targets(page, 56), *too_wide(page), *with_large_text(page, 150)]
    return [f"{where}: {complaint}" for complaint in found]


def printed(page: Page, file: Path) -> list[str]:
    """Where the codes of two new tickets lead."""
    sign_in(page)
    page.goto("/organizer/bailang-2025/tickets")
    page.fill("#size", "2")
    with page.expect_download() as download:
        page.click("#print [type=submit]")
    download.value.save_as(file)
    sheet = pypdfium2.PdfDocument(file)[0]
    found = ["/T/" + one.text.rpartition("/")[2] for one in zxingcpp.read_barcodes(sheet.render(scale=3).to_pil())]
    assert len(found) == 2
    return found


@pytest.mark.parametrize(("size", "scheme"), [("upright", "light"), ("lying", "dark")])
def test_two_visitors_and_the_way_back(new_page: NewPage, server: Server, size: str, scheme: str) -> None:
    tablet = new_page(viewport=SIZES[size], has_touch=True, color_scheme=scheme)
    start(tablet, f"Meja {size}")
    wrong = checked(tablet, "start")
    tablet.go_back()
    tablet.wait_for_url("**/kiosk")
    codes: list[str] = []
    for visitor in range(2):
        begin(tablet)
        wrong += checked(tablet, "choose") if not visitor else []
        tablet.click("[data-entry=simandor-bmd]")
        wrong += checked(tablet, "entry") if not visitor else []
        tablet.click("#choice [type=submit]")
        tablet.wait_for_selector("[data-voted=simandor-bmd]")
        # The next category without a vote stands there by itself.
        choose(tablet, tablet.get_attribute(".kiosk-card >> nth=0", "data-entry") or "")
        tablet.click(".kiosk-bar a")
        tablet.wait_for_selector("[data-receipt]")
        wrong += checked(tablet, "receipts") if not visitor else []
        codes += receipts(tablet)
        tablet.click(".kiosk-bar [type=submit]")
        tablet.wait_for_selector("#pin")
        for _ in range(6):
            tablet.go_back()
            tablet.wait_for_load_state()
            assert not receipts(tablet)
            assert not tablet.query_selector(".is-mine, [data-voted], [data-vote-state=yours]")
        tablet.goto("/kiosk")
    assert len(set(codes)) == 4
    assert not wrong
    tablet.goto("/organizer")
    expect(tablet).to_have_url(f"{server.url}/kiosk")
    tablet.click(".kiosk-leave a")
    wrong = checked(tablet, "leave")
    tablet.fill("#pin", PIN)
    tablet.click("main [type=submit]")
    tablet.wait_for_url("**/login")
    assert not wrong


def test_nobody_touches_it_for_half_a_minute(new_page: NewPage, server: Server) -> None:
    tablet = new_page(viewport=SIZES["upright"], has_touch=True)
    start(tablet, "Meja diam")
    tablet.clock.install()
    begin(tablet)
    choose(tablet, "simandor-bmd")
    tablet.clock.fast_forward(25_000)
    expect(tablet.locator("#idle")).to_be_visible()
    where = tablet.url
    tablet.tap("#idle")
    tablet.clock.run_for(1000)
    expect(tablet).to_have_url(where)
    expect(tablet.locator("#idle")).to_be_hidden()
    tablet.clock.fast_forward(21_000)
    expect(tablet.locator("#idle")).to_be_visible()
    tablet.clock.fast_forward(12_000)
    tablet.wait_for_selector("#pin")
    begin(tablet)
    assert not tablet.query_selector(".is-mine")


def test_without_script_a_turn_works_and_goes_back_by_itself(new_page: NewPage, server: Server) -> None:
    tablet = new_page(viewport=SIZES["lying"], java_script_enabled=False)
    start(tablet, "Meja tanpa skrip")
    begin(tablet)
    choose(tablet, "simandor-bmd")
    assert tablet.get_attribute("noscript meta[http-equiv=refresh]", "content") == "60;url=/kiosk/idle"
    tablet.goto("/kiosk/idle")
    tablet.wait_for_selector("#pin")


def test_a_ticket_from_the_printer_to_the_vote(
    own_server: Server, new_page: NewPage, phone: Page, laptop: Page, troubles: Troubles, tmp_path: Path
) -> None:
    with sqlite3.connect(own_server.data_dir / "showcase.sqlite3") as database:
        database.execute("UPDATE exhibition SET level = 'ticket' WHERE slug = 'bailang-2025'")
        database.execute("UPDATE installation SET generation = generation + 1")
    database.close()
    paths = printed(laptop, tmp_path / "tiket.pdf")
    phone.goto("/e/bailang-2025/simandor-bmd")
    phone.click("#vote a[href='/t']")
    wrong = [*axe(phone, ALL_RULES), *small_targets(phone, 48), *too_wide(phone)]
    phone.goto(paths[0])
    wrong += [*axe(phone, ALL_RULES), *small_targets(phone, 48), *too_wide(phone)]
    phone.click("main [type=submit]")
    phone.wait_for_url("**/t")
    wrong += [*axe(phone, ALL_RULES), *small_targets(phone, 48), *too_wide(phone)]
    phone.click("main a.button")
    phone.click("[data-entry=simandor-bmd]")
    phone.click("#vote form button")
    phone.wait_for_selector("[data-vote-state=yours]")
    other = new_page(**PHONE)
    other.goto(paths[0])
    other.click("main [type=submit]")
    other.wait_for_selector("[data-error=ticket-taken]")
    troubles.expect("409")
    tablet = new_page(viewport=SIZES["upright"], has_touch=True)
    start(tablet)
    wrong += checked(tablet, "ticket start")
    tablet.fill("#code", own_server.url + paths[1])
    tablet.click("#ticket > [type=submit]")
    tablet.wait_for_selector(".kiosk-grid")
    choose(tablet, "simandor-bmd")
    laptop.reload()
    wrong += [*axe(laptop, ALL_RULES), *too_wide(laptop)]
    assert laptop.inner_text("[data-count=used] dd") == "2"
    assert not wrong
