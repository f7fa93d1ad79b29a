"""The ranking as people read it: rules whose effects follow the form, and places explained, readable on any screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.test_day import DESK, EXHIBITION, move, sign_in
from tools.server import Server

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
EXPLAINED = ("results/simandor-bmd", "results/categories/skpd", "calibration", "rules")


def test_the_effects_follow_what_is_typed(server: Server, laptop: Page) -> None:
    sign_in(laptop, "panitia")
    laptop.goto(f"{DESK}/rules")
    laptop.check("[name=preset][value=own]")
    laptop.fill("[name=jury_weight]", "0")
    expect(laptop.locator("#preview .twin p").first).to_contain_text("100 %")
    expect(laptop.locator("#preview .printed")).to_contain_text("Nilai akhir sama dengan nilai suara publik.")
    expect(laptop.locator("#preview .hundred circle")).to_have_count(100)
    # Only looked at: nothing is declared.
    laptop.goto(f"/rules/{EXHIBITION}")
    expect(laptop.locator(".printed")).to_contain_text("80 % nilai juri")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_explanations_are_accessible_and_fit_a_narrow_phone(server: Server, new_page: NewPage, scheme: str) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    sign_in(page, "panitia")
    found = []
    for path in (*(f"{DESK}/{name}" for name in EXPLAINED), f"/rules/{EXHIBITION}"):
        for language in ("id", "en"):
            page.goto(f"{path}?lang={language}")
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found += [f"{path}: {wide} px too wide"] if wide > 0 else []
            for violation in Axe().run(page, options=RULES).response["violations"]:
                found.append(f"{path} {language}: {violation['id']} {violation['nodes'][0]['target']}")
    assert not found, "\n".join(found)


def test_a_citizen_follows_a_place_from_the_result_to_the_last_number(
    own_server: Server, laptop: Page, phone: Page
) -> None:
    sign_in(laptop, "panitia")
    for phase in ("deliberation", "final", "published"):
        move(laptop, phase, "sesuai jadwal")
    phone.goto(f"/results/{EXHIBITION}")
    row = phone.locator("#skpd [data-place='1']").first
    name = row.locator(".standing-name b").inner_text()
    row.locator("summary").click()
    row.get_by_role("link", name="Penjelasan langkah demi langkah").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(name)
    expect(phone.locator(".lead")).to_contain_text("di peringkat 1")
    expect(phone.locator(".steps-down > li")).to_have_count(6)
    phone.get_by_role("link", name="Semua angka kategori ini").click()
    expect(phone.get_by_role("heading", name="Seberapa kokoh hasil ini")).to_be_visible()
    expect(phone.locator(".questions > section")).to_have_count(7)
    expect(phone.locator(".methods .cell-declared")).to_have_text(name)
