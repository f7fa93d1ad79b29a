"""The cast of the jury's pages, with its first juror signed in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from tests.factories import Cast, hall
from tests.signing_in import sign_in


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


@pytest.fixture
def juror(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "juri1")
    return client
