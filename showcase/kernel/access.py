"""Who may call a route. Every view declares it; a test reads the declarations, and `enforce` acts on them."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from showcase.kernel import phones
from showcase.kernel.roles import Role

View = TypeVar("View", bound=Callable[..., Any])

# In the session of an organizer who signed in without the second factor that is required.
MUST_SET_UP = "must-set-up"


class Access(StrEnum):
    """PUBLIC: anyone, no staff session is looked at. The others: a signed-in account with that role.

    DESK, JURY_ROOM and STAGE are rooms that organizers share with the desk, with jurors and with the MC; WATCH is what
    the organizers' guests may look at.
    """

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    JUROR = "juror"
    ORGANIZER = "organizer"
    DESK = "desk"
    JURY_ROOM = "jury-room"
    STAGE = "stage"
    WATCH = "watch"


ROLES = {
    Access.SIGNED_IN: frozenset(Role),
    Access.JUROR: frozenset({Role.JUROR}),
    Access.ORGANIZER: frozenset({Role.ORGANIZER}),
    Access.DESK: frozenset({Role.ORGANIZER, Role.DESK}),
    Access.JURY_ROOM: frozenset({Role.ORGANIZER, Role.JUROR}),
    Access.STAGE: frozenset({Role.ORGANIZER, Role.MC}),
    Access.WATCH: frozenset({Role.ORGANIZER, Role.MC, Role.VIEWER}),
}


# What a tablet in desk mode opens: its own pages, and pictures.
OF_KIOSKS = frozenset({"kiosk", "site"})


def allow(access: Access) -> Callable[[View], View]:
    """Declare who may call a view. Put it directly above the function."""

    def mark(view: View) -> View:
        setattr(view, "_access", access)  # noqa: B010 - functions have no such attribute for mypy
        return view

    return mark


def declared(app: Flask, endpoint: str | None) -> Access | None:
    """The access class that an endpoint's view declares."""
    return getattr(app.view_functions.get(endpoint or ""), "_access", None)


def may_open(app: Flask, endpoint: str, role: Role) -> bool:
    """Whether a signed-in account of this role may call the endpoint."""
    access = declared(app, endpoint)
    return access is Access.PUBLIC or (access is not None and role in ROLES[access])


def init_app(app: Flask, belongs: Callable[[int, str], bool]) -> None:
    """Enforce the declarations before each request, and tell staff templates who is signed in.

    `belongs` says whether an account is a member of the exhibition of that name.
    """
    app.extensions["belongs"] = belongs
    app.before_request(enforce)
    app.context_processor(_who)


def _who() -> dict[str, Any]:
    """`current_user` for staff pages only: public ones never look at a session."""
    access = declared(current_app, request.endpoint) if request else None
    return {"current_user": current_user if access not in {None, Access.PUBLIC} else None}


def _belongs() -> bool:
    """Organizers open every exhibition's pages; everybody else those of the exhibitions that they belong to."""
    slug = (request.view_args or {}).get("exhibition_slug")
    if slug is None or current_user.role is Role.ORGANIZER:
        return True
    is_member: bool = current_app.extensions["belongs"](current_user.id, slug)
    return is_member


def enforce() -> Response | None:
    """Before each request: strangers to a staff page are sent to sign in; the wrong role gets 404."""
    if request.endpoint is None:
        return None
    if phones.is_kiosk() and request.blueprint not in OF_KIOSKS:
        # A visitor may hold this tablet: nobody signs in on it, and only its PIN leads back to other pages.
        return redirect(url_for("kiosk.home")) if request.method == "GET" else abort(401)
    access = declared(current_app, request.endpoint)
    if access is Access.PUBLIC:
        return None
    if access is None:
        abort(404)
    if not current_user.is_authenticated:
        if request.method == "GET" and not request.headers.get("HX-Request"):
            return redirect(url_for("account.login"))
        abort(401)
    if current_user.role not in ROLES[access] or not _belongs():
        abort(404)
    if MUST_SET_UP in session and request.blueprint != "account":
        return redirect(url_for("account.second_factor"), 303)
    return None
