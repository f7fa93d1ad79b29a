"""The addresses of the site, and the rehearsal's banner."""

import hmac
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Response, abort, current_app, make_response, redirect, render_template, request, send_from_directory
from werkzeug.wrappers import Response as Answer

from showcase.config import Settings
from showcase.database import csrf, write_fault
from showcase.exhibitions import memory
from showcase.kernel import filters, measures
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.site import bp as site_bp
from showcase.kernel.errors import NotFoundError
from showcase.operations.actions import rehearsals
from showcase.operations.actions.rehearsals import Rehearsal
from showcase.operations.room import bp
from showcase.operations.sandbox import cookie_name
from showcase.printing import contrast

# Taking part in a rehearsal, and leaving it: a cookie with the key, set and taken away by POST only.


@bp.get("/rehearsal/<key>")
@allow(Access.PUBLIC)
def invitation(key: str) -> Response:
    """What a rehearsal is, and the button to take part. Looking at it changes nothing."""
    shown = memory.fresh().front
    running = _running(key)
    ends = filters.moment(running.until, ZoneInfo(running.timezone))
    html = render_template("operations/invitation.html", exhibition=shown, key=key, ends=ends)
    return make_response(html)


@bp.post("/rehearsal/<key>")
@csrf.exempt  # public pages have no session; a stranger's page can't post here (Sec-Fetch-Site) and has no key
@allow(Access.PUBLIC)
def join(key: str) -> Answer:
    """Take part: from now on this browser is served from the copy."""
    running = _running(key)
    response = redirect("/login" if request.form.get("staff") else "/", 303)
    seconds = int((running.until - datetime.now(UTC)).total_seconds())
    settings = _settings()
    response.set_cookie(
        cookie_name(settings),
        running.key,
        max_age=max(1, seconds),
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return response


@bp.post("/rehearsal/leave")
@csrf.exempt  # it ends nothing but this browser's part in the rehearsal
@allow(Access.PUBLIC)
def leave() -> Answer:
    """Back to the real exhibition."""
    response = redirect("/", 303)
    settings = _settings()
    response.delete_cookie(
        cookie_name(settings), path="/", secure=settings.secure_cookies, httponly=True, samesite="Lax"
    )
    return response


def _running(key: str) -> Rehearsal:
    settings = _settings()
    # The copy's data folder lies in the real one.
    data_dir = settings.data_dir.parent if settings.sandbox else settings.data_dir
    found = rehearsals.running(data_dir, now=datetime.now(UTC))
    if found is None or not hmac.compare_digest(found.key.encode(), key.encode()):
        raise NotFoundError
    return found


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


# What machines ask for: health, operational figures, pictures.

MEDIA_NAME = re.compile(r"[0-9a-f]{16,64}(?:-(?:320|640|1280|logo)\.webp|\.jpg)")
YEAR = 365 * 24 * 3600
LOOPBACK = frozenset({"127.0.0.1", "::1"})
CLOSED = ("/organizer", "/jury", "/innovator/", "/b/", "/B/", "/check/")
ROBOTS = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in CLOSED)


@site_bp.get("/healthz")
@allow(Access.PUBLIC)
def healthz() -> Response:
    """200 and `ok` when the database takes writes, else 503. It commits a row, and looks whether there is room."""
    if write_fault() is None:
        return Response("ok", mimetype="text/plain")
    return Response("the database takes no writes", 503, mimetype="text/plain", headers={"Retry-After": "5"})


@site_bp.get("/metrics")
@allow(Access.PUBLIC)
def metrics() -> Response:
    """Operational figures as Prometheus reads them; for this machine, or who holds METRICS_TOKEN. Else 404."""
    token = current_app.extensions["settings"].metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if request.remote_addr not in LOOPBACK and not (token and hmac.compare_digest(given.encode(), token.encode())):
        abort(404)
    return Response(measures.text(), content_type=measures.CONTENT_TYPE)


@site_bp.get("/media/<name>")
@allow(Access.PUBLIC)
def media(name: str) -> Response:
    """A picture of an entry; its name changes with its content, so it may be kept for ever."""
    if not MEDIA_NAME.fullmatch(name):
        abort(404)
    folder: Path = current_app.extensions["settings"].data_dir / "media"
    response = send_from_directory(folder, name, max_age=YEAR, conditional=True)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@site_bp.get("/e/<exhibition_slug>/brand.css")
@allow(Access.PUBLIC)
def brand(exhibition_slug: str) -> Response:
    """The organizer's colour, in shades that can be read, and the logo's place; 404 where there is neither.

    A sheet and not a style attribute, because the policy of the pages allows no inline style.
    """
    shown = memory.exhibition_or_404(exhibition_slug)
    if not shown.brand:
        abort(404)
    shades = contrast.shades(shown.accent) if shown.accent else None
    sheet = render_template("kernel/brand.css", shades=shades, has_logo=bool(shown.logo_digest))
    age = f"{YEAR}, immutable" if request.args.get("v") == shown.brand else "300"
    return Response(sheet, mimetype="text/css", headers={"Cache-Control": f"public, max-age={age}"})


@site_bp.get("/robots.txt")
@allow(Access.PUBLIC)
def robots() -> Response:
    """What search engines should leave alone: staff pages, and the addresses that prove presence at a booth."""
    return Response(ROBOTS, mimetype="text/plain", headers={"Cache-Control": "public, max-age=3600"})


@site_bp.get("/favicon.ico")
@allow(Access.PUBLIC)
def favicon() -> Response:
    """The icon, for browsers that do not read the page's link to it."""
    folder = Path(current_app.root_path) / "static" / "img"
    return send_from_directory(folder, "icon.svg", mimetype="image/svg+xml", max_age=86400)
