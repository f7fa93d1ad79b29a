"""Phones: each opens a booth's page on its own connection, keeps its cookie, and sends the page's form back."""

import asyncio
import html
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

FORM = re.compile(r'<form[^>]*action="(/b/[^"/]+/vote)"[^>]*>(.*?)</form>', re.S)
HIDDEN = re.compile(r'<input(?=[^>]*type="hidden")[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
PATIENCE = 10.0
# How many phones fetch their forms at once when nothing is measured.
AT_ONCE = 32


@dataclass
class Phone:
    """One visitor's phone, at one booth."""

    port: int
    code: str
    cookie: str = ""
    form: tuple[str, dict[str, str]] | None = None
    waits: dict[str, float] = field(default_factory=dict)
    error: str = ""
    stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def open_booth(self) -> None:
        """GET the booth's page; keep the cookie and the form."""
        status, head, body = await self._ask(f"GET /b/{self.code} HTTP/1.1\r\n{self._headers()}\r\n".encode(), "booth")
        cookie = re.search(r"^set-cookie: ([^;]+)", head, re.I | re.M)
        self.cookie = cookie.group(1) if cookie else self.cookie
        self.form = form_in(body)
        if status != 200 or self.form is None or not self.cookie:
            self.error = self.error or f"booth: {status}, form {self.form is not None}, cookie {bool(self.cookie)}"

    async def vote(self) -> None:
        """POST the form as htmx does."""
        if self.form is None:
            return
        status, _, body = await self._ask(self.vote_request(), "vote")
        if status != 200 or "data-receipt" not in body:
            self.error = self.error or f"vote: {status} {body[:80]!r}"

    def vote_request(self) -> bytes:
        """The whole request that casts this phone's vote."""
        action, inputs = self.form or ("", {})
        body = urlencode(inputs)
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nHX-Request: true\r\n"
        return f"POST {action} HTTP/1.1\r\n{self._headers()}{kind}\r\n{body}".encode()

    def hang_up(self) -> None:
        """Close the connection."""
        if self.stream is not None:
            self.stream[1].close()
            self.stream = None

    def _headers(self) -> str:
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        return f"Host: 127.0.0.1:{self.port}\r\n{cookie}"

    async def _ask(self, request: bytes, what: str) -> tuple[int, str, str]:
        """Send and read one answer; notes how long it took, the connection's opening included."""
        began = time.perf_counter()
        try:
            answer = await asyncio.wait_for(self._exchange(request), PATIENCE)
        except (OSError, EOFError, TimeoutError) as error:
            self.error = self.error or f"{what}: {error!r}"
            answer = (0, "", "")
        self.waits[what] = time.perf_counter() - began
        return answer

    async def _exchange(self, request: bytes) -> tuple[int, str, str]:
        if self.stream is None:
            self.stream = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.stream
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"^content-length: (\d+)", head, re.I | re.M)
        body = await reader.readexactly(int(length.group(1))) if length else b""
        return int(head.split(" ", 2)[1]), head, body.decode()


def form_in(page: str) -> tuple[str, dict[str, str]] | None:
    """Where the page's vote form goes, and its hidden inputs."""
    found = FORM.search(page)
    if found is None:
        return None
    pairs = [dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(found.group(2))]
    return found.group(1), {pair["name"]: html.unescape(pair.get("value", "")) for pair in pairs}


def with_forms(port: int, codes: Sequence[str], count: int) -> list[Phone]:
    """Phones that have a form each and have not voted."""
    phones = [Phone(port, codes[number % len(codes)]) for number in range(count)]
    asyncio.run(_together(phones, Phone.open_booth, AT_ONCE))
    return phones


def hall(port: int, codes: Sequence[str], count: int) -> list[Phone]:
    """All phones open their booth's page in the same moment; when all have it, all vote in the same moment."""
    phones = [Phone(port, codes[number % len(codes)]) for number in range(count)]

    async def scene() -> None:
        await asyncio.gather(*(phone.open_booth() for phone in phones))
        await asyncio.gather(*(phone.vote() for phone in phones))
        for phone in phones:
            phone.hang_up()

    asyncio.run(scene())
    return phones


async def _together(phones: Sequence[Phone], act: Callable[[Phone], Awaitable[None]], at_once: int) -> None:
    turn = asyncio.Semaphore(at_once)

    async def one(phone: Phone) -> None:
        async with turn:
            await act(phone)
            phone.hang_up()

    await asyncio.gather(*(one(phone) for phone in phones))
