"""The stage on the day: it reports itself, shows what is announced, and goes on without network."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.troubles import Troubles
from tests.factories import PASSWORD
from tools.server import Server

STAGE = {"viewport": {"width": 1920, "height": 1080}}
BOARD, DESK = "/screen/bailang-2025", "/organizer/bailang-2025"
WORDS = "Undian <b>door prize</b> di panggung utama"


def sign_in(page: Page) -> None:
    page.goto("/login")
    page.fill("[name=username]", "panitia")
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")


def announce(desk: Page, words: str) -> None:
    desk.goto(f"{DESK}/screen")
    desk.fill("#words", words)
    desk.select_option("#minutes", "0")
    desk.get_by_role("button", name="Tampilkan", exact=True).click()
    expect(desk.locator(".announce-words")).to_have_text(words)


def test_an_announcement_reaches_the_stage_and_stays_without_network(
    own_server: Server, new_page: NewPage, laptop: Page, troubles: Troubles
) -> None:
    stage = new_page(**STAGE)
    stage.clock.install()
    stage.goto(BOARD)
    expect(stage.locator("#name")).to_have_text("Layar 1")
    expect(stage.locator("#told p")).to_be_hidden()
    sign_in(laptop)
    announce(laptop, WORDS)
    expect(laptop.locator("#screens")).to_contain_text("Layar 1")
    report(stage)
    expect(stage.locator("#told p")).to_have_text(WORDS)
    told, code = stage.locator("#told p").bounding_box(), stage.locator(".qr").bounding_box()
    assert told
    assert code
    assert told["x"] + told["width"] <= code["x"], "it stands beside the QR, never on it"
    assert float(stage.locator("#told p").evaluate("element => parseFloat(getComputedStyle(element).fontSize)")) >= 48
    without_network(stage, troubles)
    laptop.get_by_role("button", name="Hapus dari layar").click()
    # The click alone does not wait for the server: the stage is to ask once the words are gone.
    expect(laptop.get_by_role("button", name="Hapus dari layar")).to_have_count(0)
    report(stage)
    expect(stage.locator("#told p")).to_be_hidden()
    expect(stage.locator("#name")).to_have_text("Layar 1")


LONGEST = (
    "Undian door prize dimulai pukul 14.00 di panggung utama; pilih satu inovasi di setiap kategori sebelum itu, " * 2
)


def shown(stage: Page) -> list[str]:
    """The rows on the board; led by "cut" where one of them does not stand whole above what is below."""
    found: list[str] = stage.evaluate("""() => {
      const low = document.querySelector(".board").getBoundingClientRect().bottom;
      const rows = [...document.querySelectorAll(".cat:not([hidden]) li:not([hidden])")];
      const cut = rows.some((row) => row.getBoundingClientRect().bottom > low + 1);
      return [...(cut ? ["cut"] : []), ...rows.map((row) => row.dataset.entry)];
    }""")
    return found


def test_the_longest_announcement_hides_nothing(own_server: Server, new_page: NewPage, laptop: Page) -> None:
    stage = new_page(**STAGE)
    stage.goto(BOARD)
    expect(stage.locator("#name")).to_have_text("Layar 1")
    before = shown(stage)
    assert len(before) == 21
    sign_in(laptop)
    words = LONGEST[:160].strip()
    announce(laptop, words)
    stage.reload()
    expect(stage.locator("#told p")).to_have_text(words)
    expect(stage.locator("#name")).to_have_text("Layar 1")
    assert shown(stage) == before
    board, told = stage.locator(".board").bounding_box(), stage.locator("#told p").bounding_box()
    assert board
    assert told
    assert board["y"] + board["height"] <= told["y"]


def test_a_low_screen_says_how_many_it_leaves_out(server: Server, new_page: NewPage) -> None:
    stage = new_page(viewport={"width": 1920, "height": 620})
    stage.goto(BOARD)
    expect(stage.locator(".part").first).to_have_text(re.compile(r"1–\d dari 6"))
    rows = shown(stage)
    assert 4 < len(rows) < 21
    assert "cut" not in rows


def report(stage: Page) -> None:
    """Let the stage report twice: the first report may have been on its way before."""
    for _report in range(2):
        with stage.expect_response("**/here"):
            stage.clock.run_for(11_000)


def without_network(stage: Page, troubles: Troubles) -> None:
    """The words stay, the board says how old it is, and both come back by themselves."""
    stage.context.set_offline(True)
    stage.clock.run_for(31_000)
    expect(stage.locator("#age")).to_contain_text("menunggu sambungan")
    expect(stage.locator("#told p")).to_have_text(WORDS)
    stage.context.set_offline(False)
    troubles.expect("ERR_INTERNET_DISCONNECTED")
    stage.clock.run_for(3_000)
    expect(stage.locator("#age")).not_to_contain_text("menunggu")


def test_the_dashboard_renews_itself_and_keeps_the_focus(server: Server, laptop: Page) -> None:
    sign_in(laptop)
    laptop.clock.install()
    laptop.goto(DESK)
    button = laptop.get_by_role("button", name="Buat cadangan sekarang")
    button.focus()
    with laptop.expect_response("**/summary"):
        laptop.clock.run_for(6_000)
    expect(button).to_be_focused()
    with laptop.expect_response("**/summary"):
        laptop.clock.run_for(6_000)
    expect(button).to_be_focused()
