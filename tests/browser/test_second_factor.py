"""A new organizer by invitation, who sets up the second factor with the QR code and signs in with it."""

import io
import re
from datetime import UTC, datetime, timedelta

import pyotp
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, NewPage
from tests.browser.page_checks import ALL_RULES, axe, too_wide
from tests.browser.test_day import sign_in
from tools.server import Server


def accessible(page: Page) -> None:
    """In both schemes."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert not axe(page, ALL_RULES)
    assert not too_wide(page)


def test_invited_and_signed_in_with_a_second_factor(own_server: Server, new_page: NewPage) -> None:
    office, guest = new_page(**LAPTOP), new_page(**PHONE)
    sign_in(office, "panitia")
    office.goto("/organizer/people")
    office.fill("#name", "Rina Fitriani")
    office.check("[name=role][value=organizer]")
    office.get_by_role("button", name="Buat tautan undangan").click()
    expect(office.locator("[data-link-made] button")).to_be_visible()
    accessible(office)
    guest.goto(office.inner_text("#link"))
    accessible(guest)
    guest.fill("[name=username]", "rina")
    guest.fill("[name=password]", "rahasia-rina")
    guest.click("main [type=submit]")
    expect(guest).to_have_url(re.compile("/organizer$"))

    guest.goto("/account/second-factor")
    guest.click("main [type=submit]")
    picture = Image.open(io.BytesIO(guest.locator(".factor-qr").screenshot()))
    phone = pyotp.parse_uri(zxingcpp.read_barcodes(picture)[0].text)
    assert isinstance(phone, pyotp.TOTP)
    assert (phone.name, phone.issuer) == ("rina", "Showcase")
    accessible(guest)
    guest.fill("[name=code]", phone.now())
    guest.get_by_role("button", name="Aktifkan").click()
    expect(guest.locator("[data-codes] li")).to_have_count(10)
    accessible(guest)

    again = new_page(**PHONE)
    sign_in_only(again, "rina", "rahasia-rina")
    expect(again).to_have_url(re.compile("/login/code$"))
    accessible(again)
    # The present step was used to confirm; the next one is taken too, because a phone's clock may be ahead.
    again.fill("[name=code]", phone.at(datetime.now(UTC) + timedelta(seconds=phone.interval)))
    again.click("main [type=submit]")
    expect(again).to_have_url(re.compile("/organizer$"))
    again.goto("/account/sessions")
    expect(again.locator(".waiting-list li")).to_have_count(2)
    accessible(again)


def sign_in_only(page: Page, username: str, password: str) -> None:
    page.goto("/login")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("main [type=submit]")
