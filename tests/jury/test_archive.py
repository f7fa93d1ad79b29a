"""A juror and an exhibition in the archive: no work any more, and the own receipts stay."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.archive.actions import archive
from showcase.database import transaction
from showcase.exhibitions.rules import Phase
from showcase.kernel import content
from tests.factories import NOW, Cast, by, exhibition
from tests.jury.locking import RECEIPT, lock, scored
from tests.signing_in import sign_in

pytestmark = pytest.mark.both_engines
EARLIER = f"{RECEIPT}?exhibition=pameran"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        return scored()


@pytest.fixture
def juror(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "juri1")
    assert lock(client)[0] == 303
    return client


def put_away(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).phase = Phase.PUBLISHED
        archive.put_away(session, by("panitia", NOW, ""), "pameran")


def test_the_receipt_stays_as_page_paper_and_text(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    before = juror.get(f"{RECEIPT}.json").text
    assert EARLIER not in juror.get("/jury/lock").text
    put_away(app, cast)
    for _year in ("between two years", "with a next one"):
        tasks = juror.get("/jury").text
        assert "data-entry" not in tasks
        assert "/jury/lock#earlier" in tasks
        locks = juror.get("/jury/lock").text
        assert f'href="{EARLIER}"' in locks
        page = juror.get(EARLIER).text
        assert "data-receipt-code" in page
        assert 'href="/jury/receipt/skpd.pdf?exhibition=pameran"' in page
        assert "/jury/deliberation" not in page
        assert juror.get(f"{RECEIPT}.json?exhibition=pameran").text == before
        assert juror.get(f"{RECEIPT}.pdf?exhibition=pameran").mimetype == "application/pdf"
        assert juror.get(RECEIPT).status_code == 404
        with app.app_context(), transaction() as session:
            if _year == "between two years":
                exhibition(session, "depan", phase=Phase.SETUP)
                content.touch(session)
    assert json.loads(before)["exhibition"] == "pameran"


def test_nobody_else_s_and_nothing_unlocked(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    put_away(app, cast)
    assert juror.get("/jury/receipt/kecamatan?exhibition=pameran").status_code == 404
    assert juror.get(f"{RECEIPT}?exhibition=tidak-ada").status_code == 404
    other = app.test_client()
    sign_in(other, "juri2")
    assert other.get(EARLIER).status_code == 404
    assert "earlier" not in other.get("/jury/lock").text


def test_the_own_sheet_is_read_and_not_changed(app: Flask, cast: Cast, juror: FlaskClient) -> None:
    put_away(app, cast)
    page = juror.get(f"/jury/{cast.codes['skpd-1']}")
    assert page.status_code == 200
    assert 'data-sheet-state="locked"' in page.text
