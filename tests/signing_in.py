"""Signing a member of staff in, as the sign-in form does."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import PASSWORD


def csrf(client: FlaskClient, path: str) -> str:
    """The token of the form on this page."""
    html = client.get(path).text
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert found, html[:2000]
    return found[1]


def sign_in(client: FlaskClient, username: str, password: str = PASSWORD) -> TestResponse:
    """Post the form; answers what the server said."""
    data = {"csrf_token": csrf(client, "/login"), "username": username, "password": password}
    return client.post("/login", data=data)


def post(client: FlaskClient, path: str, data: dict[str, str], form: str | None = None) -> TestResponse:
    """Post a staff form, with the token of the page that it stands on."""
    return client.post(path, data={"csrf_token": csrf(client, form or path), **data})
