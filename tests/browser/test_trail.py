"""The trail and a message to an innovator, on a phone in the hall."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, NewPage
from tests.browser.page_checks import ALL_RULES, axe
from tests.browser.test_day import DESK, sign_in
from tools.server import Server


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def test_a_walk_through_the_hall(own_server: Server, new_page: NewPage) -> None:
    codes = dict(line.split() for line in own_server.flask("entries", "codes").splitlines())
    phone, desk = new_page(**PHONE), new_page(**LAPTOP)
    sign_in(desk, "panitia")
    desk.goto(f"{DESK}/settings")
    desk.fill("#visits [name=min_visits]", "2")
    desk.fill("#visits [name=reason]", "Agar stan didatangi")
    desk.click("#visits [type=submit]")
    expect(desk.get_by_role("status")).to_be_visible()

    phone.goto(f"/b/{codes['simandor-bmd']}")
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "elsewhere")
    phone.click("#vote a[href='/mine#trail']")
    expect(phone.locator("#trail")).to_have_attribute("data-visited", "1")
    expect(phone.locator("[data-trail=simandor-bmd]")).to_have_class("visited")
    fits(phone)
    phone.goto(f"/b/{codes['boengas']}")
    phone.click("#vote form button")
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "yours")
    phone.goto("/")
    expect(phone.locator(".head [data-visited]")).to_have_attribute("data-visited", "2")


def test_a_message_is_written_read_and_approved(own_server: Server, new_page: NewPage) -> None:
    # Without script: the form is a plain one.
    phone, desk = new_page(**PHONE, java_script_enabled=False), new_page(**LAPTOP)
    phone.goto("/e/bailang-2025/simandor-bmd")
    phone.get_by_role("link", name="Kirim pesan ke inovator").click()
    phone.locator("label", has_text="bertanya").click()
    expect(phone.get_by_label("bertanya")).to_be_checked()
    phone.get_by_label("Pesan Anda").fill("Apakah bisa dipakai di desa?")
    button = phone.get_by_role("button", name="Kirim pesan")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    button.click()
    expect(phone).to_have_url(re.compile(r"/message\?sent=1$"))
    expect(phone.get_by_role("status")).to_contain_text("Pesan Anda terkirim.")

    sign_in(desk, "panitia")
    desk.goto(f"{DESK}/messages")
    expect(desk.locator("[data-message]")).to_contain_text("Apakah bisa dipakai di desa?")
    desk.get_by_role("button", name="Setujui", exact=True).first.click()
    expect(desk.locator("[data-message]")).to_have_count(0)
    desk.get_by_role("button", name="Tampilkan").click()
    phone.goto("/e/bailang-2025/simandor-bmd/message")
    expect(phone.locator(".said")).to_contain_text("Apakah bisa dipakai di desa?")


def test_the_only_finisher_wins_and_is_handed_the_prize(own_server: Server, new_page: NewPage) -> None:
    phone, desk = new_page(**PHONE), new_page(**LAPTOP)
    sign_in(desk, "panitia")
    desk.goto(f"{DESK}/draw")
    desk.get_by_role("button", name="Umumkan janji undian").click()
    for slug in ("simandor-bmd", "parsel-mawar-pedas", "boengas", "bintang"):
        phone.goto(f"/e/bailang-2025/{slug}")
        phone.click("#vote form button")
        expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "yours")
    phone.goto("/draw/bailang-2025")
    expect(phone.locator("[data-draw=in]")).to_be_visible()
    own_server.flask("phase", "set", "deliberation", "--exhibition", "bailang-2025", "--reason", "Selesai")
    desk.goto(f"{DESK}/draw")
    desk.get_by_role("button", name="Undi sekarang").click()
    phone.goto("/mine")
    code = phone.locator("[data-claim]").inner_text()
    desk.fill("[name=code]", code)
    desk.get_by_role("button", name="Periksa dan serahkan").click()
    expect(desk.get_by_role("status")).to_contain_text("Hadiah 1")
    for page in (phone, desk):
        for path in (
            ("/draw/bailang-2025", "/mine", f"{DESK}/draw") if page is desk else ("/draw/bailang-2025", "/mine")
        ):
            page.goto(path)
            fits(page)
            assert not axe(page, ALL_RULES), path
