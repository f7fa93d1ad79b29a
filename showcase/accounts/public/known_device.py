"""The cookie of a device that has signed in: it has tries of its own, so that nobody elsewhere can use them up.

It is no session and opens nothing. Stolen, it gives ten tries in five minutes at the passwords that it names, which it
shares with the device that it was stolen from. It survives signing out, and ends with the account's password.
"""

import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeSerializer

from showcase.accounts.actions import sessions
from showcase.database import db
from showcase.kernel import phones

COOKIE = "known"
KEPT = timedelta(days=180)
MOST_ACCOUNTS = 8
ID_BYTES = 12


def of_username(username: str) -> str:
    """This device's name if the account of this user name was signed in on it with its present password, else ""."""
    device, marks = _read()
    return device if device and sessions.is_marked(db.session(), marks, username=username) else ""


def of_account(account_id: int) -> str:
    """The same, for an account by its id."""
    device, marks = _read()
    return device if device and sessions.is_marked(db.session(), marks, account_id=account_id) else ""


def remember(response: Response, account_id: int) -> Response:
    """Note in the browser that this account was signed in; the latest eight are kept."""
    device, marks = _read()
    marks.pop(str(account_id), None)
    marks[str(account_id)] = sessions.mark_of(db.session(), account_id)
    latest = dict(list(marks.items())[-MOST_ACCOUNTS:])
    value = _serializer().dumps([device or secrets.token_urlsafe(ID_BYTES), list(latest.items())])
    phones.set_cookie(response, COOKIE, str(value), seconds=int(KEPT.total_seconds()))
    return response


def _read() -> tuple[str, dict[str, str]]:
    """The device's name, and a mark for each account."""
    try:
        device, marks = _serializer().loads(request.cookies.get(phones.signers().prefix + COOKIE, "")[:2000])
        return str(device), {str(account): str(mark) for account, mark in marks}
    except (BadData, ValueError, TypeError):
        return "", {}


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="known-device")
