"""The vote bar under a thumb: what only a browser can show."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.troubles import Troubles


def booth(page: Page, slug: str) -> None:
    """The entry's page; at level open it holds the same vote element as the booth's."""
    page.goto(f"/e/bailang-2025/{slug}")
    expect(page.locator("#vote")).to_have_attribute("data-vote-state", re.compile("open|yours|other"))


def test_a_hasty_second_tap_takes_nothing_back(phone: Page) -> None:
    booth(phone, "simandor-bmd")
    button = phone.locator("#vote form button")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    right_end = (box["x"] + box["width"] - 40, box["y"] + box["height"] / 2)
    phone.touchscreen.tap(*right_end)
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "yours")
    undo = phone.locator("#vote form button").bounding_box()
    assert undo is not None
    phone.touchscreen.tap(undo["x"] + undo["width"] / 2, undo["y"] + undo["height"] / 2)
    expect(phone.locator("#vote")).to_be_focused()
    phone.reload()
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "yours")
    phone.locator("#vote form button").click()
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "open")


def test_the_recorded_bar_names_the_innovation_and_stays_low(phone: Page) -> None:
    """Moved or not, with a short name or one of two lines; and each link in it takes a thumb."""
    for slug, name in (("pubertas-new-generation", "PUBERTAS New Generation"), ("simandor-bmd", "Simandor BMD")):
        booth(phone, slug)
        phone.locator("#vote form button").click()
        expect(phone.locator(".recorded")).to_contain_text(name)
    booth(phone, "pepes-papari")
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "other")
    phone.locator("#vote form button").click()
    expect(phone.locator(".recorded")).to_contain_text("pindah dari Simandor BMD")
    for slug in ("pubertas-new-generation", "pepes-papari"):
        booth(phone, slug)
        bar = phone.locator(".vote-bar").bounding_box()
        assert bar is not None
        assert bar["height"] < 150
    # Taken back, its category is the one left whose name, SKPD, is narrower than a thumb.
    phone.get_by_role("button", name="Batalkan").click()
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "open")
    expect(phone.get_by_role("link", name="SKPD")).to_be_visible()
    for link in phone.locator("#vote a").all():
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 47.9, link.inner_text()


def test_a_phone_that_can_keep_nothing_says_so_and_a_second_tap_works(phone: Page, troubles: Troubles) -> None:
    closed = "{ get() { throw new DOMException('closed', 'SecurityError'); } }"
    phone.add_init_script(
        f"for (const name of ['indexedDB', 'localStorage']) Object.defineProperty(window, name, {closed})"
    )
    booth(phone, "simandor-bmd")
    phone.context.set_offline(True)
    phone.locator("#vote form button").click()
    expect(phone.locator("#unsent")).to_be_visible()
    expect(phone.locator("#vote form button")).to_be_enabled()
    troubles.expect("ERR_INTERNET_DISCONNECTED")
    phone.context.set_offline(False)
    phone.locator("#vote form button").click()
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "yours")


def test_searching_while_typing_keeps_the_address(phone: Page) -> None:
    phone.goto("/")
    phone.locator("input[name=q]").fill("uren")
    expect(phone).to_have_url(re.compile(r"/e/bailang-2025\?q=uren$"))
    found = phone.locator("[data-entry]").count()
    phone.locator("[data-entry]").first.click()
    phone.go_back()
    expect(phone.locator("[data-entry]")).to_have_count(found)
    expect(phone.locator("input[name=q]")).to_have_value("uren")


def test_no_page_scrolls_sideways_at_320_px(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 320, "height": 568})
    for path in ("/", "/e/bailang-2025/pubertas-new-generation", "/mine", "/check", "/e/bailang-2024"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
