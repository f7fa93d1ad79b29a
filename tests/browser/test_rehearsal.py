"""A rehearsal as organizers and a phone live through it."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, NewPage
from tests.browser.page_checks import ALL_RULES, axe, too_wide
from tests.browser.test_day import DESK, sign_in
from tools.server import Server


def test_a_rehearsal_from_its_button_to_its_end(own_server: Server, new_page: NewPage) -> None:
    codes = dict(line.split() for line in own_server.flask("entries", "codes").splitlines())
    phone, desk, inside = new_page(**PHONE), new_page(**LAPTOP), new_page(**LAPTOP)
    sign_in(desk, "panitia")
    desk.goto(f"{DESK}/rehearsal")
    assert not axe(desk, ALL_RULES)
    desk.get_by_role("button", name="Mulai gladi bersih").click()
    expect(desk.get_by_role("heading", name="Gladi sedang berjalan")).to_be_visible()
    assert not axe(desk, ALL_RULES)
    address = desk.locator(".rehearsal-qr .mono").inner_text().strip()

    phone.goto(address)
    assert not axe(phone, ALL_RULES)
    phone.get_by_role("button", name="Ikut sebagai pengunjung").click()
    expect(phone.locator(".gladi")).to_be_visible()
    phone.goto(f"/b/{codes['simandor-bmd']}")
    phone.click("#vote form button")
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "yours")
    assert not axe(phone, ALL_RULES)
    assert not too_wide(phone)

    inside.goto(address)
    inside.get_by_role("button", name="Ikut sebagai petugas").click()
    sign_in(inside, "panitia")
    inside.goto(f"{DESK}/rehearsal")
    inside.get_by_role("button", name="20 pengunjung").click()
    expect(inside.get_by_role("status")).to_contain_text("20 pengunjung simulasi")
    inside.goto("/screen/bailang-2025")
    expect(inside.locator(".gladi")).to_be_visible()
    assert_head_above_board(inside)
    assert not axe(inside, ALL_RULES)

    desk.get_by_role("button", name="Akhiri gladi").click()
    expect(desk.get_by_role("button", name="Mulai gladi bersih")).to_be_visible()
    phone.goto(f"/b/{codes['simandor-bmd']}")
    expect(phone.locator(".gladi")).to_have_count(0)
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "open")


def assert_head_above_board(stage: Page) -> None:
    """The rehearsal's band pushes both down, and keeps their order."""
    head, board = stage.locator(".top").bounding_box(), stage.locator(".board").bounding_box()
    assert head
    assert board
    assert head["y"] < board["y"]
