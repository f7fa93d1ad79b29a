"""The organizer's categories and criteria with a keyboard alone, and the sum that follows the typing."""

from playwright.sync_api import Page, expect

from tests.browser.page_checks import ALL_RULES, axe, too_wide
from tests.browser.test_day import sign_in
from tools.server import Server

BASE = "/organizer/pekan-2026/categories"


def new_exhibition(page: Page) -> None:
    """An exhibition in setup with one category and the simple criteria."""
    sign_in(page, "panitia")
    page.goto("/organizer/new")
    page.fill("[name=name]", "Pekan 2026")
    page.locator("main form button.button-strong").first.click()
    page.wait_for_url("**/organizer/pekan-2026/**")
    page.goto("/organizer/pekan-2026/setup/categories")
    page.fill("[name=categories]", "Dinas")
    page.select_option("[name=criteria]", "simple")
    page.locator("main form button.button-strong").first.click()
    expect(page.locator(".lines")).to_contain_text("Dinas")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of this accessible name has the focus."""
    wanted = page.get_by_label(name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).first
    expect(wanted).to_be_visible()
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {name!r}")


def test_criteria_are_added_moved_and_saved_with_the_keyboard_alone(own_server: Server, laptop: Page) -> None:
    new_exhibition(laptop)
    laptop.goto(f"{BASE}/dinas/criteria")
    tab_to(laptop, "+ Tambah kriteria")
    laptop.keyboard.press("Enter")
    name = laptop.locator("#name-3")
    expect(name).to_be_focused()
    laptop.keyboard.type("Dampak")
    laptop.keyboard.press("Tab")
    laptop.keyboard.type("20")
    expect(laptop.locator("#sum")).to_have_text("120 % dari 100 %: lebih 20 %")
    tab_to(laptop, "Naikkan 4")
    laptop.keyboard.press("Enter")
    expect(laptop.locator("[name=action][value='up.2']")).to_be_focused()
    laptop.keyboard.press("Space")
    expect(laptop.locator("[name=action][value='up.1']")).to_be_focused()
    expect(laptop.locator("#name-1")).to_have_value("Dampak")
    laptop.locator("#weight-0").focus()
    laptop.keyboard.press("ControlOrMeta+a")
    laptop.keyboard.type("10")
    expect(laptop.locator("#sum")).to_have_text("100 % dari 100 %: pas")
    # Enter in a field saves, whatever other buttons the form has.
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("status").first).to_have_text("Tersimpan.")
    expect(laptop.locator("#name-1")).to_have_value("Dampak")
    laptop.get_by_role("link", name="Lihat lembar juri").click()
    expect(laptop.locator(".crit h2")).to_have_text(["Kebaruan", "Dampak", "Manfaat", "Penyajian"])


def test_categories_are_added_and_ordered_with_the_keyboard_alone(own_server: Server, laptop: Page) -> None:
    new_exhibition(laptop)
    laptop.goto(BASE)
    tab_to(laptop, "Nama kategori *")
    laptop.keyboard.type("Sekolah")
    laptop.keyboard.press("Tab")
    laptop.keyboard.press("Tab")
    laptop.keyboard.press("ArrowRight")
    laptop.keyboard.press("Enter")
    expect(laptop.locator("[data-category]")).to_have_count(2)
    expect(laptop.locator("[data-category=sekolah] .band-berry")).to_be_visible()
    tab_to(laptop, "Naikkan Sekolah")
    laptop.keyboard.press("Enter")
    expect(laptop.locator("[data-category] h2")).to_have_text(["Sekolah", "Dinas"])
    expect(laptop.get_by_role("button", name="Turunkan Sekolah")).to_be_focused()


def test_the_forms_in_setup_are_accessible_and_fit_a_narrow_phone(own_server: Server, laptop: Page) -> None:
    new_exhibition(laptop)
    laptop.set_viewport_size({"width": 320, "height": 640})
    found = []
    for path in (BASE, f"{BASE}/dinas", f"{BASE}/dinas/criteria", f"{BASE}/dinas/criteria?from=simple-5"):
        for language in ("id", "en"):
            laptop.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
            laptop.locator("details.meanings").evaluate_all("all => all.forEach((one) => { one.open = true; })")
            found += [f"{path} {language}: {trouble}" for trouble in (*too_wide(laptop), *axe(laptop, ALL_RULES))]
    assert not found, "\n".join(found)
