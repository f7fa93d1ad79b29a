"""`make bench`: the product and its bare parts in turn, round by round, and one table of ratios."""

import argparse
import http.client
import shutil

from benchmarks import commits, phones, wrk
from benchmarks.servers import EXHIBITION, bare_framework, booth_codes
from benchmarks.table import Row, percentile, printed
from tools.server import ROOT, serving

FOLDER = ROOT / "build" / "bench"
HALL = 500


class Bench:
    """One run: the rows, and what all rounds share."""

    def __init__(self, port: int, bare_port: int, codes: list[str], options: argparse.Namespace) -> None:
        self.port, self.bare_port, self.codes, self.options = port, bare_port, codes, options
        self.errors: list[str] = []
        self.plain = Row("booth page, personal / bare hello", 0.45, 0.6)
        self.zipped = Row("booth page, compressed / bare hello", 0.35, 0.5)
        self.board = Row("standings.json, not modified / bare hello", 0.6, 0.8)
        self.votes = Row("vote, durable / raw durable commits", 0.30, 0.45)
        self.booth_p99 = Row("500 phones at once: booth page, p99", 300, 150, is_wait=True)
        self.vote_p99 = Row("500 phones at once: vote, p99", 500, 300, is_wait=True)
        self.vote_worst = Row("500 phones at once: vote, worst", 1000, 600, is_wait=True)

    def rows(self) -> list[Row]:
        """The table's rows."""
        waits = [self.booth_p99, self.vote_p99, self.vote_worst]
        return [self.plain, self.zipped, self.board, self.votes, *waits]

    def round(self) -> None:
        """Everything once, ours and bare in turn."""
        cookie = phones.with_forms(self.port, self.codes[:1], 1)[0].cookie
        booth = f"/b/{self.codes[0]}"
        board = f"/screen/{EXHIBITION}/standings.json"
        self.pages(self.plain, booth, {"Cookie": cookie}, 200)
        self.pages(self.zipped, booth, {"Cookie": cookie, "Accept-Encoding": "gzip"}, 200)
        self.pages(self.board, board, {"If-None-Match": self.ask(board, {})[1]}, 304)
        self.ballots()
        self.hall()

    def pages(self, row: Row, path: str, headers: dict[str, str], status: int) -> None:
        """A page of ours and the bare hello."""
        found = self.ask(path, headers)[0]
        if found != status:
            self.errors.append(f"{row.what}: {path} answered {found}, not {status}")
        ours = wrk.repeat(self.port, path, headers, self.options.seconds)
        bare = wrk.repeat(self.bare_port, "/", {}, self.options.seconds)
        row.add(ours.per_second, bare.per_second)
        self.failed(row, ours.errors)

    def ballots(self) -> None:
        """Votes of phones that have their forms already, and raw commits."""
        ready = phones.with_forms(self.port, self.codes, self.options.votes)
        self.errors += [phone.error for phone in ready if phone.error][:3]
        ours = wrk.send(self.port, [phone.vote_request() for phone in ready if phone.form], FOLDER)
        self.votes.add(ours.per_second, commits.per_second(FOLDER))
        self.failed(self.votes, ours.errors)

    def hall(self) -> None:
        """Five hundred phones in the same moment."""
        present = phones.hall(self.port, self.codes, HALL)
        self.errors += [phone.error for phone in present if phone.error][:3]
        booth, vote = ([phone.waits.get(what, 0.0) * 1000 for phone in present] for what in ("booth", "vote"))
        self.booth_p99.add(percentile(booth, 0.99))
        self.vote_p99.add(percentile(vote, 0.99))
        self.vote_worst.add(max(vote))

    def failed(self, row: Row, count: int) -> None:
        """Note answers that were no success."""
        if count:
            self.errors.append(f"{row.what}: {count} failed")

    def ask(self, path: str, headers: dict[str, str]) -> tuple[int, str]:
        """One GET: its status and ETag."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, answer.headers.get("ETag", "")


def main() -> int:
    """Run the rounds, print the table; the exit status tells whether every answer was a success."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured (3)")
    parser.add_argument("--seconds", type=int, default=4, choices=range(1, 11), help="how long a page is asked for (4)")
    parser.add_argument("--votes", type=int, default=4000, help="votes in a round (4000)")
    options = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with serving(FOLDER / "data") as server, bare_framework() as bare_port:
        bench = Bench(server.port, bare_port, booth_codes(server), options)
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds} ...", flush=True)
            bench.round()
    shutil.rmtree(FOLDER, ignore_errors=True)
    print(printed(bench.rows()))
    print(f"errors: {len(bench.errors)}")
    for error in bench.errors[:10]:
        print(f"  {error}")
    return 1 if bench.errors else 0


if __name__ == "__main__":
    raise SystemExit(main())
