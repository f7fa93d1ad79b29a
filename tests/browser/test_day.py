"""The exhibition day as its people live it: a visitor votes, a juror scores, the organizer closes, anybody recounts."""

import json
import re
import subprocess
import sys

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, NewPage
from tests.factories import PASSWORD
from tools.server import ROOT, Server

EXHIBITION = "bailang-2025"
DESK = f"/organizer/{EXHIBITION}"
MARKS = {"kebaruan": "82", "kemanfaatan": "79", "replikasi": "75", "kolaborasi": "90", "penguasaan": "88.5"}


def sign_in(page: Page, username: str) -> None:
    page.goto("/login")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")


def move(page: Page, phase: str, reason: str) -> None:
    page.goto(f"{DESK}/phase")
    form = page.locator(f"form:has([name=phase][value={phase}])")
    form.locator("[name=reason]").fill(reason)
    for accept in form.locator("[name=accept_gaps]").all():
        accept.check()
    form.locator("[type=submit]").click()
    page.wait_for_load_state()


def visitor_votes(stage: Page, phone: Page, codes: dict[str, str]) -> None:
    """One tap; the stage shows it by itself, and the receipt can be checked."""
    stage.goto(f"/screen/{EXHIBITION}")
    phone.goto(f"/b/{codes['pubertas-new-generation']}")
    phone.click("#vote form button")
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "yours")
    row = stage.locator("[data-entry=pubertas-new-generation]")
    expect(row.locator(".votes")).to_have_text("1")
    expect(row).to_have_attribute("data-place", "1")
    receipt = phone.locator("#vote").get_attribute("data-receipt")
    phone.goto(f"/check/{receipt}")
    expect(phone.get_by_role("status")).to_contain_text("dihitung")


def juror_scores(juror: Page, codes: dict[str, str]) -> None:
    """Five marks, one with a comma, a running total, and the sheet is sent."""
    sign_in(juror, "juri1")
    expect(juror).to_have_url(re.compile("/jury$"))
    juror.goto(f"/jury/{codes['simandor-bmd']}")
    for criterion, mark in MARKS.items():
        juror.locator(f'[name="score.{criterion}"]').fill(mark.replace(".", ","))
    expect(juror.locator("#total")).to_have_text("81,70")
    juror.click("[name=action][value=submit]")
    expect(juror).to_have_url(re.compile("/jury.sent=simandor-bmd$"))
    expect(juror.locator("[data-entry=simandor-bmd]")).to_have_attribute("data-sheet-state", "submitted")


def recounted(server: Server) -> dict[str, list[str]]:
    """The order of each category, by an auditor's recount of the export."""
    command = [sys.executable, "-S", "-m", "showcase.recount"]
    bundle = server.flask("results", "export")
    done = subprocess.run(command, cwd=ROOT, input=bundle, capture_output=True, text=True, check=True)
    categories = json.loads(done.stdout)["categories"]
    return {category["slug"]: [row["entry"] for row in category["standings"]] for category in categories}


def test_the_whole_day(own_server: Server, new_page: NewPage) -> None:
    codes = dict(line.split() for line in own_server.flask("entries", "codes").splitlines())
    stage, phone = new_page(viewport={"width": 1920, "height": 1080}), new_page(**PHONE)
    juror, desk = new_page(**PHONE), new_page(**LAPTOP)
    visitor_votes(stage, phone, codes)
    juror_scores(juror, codes)

    sign_in(desk, "panitia")
    expect(desk.locator("#summary")).to_contain_text("1")
    move(desk, "deliberation", "Waktu habis")
    phone.goto(f"/b/{codes['boengas']}")
    expect(phone.locator("#vote")).to_have_attribute("data-vote-state", "closed")

    desk.goto(f"{DESK}/results")
    for slug, order in recounted(own_server).items():
        shown = desk.locator(f"#{slug} [data-entry]").evaluate_all("rows => rows.map(row => row.dataset.entry)")
        assert list(dict.fromkeys(shown)) == order

    move(desk, "final", "Sidang selesai")
    move(desk, "published", "Diumumkan di panggung")
    answer = phone.goto(f"/results/{EXHIBITION}")
    assert answer is not None
    assert answer.status == 200
    expect(phone.locator("main")).to_contain_text("PUBERTAS")


def test_voting_works_without_script(server: Server, new_page: NewPage) -> None:
    codes = dict(line.split() for line in server.flask("entries", "codes").splitlines())
    page = new_page(**PHONE, java_script_enabled=False)
    page.goto(f"/b/{codes['bintang']}")
    page.click("#vote form button")
    expect(page.locator("#vote")).to_have_attribute("data-vote-state", "yours")
    page.goto("/?q=uren")
    expect(page.locator("[data-entry]").first).to_be_visible()


def test_searching_as_one_types(server: Server, phone: Page) -> None:
    phone.goto("/")
    phone.fill("[name=q]", "pubertas")
    expect(phone.locator("[data-entry]")).to_have_count(1)
    expect(phone.locator("[data-entry]")).to_have_attribute("data-entry", "pubertas-new-generation")


def test_no_page_is_wider_than_a_narrow_phone(server: Server, new_page: NewPage) -> None:
    codes = dict(line.split() for line in server.flask("entries", "codes").splitlines())
    page = new_page(viewport={"width": 320, "height": 640})
    sign_in(page, "panitia")
    paths = ["/", f"/b/{codes['simandor-bmd']}", "/mine", "/check", "/results/bailang-2024", "/login", DESK]
    paths += [
        f"{DESK}/{name}"
        for name in (
            "entries",
            "jurors",
            "posters",
            "screen",
            "rules",
            "phase",
            "results",
            "settings",
            "messages",
            "draw",
        )
    ]
    for path in paths:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
