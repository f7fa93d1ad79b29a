"""A vote that waits for the signal: it says so, survives, can be taken back, and is sent once."""

from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Error, Page, Route, expect
from pysqlite3 import dbapi2

from tests.browser.pocket import EXHIBITION, NO_SIGNAL, bar, expect_state, expect_waiting, keep_copies
from tests.browser.troubles import Troubles
from tools.server import Server

STORED = "SELECT entry.slug, ballot.kind FROM ballot JOIN entry ON entry.id = ballot.entry_id ORDER BY ballot.id"
VOTE = "**/vote"
Ballots = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def ballots(request: pytest.FixtureRequest) -> Ballots:
    """The ballots stored since the test began: entry and kind."""
    name = "own_server" if "own_server" in request.fixturenames else "server"
    file = request.getfixturevalue(name).data_dir / "showcase.sqlite3"

    def stored() -> list[tuple[str, str]]:
        with closing(dbapi2.connect(f"file:{file}?mode=ro", uri=True)) as database:
            return list(database.execute(STORED))

    before = len(stored())
    return lambda: stored()[before:]


def set_level(server: Server, level: str) -> None:
    """What an organizer chooses before opening."""
    with closing(dbapi2.connect(server.data_dir / "showcase.sqlite3")) as database, database:
        database.execute("UPDATE exhibition SET level = ? WHERE slug = ?", (level, EXHIBITION))
        database.execute("UPDATE installation SET generation = generation + 1")


def open_again(phone: Page, page: str) -> None:
    """Open a page just when the signal is back: what was shown without it may load itself anew in the same moment."""
    try:
        phone.goto(page)
    except Error as error:
        if "ERR_ABORTED" not in str(error):
            raise
        phone.goto(page)


def test_a_vote_waits_survives_and_is_sent_once(phone: Page, ballots: Ballots, troubles: Troubles) -> None:
    posts: list[str] = []
    keep_copies(phone, f"/e/{EXHIBITION}/simandor-bmd")
    phone.context.set_offline(True)
    bar(phone).locator("form button").click()
    expect_waiting(phone)
    context = phone.context
    # A page that opens without signal gets the browser's word of it only after its first moments.
    context.route(VOTE, lambda route: route.abort("internetdisconnected"))
    phone.reload()
    expect_waiting(phone)
    phone.close()
    again = context.new_page()
    again.goto("/")
    expect(again.locator(".waits")).to_have_text("Menunggu sinyal, belum tercatat: Simandor BMD")
    again.goto(f"/e/{EXHIBITION}/simandor-bmd")
    expect_waiting(again)
    assert ballots() == []
    context.unroute(VOTE)
    # A try may still meet no signal; what reaches the server is answered, and counts.
    again.on("response", lambda response: posts.append(response.url) if response.request.method == "POST" else None)
    context.set_offline(False)
    expect_state(again, "yours")
    expect(bar(again)).to_contain_text("tercatat")
    again.reload()
    expect_state(again, "yours")
    assert ballots() == [("simandor-bmd", "vote")]
    assert len(posts) == 1
    troubles.expect(NO_SIGNAL)


def test_a_lost_answer_does_no_harm(phone: Page, ballots: Ballots, troubles: Troubles) -> None:
    phone.goto(f"/e/{EXHIBITION}/simandor-bmd")
    expect(phone.locator("script[src^='/offline/']")).to_be_attached()
    phone.wait_for_load_state("networkidle")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.route("**/vote", lose, times=1)
    bar(phone).locator("form button").click()
    expect_state(phone, "yours")
    assert ballots() == [("simandor-bmd", "vote")]
    troubles.expect("ERR_FAILED")


def test_a_vote_on_a_copy_fetches_a_form_first(phone: Page, ballots: Ballots, troubles: Troubles) -> None:
    keep_copies(phone)
    phone.context.set_offline(True)
    phone.goto(f"/e/{EXHIBITION}/boengas")
    bar(phone).locator("form button").click()
    expect_waiting(phone)
    phone.goto("/mine")
    expect(phone.locator("h1")).to_have_text("Tidak ada sinyal")
    expect(phone.locator(".waits")).to_contain_text("belum tercatat: Boengas")
    phone.context.set_offline(False)
    # The page comes by itself, and the vote has been sent.
    expect(phone.locator("h1")).to_have_text("Pilihan saya")
    phone.goto(f"/e/{EXHIBITION}/boengas")
    expect_state(phone, "yours")
    assert ballots() == [("boengas", "vote")]
    troubles.expect(NO_SIGNAL)


def test_what_was_taken_back_is_never_sent(phone: Page, ballots: Ballots, troubles: Troubles) -> None:
    keep_copies(phone)
    phone.context.set_offline(True)
    phone.goto(f"/e/{EXHIBITION}/boengas")
    bar(phone).locator("form button").click()
    expect_waiting(phone)
    bar(phone).get_by_role("button", name="Batalkan").click()
    expect_state(phone, "offline")
    phone.context.set_offline(False)
    # The copy becomes the real page by itself.
    expect_state(phone, "open")
    assert ballots() == []
    troubles.expect(NO_SIGNAL)


