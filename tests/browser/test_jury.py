"""The juror's phone in a real browser: signal lost and back, two devices, undo, the timer, and a whole afternoon."""

import re
import sqlite3

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, NewPage
from tests.browser.test_day import sign_in
from tests.browser.troubles import Troubles
from tools.server import Server

CRITERIA = ("kebaruan", "kemanfaatan", "replikasi", "kolaborasi", "penguasaan")
UNSENT = "Belum terkirim, disimpan di ponsel ini"


def codes(server: Server) -> dict[str, str]:
    return dict(line.split() for line in server.flask("entries", "codes").splitlines())


def field(page: Page, criterion: str) -> str:
    return f'[name="score.{criterion}"]'


def state(page: Page, criterion: str) -> Locator:
    return page.locator(f'[data-field="score.{criterion}"] .saved')


def open_sheet(page: Page, username: str, code: str) -> None:
    sign_in(page, username)
    page.goto(f"/jury/{code}")
    expect(page.locator("body")).to_have_class(re.compile("scripted"))


def stored(server: Server, username: str) -> dict[tuple[str, str], int]:
    """(entry, criterion) -> hundredths, read from the database itself."""
    with sqlite3.connect(server.data_dir / "showcase.sqlite3") as database:
        rows = database.execute(
            """SELECT entry.slug, criterion.slug, score.value_centi FROM score
            JOIN sheet ON sheet.id = score.sheet_id JOIN entry ON entry.id = sheet.entry_id
            JOIN criterion ON criterion.id = score.criterion_id JOIN account ON account.id = sheet.juror_id
            WHERE account.username = ?""",
            (username,),
        ).fetchall()
    return {(entry, criterion): value for entry, criterion, value in rows}


def lose_signal(page: Page) -> None:
    page.context.set_offline(True)


def test_each_field_is_saved_as_it_changes_and_can_be_undone(own_server: Server, phone: Page) -> None:
    open_sheet(phone, "juri1", codes(own_server)["simandor-bmd"])
    phone.fill(field(phone, "kebaruan"), "82,5")
    expect(phone.locator(field(phone, "kebaruan"))).to_have_value("82.5")
    expect(state(phone, "kebaruan")).to_have_text("Tersimpan")
    expect(phone.locator("#saved")).to_contain_text(re.compile(r"Tersimpan \d\d\.\d\d WITA"))
    assert stored(own_server, "juri1") == {("simandor-bmd", "kebaruan"): 8250}
    card = phone.locator('[data-field="score.kebaruan"]')
    card.locator("[data-by='5']").click()
    expect(phone.locator(field(phone, "kebaruan"))).to_have_value("87.5")
    expect(state(phone, "kebaruan")).to_have_text("Tersimpan")
    card.locator(".undo").click()
    expect(phone.locator(field(phone, "kebaruan"))).not_to_have_value("87.5")
    expect(state(phone, "kebaruan")).to_have_text(re.compile("Tersimpan|^$"))
    expect(phone.locator(".sheet")).to_have_attribute("data-sheet-state", "draft")


def test_a_wrong_number_is_told_in_words_and_does_not_hold_up_the_others(
    own_server: Server, phone: Page, troubles: Troubles
) -> None:
    open_sheet(phone, "juri1", codes(own_server)["simandor-bmd"])
    phone.fill(field(phone, "kebaruan"), "101")
    phone.fill(field(phone, "kemanfaatan"), "70")
    expect(state(phone, "kemanfaatan")).to_have_text("Tersimpan")
    expect(phone.locator('[data-field="score.kebaruan"] .refused')).to_have_text("Nilainya dari 0 sampai 100.")
    assert stored(own_server, "juri1") == {("simandor-bmd", "kemanfaatan"): 7000}
    phone.fill(field(phone, "kebaruan"), "100")
    expect(state(phone, "kebaruan")).to_have_text("Tersimpan")
    expect(phone.locator('[data-field="score.kebaruan"] .refused')).to_be_hidden()
    phone.fill(field(phone, "replikasi"), "delapan")
    expect(phone.locator('[data-field="score.replikasi"] .refused')).to_contain_text("Tulis angka saja")
    troubles.expect("422")


