"""Everyone can use every page: axe at A and AA in both languages and schemes, narrow windows, large text, targets."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests import pages
from tests.browser import page_checks
from tests.browser.conftest import PHONE, NewPage
from tests.browser.test_day import sign_in
from tests.browser.troubles import Troubles
from tools.server import Server

NARROW, USUAL = {"width": 320, "height": 640}, {"width": 360, "height": 740}
# The demonstration's juri1 has no sheet yet, juri2 has submitted all.
WHO = {"": pages.VISITOR, "panitia": pages.ORGANIZER, "juri1": pages.JUROR, "juri2": pages.JUROR}
TEXT_PERCENT, THUMB = 200, 48


def known(server: Server) -> dict[str, str]:
    """What stands in braces in the table of pages."""
    return dict(line.split() for line in server.flask("entries", "codes").splitlines())


def vote(page: Page, slug: str) -> str:
    """Vote for the entry, so that pages have votes to show; answers the receipt."""
    page.goto(f"/e/{pages.LIVE}/{slug}")
    page.click("#vote form button")
    expect(page.locator("#vote")).to_have_attribute("data-vote-state", "yours")
    return page.locator("#vote").get_attribute("data-receipt") or ""


def addresses(page: Page, who: str, names: dict[str, str]) -> list[str]:
    """The addresses of everything that this person may see, with a vote given."""
    if who:
        sign_in(page, who)
    else:
        names = {**names, "receipt": vote(page, "simandor-bmd")}
    found = [address for several in WHO[who].values() for address in several]
    found += pages.ERRORS if not who else ()
    return [re.sub(r"\{([\w-]+)\}", lambda name: names[name[1]], address) for address in found]


def complaints(page: Page, who: str, address: str) -> list[str]:
    """Everything there is to complain about on the page that is open."""
    # The whole page at once: a bar at the screen's foot covers what scrolls past, which axe takes for a small target.
    page.set_viewport_size({**USUAL, "height": page.evaluate("document.documentElement.scrollHeight")})
    found = page_checks.axe(page, page_checks.ALL_RULES)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in page_checks.axe(page, page_checks.ALL_RULES)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(USUAL)
    if who != "panitia" and "/screen/" not in address:
        found += [f"small target: {one}" for one in page_checks.small_targets(page, THUMB)]
        found += [f"at {TEXT_PERCENT} %: {one}" for one in page_checks.with_large_text(page, TEXT_PERCENT)]
    page.set_viewport_size(NARROW)
    found += [f"at 320 px: {one}" for one in page_checks.too_wide(page)]
    page.set_viewport_size(USUAL)
    return found


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("who", list(WHO))
def test_every_page(server: Server, new_page: NewPage, troubles: Troubles, who: str, language: str) -> None:
    page = new_page(viewport=USUAL, color_scheme="light")
    # As on a phone, where there is one more button.
    page.add_init_script("navigator.share = () => Promise.resolve()")
    found = []
    for address in addresses(page, who, known(server)):
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        found += [f"{address}: {one}" for one in complaints(page, who, address)]
    assert not found, "\n".join(found)
    if not who:
        troubles.expect("404|410")


def test_the_pages_after_the_announcement(own_server: Server, new_page: NewPage) -> None:
    for phase in ("deliberation", "final", "published"):
        accept = ["--accept-gaps"] if phase == "final" else []
        own_server.flask("phase", "set", phase, "--exhibition", pages.LIVE, "--reason", "Peragaan", *accept)
    page = new_page(viewport=USUAL, color_scheme="light")
    found = []
    own = [address for several in pages.PUBLISHED.values() for address in several]
    changed = [f"/results/{pages.LIVE}", f"/e/{pages.LIVE}/boengas", "/", "/mine", f"/screen/{pages.LIVE}"]
    for address in (*own, *changed):
        page.goto(address)
        found += [f"{address}: {one}" for one in complaints(page, "", address)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("slug", ["pubertas-new-generation", "simandor-bmd"])
def test_focus_is_seen_and_the_bar_does_not_hide_it(server: Server, new_page: NewPage, slug: str) -> None:
    page = new_page(viewport={"width": 360, "height": 640})
    vote(page, "simandor-bmd")
    page.goto(f"/e/{pages.LIVE}/{slug}")
    seen = 0
    while True:
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => { const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect(),
                bar = document.querySelector('.vote-bar').getBoundingClientRect();
                return { what: e.outerHTML.slice(0, 80),
                    outline: style.outlineStyle, width: parseFloat(style.outlineWidth),
                    hidden: !e.closest('.vote-bar') && box.bottom > bar.top, body: e === document.body }; }"""
        )
        if focused["body"]:
            break
        seen += 1
        assert focused["outline"] != "none", focused
        assert focused["width"] >= 2, focused
        assert not focused["hidden"], focused
    assert seen > 8


def test_who_wants_no_motion_gets_none(server: Server, new_page: NewPage) -> None:
    page = new_page(**PHONE, reduced_motion="reduce")
    vote(page, "simandor-bmd")
    assert page.evaluate("document.getAnimations().map(one => one.animationName)") == []


def test_forced_colours_leave_borders_and_icons(server: Server, new_page: NewPage) -> None:
    page = new_page(**PHONE, forced_colors="active")
    page.goto(f"/e/{pages.LIVE}/simandor-bmd")
    edge = "e => getComputedStyle(e).borderTopStyle + getComputedStyle(e).borderTopColor"
    assert re.fullmatch(r"solidrgb\(\d+, \d+, \d+\)", page.locator("#vote form button").evaluate(edge))
    page.goto("/")
    chosen = page.locator(".chips [aria-current]")
    assert chosen.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def contrast(page: Page, selector: str) -> float:
    """Of the darkest and the lightest pixel, as painted."""
    picture = Image.open(io.BytesIO(page.locator(selector).first.screenshot())).convert("RGB")

    def linear(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    lights = [
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        for _, (red, green, blue) in picture.getcolors(1 << 20) or []
    ]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_a_browser_that_forces_darkness_leaves_it_readable(server: Server, new_page: NewPage) -> None:
    page = new_page(**PHONE, color_scheme="light")
    page.context.new_cdp_session(page).send("Emulation.setAutoDarkModeOverride", {"enabled": True})
    vote(page, "simandor-bmd")
    expect(page.get_by_role("button", name="Batalkan")).to_be_visible()
    for selector in (".recorded b", "h1", ".booth-head b"):
        assert contrast(page, selector) > 4.5, selector
    page.goto("/")
    for selector in (".entry h2", ".chips [aria-current]", ".bar a"):
        assert contrast(page, selector) > 4.5, selector
