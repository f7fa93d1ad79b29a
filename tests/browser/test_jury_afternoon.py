"""A whole afternoon: five jurors score twenty entries on phones, one of them with a weak signal."""

import random
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewPage
from tests.browser.test_day import sign_in
from tests.browser.test_jury import CRITERIA, codes, field, lose_signal, stored
from tests.browser.troubles import Troubles
from tools.server import Server

Typed = dict[tuple[str, str, str], int]


def score_by_hand(page: Page, entry: str, code: str, chance: random.Random, typed: Typed, who: str) -> None:
    """One sheet typed on the page, as a juror with or without signal does."""
    page.evaluate("code => juryPages.show(`/jury/${code}`)", code)
    expect(page.locator(".sheet")).to_have_attribute("data-entry", entry)
    for criterion in CRITERIA:
        value = chance.randrange(4000, 10001, 25)
        typed[who, entry, criterion] = value
        page.fill(field(page, criterion), f"{value / 100:.2f}".replace(".", ","))


SEND = """async ([sheets, token]) => {
  let number = Date.now();
  const post = async (code, fields, action) => {
    const body = new URLSearchParams({csrf_token: token, device: 'simulated', number: number += 1, action, ...fields});
    // Each request is lost once before it leaves and once after it arrived: the second answer is the one that counts.
    await fetch(`/jury/${code}`, {method: 'POST', body});
    const again = await fetch(`/jury/${code}`, {method: 'POST', body});
    if (!again.ok) throw new Error(`${code}: ${again.status} ${await again.text()}`);
  };
  for (const [code, values, before] of sheets) {
    for (const [name, value] of Object.entries(values)) {
      await post(code, {[`score.${name}`]: value, [`base.score.${name}`]: before[name] ?? ''}, 'save');
    }
    await post(code, {}, 'submit');
  }
}"""


def score_by_requests(
    page: Page, who: str, known: dict[str, str], entries: list[str], typed: Typed, old: Typed
) -> None:
    """The same requests as sheet.js sends, each sent twice."""
    chance = random.Random(who)
    sheets = []
    for entry in entries:
        values = {}
        for criterion in CRITERIA:
            value = chance.randrange(4000, 10001, 50)
            typed[who, entry, criterion] = value
            values[criterion] = f"{value / 100:.2f}"
        before = {name: f"{old[who, entry, name] / 100:.2f}" for name in CRITERIA if (who, entry, name) in old}
        sheets.append([known[entry], values, before])
    sign_in(page, who)
    token = page.locator("input[name=csrf_token]").first.input_value()
    page.evaluate(SEND, [sheets, token])


def enter(page: Page, who: str, known: dict[str, str]) -> None:
    """Sign in on a phone, which then has every sheet at hand."""
    sign_in(page, who)
    page.wait_for_load_state("networkidle")
    for code in known.values():
        page.evaluate("code => juryPages.keep(`/jury/${code}`)", code)


def all_score_by_hand(new_page: NewPage, known: dict[str, str], entries: list[str], typed: Typed) -> Page:
    """juri1 loses the signal for three sheets of five, the others never; answers juri1's page."""
    chance = random.Random(20)
    weak = new_page(**PHONE)
    steady = {who: new_page(**PHONE) for who in ("juri2", "juri3", "juri4", "juri5")}
    for who, page in {"juri1": weak, **steady}.items():
        enter(page, who, known)
    for number, entry in enumerate(entries):
        if number % 5 == 1:
            lose_signal(weak)
        score_by_hand(weak, entry, known[entry], chance, typed, "juri1")
        weak.locator("[name=action][value=submit]").click()
        if number % 5 != 4 and number % 5 != 0:
            expect(weak.locator("#saved")).to_contain_text("dikirim sendiri")
        if number % 5 == 4:
            weak.context.set_offline(False)
            expect(weak).to_have_url(re.compile("sent="), timeout=30_000)
        for who, page in steady.items():
            score_by_hand(page, entry, known[entry], chance, typed, who)
            page.locator("[name=action][value=submit]").click()
            expect(page).to_have_url(re.compile(f"sent={entry}$"))
    return weak


def compare(server: Server, who: str, entries: list[str], typed: Typed) -> None:
    """What this juror typed is what is stored."""
    there = {key: value for key, value in stored(server, who).items() if key[0] in entries}
    assert there == {key[1:]: value for key, value in typed.items() if key[0] == who}, who


@pytest.mark.slow
def test_five_jurors_score_twenty_entries_with_dropped_signal(
    own_server: Server, new_page: NewPage, troubles: Troubles
) -> None:
    """What was typed is what is stored, for every juror, entry and criterion."""
    known = codes(own_server)
    entries = sorted(known)[:20]
    typed: Typed = {}
    weak = all_score_by_hand(new_page, known, entries, typed)
    weak.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('jury:juri1:'))")
    for who in ("juri1", "juri2", "juri3", "juri4", "juri5"):
        compare(own_server, who, entries, typed)
    assert len(typed) == 5 * 20 * 5
    troubles.allow("ERR_INTERNET_DISCONNECTED")


@pytest.mark.slow
def test_requests_that_arrive_twice_change_nothing(own_server: Server, new_page: NewPage) -> None:
    """Three jurors' twenty sheets, every request doubled."""
    known = codes(own_server)
    entries = sorted(known)[:20]
    typed: Typed = {}
    jurors = ("juri3", "juri4", "juri5")
    old = {(who, *key): value for who in jurors for key, value in stored(own_server, who).items()}
    for who in jurors:
        score_by_requests(new_page(**PHONE), who, known, entries, typed, old)
    for who in jurors:
        compare(own_server, who, entries, typed)
    assert len(typed) == 3 * 20 * 5
