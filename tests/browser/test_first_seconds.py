"""The first seconds on a bad line, before the queue of waiting votes is there; and a phone with several tabs."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.pocket import EXHIBITION, NO_SIGNAL, bar, expect_state, expect_waiting, keep_copies
from tests.browser.test_waiting_votes import Ballots, ballots
from tests.browser.troubles import Troubles
from tools.server import Server

__all__ = ["ballots"]

VOTE, QUEUE, HERE, RIVAL = (
    "**/vote",
    "**/offline/*.js*",
    f"/e/{EXHIBITION}/simandor-bmd",
    f"/e/{EXHIBITION}/pepes-papari",
)
SAVED = "Masih mengirim, sudah disimpan di ponsel ini."
# Every vote element that the page ever shows: its state, and whether it says anything.
WATCH = """addEventListener('DOMContentLoaded', () => {
    window.shown = [];
    new MutationObserver(() => {
        const vote = document.getElementById('vote');
        window.shown.push(vote && vote.innerText.trim() ? vote.dataset.voteState : 'empty');
    }).observe(document.querySelector('.vote-bar'), { childList: true, subtree: true });
})"""


def test_a_tap_that_meets_a_cut_line_is_kept_and_sent(
    server: Server, phone: Page, ballots: Ballots, troubles: Troubles
) -> None:
    phone.clock.install()
    cut = lambda route: route.abort("internetdisconnected")  # noqa: E731
    phone.route(VOTE, cut)
    phone.route(QUEUE, cut)
    phone.goto(HERE)
    bar(phone).locator("form button").click()
    expect(bar(phone)).to_contain_text(SAVED)
    assert ballots() == []
    phone.unroute(VOTE, cut)
    phone.unroute(QUEUE, cut)
    phone.clock.fast_forward(6000)
    expect_state(phone, "yours")
    assert ballots() == [("simandor-bmd", "vote")]
    troubles.expect(NO_SIGNAL)


def test_it_is_adopted_by_the_next_page(server: Server, phone: Page, ballots: Ballots, troubles: Troubles) -> None:
    phone.route(VOTE, lambda route: route.abort("internetdisconnected"), times=1)
    phone.route(QUEUE, lambda route: route.abort("internetdisconnected"), times=1)
    phone.goto(HERE)
    bar(phone).locator("form button").click()
    expect(bar(phone)).to_contain_text(SAVED)
    phone.reload()
    expect_state(phone, "yours")
    assert ballots() == [("simandor-bmd", "vote")]
    troubles.expect(NO_SIGNAL)


def test_a_stalled_line_says_after_three_seconds_that_the_vote_is_saved(
    server: Server, phone: Page, ballots: Ballots
) -> None:
    held: list[Route] = []
    phone.clock.install()
    phone.route(VOTE, lambda route: held.append(route))  # noqa: PLW0108 - Playwright wants a function of Python's own
    phone.goto(HERE)
    bar(phone).locator("form button").click()
    expect(bar(phone).locator("form button")).to_be_disabled()
    phone.clock.fast_forward(2000)
    expect(bar(phone)).not_to_contain_text(SAVED)
    phone.clock.fast_forward(1500)
    expect(bar(phone)).to_contain_text(SAVED)
    expect_state(phone, "open")
    held[0].continue_()
    expect_state(phone, "yours")
    expect(bar(phone)).not_to_contain_text(SAVED)
    assert ballots() == [("simandor-bmd", "vote")]


def test_an_answer_that_is_cut_off_never_empties_the_vote(server: Server, phone: Page, ballots: Ballots) -> None:
    lengths = [0.0, 0.3, 0.6, 0.95]

    def cut_off(route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        route.fulfill(status=200, content_type="text/html", body=text[: int(len(text) * lengths.pop(0))])

    phone.add_init_script(WATCH)
    phone.route(VOTE, cut_off, times=4)
    phone.goto(HERE)
    bar(phone).locator("form button").click()
    expect_state(phone, "waiting")
    while lengths:
        phone.evaluate("dispatchEvent(new Event('online'))")
        expect(bar(phone)).to_be_visible()
    shown = set(phone.evaluate("window.shown"))
    assert "waiting" in shown
    assert shown <= {"open", "waiting", "yours"}
    phone.reload()
    expect_state(phone, "yours")
    assert ballots() == [("simandor-bmd", "vote")]


def test_a_vote_sent_by_another_tab_waits_on_none(
    server: Server, phone: Page, ballots: Ballots, troubles: Troubles
) -> None:
    keep_copies(phone, HERE)
    phone.route(VOTE, lambda route: route.abort("internetdisconnected"))
    bar(phone).locator("form button").click()
    expect_waiting(phone)
    other = phone.context.new_page()
    other.goto(f"{server.url}{HERE}")
    expect_state(other, "yours")
    expect_state(phone, "yours")
    assert ballots() == [("simandor-bmd", "vote")]
    troubles.expect(NO_SIGNAL)


def test_tabs_agree_on_what_stands(server: Server, phone: Page) -> None:
    phone.goto(HERE)
    mine, other = phone.context.new_page(), phone.context.new_page()
    mine.goto(f"{server.url}/mine")
    other.goto(f"{server.url}{RIVAL}")
    for page in (phone, mine, other):
        expect(page.locator("script[src^='/offline/']")).to_be_attached()
    bar(phone).locator("form button").click()
    expect_state(other, "other")
    expect(mine.locator("[data-entry=simandor-bmd]")).to_be_visible()
    bar(other).locator("form button").click()
    expect(bar(other)).to_contain_text("pindah dari Simandor BMD")
    expect_state(phone, "other")
    expect(bar(phone)).to_contain_text(re.compile("sekarang untuk\\s+Pepes Papari"))
    expect(mine.locator("[data-entry=pepes-papari]")).to_be_visible()
