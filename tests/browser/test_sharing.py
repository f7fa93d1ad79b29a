"""Sharing from a phone: with its own menu where it has one, else by WhatsApp; always the entry's own page."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewPage
from tools.server import Server

ENTRY = "simandor-bmd"
OWN = f"/e/bailang-2025/{ENTRY}"
MENU = "navigator.share = data => { window.shared = data; return Promise.reject(new DOMException('', 'AbortError')); }"


def at_booth(server: Server, page: Page) -> Page:
    """The page as the booth's QR opens it."""
    codes = dict(line.split() for line in server.flask("entries", "codes").splitlines())
    page.goto(f"/b/{codes[ENTRY]}")
    return page


def test_the_phones_own_menu(server: Server, phone: Page) -> None:
    phone.add_init_script(MENU)
    at_booth(server, phone).click("#share")
    assert phone.evaluate("window.shared.url") == server.url + OWN
    assert phone.evaluate("window.shared.title").startswith("Simandor BMD")
    expect(phone.locator("a[href^='https://wa.me/']")).to_be_hidden()


def test_by_whatsapp_where_there_is_none(server: Server, new_page: NewPage) -> None:
    for script in (True, False):
        page = new_page(**PHONE, java_script_enabled=script)
        if script:
            page.add_init_script("navigator.share = undefined")
        link = at_booth(server, page).locator("a[href^='https://wa.me/']")
        expect(link).to_be_visible()
        expect(page.locator("#share")).to_be_hidden()
        assert (link.get_attribute("href") or "").endswith(OWN)
