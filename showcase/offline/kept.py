"""A text that is the same for everybody: kept compressed, with its tag, and answered without rendering."""

import gzip
import hashlib
from dataclasses import dataclass

from flask import Response, request

YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes, plain and zipped. `digest` changes with them."""

    plain: bytes
    zipped: bytes
    digest: str


def keep(text: str) -> Kept:
    """Make a text ready to be answered."""
    plain = text.encode()
    return Kept(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:16])


def answer(kept: Kept, mimetype: str, *, fixed: bool = False) -> Response:
    """The text, or 304 for who has it. `fixed`: its address changes with it, so it need not be asked for again."""
    tag = f'"{kept.digest}"'
    caching = f"public, max-age={YEAR}, immutable" if fixed else "no-cache"
    headers = {"ETag": tag, "Cache-Control": caching, "Vary": "Accept-Encoding"}
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return Response(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(kept.zipped, headers=headers, mimetype=mimetype)
    return Response(kept.plain, headers=headers, mimetype=mimetype)
