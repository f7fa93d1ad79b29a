"""`make pictures`: every page as a picture, at phone, tablet and desktop width, light and dark, and the stage at 1080p.

Starts the real server on a free loopback port with the demonstration and simulated votes in a temporary folder, and
writes build/pictures/. Look at them after every change of a page.
"""

import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools.picture_pages import CARDS, EXHIBITION, PUBLISHED_PAGES, STAFF_PAGES, VISITOR_PAGES, WIDTHS
from tools.server import ROOT, serving

OUT = ROOT / "build" / "pictures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Answers once the phone has its copies, and its pictures.
KEPT = """async path => {
  const [pages, photos] = await Promise.all([caches.open('pages-1'), caches.open('photos-1')]);
  const has = async () => (await pages.match(path)) && (await photos.keys()).length > 20;
  for (let tries = 0; tries < 200 && !(await has()); tries += 1) await new Promise((done) => setTimeout(done, 50));
}"""
PASSWORD = "gambar-contoh-2025"  # noqa: S105 - of a server that lives for a minute


@contextmanager
def context(browser: Browser, size: tuple[int, int], scheme: str, base: str) -> Iterator[BrowserContext]:
    """A browser of its own, with this window and colour scheme."""
    made = browser.new_context(
        base_url=base, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale="id-ID"
    )
    yield made
    made.close()