def test_a_second_tap_in_the_category_takes_the_place_of_the_first(
    phone: Page, ballots: Ballots, troubles: Troubles
) -> None:
    keep_copies(phone)
    phone.context.set_offline(True)
    for slug in ("simandor-bmd", "pubertas-new-generation", "lasungku-talu"):
        phone.goto(f"/e/{EXHIBITION}/{slug}")
        bar(phone).locator("form button").click()
        expect_waiting(phone)
    phone.goto(f"/e/{EXHIBITION}/simandor-bmd")
    expect(bar(phone)).to_contain_text("Suara untuk Lasungku Talu masih menunggu sinyal")
    phone.context.set_offline(False)
    expect_state(phone, "other")
    assert sorted(ballots()) == [("lasungku-talu", "vote"), ("pubertas-new-generation", "vote")]
    troubles.expect(NO_SIGNAL)


@pytest.mark.parametrize("page", [f"/e/{EXHIBITION}/boengas", "/check"])
def test_voting_closed_meanwhile(
    own_server: Server, phone: Page, ballots: Ballots, troubles: Troubles, page: str
) -> None:
    keep_copies(phone)
    phone.context.set_offline(True)
    phone.goto(f"/e/{EXHIBITION}/boengas")
    bar(phone).locator("form button").click()
    expect_waiting(phone)
    phone.goto(page)
    expect(phone.get_by_text("belum tercatat").first).to_be_visible()
    own_server.flask("phase", "set", "deliberation", "--reason", "Waktu habis")
    phone.context.set_offline(False)
    open_again(phone, page)
    expect(phone.get_by_text("Pemungutan suara ditutup sebelum suara ini terkirim")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("belum tercatat")).to_have_count(0)
    assert ballots() == []
    troubles.expect(NO_SIGNAL)


def test_a_pause_lets_it_wait(own_server: Server, phone: Page, ballots: Ballots, troubles: Troubles) -> None:
    keep_copies(phone, f"/e/{EXHIBITION}/boengas")
    phone.context.set_offline(True)
    bar(phone).locator("form button").click()
    expect_waiting(phone)
    own_server.flask("phase", "set", "paused", "--reason", "Listrik padam")
    phone.context.set_offline(False)
    expect(bar(phone)).to_contain_text("sedang dijeda")
    expect_state(phone, "waiting")
    phone.reload()
    expect(bar(phone)).to_contain_text("sedang dijeda")
    own_server.flask("phase", "set", "voting", "--reason", "Listrik menyala")
    phone.reload()
    expect_state(phone, "yours")
    assert ballots() == [("boengas", "vote")]
    troubles.expect(NO_SIGNAL)
    troubles.expect("409")


def test_a_form_that_is_of_no_use_any_more_is_fetched_anew(phone: Page, ballots: Ballots, troubles: Troubles) -> None:
    keep_copies(phone, f"/e/{EXHIBITION}/boengas")
    phone.context.set_offline(True)
    bar(phone).locator("form button").click()
    expect_waiting(phone)
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    expect_state(phone, "yours")
    assert ballots() == [("boengas", "vote")]
    troubles.expect(NO_SIGNAL)
    troubles.expect("403")


def test_at_level_booth(own_server: Server, phone: Page, ballots: Ballots, troubles: Troubles) -> None:
    set_level(own_server, "booth")
    codes = dict(line.split() for line in own_server.flask("entries", "codes").splitlines())
    keep_copies(phone, f"/b/{codes['boengas'].lower()}", kept=f"/b/{codes['boengas'].lower()}")
    phone.context.set_offline(True)
    phone.goto(f"/e/{EXHIBITION}/simandor-bmd")
    expect_state(phone, "elsewhere")
    assert bar(phone).locator("form").count() == 0
    phone.goto(f"/B/{codes['boengas']}")
    expect_state(phone, "offline")
    bar(phone).locator("form button").click()
    expect_waiting(phone)
    phone.context.set_offline(False)
    expect_state(phone, "yours")
    assert ballots() == [("boengas", "vote")]
    troubles.expect(NO_SIGNAL)


def test_a_booth_scanned_without_signal(own_server: Server, phone: Page, ballots: Ballots, troubles: Troubles) -> None:
    """Its page is not on the phone: the vote waits for the address alone, after an older one in its category."""
    set_level(own_server, "booth")
    codes = dict(line.split() for line in own_server.flask("entries", "codes").splitlines())
    visited = f"/b/{codes['simandor-bmd']}".lower()
    keep_copies(phone, visited, kept=visited)
    phone.context.set_offline(True)
    phone.goto(visited)
    bar(phone).locator("form button").click()
    expect_waiting(phone)
    phone.goto(f"/B/{codes['lasungku-talu']}")
    expect(phone.locator("h1")).to_have_text("Tidak ada sinyal")
    bar(phone).get_by_role("button", name="Pilih inovasi di stan ini").click()
    expect_waiting(phone)
    phone.context.set_offline(False)
    expect(phone.locator("h1")).to_have_text("Lasungku Talu")
    expect_state(phone, "yours")
    assert ballots() == [("simandor-bmd", "vote"), ("lasungku-talu", "move")]
    troubles.expect(NO_SIGNAL)
