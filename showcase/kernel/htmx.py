"""What this project needs of htmx on the server: is this one of its requests, and an answer that varies with that."""

from flask import Response, make_response, request


def is_htmx() -> bool:
    """Whether htmx asked, so that a fragment is the answer."""
    return request.headers.get("HX-Request") == "true"


def fragment(html: str, status: int = 200) -> Response:
    """A fragment. Caches must not hand it to a browser that asked for the page."""
    response = make_response(html, status)
    response.headers["Vary"] = "HX-Request"
    response.headers["Cache-Control"] = "no-store"
    return response
