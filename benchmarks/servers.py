"""The product and the bare framework, each on the same server with as many workers and threads."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from showcase.operations.cli.workers import threads
from tools.server import Server, free_port, started

EXHIBITION = "bailang-2025"


@contextmanager
def bare_framework() -> Iterator[int]:
    """A bare "hello" on the product's server and settings; its port."""
    port = free_port()
    options = {
        "--interface": "wsgi",
        "--host": "127.0.0.1",
        "--port": str(port),
        "--workers": str(os.cpu_count() or 1),
        "--blocking-threads": str(threads(os.cpu_count() or 1)),
        "--backlog": "2048",
    }
    words = [word for option in options.items() for word in option]
    command = [sys.executable, "-m", "granian", *words, "benchmarks.hello:app"]
    with started(command, os.environ, ready="Started worker-"):
        yield port


def booth_codes(server: Server) -> list[str]:
    """The codes of the demonstration's booths."""
    said = server.flask("entries", "codes", "--exhibition", EXHIBITION)
    codes = re.findall(r"^\S+ ([0-9A-Za-z]{5,8})$", said, re.M)
    if not codes:
        raise RuntimeError(f"no booth code in: {said[:200]!r}")
    return codes
