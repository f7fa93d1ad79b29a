"""The back office's parts that renew themselves, when the server fails for a moment."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import LAPTOP, NewPage, Troubles
from tests.factories import PASSWORD

DESK = "/organizer/bailang-2025"
PARTS = [
    ("", "summary", f"{DESK}/summary"),
    ("/monitor", "monitor", f"{DESK}/monitor?*"),
    ("/screen", "screens", "*/list"),
]


def ask(page: Page, part: str, status: int) -> None:
    """What live.js does every few seconds."""
    with page.expect_response(lambda answer: answer.status == status and answer.request.resource_type == "fetch"):
        page.evaluate(f"document.getElementById({part!r}).dispatchEvent(new CustomEvent('live'))")


@pytest.mark.parametrize(("path", "part", "address"), PARTS)
def test_a_failure_leaves_a_part_and_it_asks_again(
    new_page: NewPage, troubles: Troubles, path: str, part: str, address: str
) -> None:
    troubles.allow("503")
    page = new_page(**LAPTOP)
    page.goto("/login")
    page.fill("[name=username]", "panitia")
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    page.goto(f"{DESK}{path}")

    def busy(route: Route) -> None:
        route.fulfill(status=503, content_type="text/html", body='<p role="alert">Belum tersimpan</p>')

    page.route(f"**{address}", busy)
    ask(page, part, 503)
    expect(page.locator(f"#{part}")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.unroute(f"**{address}")
    ask(page, part, 200)
    expect(page.locator(f"#{part}")).to_be_visible()
