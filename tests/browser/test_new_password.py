"""Choosing a password: it can be looked at, and never goes out as an ordinary text."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.test_day import sign_in
from tools.server import Server


def test_a_new_password_is_shown_and_hidden_again(server: Server, phone: Page) -> None:
    sign_in(phone, "panitia")
    phone.goto("/account/password")
    field = phone.get_by_label("Kata sandi baru")
    field.fill("pendek-1")
    phone.get_by_role("button", name="Tampilkan kata sandi").click()
    expect(field).to_have_attribute("type", "text")
    phone.get_by_role("button", name="Sembunyikan kata sandi").click()
    expect(field).to_have_attribute("type", "password")
    phone.get_by_role("button", name="Tampilkan kata sandi").click()
    phone.evaluate("document.addEventListener('submit', event => event.preventDefault())")
    phone.get_by_label("Kata sandi sekarang").fill("salah")
    field.fill("cukup-panjang-1")
    phone.get_by_role("button", name="Simpan").click()
    expect(field).to_have_attribute("type", "password")


def test_without_script_there_is_no_button_that_does_nothing(server: Server, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, "panitia")
    page.goto("/account/password")
    expect(page.get_by_label("Kata sandi baru")).to_be_visible()
    expect(page.get_by_text("Tampilkan kata sandi")).to_be_hidden()
