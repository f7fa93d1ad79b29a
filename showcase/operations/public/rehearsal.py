"""Taking part in a rehearsal, and leaving it: a cookie with the key, set and taken away by POST only."""

import hmac
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Response, current_app, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from showcase.config import Settings
from showcase.database import csrf
from showcase.exhibitions import memory
from showcase.kernel import filters
from showcase.kernel.access import Access, allow
from showcase.kernel.errors import NotFoundError
from showcase.operations.actions import rehearsals
from showcase.operations.actions.rehearsals import Rehearsal
from showcase.operations.room import bp
from showcase.operations.sandbox import cookie_name


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
