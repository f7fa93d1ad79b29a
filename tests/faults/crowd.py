"""Phones that vote, move, take back and send again, each on its own thread, and the history that they keep.

A history is what a voter knows: what was sent, and whether the answer was yes, no or none at all.
"""

import http.client
import random
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import count, cycle, islice
from urllib.parse import urlencode

# Longer than the server makes anybody wait, so that an answer that comes at all is heard.
PATIENCE_SECONDS = 20
# A device may vote ten times a minute.
ACTS_OF_A_PHONE = 8
FORM = re.compile(
    r'<form method="post" action="(/b/[^"/]+/(?:un)?vote)"[^>]*>\s*<input type="hidden" name="token" value="([^"]+)"'
)
STATE = re.compile(r'data-vote-state="([a-z]+)"(?: data-receipt="([^"]+)")?')
ERROR = re.compile(r'data-error="([a-z-]+)"')


class Outcome(StrEnum):
    """What a phone was told."""

    OK = "ok"
    REFUSED = "refused"
    UNKNOWN = "unknown"


# By status; 0 stands for no whole answer.
OUTCOMES = {0: Outcome.UNKNOWN, int(http.client.OK): Outcome.OK}


@dataclass
class Sent:
    """One request. `key` is the form's idempotency key; `error` the refusal's code; `receipt` what the answer shows."""

    phone: int
    action: str
    key: str
    outcome: Outcome = Outcome.UNKNOWN
    receipt: str = ""
    error: str = ""
    status: int = 0


@dataclass
class History:
    """Everything that a crowd sent, in the order of each phone, and a bell that rings at each answer."""

    sent: list[Sent] = field(default_factory=list)
    bell: threading.Condition = field(default_factory=threading.Condition)

    def begin(self, sent: Sent) -> None:
        """Note a request before it goes out."""
        with self.bell:
            self.sent.append(sent)

    def end(self, sent: Sent, outcome: Outcome, status: int, body: str) -> None:
        """Note its answer."""
        with self.bell:
            sent.outcome, sent.status = outcome, status
            error, state = ERROR.search(body), STATE.search(body)
            sent.error = error[1] if error else ""
            sent.receipt = (state[2] or "") if state else ""
            self.bell.notify_all()

    def count(self, outcome: Outcome) -> int:
        """How many requests have this outcome by now."""
        return sum(sent.outcome is outcome for sent in self.sent)

    def wait_for(self, outcome: Outcome, more: int, *, seconds: float) -> bool:
        """Wait until so many more have this outcome; False when they do not come in time."""
        with self.bell:
            wanted = self.count(outcome) + more
            return self.bell.wait_for(lambda: self.count(outcome) >= wanted, seconds)


class Crowd:
    """Threads with a phone each, voting until they are told to stop."""

    def __init__(self, codes: Sequence[str], *, size: int, seed: int) -> None:
        """`codes` are booth codes; the same seed gives the same wishes, not the same interleaving."""
        self.history = History()
        self._codes, self._size, self._seed = codes, size, seed
        self._phones = count()

    @contextmanager
    def voting(self, port: int) -> Iterator[None]:
        """Everybody votes on this port while the block runs."""
        stopped = threading.Event()
        wishes = [random.Random(self._seed * 1000 + number) for number in range(self._size)]
        threads = [threading.Thread(target=self._run, args=(port, one, stopped)) for one in wishes]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stopped.set()
            for thread in threads:
                thread.join()

    def opened(self, port: int, number: int) -> list[Callable[[], None]]:
        """So many phones that have a booth's page open; calling one sends its form, whenever that is."""
        found = []
        for code in islice(cycle(self._codes), number):
            phone = _Phone(next(self._phones), port, self.history)
            path, value = phone.forms(code)[0]
            found.append(partial(phone.send, path, value))
        return found

    def _run(self, port: int, wishes: random.Random, stopped: threading.Event) -> None:
        while not stopped.is_set():
            # `next` of a counter is one step for all threads.
            _Phone(next(self._phones), port, self.history).live(wishes, self._codes, stopped)


class _Phone:
    def __init__(self, number: int, port: int, history: History) -> None:
        self.number, self.port, self.history = number, port, history
        self.cookie = ""
        self.last: tuple[str, str] | None = None

    def live(self, wishes: random.Random, codes: Sequence[str], stopped: threading.Event) -> None:
        for _ in range(ACTS_OF_A_PHONE):
            if stopped.is_set():
                return
            if self.last is not None and wishes.random() < 0.2:
                # The same form once more, as a phone does that heard no answer.
                self.send(*self.last)
                continue
            forms = self.forms(wishes.choice(codes))
            if not forms:
                # The server is away or does not take votes: no hurry.
                stopped.wait(0.05)
                continue
            self.send(*wishes.choice(forms))

    def forms(self, code: str) -> list[tuple[str, str]]:
        """The forms on this booth's page: where each goes, and its token."""
        status, page = self._ask("GET", f"/b/{code}", "")
        return FORM.findall(page) if status == http.client.OK else []

    def send(self, path: str, token: str) -> None:
        """Send a form and note what came of it."""
        self.last = (path, token)
        sent = Sent(self.number, path.rpartition("/")[2], token.partition(".")[0])
        self.history.begin(sent)
        status, body = self._ask("POST", path, urlencode({"token": token}))
        self.history.end(sent, OUTCOMES.get(status, Outcome.REFUSED), status, body)

    def _ask(self, method: str, path: str, body: str) -> tuple[int, str]:
        """Status and body; status 0 when no whole answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": self.cookie, "HX-Request": "true"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie" and "device=" in value:
                    self.cookie = value.partition(";")[0]
            return answer.status, text
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()
