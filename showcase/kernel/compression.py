"""Public pages go out compressed: a phone in a crowded hall waits for bytes, not for our processor.

The booth page brings its own compressed form along (`voting/pages.py`), and static files were compressed ahead of time.
Staff's pages stay plain: their session's form token beside typed words must not be guessed from a length.
"""

import gzip

from flask import Flask, Response, current_app, request

from showcase.kernel.access import Access, declared

SMALLEST = 1000
LEVEL = 6


def init_app(app: Flask) -> None:
    """Look at every answer on its way out."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """A public HTML page as gzip, for who takes it."""
    if response.mimetype != "text/html" or declared(current_app, request.endpoint) is not Access.PUBLIC:
        return response
    response.vary.add("Accept-Encoding")
    if response.is_streamed or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if len(body) >= SMALLEST and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
