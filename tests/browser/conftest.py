"""A real server and a real Chromium. A page that logs an error, breaks its policy or asks a stranger fails its test."""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.databases import DEMO, SECRET_KEY, SQLITE, Databases
from tests.factories import PASSWORD
from tools.server import Server, serving

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
LAPTOP = {"viewport": {"width": 1366, "height": 768}}
TELL_VIOLATIONS = """document.addEventListener('securitypolicyviolation', event =>
    console.error('policy: ' + event.effectiveDirective + ' ' + event.blockedURI))"""
# A report is usually there at once; a busy machine may need longer.
LATEST_REPORT_SECONDS = 10
NewPage = Callable[..., Page]
Serve = Callable[[], AbstractContextManager[Server]]


class Troubles(list[str]):
    """What went wrong in a test's pages. Empty at the end but for what was expected, or the test fails."""

    def __init__(self) -> None:
        super().__init__()
        self.known: list[str] = []
        self.pages: list[Page] = []

    def expect(self, pattern: str) -> None:
        """The test provoked such a trouble. Chromium may report it after the page has moved on, so wait for it."""
        deadline = time.monotonic() + LATEST_REPORT_SECONDS
        while not any(re.search(pattern, trouble) for trouble in self):
            assert time.monotonic() < deadline, f"nothing like {pattern!r} in {list(self)}"
            _let_reports_in(self.pages)
        self.allow(pattern)

    def allow(self, pattern: str) -> None:
        """The test may provoke such a trouble, or not: by when it comes, or whether a request was on its way."""
        self.known.append(pattern)

    def unexpected(self) -> list[str]:
        """What neither `expect` nor `allow` accounts for."""
        return [trouble for trouble in self if not any(re.search(pattern, trouble) for pattern in self.known)]


def _let_reports_in(pages: list[Page]) -> None:
    """Handle the browser's events of the next moment; they are only taken while Playwright is at work."""
    open_pages = [page for page in pages if not page.is_closed()]
    assert open_pages, "a trouble can be waited for only while a page is open"
    open_pages[-1].wait_for_timeout(20)


@pytest.fixture(scope="session")
def serve(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Starts a server on fresh demonstration data, as a context manager."""

    @contextmanager
    def start() -> Iterator[Server]:
        folder = tmp_path_factory.mktemp("served") / "data"
        settings = {"DEMO_PASSWORD": PASSWORD, "SECRET_KEY": SECRET_KEY, "WEB_CONCURRENCY": "1"}
        with databases.fresh(SQLITE, DEMO, folder), serving(folder, **settings) as running:
            yield running

    return start


@pytest.fixture(scope="session")
def server(serve: Serve) -> Iterator[Server]:
    """One server for all tests that leave the exhibition's phase and entries as they are."""
    with serve() as running:
        yield running


@pytest.fixture
def own_server(serve: Serve) -> Iterator[Server]:
    """A server for one test, which may change anything. Ask for it before `phone` and `laptop`."""
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        reason = "no Chromium is installed"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, headless=True, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """What the test's pages complained about."""
    found = Troubles()
    yield found
    assert not found.unexpected()


@pytest.fixture
def new_page(request: pytest.FixtureRequest, browser: Browser, troubles: Troubles) -> Iterator[NewPage]:
    """Opens a page of a new visitor (own cookies); its addresses are relative to the test's server."""
    name = "own_server" if "own_server" in request.fixturenames else "server"
    url = request.getfixturevalue(name).url
    with ExitStack() as opened:

        def open_page(**options: Any) -> Page:
            settings = {"base_url": url, "locale": "id-ID", "timezone_id": "Asia/Makassar", **options}
            context = browser.new_context(**settings)
            opened.callback(context.close)
            page = context.new_page()
            _watch(page, url, troubles)
            return page

        yield open_page


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    """A visitor's phone."""
    return new_page(**PHONE)


@pytest.fixture
def laptop(new_page: NewPage) -> Page:
    """A juror's or an organizer's laptop."""
    return new_page(**LAPTOP)


def _watch(page: Page, url: str, troubles: Troubles) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            troubles.append(f"console: {message.text} ({message.location.get('url', '')})")

    def on_request(request: Request) -> None:
        if not request.url.startswith((url, "data:", "blob:")):
            troubles.append(f"stranger: {request.url}")

    page.add_init_script(TELL_VIOLATIONS)
    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    troubles.pages.append(page)
