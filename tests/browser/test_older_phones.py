"""Engines of 2020 (Chrome 80, Safari 13.1): what they lack is taken away, and everything that matters still works."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import pages
from tests.browser.conftest import LAPTOP, PHONE, NewPage
from tests.browser.test_day import sign_in
from tests.browser.troubles import Troubles
from tools.server import Server

# What these engines do not have of what any script of ours calls, and what one is likely to call next.
LACKING = """
delete AbortSignal.timeout; delete AbortSignal.any; delete Promise.any; delete Object.hasOwn;
delete window.structuredClone;
delete Array.prototype.at; delete String.prototype.at; delete String.prototype.replaceAll; delete crypto.randomUUID;
delete Array.prototype.findLast; delete Element.prototype.replaceChildren; delete Document.prototype.replaceChildren;
delete DocumentFragment.prototype.replaceChildren; delete HTMLFormElement.prototype.requestSubmit;
delete SubmitEvent.prototype.submitter; delete window.BroadcastChannel; delete Navigator.prototype.locks;
delete Element.prototype.checkVisibility; delete window.requestIdleCallback;
"""
GAPLESS = """() => {
    const targets = 'a[href], button, summary, select, input:not([type=hidden])', found = [];
    const rows = [...document.querySelectorAll('body *')].filter(e => /flex/.test(getComputedStyle(e).display));
    for (const row of rows) row.style.setProperty('gap', '0', 'important');
    for (const row of rows) {
        const boxes = [...row.children].map(e => e.matches(targets) ? e : e.querySelector(targets))
            .filter(e => e && e.checkVisibility() && e.offsetWidth > 2).map(e => [e, e.getBoundingClientRect()]);
        for (const [n, [e, a]] of boxes.entries()) for (const [f, b] of boxes.slice(n + 1)) {
            if (a.top < b.bottom && b.top < a.bottom && Math.max(a.left - b.right, b.left - a.right) < 4)
                found.push(row.className + ': ' + e.outerHTML.slice(0, 50) + ' / ' + f.outerHTML.slice(0, 50));
        }
    }
    return found;
}"""


def older(new_page: NewPage, **options: object) -> Page:
    """A page in such an engine. htmx is not read there: its file does not arrive."""
    page = new_page(**options)
    page.add_init_script(LACKING)
    page.route("**/htmx*.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    return page


def test_a_visitor_votes_and_takes_back(server: Server, new_page: NewPage) -> None:
    page = older(new_page, **PHONE)
    page.goto(f"/e/{pages.LIVE}/simandor-bmd")
    page.click("#vote form button")
    expect(page.locator("#vote")).to_have_attribute("data-vote-state", "yours")
    page.get_by_role("button", name="Batalkan").click()
    expect(page.locator("#vote")).to_have_attribute("data-vote-state", "open")


def test_a_jurors_scores_leave_the_phone(own_server: Server, new_page: NewPage) -> None:
    """A missing function used to be told as a lost signal, for ever."""
    page = older(new_page, **PHONE)
    sign_in(page, "juri1")
    code = own_server.flask("entries", "codes").splitlines()[0].split()[1]
    page.goto(f"/jury/{code}")
    for field in page.locator("input[name^='score.']").all():
        field.fill("80")
    expect(page.locator("#saved")).to_contain_text("Tersimpan")
    page.locator("#sheet [value=submit]").click()
    expect(page).to_have_url(re.compile(r"/jury\?sent="))


def test_the_stage_goes_on(own_server: Server, new_page: NewPage) -> None:
    page = older(new_page, **LAPTOP)
    page.goto(f"/screen/{pages.LIVE}")
    visitor = new_page(**PHONE)
    visitor.goto(f"/e/{pages.LIVE}/simandor-bmd")
    visitor.click("#vote form button")
    expect(page.locator("[data-entry=simandor-bmd] .votes")).to_have_text("1")


def test_a_fault_of_ours_is_no_lost_signal(server: Server, new_page: NewPage, troubles: Troubles) -> None:
    page = new_page(**PHONE)
    page.add_init_script("window.URLSearchParams = function () { throw new TypeError('a fault of ours'); };")
    sign_in(page, "juri1")
    code = server.flask("entries", "codes").splitlines()[0].split()[1]
    page.goto(f"/jury/{code}")
    page.locator("input[name^='score.']").first.fill("81")
    expect(page.locator("#saved")).to_contain_text("Ada kesalahan di halaman ini")
    expect(page.locator("#offline:visible")).to_have_count(0)
    # The vote's form is then sent by the browser itself.
    page.goto(f"/e/{pages.LIVE}/simandor-bmd")
    page.click("#vote form button")
    expect(page).to_have_url(re.compile("/b/"))
    expect(page.locator("#vote")).to_have_attribute("data-vote-state", "yours")
    troubles.expect("a fault of ours")


@pytest.mark.parametrize("who", ["", "juri1"])
def test_neighbours_keep_their_distance_without_a_gap(server: Server, new_page: NewPage, who: str) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    if who:
        sign_in(page, who)
    else:
        page.goto(f"/e/{pages.LIVE}/simandor-bmd")
        page.click("#vote form button")
        expect(page.locator("#vote")).to_have_attribute("data-vote-state", "yours")
    found = []
    for path in (
        ("/jury",) if who else ("/", f"/e/{pages.LIVE}/simandor-bmd", "/mine", "/check", f"/results/{pages.ARCHIVE}")
    ):
        page.goto(path)
        found += [f"{path}: {one}" for one in page.evaluate(GAPLESS)]
    assert not found, "\n".join(found)


def test_a_form_field_has_its_size_and_a_tick_its_own(server: Server, phone: Page) -> None:
    phone.goto("/check")
    box = phone.locator("#receipt").bounding_box()
    assert box is not None
    assert box["height"] >= 48
    sign_in(phone, "panitia")
    phone.goto(f"{pages.DESK}/rules")
    tick = phone.locator("input[type=radio], input[type=checkbox]").first.bounding_box()
    assert tick is not None
    assert tick["height"] <= 26
