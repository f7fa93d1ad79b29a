"""A juror's day with a card: scan, PIN, sheets, lock, receipt, jury room; and the organizer's board beside it."""

import re
from pathlib import Path

import pypdfium2
import zxingcpp
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, NewPage
from tests.browser.page_checks import ALL_RULES, axe
from tests.browser.test_day import DESK, sign_in
from tests.browser.troubles import Troubles
from tools.server import Server

MARKS = ("82", "79.5", "75", "90", "88")


def printed(desk: Page) -> tuple[str, str]:
    """Make juri1's card; answers what its code holds and its PIN, as they stand on the paper."""
    desk.goto(f"{DESK}/jurors/juri1")
    with desk.expect_download() as download:
        desk.click("form[action$='/card'] button")
    document = pypdfium2.PdfDocument(Path(download.value.path()).read_bytes())
    pin = re.search(r"\b(\d{3}) (\d{3})\b", document[0].get_textpage().get_text_bounded())
    code = zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())[0].text
    document.close()
    assert pin
    return code, pin[1] + pin[2]


def enter(phone: Page, code: str, pin: str) -> None:
    phone.goto(code)
    phone.fill("[name=pin]", pin)
    phone.click("main [type=submit]")


def score_category(phone: Page, name: str) -> int:
    """Submit every sheet of a category; answers how many."""
    phone.goto("/jury")
    section = phone.locator("section", has=phone.get_by_role("heading", name=name))
    addresses = section.locator("[data-entry]").evaluate_all("tasks => tasks.map(task => task.getAttribute('href'))")
    for address in addresses:
        phone.goto(address)
        fields = phone.locator('#sheet [name^="score."]')
        for place, mark in enumerate(MARKS):
            fields.nth(place).fill(mark)
        phone.click("[name=action][value=submit]")
        expect(phone).to_have_url(re.compile(r"/jury\?sent="))
    return len(addresses)


def test_from_the_card_to_the_jury_room(own_server: Server, new_page: NewPage, troubles: Troubles) -> None:
    desk, phone = new_page(**LAPTOP), new_page(**PHONE)
    sign_in(desk, "panitia")
    code, pin = printed(desk)
    enter(phone, code, pin)
    expect(phone).to_have_url(re.compile("/jury$"))

    desk.goto(f"{DESK}/judging")
    cell = desk.locator("button.cell[value='juri1/simandor-bmd']")
    cell.click()
    expect(desk.locator("button.cell-next[value='juri1/']")).to_be_visible()
    phone.goto("/jury")
    expect(phone.locator(".told-next")).to_contain_text("Simandor BMD")

    sheets = score_category(phone, "SKPD")
    phone.goto("/jury/deliberation/skpd")
    expect(phone.locator("[data-error=not-locked]")).to_be_visible()
    troubles.expect("409")
    phone.goto("/jury/lock/skpd")
    expect(phone.locator("[data-lock-state=ready]")).to_be_visible()
    phone.fill("[name=pin]", pin)
    phone.click("main form [type=submit]")
    expect(phone).to_have_url(re.compile("/jury/receipt/skpd$"))
    expect(phone.locator("[data-receipt-code]")).to_be_visible()
    assert not axe(phone, ALL_RULES)
    # The board has refreshed itself meanwhile.
    expect(desk.locator(".board .cell-locked")).to_have_count(sheets)

    phone.goto("/jury/deliberation/skpd")
    expect(phone.locator(".room-entry")).to_have_count(sheets)
    phone.locator(".room-entry summary").first.click()
    expect(phone.locator(".room-entry table").first).to_be_visible()
    assert not axe(phone, ALL_RULES)
    assert phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_card_works_without_script(server: Server, new_page: NewPage, troubles: Troubles) -> None:
    desk, phone = new_page(**LAPTOP), new_page(**PHONE, java_script_enabled=False)
    sign_in(desk, "panitia")
    code, pin = printed(desk)
    enter(phone, code, "000000" if pin != "000000" else "111111")
    expect(phone.locator("[data-error=pin-wrong]")).to_contain_text("4")
    troubles.expect("401")
    phone.fill("[name=pin]", pin)
    phone.click("main [type=submit]")
    expect(phone).to_have_url(re.compile("/jury$"))
