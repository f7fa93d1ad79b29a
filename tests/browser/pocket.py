"""A phone that has the copies it needs without signal, and what its vote bar must then say."""

import re

from playwright.sync_api import Locator, Page, expect

EXHIBITION = "bailang-2025"
NO_SIGNAL = "ERR_INTERNET_DISCONNECTED"
HAS_COPIES = """async ([path, photos]) => {
    for (let tries = 0; tries < 200; tries += 1) {
        const kept = await (await caches.open('pages-1')).match(path);
        if (kept && (await (await caches.open('photos-1')).keys()).length >= photos) return true;
        await new Promise((done) => setTimeout(done, 50));
    }
    return false;
}"""


def keep_copies(page: Page, path: str = "/check", *, kept: str = f"/offline/kept/{EXHIBITION}") -> None:
    """Open a page and wait until the phone has its copies, pictures too."""
    page.goto(path)
    assert page.evaluate(HAS_COPIES, [kept, 21])


def bar(page: Page) -> Locator:
    """The vote element."""
    return page.locator("#vote")


def expect_state(page: Page, state: str) -> None:
    expect(bar(page)).to_have_attribute("data-vote-state", state)


def expect_waiting(page: Page) -> None:
    """It waits, says so, and says nowhere that it is recorded."""
    expect_state(page, "waiting")
    expect(bar(page)).to_contain_text("Menunggu sinyal")
    expect(bar(page)).to_contain_text("belum tercatat")
    text = bar(page).inner_text()
    assert not re.search(r"(?<!belum )tercatat", text), text
    assert page.locator("[data-receipt]").count() == 0
