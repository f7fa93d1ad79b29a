"""What a page costs on the line: every request with its bytes, headers included, as Chromium's own tools count them."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page

# Summed by the browser from the moment when the page was asked for; 0 is what reserved sizes give.
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => { for (const shift of list.getEntries()) sum += shift.value; })
        .observe({type: 'layout-shift', buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum))));
})"""
BLOCKING = """() => performance.getEntriesByType('resource')
    .filter(entry => entry.renderBlockingStatus === 'blocking').map(entry => entry.name)"""


@dataclass
class Wire:
    """The requests of a page since the last `clear`, by the browser's numbers for them."""

    devtools: CDPSession
    requests: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def on(cls, page: Page) -> "Wire":
        """Listen to a page."""
        wire = cls(page.context.new_cdp_session(page))
        wire.devtools.on("Network.requestWillBeSent", lambda event: wire.requests.update({event["requestId"]: event}))
        wire.devtools.on("Network.responseReceived", lambda event: wire._note(event, event["response"]))
        wire.devtools.on("Network.loadingFinished", lambda event: wire._note(event, event))
        wire.devtools.send("Network.enable")
        return wire

    def clear(self) -> None:
        """Begin anew."""
        self.requests.clear()

    @property
    def sizes(self) -> dict[str, int]:
        """Path -> bytes received for it; 0 from the cache."""
        return {self.path(facts): int(facts.get("encodedDataLength", 0)) for facts in self.requests.values()}

    @property
    def total(self) -> int:
        """All bytes received."""
        return sum(self.sizes.values())

    @property
    def on_new_connections(self) -> list[str]:
        """Paths whose request had to open a connection first."""
        return [self.path(facts) for facts in self.requests.values() if facts.get("connectionReused") is False]

    @staticmethod
    def path(facts: dict[str, Any]) -> str:
        """The address without server and version."""
        return urlsplit(facts["request"]["url"]).path

    def _note(self, event: dict[str, Any], facts: dict[str, Any]) -> None:
        if event["requestId"] in self.requests:
            self.requests[event["requestId"]].update(facts)


def blocking_paths(page: Page) -> list[str]:
    """What the first paint waited for, the page itself aside."""
    return [urlsplit(name).path for name in page.evaluate(BLOCKING)]


def layout_shift(page: Page) -> float:
    """How much the page jumped while it loaded (cumulative layout shift)."""
    return float(page.evaluate(SHIFTS))