def shoot(page: Page, name: str, *, full: bool = True) -> None:
    """One picture."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=OUT / f"{name}.png", full_page=full)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        print(f"{name}: {overflow} px too wide")


def sign_in(page: Page, username: str) -> None:
    """Sign a member of staff in."""
    page.goto("/login")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")


def booth_states(page: Page, codes: dict[str, str], name: str) -> None:
    """The booth page before, after and beside a vote."""
    page.goto(f"/b/{codes['pubertas-new-generation']}")
    shoot(page, f"booth-open-{name}", full=False)
    page.click("#vote form button")
    page.wait_for_selector("[data-vote-state=yours]")
    shoot(page, f"booth-yours-{name}", full=False)
    shoot(page, f"booth-yours-full-{name}")
    page.goto(f"/b/{codes['boengas']}")
    shoot(page, f"booth-other-{name}", full=False)
    page.goto("/mine")
    shoot(page, f"mine-voted-{name}")
    page.goto("/")
    shoot(page, f"catalogue-voted-{name}", full=False)


def without_signal(opened: BrowserContext, page: Page, name: str) -> None:
    """The copies that the phone keeps, and a vote that waits."""
    page.goto("/check")
    page.evaluate(KEPT, f"/offline/kept/{EXHIBITION}")
    opened.set_offline(True)
    page.goto(f"/e/{EXHIBITION}/simandor-bmd")
    shoot(page, f"offline-entry-{name}", full=False)
    page.click("#vote form button")
    page.wait_for_selector("[data-vote-state=waiting]")
    shoot(page, f"offline-waiting-{name}", full=False)
    page.goto("/")
    shoot(page, f"offline-catalogue-{name}", full=False)
    page.goto("/mine")
    shoot(page, f"offline-absent-{name}", full=False)


def sheet_states(page: Page, codes: dict[str, str], name: str) -> None:
    """A sheet with a score, without signal, with the timer running, and a booth that was skipped."""
    page.goto(f"/jury/{codes['simandor-bmd']}")
    page.fill("[name='score.kebaruan']", "80")
    page.wait_for_selector("[data-field='score.kebaruan'] .is-stored:not(:empty)")
    page.click("#timer summary")
    page.click("#timer [data-run]")
    page.evaluate("scrollTo(0, 0)")
    shoot(page, f"sheet-timer-{name}", full=False)
    page.click("#timer summary")
    page.context.set_offline(True)
    # Another score each time: one that is stored already has nothing to wait for.
    page.fill("[name='score.kemanfaatan']", str(50 + sum(map(ord, name)) % 50))
    page.wait_for_selector("#offline:not([hidden])")
    shoot(page, f"sheet-offline-{name}")
    page.context.set_offline(False)
    page.goto(f"/jury/{codes['pepes-papari']}")
    page.locator(".cannot summary").first.click()
    page.check("[name=cause][value=presenter-absent]")
    page.click(".cannot details[open] button")
    shoot(page, f"jury-skipped-{name}")


def kiosk_turn(page: Page, name: str) -> None:
    """A tablet in desk mode, from its start to the receipts."""
    sign_in(page, "panitia")
    page.goto(f"/organizer/{EXHIBITION}/desk")
    page.fill("#name", f"Meja {name}")
    page.fill("#pin", "4812")
    page.click("#start [type=submit]")
    page.wait_for_url("**/kiosk")
    shoot(page, f"kiosk-start-{name}", full=False)
    page.fill("#pin", "4812")
    page.click("main [type=submit]")
    shoot(page, f"kiosk-choose-{name}", full=False)
    page.click("[data-entry=pepes-papari]")
    shoot(page, f"kiosk-entry-{name}", full=False)
    page.click("#choice [type=submit]")
    shoot(page, f"kiosk-voted-{name}", full=False)
    page.goto("/kiosk/receipts")
    shoot(page, f"kiosk-receipts-{name}", full=False)


def all_pages(browser: Browser, base: str, codes: dict[str, str]) -> None:
    """Every page at every width in both schemes."""
    for width, size in WIDTHS.items():
        for scheme in ("light", "dark"):
            name = f"{width}-{scheme}"
            with context(browser, size, scheme, base) as opened:
                page = opened.new_page()
                for title, path in VISITOR_PAGES.items():
                    page.goto(path)
                    shoot(page, f"{title}-{name}")
                booth_states(page, codes, name)
                without_signal(opened, page, name)
            for username, paths in STAFF_PAGES.items():
                with context(browser, size, scheme, base) as opened:
                    page = opened.new_page()
                    sign_in(page, username)
                    for title, path in paths.items():
                        page.goto(path)
                        shoot(page, f"{title}-{name}")
                    if username == "juri1":
                        page.goto(f"/jury/{codes['simandor-bmd']}")
                        shoot(page, f"sheet-{name}")
                        sheet_states(page, codes, name)
    for size, scheme in (((768, 1024), "light"), ((1280, 800), "dark")):
        with context(browser, size, scheme, base) as opened:
            kiosk_turn(opened.new_page(), f"{size[0]}-{scheme}")
    with context(browser, (1920, 1080), "dark", base) as opened:
        page = opened.new_page()
        page.goto(f"/screen/{EXHIBITION}")
        shoot(page, "stage-1920", full=False)
        page.goto(f"/screen/{EXHIBITION}?theme=light")
        shoot(page, "stage-1920-light", full=False)


def published_pages(browser: Browser, base: str) -> None:
    """The result and its explanation, on the screen and as they come out of a printer on A4."""
    for width, size in WIDTHS.items():
        for scheme in ("light", "dark"):
            with context(browser, size, scheme, base) as opened:
                page = opened.new_page()
                for title, path in PUBLISHED_PAGES.items():
                    page.goto(path)
                    shoot(page, f"{title}-{width}-{scheme}")
                    if (width, scheme) == ("1440", "light"):
                        page.pdf(path=OUT / f"{title}.pdf", format="A4")


def cards(base: str) -> None:
    """The cards that chats show."""
    for page in (f"e/{EXHIBITION}", "results/bailang-2024", *(f"e/{EXHIBITION}/{slug}" for slug in CARDS)):
        with urllib.request.urlopen(f"{base}/{page}/card.jpg", timeout=30) as answer:
            (OUT / f"card-{page.replace('/', '-')}.jpg").write_bytes(answer.read())


def main() -> None:
    """Make all pictures."""
    OUT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), DEMO_PASSWORD=PASSWORD, WEB_CONCURRENCY="1") as server,
        sync_playwright() as playwright,
    ):
        server.flask("demo", "--votes", "400")
        codes = dict(line.split() for line in server.flask("entries", "codes").splitlines())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        all_pages(browser, server.url, codes)
        for phase in ("deliberation", "final", "published"):
            accept = ["--accept-gaps"] if phase == "final" else []
            server.flask("phase", "set", phase, "--exhibition", EXHIBITION, "--reason", "untuk gambar", *accept)
        published_pages(browser, server.url)
        browser.close()
        cards(server.url)
    print(f"Pictures are in {OUT.relative_to(ROOT)}.", file=sys.stderr)


if __name__ == "__main__":
    main()
