"""Headers on every answer, and the check that a browser's POST came from our own pages."""

from flask import Flask, Response, abort, current_app, request

from showcase.web.access import Access, declared

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
_ALWAYS = tuple((name.lower(), (name, value)) for name, value in HEADERS)
# Whatever page tells it, a full queue or a busy storage says when to come back.
UNAVAILABLE, RETRY_SECONDS = 503, "5"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def add_headers(response: Response) -> Response:
    """After each request. What declares nothing about caching is personal, and never stored; nor is any staff page.

    A page that says something of its own about one of the others keeps it.
    """
    headers = response.headers
    # One look at what is there: `setdefault` goes through all of them for each name, on the visitor's road too.
    own = {name.lower() for name, _value in headers}
    headers.extend([pair for name, pair in _ALWAYS if name not in own])
    if response.status_code == UNAVAILABLE and "retry-after" not in own:
        headers["Retry-After"] = RETRY_SECONDS
    if "cache-control" not in own or declared(current_app, request.endpoint) not in {None, Access.PUBLIC}:
        headers["Cache-Control"] = "no-store"
    return response


def check_origin() -> None:
    """Before each request: a state-changing one that a browser says came from elsewhere is refused."""
    if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site", "none") not in {
        "same-origin",
        "none",
    }:
        abort(403)


def init_app(app: Flask) -> None:
    """Hang both into every request."""
    app.before_request(check_origin)
    app.after_request(add_headers)
