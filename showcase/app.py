"""Wires settings, extensions, blueprints, errors and commands into one application."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, request, url_for
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from showcase.accounts.actions import memberships
from showcase.config import Settings
from showcase.database import NotSavedError, babel, csrf, db, engine_options, htmx, login_manager, migrate
from showcase.entries.queries.catalogue import load as load_catalogue
from showcase.exhibitions import memory, steps
from showcase.installation import overview
from showcase.kernel import (
    access,
    addresses,
    compression,
    filters,
    measures,
    phones,
    refusals,
    security,
    static_files,
    typed_text,
    work_queues,
)
from showcase.kernel.errors import TextInvalidError
from showcase.kernel.unindented import Unindented
from showcase.operations import sandbox
from showcase.rooms import BLUEPRINTS, COMMANDS
from showcase.setup import guide

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024
STAFF_PATHS = ("/organizer", "/jury", "/account", "/login", "/logout", "/setup/", "/invite/", "/kiosk")


class StaffSessions(SecureCookieSessionInterface):
    """Flask's session, opened on staff pages only: the visitor's road has nothing to do with it.

    It is opened before the address is matched to a view, so the address itself has to tell.
    """

    def open_session(self, app: Flask, request: Any) -> Any:
        """A null session outside of the staff's pages."""
        if request.path.startswith(STAFF_PATHS):
            return super().open_session(app, request)
        return self.make_null_session(app)


def create_app(settings: Settings | None = None) -> Flask:
    """The application. Without settings they are read from the environment; a bad one raises SettingsError."""
    settings = settings or Settings.from_env()
    app = Flask("showcase", template_folder=str(ROOT / "templates"), static_folder=None, root_path=str(ROOT))
    app.config.from_mapping(_config(settings))
    app.extensions["settings"] = settings
    app.session_interface = StaffSessions()
    app.request_class = typed_text.TypedRequest
    # First, so that it has the last word on caching.
    sandbox.init_app(app, settings)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    security.guard(app, settings)
    csrf.init_app(app)
    htmx.init_app(app)
    login_manager.init_app(app, add_context_processor=False)
    babel.init_app(app, locale_selector=phones.page_language)
    phones.init_app(app, prefix=settings.cookie_prefix, secure=settings.secure_cookies)
    memory.keep(app, load_catalogue)
    steps.keep(app, guide)
    measures.init_app(app)
    security.init_app(app)
    access.init_app(app, lambda account, slug: memberships.belongs(db.session(), account, slug))
    compression.init_app(app)
    app.after_request(phones.keep_language)
    filters.register(app)
    app.jinja_env.add_extension(Unindented)
    refusals.init_app(app)
    app.register_error_handler(OperationalError, lambda error: refusals.refusal(NotSavedError.code))
    app.register_error_handler(DBAPIError, lambda error: refusals.refusal(NotSavedError.code))
    app.register_error_handler(NoConnectionError, lambda error: refusals.refusal(NotSavedError.code))
    # What no field's own check caught: trying again would not help.
    app.register_error_handler(DataError, lambda error: refusals.refusal(TextInvalidError.code))
    app.url_map.converters |= {"int": addresses.RowNumber, "default": addresses.Name, "string": addresses.Name}
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _add_commands(app)
    _serve_static(app, settings)
    _wrap(app, settings)
    return app


def _add_commands(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
    overview.install(app)


def _wrap(app: Flask, settings: Settings) -> None:
    """What stands before every request: proxies in front, a rehearsal, and the refusal to serve without a key."""
    if not settings.secret_key:
        # Commands may look at such an installation and mend it; a server never signs with a key that is not its own.
        app.before_request(lambda: refusals.refusal(NotSavedError.code))
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]  # Flask's own way
    if settings.sandbox is None:
        work_queues.keep_in(settings.data_dir / "queues")
        app.wsgi_app = sandbox.Rehearsing(app.wsgi_app, settings, create_app)  # type: ignore[method-assign]  # Flask's own way


def _config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "TRUSTED_HOSTS": settings.trusted_hosts,
        "SESSION_COOKIE_NAME": settings.cookie_prefix + "staff",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_PATH": "/",
        # A token is worth nothing without its session, which ends by itself. An age would also refuse every open form
        # of a juror when the clock is set back.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "MAX_CONTENT_LENGTH": 20 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": MEGABYTE,
        "BABEL_DEFAULT_LOCALE": "id",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "showcase" / "translations"),
    }


def _serve_static(app: Flask, settings: Settings) -> None:
    files = static_files.StaticFiles(app.wsgi_app, ROOT / "static", settings.accepted_hosts)
    app.wsgi_app = files  # type: ignore[method-assign]  # Flask's own way
    app.jinja_env.globals["static_url"] = files.address
    app.context_processor(_shared)


def _shared() -> dict[str, Any]:
    """What every template may use: the language, and the same page in the other one."""
    language = filters.language()
    other = "en" if language == "id" else "id"
    return {"language": language, "other_language": other, "other_language_url": _in_language(other)}


def _in_language(language: str) -> str:
    """This page's address in another language; of a refused form, the address of the page that it stands on."""
    endpoint, arguments = request.endpoint, request.view_args
    if request.method == "POST":
        try:
            adapter = current_app.create_url_adapter(request)
            endpoint, found = adapter.match(method="GET") if adapter else (None, {})
            arguments = dict(found)
        except HTTPException:
            endpoint = None
    if endpoint is None:
        return f"/?lang={language}"
    # What was asked for is never an argument of `url_for`: some of those mean something else to it.
    asked = [(name, text) for name, text in request.args.items(multi=True) if name != "lang"]
    return f"{url_for(endpoint, **(arguments or {}))}?{urlencode([*asked, ('lang', language)])}"
