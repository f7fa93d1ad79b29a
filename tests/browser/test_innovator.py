"""An innovator edits the own profile on a phone; an organizer compares and decides."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, NewPage
from tests.browser.page_checks import ALL_RULES, axe, small_targets, too_wide
from tests.browser.test_day import DESK, sign_in
from tests.browser.troubles import Troubles
from tools.server import Server

LOADED = "async image => { await image.decode(); return image.naturalWidth; }"
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


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two photographs, and something that is none."""
    for name, color in (("teal.jpg", "teal"), ("red.jpg", "red")):
        Image.new("RGB", (1200, 800), color).save(tmp_path / name)
    (tmp_path / "none.jpg").write_text("<svg/>")
    return [tmp_path / name for name in ("teal.jpg", "red.jpg", "none.jpg")]


def address_of(desk: Page, entry: str) -> str:
    """A new personal link."""
    desk.goto(f"{DESK}/profiles")
    desk.locator("tr", has_text=entry).get_by_role("button", name=re.compile("^Buat")).click()
    return desk.locator(".link-text").inner_text().strip()


def test_a_photograph_from_the_phone_to_the_booth_page(
    own_server: Server, new_page: NewPage, troubles: Troubles, files: list[Path]
) -> None:
    phone, desk, visitor = new_page(**PHONE), new_page(**LAPTOP), new_page(**PHONE)
    sign_in(desk, "panitia")
    phone.goto(address_of(desk, "Boengas"))
    expect(phone.get_by_label("Ambil dengan kamera ponsel")).to_be_visible()
    phone.get_by_label("Ringkasan").fill("Belum dikirim")
    phone.get_by_label("Usulkan foto").set_input_files(files[:2])
    expect(phone.locator(".photo-list li")).to_have_count(2)
    phone.get_by_label("Apa yang terlihat di usulan foto 1?").fill("Petugas di loket")
    phone.get_by_label("Ambil dengan kamera ponsel").set_input_files(files[2])
    expect(phone.locator("#photos [role=alert]")).to_contain_text("bukan gambar JPEG")
    troubles.expect(r"status of 422")
    phone.get_by_role("button", name="Hapus usulan foto 2").click()
    expect(phone.locator(".photo-list li")).to_have_count(1)
    expect(phone.locator("#photos-said")).to_have_text("Usulan foto dihapus.")
    # Nothing that was typed is lost, in the section that was replaced or outside of it.
    expect(phone.get_by_label("Apa yang terlihat di usulan foto 1?")).to_have_value("Petugas di loket")
    expect(phone.get_by_label("Ringkasan")).to_have_value("Belum dikirim")
    assert phone.locator(".photo-list img").evaluate(LOADED) == 640
    assert not axe(phone, ALL_RULES)
    assert not too_wide(phone)
    assert not small_targets(phone, 48)
    phone.get_by_role("button", name="Kirim untuk disetujui").click()
    expect(phone.get_by_role("status")).to_contain_text("Usulan terkirim")

    desk.goto(DESK)
    desk.get_by_role("link", name="1 usulan inovator menunggu keputusan.").click()
    desk.get_by_role("link", name="C-03 · Boengas").click()
    expect(desk.get_by_label("Apa yang terlihat di foto 1")).to_have_value("Petugas di loket")
    assert desk.locator(".photo-list img").evaluate(LOADED) == 1200
    assert not axe(desk, ALL_RULES)
    desk.get_by_role("button", name="Terima yang dicentang").click()
    expect(desk.get_by_role("status")).to_be_visible()
    visitor.goto("/e/bailang-2025/boengas")
    cover = visitor.locator("img.booth-photo")
    expect(cover).to_have_attribute("alt", "Petugas di loket")
    assert cover.evaluate(LOADED) > 0


def test_photographs_without_script_and_without_a_network(
    own_server: Server, new_page: NewPage, troubles: Troubles, files: list[Path]
) -> None:
    plain, phone, desk = new_page(**PHONE, java_script_enabled=False), new_page(**PHONE), new_page(**LAPTOP)
    sign_in(desk, "panitia")
    address = address_of(desk, "Boengas")
    plain.goto(address)
    plain.get_by_label("Ringkasan").fill("Belum dikirim")
    plain.get_by_label("Usulkan foto").set_input_files(files[0])
    plain.get_by_role("button", name="Kirim foto").click()
    expect(plain.locator(".photo-list li")).to_have_count(1)
    expect(plain.get_by_label("Ringkasan")).to_have_value("Belum dikirim")
    plain.get_by_role("button", name="Hapus usulan foto 1").click()
    expect(plain.locator(".photo-list li")).to_have_count(0)
    expect(plain.get_by_label("Ringkasan")).to_have_value("Belum dikirim")

    phone.goto(address)
    phone.get_by_label("Ringkasan").fill("Tetap di sini")
    phone.context.set_offline(True)
    phone.get_by_label("Usulkan foto").set_input_files(files[0])
    expect(phone.locator("[data-trouble]")).to_contain_text("jaringan terputus")
    expect(phone.get_by_label("Ringkasan")).to_have_value("Tetap di sini")
    troubles.expect("ERR_INTERNET_DISCONNECTED")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Kirim foto").click()
    expect(phone.locator(".photo-list li")).to_have_count(1)
