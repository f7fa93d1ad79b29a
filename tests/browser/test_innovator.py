"""An innovator edits the own profile on a phone; an organizer compares and decides."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE, NewPage, Troubles
from tests.browser.page_checks import ALL_RULES, axe, small_targets, too_wide
from tests.browser.test_day import DESK, sign_in
from tools.server import Server

OUTSIDE = "<script>alert(1)</script>"


def test_from_the_link_to_the_approved_profile(own_server: Server, new_page: NewPage, troubles: Troubles) -> None:
    phone, desk, visitor = new_page(**PHONE), new_page(**LAPTOP), new_page(**PHONE, java_script_enabled=False)
    sign_in(desk, "panitia")
    desk.goto(f"{DESK}/profiles")
    desk.locator("tr", has_text="Boengas").get_by_role("button", name=re.compile("^Buat")).click()
    address = desk.locator(".link-text").inner_text().strip()
    assert not axe(desk, ALL_RULES)

    phone.goto(address)
    assert not axe(phone, ALL_RULES)
    assert not too_wide(phone)
    assert not small_targets(phone, 48)
    phone.get_by_label("Ringkasan").fill(f"Ringkasan dari inovator {OUTSIDE}")
    phone.get_by_label("Nama inovasi").fill(" ")
    phone.get_by_role("button", name="Kirim untuk disetujui").click()
    expect(phone.locator("#name-error")).to_be_visible()
    troubles.expect(r"status of 422")
    expect(phone.get_by_label("Ringkasan")).to_have_value(re.compile("dari inovator"))
    phone.get_by_label("Nama inovasi").fill("Boengas yang baru")
    phone.get_by_role("button", name="Kirim untuk disetujui").click()
    expect(phone.get_by_role("status")).to_contain_text("Usulan terkirim")
    expect(phone.get_by_text("Menunggu persetujuan panitia")).to_be_visible()
    visitor.goto("/e/bailang-2025/boengas")
    expect(visitor.get_by_text("dari inovator")).to_have_count(0)

    desk.goto(f"{DESK}/profiles")
    desk.get_by_role("link", name="C-03 · Boengas").click()
    expect(desk.locator("ins").first).to_be_visible()
    assert not axe(desk, ALL_RULES)
    desk.get_by_label("Terima Nama inovasi").uncheck()
    desk.get_by_role("button", name="Terima yang dicentang").click()
    expect(desk.get_by_role("status")).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_text(f"Ringkasan dari inovator {OUTSIDE}")).to_be_visible()
    expect(visitor.get_by_text("Boengas yang baru")).to_have_count(0)
    phone.reload()
    expect(phone.get_by_text("Usulan terakhir diterima")).to_be_visible()


def test_a_link_without_script_is_refused_with_a_reason(
    own_server: Server, new_page: NewPage, troubles: Troubles
) -> None:
    phone, desk = new_page(**PHONE, java_script_enabled=False), new_page(**LAPTOP, java_script_enabled=False)
    sign_in(desk, "panitia")
    desk.goto(f"{DESK}/profiles")
    desk.get_by_role("button", name="Buat tautan untuk yang belum punya").click()
    expect(desk.locator(".link-text")).to_have_count(21)
    phone.goto(desk.locator(".link-text").first.inner_text().strip())
    phone.get_by_label("Ringkasan").fill("Terlalu ramai")
    phone.get_by_role("button", name="Kirim untuk disetujui").click()
    desk.goto(f"{DESK}/profiles/simandor-bmd")
    desk.get_by_role("button", name="Tolak usulan").click()
    expect(desk.locator("[data-error=reason-needed]")).to_be_visible()
    troubles.expect(r"status of 422")
    desk.get_by_label("Alasan bila tidak diterima").fill("Mohon lebih singkat")
    desk.get_by_role("button", name="Tolak usulan").click()
    phone.reload()
    expect(phone.get_by_text("Mohon lebih singkat")).to_be_visible()
    assert phone.request.get(phone.url.split("?")[0] + "/poster.pdf").body().startswith(b"%PDF")
