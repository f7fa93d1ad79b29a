"""What a test's pages complained about, and what of it the test provoked."""

import re
import time

from playwright.sync_api import Page

# A report is usually there at once; a busy machine may need longer.
LATEST_REPORT_SECONDS = 10


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
