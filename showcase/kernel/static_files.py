"""Static files by WhiteNoise, compressed ahead of time where `.br` and `.gz` lie beside them.

Only the address with the file's own version may be kept for ever. Any other one is asked for again each time, so that
a wrong version can't keep a wrong file on phones for years.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from whitenoise import WhiteNoise

from showcase.kernel.security import HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "/static/"
KEPT = f"max-age={10 * 365 * 24 * 3600}, public, immutable"
ASKED_AGAIN = "no-cache"
# Style sheets write six digits, templates ten.
LEAST_DIGITS, DIGITS = 6, 10


class StaticFiles(WhiteNoise):
    """Answers for the files of a folder, and hands everything else on to the application."""

    def __init__(self, application: "WSGIApplication", folder: Path, hosts: frozenset[str]) -> None:
        self.folder = folder
        self.hosts = hosts
        self.digests: dict[str, str] = {}
        super().__init__(application, root=str(folder), prefix=PREFIX, allow_all_origins=False)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A forged Host gets no file: the application refuses it."""
        if environ.get("HTTP_HOST", "").lower() not in self.hosts and "HTTP_HOST" in environ:
            return self.application(environ, start_response)
        found: Iterable[bytes] = super().__call__(environ, start_response)
        return found

    def address(self, filename: str) -> str:
        """The file's address, with a version that changes with its content."""
        return f"{PREFIX}{filename}?v={self._digest(filename)[:DIGITS]}"

    def serve(self, static_file: Any, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """The file, 304, or a refusal, each with the headers that every answer carries."""
        caching = KEPT if self._is_own_version(environ) else ASKED_AGAIN

        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            own = {"cache-control", *(name.lower() for name, _value in HEADERS)}
            kept = [pair for pair in headers if pair[0].lower() not in own]
            return start_response(status, [*kept, *HEADERS, ("Cache-Control", caching)], error)

        found: Iterable[bytes] = super().serve(static_file, environ, start)
        return found

    def _is_own_version(self, environ: "WSGIEnvironment") -> bool:
        asked = parse_qs(environ.get("QUERY_STRING", "")).get("v", [""])[0]
        filename = environ.get("PATH_INFO", "").removeprefix(PREFIX)
        return len(asked) >= LEAST_DIGITS and self._digest(filename).startswith(asked)

    def _digest(self, filename: str) -> str:
        if filename not in self.digests:
            self.digests[filename] = hashlib.sha256((self.folder / filename).read_bytes()).hexdigest()
        return self.digests[filename]
