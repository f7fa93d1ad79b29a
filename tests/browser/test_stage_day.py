"""The stage on the day: it reports itself, shows what is announced, and goes on without network."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

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
    assert told["y"] + told["height"] <= code["y"], "it stands above the QR, never on it"
    assert told["y"] + told["height"] <= STAGE["viewport"]["height"] / 3
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
    assert told["y"] + told["height"] <= board["y"] + 1
    assert told["y"] + told["height"] <= STAGE["viewport"]["height"] / 3


def close_later(laptop: Page) -> None:
    """Let the vote close in an hour and a half."""
    laptop.goto(f"{DESK}/phase")
    closes = datetime.now(ZoneInfo("Asia/Makassar")) + timedelta(hours=1, minutes=30)
    laptop.fill("[name=closes_at]", f"{closes:%Y-%m-%dT%H:%M}")
    laptop.fill("#hours-reason", "sesuai acara")
    laptop.get_by_role("button", name="Simpan jadwal").click()


def test_the_countdown_goes_by_the_servers_clock_and_what_holds_stands_in_the_upper_third(
    own_server: Server, new_page: NewPage, laptop: Page
) -> None:
    own_server.flask("demo", "--votes", "20")
    sign_in(laptop)
    close_later(laptop)
    for hours in (2, -5):
        stage = new_page(**STAGE, reduced_motion="reduce")
        stage.clock.install(time=datetime.now(UTC) + timedelta(hours=hours))
        stage.goto(BOARD)
        expect(stage.locator("#name")).to_have_text("Layar 1" if hours == 2 else "Layar 2")
        stage.clock.run_for(1_500)
        expect(stage.locator("#clock")).to_have_text(re.compile(r"1[.](29|28|30)[.][0-5]\d"))
        expect(stage.locator("[data-state=closed]")).to_be_hidden()
    bars = stage.locator("[data-share]").evaluate_all(
        """bars => bars.map((bar) => [Number(bar.dataset.share), bar.getBoundingClientRect().width,
          bar.closest("svg").getBoundingClientRect().width])"""
    )
    assert len({share for share, _, _ in bars}) > 2
    assert all(abs(width - whole * share / 100) < 1 for share, width, whole in bars), "bars as long as they say"
    laptop.goto(f"{DESK}/screen")
    laptop.fill("#freeze-reason", "menjelang akhir")
    laptop.get_by_role("button", name="Bekukan sekarang").click()
    stage.clock.run_for(3_000)
    frozen = stage.locator("[data-state=frozen]")
    expect(frozen).to_contain_text("beku")
    expect(stage.locator(":root")).to_have_attribute("data-frozen", re.compile("T"))
    box, height = frozen.bounding_box(), STAGE["viewport"]["height"]
    assert box
    assert box["y"] + box["height"] <= height / 3
    assert frozen.evaluate("element => parseFloat(getComputedStyle(element).fontSize)") >= 0.03 * height
    laptop.goto(DESK)
    expect(laptop.locator("[data-board-frozen]")).to_contain_text("Layar beku sejak")
    laptop.get_by_role("button", name="Lanjutkan pembaruan layar").click()
    stage.clock.run_for(3_000)
    expect(frozen).to_be_hidden()
    expect(stage.locator(":root")).not_to_have_attribute("data-frozen", re.compile(""))


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
