"""Headers on every answer, and the check that a browser's POST came from our own pages."""

from dataclasses import dataclass

from flask import Flask, Response, abort, current_app, request

from showcase.config import Settings
from showcase.kernel.access import Access, declared

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


def check_host() -> None:
    """Before each request: one of our names under a foreign port is as forged as a foreign name."""
    host = request.environ.get("HTTP_HOST", "")
    if host and host.lower() not in own().hosts:
        abort(400)


def check_origin() -> None:
    """Before each request: a state-changing one that a browser says came from elsewhere is refused.

    Browsers of before 2020 to 2023 send no Sec-Fetch-Site; all send the Origin of a POST.
    """
    if request.method in SAFE_METHODS:
        return
    site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
    if site not in {"", "same-origin", "none"}:
        abort(403)
    # A page without a referrer policy of ours may hide its origin ("null"); its browser must then say that it is ours.
    if origin and not _is_own(origin) and not (origin == "null" and site == "same-origin"):
        abort(403)


def _is_own(origin: str) -> bool:
    """Ours as the settings say, or that of the address that was asked, which is one of ours already."""
    if origin in own().origins:
        return True
    return not own().is_https and origin == f"{request.scheme}://{request.host}"


@dataclass(frozen=True, slots=True)
class Own:
    """Under which hosts and origins this server answers."""

    hosts: frozenset[str]
    origins: frozenset[str]
    is_https: bool


def own() -> Own:
    """This application's."""
    found: Own = current_app.extensions["own_addresses"]
    return found


def guard(app: Flask, settings: Settings) -> None:
    """Refuse what is forged before anything else looks at the request."""
    app.extensions["own_addresses"] = Own(settings.accepted_hosts, settings.own_origins, settings.secure_cookies)
    app.before_request(check_host)
    app.before_request(check_origin)


def init_app(app: Flask) -> None:
    """Hang the headers into every answer."""
    app.after_request(add_headers)