def test_without_signal_a_juror_goes_on_and_nothing_is_lost_through_a_restart(
    own_server: Server, new_page: NewPage, troubles: Troubles
) -> None:
    """Typed without signal, on this sheet and the next; the browser is closed; with signal all of it is sent."""
    known = codes(own_server)
    page = new_page(**PHONE)
    sign_in(page, "juri1")
    with page.expect_response(re.compile(f"/jury/{known['pepes-papari']}")):
        page.goto(f"/jury/{known['simandor-bmd']}")
    page.wait_for_load_state("networkidle")
    lose_signal(page)
    page.fill(field(page, "kebaruan"), "64")
    expect(state(page, "kebaruan")).to_have_text(UNSENT)
    expect(page.locator("#offline")).to_be_visible()
    page.locator(".onward a").last.click()
    expect(page.locator("h1")).to_have_text("Pepes Papari")
    for number, criterion in enumerate(CRITERIA):
        page.fill(field(page, criterion), str(70 + number))
    page.locator("[name=action][value=submit]").click()
    expect(page.locator("#saved")).to_contain_text("dikirim sendiri begitu ada sinyal")
    page.locator(".onward a").first.click()
    expect(page.locator("[data-entry=simandor-bmd] .unsent")).to_be_visible()
    kept = page.context.storage_state()
    assert stored(own_server, "juri1") == {}
    troubles.allow("ERR_INTERNET_DISCONNECTED")

    restarted = new_page(**PHONE, storage_state=kept)
    restarted.goto("/jury")
    expect(restarted.locator("[data-entry=pepes-papari]")).to_have_attribute("data-sheet-state", "submitted")
    expect(restarted.locator("[data-entry=simandor-bmd]")).to_have_attribute("data-sheet-state", "draft")
    expect(restarted.locator(".tag.unsent:visible")).to_have_count(0)
    expected = {("pepes-papari", criterion): (70 + number) * 100 for number, criterion in enumerate(CRITERIA)}
    assert stored(own_server, "juri1") == {**expected, ("simandor-bmd", "kebaruan"): 6400}
    assert restarted.evaluate("Object.keys(localStorage).filter(key => key.startsWith('jury:juri1:'))") == []


def test_two_devices_on_one_sheet_see_both_values_and_choose(
    own_server: Server, new_page: NewPage, troubles: Troubles
) -> None:
    code = codes(own_server)["simandor-bmd"]
    first, second = new_page(**PHONE), new_page(**PHONE)
    for page in (first, second):
        open_sheet(page, "juri1", code)
    first.fill(field(first, "kebaruan"), "85")
    expect(state(first, "kebaruan")).to_have_text("Tersimpan")
    second.fill(field(second, "kemanfaatan"), "60")
    expect(state(second, "kemanfaatan")).to_have_text("Tersimpan")
    expect(second.locator(field(second, "kebaruan"))).to_have_value("85")

    lose_signal(second)
    second.fill(field(second, "kebaruan"), "80")
    expect(state(second, "kebaruan")).to_have_text(UNSENT)
    first.fill(field(first, "kebaruan"), "90")
    expect(state(first, "kebaruan")).to_have_text("Tersimpan")
    second.context.set_offline(False)
    both = second.locator('[data-field="score.kebaruan"] .both')
    expect(both).to_contain_text("Anda: 80, tersimpan dari perangkat lain: 90")
    assert stored(own_server, "juri1")["simandor-bmd", "kebaruan"] == 9000
    both.locator(".keep-mine").click()
    expect(state(second, "kebaruan")).to_have_text("Tersimpan")
    assert stored(own_server, "juri1")["simandor-bmd", "kebaruan"] == 8000
    assert stored(own_server, "juri1")["simandor-bmd", "kemanfaatan"] == 6000
    troubles.allow("ERR_INTERNET_DISCONNECTED")


