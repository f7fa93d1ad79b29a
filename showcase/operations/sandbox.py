"""Whoever holds a running rehearsal's key is served by an application of its own, on the copy's database.

The real application never sees such a request, and the copy knows no other database: that is the whole isolation.
"""

import hashlib
import hmac
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import Flask, Response
from werkzeug.http import dump_cookie, parse_cookie

from showcase.config import Sandbox, Settings
from showcase.database import db
from showcase.operations.actions import rehearsals
from showcase.operations.actions.rehearsals import Rehearsal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

COOKIE = "rehearsal"


def cookie_name(settings: Settings) -> str:
    """The cookie that holds the key. It has the real installation's prefix, in the copy too."""
    return replace(settings, sandbox=None).cookie_prefix + COOKIE


class Rehearsing:
    """Stands before the real application, and hands a rehearsing browser's requests to the copy's."""

    def __init__(self, real: "WSGIApplication", settings: Settings, make: Callable[[Settings], Flask]) -> None:
        self.real = real
        self.settings = settings
        self.make = make
        self.cookie = cookie_name(settings)
        self.lock = threading.Lock()
        self.made: tuple[str, Flask] | None = None

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Costs everybody else one look for the cookie's name."""
        if self.cookie not in environ.get("HTTP_COOKIE", ""):
            return self.real(environ, start_response)
        copy = self._copy(parse_cookie(environ).get(self.cookie, ""))
        if copy is not None:
            return copy(environ, start_response)
        return self.real(environ, self._leaving(start_response))

    def _copy(self, key: str) -> Flask | None:
        """The copy's application for a browser with this key; None when no such rehearsal runs."""
        now = datetime.now(UTC)
        state = rehearsals.stored(self.settings.data_dir)
        if state is not None and now >= state.until:
            rehearsals.end(self.settings.data_dir)
            state = None
        with self.lock:
            if self.made is not None and (state is None or self.made[0] != state.number):
                _closed(self.made[1])
                self.made = None
            if state is None or not hmac.compare_digest(state.key.encode(), key.encode()):
                return None
            if self.made is None:
                self.made = (state.number, self.make(self._settings(state)))
            return self.made[1]

    def _settings(self, state: Rehearsal) -> Settings:
        folder = self.settings.data_dir / rehearsals.FOLDER
        key = hmac.new(self.settings.secret_key.encode(), f"rehearsal {state.number}".encode(), hashlib.sha256)
        return replace(
            self.settings,
            data_dir=folder,
            database_url=rehearsals.database_url(folder),
            secret_key=key.hexdigest(),
            sandbox=Sandbox(state.until, state.timezone),
        )

    def _leaving(self, start_response: "StartResponse") -> "StartResponse":
        """The browser forgets a key that opens nothing any more."""
        gone = dump_cookie(
            self.cookie, "", max_age=0, path="/", secure=self.settings.secure_cookies, httponly=True, samesite="Lax"
        )

        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            return start_response(status, [*headers, ("Set-Cookie", gone)], error)

        return start


def _closed(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def init_app(app: Flask, settings: Settings) -> None:
    """Tell the templates whether this is a rehearsal, and keep its answers out of every cache."""
    sandbox = settings.sandbox
    app.jinja_env.globals["rehearsal"] = (
        {"until": sandbox.until, "zone": ZoneInfo(sandbox.timezone)} if sandbox else None
    )
    if sandbox:
        app.after_request(_uncached)


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
