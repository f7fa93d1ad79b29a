"""What a visitor's first and second view cost, counted by the browser itself, HTTP headers included."""

import csv
import random
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import PHONE, NewPage
from tests.browser.test_day import DESK, EXHIBITION, sign_in
from tests.printing.test_pictures import encoded, photograph
from tools.server import Server
from tools.wire import Wire, blocking_paths, layout_shift

# Ten packets: what a server may send before it has to wait for an answer.
FIRST_FLIGHT = 14_600
BOOTH, BOOTH_WITHOUT_PHOTO, AGAIN = 150_000, 30_000, 15_000
# Twenty entries, of which a phone loads the pictures on its screen and a few below it.
CATALOGUE = 130_000
LONG = "Percepatan Penanggulangan Kemiskinan Ekstrem melalui Pemberdayaan Masyarakat Berbasis Kearifan Lokal"
TEXTS = ("summary", "design", "aim", "benefit", "outcome", "needs")


def varied(length: int) -> str:
    """A text as hard to compress as a written one: words of many kinds."""
    chance = random.Random(length)
    words = ("".join(chance.choices("aiuengkmrtpsdlbhyj", k=chance.randint(3, 11))) for _ in range(length // 4))
    return " ".join(words)[:length].strip()


def with_other_entries(server: Server, desk: Page, folder: Path) -> dict[str, str]:
    """A real photograph for one entry; two new entries without any, one of them with much to say."""
    file = folder / "entries.csv"
    with file.open("w", newline="") as opened:
        rows = csv.DictWriter(opened, ("booth", "category", "short name", "name", "organisation", "innovators", *TEXTS))
        rows.writeheader()
        rows.writerow(
            {"booth": "Z-01", "category": "skpd", "short name": "Tanpa Foto", "name": LONG, "organisation": "X"}
        )
        many = {name: varied(4000) for name in TEXTS} | {"summary": varied(600)}
        rows.writerow(
            {"booth": "Z-02", "category": "skpd", "name": LONG, "organisation": LONG, "innovators": LONG, **many}
        )
    server.flask("entries", "import", str(file))
    picture = folder / "photo.jpg"
    picture.write_bytes(encoded(photograph(), quality=92))
    sign_in(desk, "panitia")
    desk.goto(f"{DESK}/entries/simandor-bmd")
    desk.set_input_files("[name=photo]", picture)
    desk.locator("form:has([name=photo]) [type=submit]").first.click()
    desk.wait_for_load_state()
    return {line.split()[0]: line.split()[1] for line in server.flask("entries", "codes").splitlines()}


def seen(page: Page, path: str) -> Wire:
    """The page, loaded to the end, without brotli: browsers ask for that over https only."""
    page.set_extra_http_headers({"Accept-Encoding": "gzip"})
    wire = Wire.on(page)
    page.goto(path, wait_until="networkidle")
    return wire


def assert_first_paint(page: Page, wire: Wire, path: str, most: int) -> None:
    """Within one flight, at most three requests, and nothing moves."""
    blocking = [path.partition("?")[0], *blocking_paths(page)]
    assert len(blocking) <= 3, blocking
    assert all(name.endswith(".css") for name in blocking[1:])
    needed = {name: wire.sizes[name] for name in blocking}
    assert sum(needed.values()) <= FIRST_FLIGHT, needed
    assert wire.total <= most, wire.sizes
    assert layout_shift(page) == 0, path


def test_the_booth_page(own_server: Server, new_page: NewPage, tmp_path: Path) -> None:
    codes = with_other_entries(own_server, new_page(), tmp_path)
    bare, wordy = (slug for slug in codes if codes[slug] and slug.startswith(("tanpa-foto", "percepatan-")))
    budgets = {"simandor-bmd": BOOTH, bare: BOOTH_WITHOUT_PHOTO, wordy: BOOTH_WITHOUT_PHOTO}
    for slug, most in budgets.items():
        for language in ("id", "en"):
            page, path = new_page(**PHONE), f"/b/{codes[slug]}?lang={language}"
            assert_first_paint(page, seen(page, path), path, most)
            photo = page.locator("img.booth-photo")
            assert photo.count() == (slug == "simandor-bmd")
            if photo.count():
                assert photo.evaluate("image => image.currentSrc.endsWith('-640.webp')")
            again = Wire.on(page)
            page.reload(wait_until="networkidle")
            assert again.total <= AGAIN, again.sizes


def test_the_catalogue(server: Server, new_page: NewPage) -> None:
    for language in ("id", "en"):
        # By booth: the default order differs from phone to phone, and so do the pictures.
        page, path = new_page(**PHONE), f"/e/{EXHIBITION}?order=booth&lang={language}"
        wire = seen(page, path)
        assert page.locator("[data-entry]").count() >= 20
        assert_first_paint(page, wire, path, CATALOGUE)
        pictures = [name for name in wire.sizes if name.startswith("/media/")]
        assert pictures
        assert all(name.endswith("-320.webp") for name in pictures)
        assert len(pictures) < page.locator("img[src*='/media/']").count()
        again = Wire.on(page)
        page.reload(wait_until="networkidle")
        assert again.total <= AGAIN, again.sizes


def test_a_sharp_phone_does_not_load_the_largest_picture(server: Server, new_page: NewPage) -> None:
    for width, ratio in ((320, 2), (360, 3), (412, 2.625)):
        page = new_page(**{**PHONE, "viewport": {"width": width, "height": 740}, "device_scale_factor": ratio})
        page.goto(f"/e/{EXHIBITION}/simandor-bmd", wait_until="networkidle")
        assert page.locator("img.booth-photo").evaluate("image => image.currentSrc.endsWith('-640.webp')"), width
