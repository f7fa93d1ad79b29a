"""`make phone`: the booth page on a slow phone and a slow line, in Chromium, with an empty cache; then one vote."""

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.servers import EXHIBITION, booth_codes
from benchmarks.table import Row, printed
from tools.server import Server, serving
from tools.wire import Wire, blocking_paths

ROUND_TRIP = 400  # ms
BYTES_PER_SECOND = 400_000 / 8
LINE = {
    "offline": False,
    "latency": ROUND_TRIP,
    "downloadThroughput": BYTES_PER_SECOND,
    "uploadThroughput": BYTES_PER_SECOND,
}
CPU_SLOWER = 4
# The browser delays requests, not the opening of connections. TCP takes one round trip, TLS 1.3 one more.
TCP, TLS = ROUND_TRIP, ROUND_TRIP
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
# Told two frames after everything has loaded, so that the last picture has been painted.
PAINTS = """() => new Promise(done => {
    const seen = [];
    new PerformanceObserver(list => seen.push(...list.getEntries()))
        .observe({type: 'largest-contentful-paint', buffered: true});
    const first = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN;
    requestAnimationFrame(() => requestAnimationFrame(() =>
        setTimeout(() => done([first(), seen.at(-1)?.startTime ?? NaN]))));
})"""
DONE = "paint => performance.getEntriesByType('resource').filter(entry => entry.responseEnd <= paint).length"
# From the tap itself to the moment when the page says that the vote is recorded.
VOTE = """() => new Promise(done => {
    let tapped = 0;
    addEventListener('click', event => { tapped = event.timeStamp; }, {once: true, capture: true});
    new MutationObserver(() => {
        if (document.querySelector('[data-vote-state=yours]')) done(performance.now() - tapped);
    }).observe(document.body, {subtree: true, childList: true});
    document.querySelector('#vote form button').click();
})"""


class SlowLine:
    """One run: the rows, and the facts that are counted, not timed."""

    def __init__(self, browser: Browser, server: Server, code: str) -> None:
        self.browser, self.server, self.code = browser, server, code
        self.errors: list[str] = []
        self.facts: dict[str, str] = {}
        self.first = Row("first contentful paint, empty cache", 2000, 1500, is_wait=True)
        self.opened = Row("the same, with the time to open a connection", 2000, 1700, is_wait=True)
        self.largest = Row("largest contentful paint, empty cache", 2500, 2100, is_wait=True)
        self.again = Row("first contentful paint, second visit", 1000, 700, is_wait=True)
        self.catalogue = Row("catalogue: first contentful paint, empty cache", 2000, 1500, is_wait=True)
        self.vote = Row("vote: from the tap to the receipt", 600, 500, is_wait=True)

    def rows(self) -> list[Row]:
        """The table's rows."""
        return [self.first, self.opened, self.largest, self.again, self.vote, self.catalogue]

    def round(self) -> None:
        """A new visitor opens the booth's page, votes, and comes back."""
        with self.visitor() as (page, wire):
            first, largest = self.view(page, f"/b/{self.code}")
            self.first.add(first)
            self.opened.add(first + TCP)
            self.largest.add(largest)
            blocking = [f"/b/{self.code}", *blocking_paths(page)]
            self.facts["bytes that block the first paint"] = f"{sum(wire.sizes[name] for name in blocking):,}"
            done = 1 + page.evaluate(DONE, first)
            self.facts["requests that block it"] = f"{len(blocking)}; {done} had been answered by then"
            self.facts["bytes of the first view"] = f"{wire.total:,}"
            wire.clear()
            self.vote.add(float(page.evaluate(VOTE)))
            page.wait_for_load_state("networkidle")
            self.count_vote(wire)
            wire.clear()
            self.again.add(self.view(page, f"/b/{self.code}")[0])
            self.facts["bytes of the second view"] = f"{wire.total:,}"
        with self.visitor() as (page, wire):
            self.catalogue.add(self.view(page, f"/e/{EXHIBITION}")[0])
            self.facts["bytes of the catalogue's first view"] = f"{wire.total:,}"

    @contextmanager
    def visitor(self) -> Iterator[tuple[Page, Wire]]:
        """A phone without cookies and cache, slowed down."""
        context = self.browser.new_context(base_url=self.server.url, **PHONE)
        page = context.new_page()
        wire = Wire.on(page)
        wire.devtools.send("Network.emulateNetworkConditions", LINE)
        wire.devtools.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
        yield page, wire
        context.close()

    def view(self, page: Page, path: str) -> tuple[float, float]:
        """First and largest contentful paint (ms after the page was asked for)."""
        page.goto(path, wait_until="networkidle")
        first, largest = page.evaluate(PAINTS)
        return float(first), float(largest)

    def count_vote(self, wire: Wire) -> None:
        """A vote is one request and one answer on a connection that is open already."""
        paths = [path for path in wire.sizes if "/static/" not in path]
        self.facts["requests of a vote"] = f"{len(paths)}, new connections: {len(wire.on_new_connections)}"
        if paths != [f"/b/{self.code}/vote"] or wire.on_new_connections:
            self.errors.append(f"a vote took {paths}, new connections for {wire.on_new_connections}")


def main() -> int:
    """Run the rounds, print the table; the exit status tells whether every goal was reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slow_line", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured (5)")
    options = parser.parse_args()
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        parser.error("no Chromium is installed")
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), WEB_CONCURRENCY="1") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        line = SlowLine(browser, server, booth_codes(server)[0])
        for _ in range(options.rounds):
            line.round()
        browser.close()
    line.facts["first contentful paint over https, connection included"] = f"{line.first.value + TCP + TLS:.0f} ms"
    print(f"{EXHIBITION}: round trip {ROUND_TRIP} ms, 400 kbit/s, processor {CPU_SLOWER} times slower")
    print(printed(line.rows()))
    print("\n".join([*(f"{what}: {figure}" for what, figure in line.facts.items()), *line.errors]))
    return 1 if line.errors or any(row.verdict() == "BELOW" for row in line.rows()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
