"""A real server and a real Chromium. A page that logs an error, breaks its policy or asks a stranger fails its test."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.browser import forks
from tests.browser.troubles import Troubles
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
NewPage = Callable[..., Page]
Serve = Callable[[], AbstractContextManager[Server]]


@pytest.fixture(scope="session")
def serve(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Starts a server on fresh demonstration data, as a context manager."""

    @contextmanager
    def start() -> Iterator[Server]:
        folder = tmp_path_factory.mktemp("served") / "data"
        settings = {"DEMO_PASSWORD": PASSWORD, "SECRET_KEY": SECRET_KEY, "WEB_CONCURRENCY": "1"}
        with databases.fresh(SQLITE, DEMO, folder), serving(folder, launch=forks.launch, **settings) as running:
            yield forks.quick(running)

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
