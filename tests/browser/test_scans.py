"""The walk through the hall on a phone: typed codes, and the phone's own camera as a visitor would use it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.page_checks import ALL_RULES, axe
from tests.browser.test_day import DESK, sign_in
from tests.browser.troubles import Troubles
from tools.server import Server


def test_a_member_of_staff_walks_the_hall(own_server: Server, phone: Page, troubles: Troubles) -> None:
    codes = dict(line.split() for line in own_server.flask("entries", "codes").splitlines())
    sign_in(phone, "panitia")
    phone.goto(f"{DESK}/scans")
    state = phone.locator(".scan-state")
    expect(state).to_have_attribute("data-done", "0")
    first = phone.input_value("#stand")
    phone.fill("#code", f"{own_server.url}/B/{codes[first]}")
    phone.get_by_role("button", name="Periksa").click()
    expect(phone.locator("[data-verdict=right]")).to_be_visible()
    expect(state).to_have_attribute("data-done", "1")

    second = phone.input_value("#stand")
    assert second != first
    phone.fill("#code", codes[first].lower())
    phone.get_by_role("button", name="Periksa").click()
    expect(phone.locator("[data-verdict=elsewhere]")).to_be_visible()
    expect(phone.locator("[data-trouble=elsewhere]")).to_have_count(1)
    assert not axe(phone, ALL_RULES)

    phone.get_by_role("button", name="Mulai berkeliling").click()
    for slug in (first, second):
        phone.goto(f"/b/{codes[slug]}")
        expect(phone.locator("#vote")).to_be_visible()
    phone.goto(f"{DESK}/scans")
    assert not axe(phone, ALL_RULES)
    phone.get_by_role("button", name=re.compile("Simpan 2 poster")).click()
    expect(state).to_have_attribute("data-done", "2")
    expect(phone.locator("[data-trouble]")).to_have_count(0)
