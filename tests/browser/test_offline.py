"""A market hall without signal: everything can be read, and nothing personal is kept."""

import os
import re
import signal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewPage
from tests.browser.page_checks import ALL_RULES, axe, too_wide
from tests.browser.pocket import EXHIBITION, NO_SIGNAL, bar, expect_state, expect_waiting, keep_copies
from tests.browser.test_day import sign_in
from tests.browser.troubles import Troubles
from tests.processes import below
from tools.server import Server

EVERYTHING_KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const answer = await cache.match(request), type = answer.headers.get('content-type') || '';
            const text = /image/.test(type) ? '' : await answer.text();
            found.push([new URL(request.url).pathname, text]);
        }
    }
    return found;
}"""


def codes_of(server: Server) -> dict[str, str]:
    return dict(line.split() for line in server.flask("entries", "codes").splitlines())


def test_after_one_visit_the_whole_catalogue_is_readable(server: Server, phone: Page, troubles: Troubles) -> None:
    keep_copies(phone)
    phone.context.set_offline(True)
    phone.goto("/")
    expect(phone.get_by_text("Tanpa sinyal")).to_be_visible()
    expect(phone.locator("[data-entry]:visible")).to_have_count(21)
    phone.locator(".chips a", has_text="Kecamatan").click()
    expect(phone.locator("[data-entry]:visible")).to_have_count(5)
    expect(phone.locator(".chips [aria-current=true]")).to_contain_text("Kecamatan")
    phone.goto("/?q=pubertas")
    phone.locator("[data-entry]:visible").click()
    expect(phone.locator("h1")).to_contain_text("PUBERTAS")
    expect_state(phone, "offline")
    assert phone.locator(".booth-photo").evaluate("async image => (await image.decode(), image.naturalWidth)") > 0
    assert phone.evaluate("fetch('/static/css/showcase.css?v=old').then(found => found.status)") == 200
    troubles.expect(NO_SIGNAL)


def test_nothing_personal_and_nothing_of_staff_is_kept(server: Server, phone: Page) -> None:
    codes = codes_of(server)
    keep_copies(phone, f"/b/{codes['simandor-bmd']}")
    bar(phone).locator("form button").click()
    expect_state(phone, "yours")
    receipt = bar(phone).get_attribute("data-receipt")
    for path in ("/mine", f"/check/{receipt}", "/", f"/e/{EXHIBITION}/boengas", "/login"):
        phone.goto(path, wait_until="networkidle")
    sign_in(phone, "panitia")
    phone.goto(f"/organizer/{EXHIBITION}/entries", wait_until="networkidle")
    kept = dict(phone.evaluate(EVERYTHING_KEPT))
    assert f"/b/{codes['simandor-bmd']}".lower() in kept
    assert not [path for path in kept if re.match(r"/(mine|check|login|organizer|jury|account)", path)]
    assert "/static/css/desk.css" not in kept
    everything = "\n".join(text for path, text in kept.items() if not path.endswith(".js"))
    for secret in (str(receipt), 'name="token"', "data-receipt=", 'data-vote-state="yours"', *codes.values()):
        assert secret.lower() not in everything.lower(), secret


def test_personal_and_staff_pages_say_that_they_need_signal(server: Server, phone: Page, troubles: Troubles) -> None:
    keep_copies(phone)
    phone.context.set_offline(True)
    for path in ("/mine", "/check", "/organizer", "/jury", "/screen/bailang-2025"):
        phone.goto(path)
        expect(phone.locator("h1")).to_have_text("Tidak ada sinyal")
    troubles.expect(NO_SIGNAL)


def test_staff_pages_bring_no_worker(server: Server, phone: Page) -> None:
    sign_in(phone, "panitia")
    phone.goto(f"/organizer/{EXHIBITION}/entries", wait_until="networkidle")
    assert phone.evaluate("navigator.serviceWorker.getRegistrations().then(found => found.length)") == 0
    assert phone.evaluate("caches.keys()") == []


def test_a_server_that_dawdles_is_not_waited_for(own_server: Server, phone: Page) -> None:
    keep_copies(phone)
    processes = [own_server.process.pid, *below(own_server.process.pid)]
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    try:
        phone.goto("/")
        expect(phone.get_by_text("Tanpa sinyal")).to_be_visible()
    finally:
        for pid in processes:
            os.kill(pid, signal.SIGCONT)
    expect(phone.get_by_text("Sinyal sudah kembali")).to_be_visible()


def test_caches_of_an_older_version_go(server: Server, phone: Page) -> None:
    phone.goto("/login")
    phone.evaluate("caches.open('static-0123456789abcdef')")
    keep_copies(phone)
    names = phone.evaluate("caches.keys()")
    assert sorted(re.sub(r"-[0-9a-f]{16}$", "", name) for name in names) == ["pages-1", "photos-1", "static"]
    assert "static-0123456789abcdef" not in names


def test_in_english(server: Server, new_page: NewPage, troubles: Troubles) -> None:
    page = new_page(**PHONE)
    page.goto("/?lang=en")
    keep_copies(page)
    page.context.set_offline(True)
    page.goto(f"/e/{EXHIBITION}/boengas")
    bar(page).get_by_role("button", name="Choose this innovation").click()
    expect(bar(page)).to_contain_text("Waiting for signal")
    page.goto("/mine")
    expect(page.locator("h1")).to_have_text("No signal")
    troubles.expect(NO_SIGNAL)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_on_a_narrow_phone(server: Server, new_page: NewPage, troubles: Troubles, scheme: str) -> None:
    page = new_page(**{**PHONE, "viewport": {"width": 320, "height": 640}}, color_scheme=scheme)
    keep_copies(page)
    page.context.set_offline(True)
    found = []
    for path in (f"/e/{EXHIBITION}/boengas", f"/e/{EXHIBITION}/boengas", "/", "/mine"):
        page.goto(path)
        found += [f"{path}: {trouble}" for trouble in (*too_wide(page), *axe(page, ALL_RULES))]
        if bar(page).count() and bar(page).locator("form").count():
            bar(page).locator("form button").click()
            expect_waiting(page)
    assert not found, "\n".join(found)
    troubles.expect(NO_SIGNAL)