def test_signing_out_removes_what_the_phone_kept(own_server: Server, phone: Page, troubles: Troubles) -> None:
    open_sheet(phone, "juri1", codes(own_server)["simandor-bmd"])
    lose_signal(phone)
    phone.fill(field(phone, "kebaruan"), "64")
    expect(state(phone, "kebaruan")).to_have_text(UNSENT)
    asked: list[str] = []
    phone.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    phone.locator("header.site button").click()
    expect(phone.locator("#offline")).to_be_visible()
    phone.wait_for_function("() => localStorage.length > 0")
    phone.context.set_offline(False)
    expect(state(phone, "kebaruan")).to_have_text("Tersimpan")
    phone.locator("header.site button").click()
    expect(phone).to_have_url(re.compile("/login$"))
    assert "belum terkirim" in asked[0]
    assert phone.evaluate("Object.keys(localStorage).filter(key => key.startsWith('jury:juri1'))") == []
    troubles.allow("ERR_INTERNET_DISCONNECTED")


def test_an_old_form_and_an_ended_session_lose_nothing(own_server: Server, phone: Page, troubles: Troubles) -> None:
    code = codes(own_server)["simandor-bmd"]
    open_sheet(phone, "juri1", code)
    phone.evaluate("document.querySelectorAll('input[name=csrf_token]').forEach(input => { input.value = 'old'; })")
    phone.fill(field(phone, "kebaruan"), "80")
    expect(state(phone, "kebaruan")).to_have_text("Tersimpan")
    phone.context.clear_cookies()
    phone.fill(field(phone, "kebaruan"), "81")
    expect(phone.locator("#saved")).to_contain_text("Anda sudah keluar")
    open_sheet(phone, "juri1", code)
    expect(phone.locator(field(phone, "kebaruan"))).to_have_value("81")
    expect(state(phone, "kebaruan")).to_have_text("Tersimpan")
    assert stored(own_server, "juri1") == {("simandor-bmd", "kebaruan"): 8100}
    troubles.expect("400")


def test_a_page_that_is_older_than_the_last_answer_shows_what_is_stored(own_server: Server, phone: Page) -> None:
    code = codes(own_server)["simandor-bmd"]
    open_sheet(phone, "juri1", code)
    phone.fill(field(phone, "kebaruan"), "80")
    expect(state(phone, "kebaruan")).to_have_text("Tersimpan")
    # Fetched before the next save was stored, shown after it was answered.
    older = phone.context.request.get(f"/jury/{code}")
    with phone.expect_response(lambda response: response.request.method == "POST"):
        phone.fill(field(phone, "kebaruan"), "81")
    expect(state(phone, "kebaruan")).to_have_text("Tersimpan")
    phone.route(f"**/jury/{code}", lambda route: route.fulfill(response=older))
    phone.reload()
    expect(phone.locator(field(phone, "kebaruan"))).to_have_value("81")
    assert stored(own_server, "juri1") == {("simandor-bmd", "kebaruan"): 8100}


def test_the_timer_runs_through_a_reload_and_without_signal(own_server: Server, phone: Page) -> None:
    phone.clock.install()
    open_sheet(phone, "juri1", codes(own_server)["simandor-bmd"])
    timer = phone.locator("#timer")
    timer.locator("summary").click()
    expect(timer.locator(".timer-face")).to_have_text("07:00")
    timer.locator("[data-minutes='13']").click()
    expect(timer.locator(".timer-face")).to_have_text("13:00")
    timer.locator("#own-minutes").fill("2")
    timer.locator("[data-run]").click()
    phone.clock.run_for(61_000)
    expect(timer.locator(".timer-face")).to_have_text(re.compile(r"00:5\d"))
    timer.locator("[data-run]").click()
    expect(timer.locator("[data-run]")).to_have_text("Lanjutkan")
    phone.reload()
    phone.locator("#timer summary").click()
    expect(timer.locator(".timer-face")).to_have_text(re.compile(r"00:5\d"))
    timer.locator("[data-run]").click()
    phone.reload()
    phone.clock.run_for(61_000)
    expect(timer).to_have_class(re.compile("is-over"))
    expect(timer.locator(".timer-over")).to_have_text("Waktu habis")
    timer.locator("[data-reset]").click()
    expect(timer.locator(".timer-face")).to_have_text("02:00")
