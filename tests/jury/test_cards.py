"""Making, replacing and watching jurors' cards from the back office."""

import io
import re

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from showcase.accounts.actions import accounts
from showcase.accounts.actions.cards import Blank
from showcase.accounts.tables import JurorCard
from showcase.database import db, transaction
from showcase.kernel.roles import Role
from tests.carded import enter, issue, wrong
from tests.factories import NOW, Cast, by, hall
from tests.signing_in import post, sign_in

JURORS = "/organizer/pameran/jurors"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


@pytest.fixture
def desk(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def make(desk: FlaskClient, path: str, **data: str) -> list[Blank]:
    """The cards on the paper that the button gives, as a person holds them."""
    answer = post(desk, path, data, form=JURORS)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    document = pypdfium2.PdfDocument(io.BytesIO(answer.data))
    words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    codes = [code for page in document for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]
    document.close()
    pins = [first + second for first, second in re.findall(r"\b(\d{3}) (\d{3})\b", words)]
    secrets = [code.text.rpartition("/jury/enter/")[2] for code in sorted(codes, key=lambda c: c.position.top_left.y)]
    assert len(pins) == len(secrets)
    return [Blank(secret, pin, "") for secret, pin in zip(secrets, pins, strict=True)]


def active(app: Flask) -> int:
    with app.app_context():
        return db.session().scalar(select(func.count(JurorCard.id)).where(JurorCard.revoked_at.is_(None))) or 0


def test_the_paper_opens_each_jurors_own_list(app: Flask, desk: FlaskClient) -> None:
    made = make(desk, f"{JURORS}/cards", scope="missing")
    assert len(made) == active(app) == 2
    for card, name in zip(made, ("Juri1", "Juri2"), strict=True):
        phone = app.test_client()
        assert enter(phone, card).status_code == 303
        assert name in phone.get("/jury").text


def test_who_has_a_card_keeps_it_unless_all_are_replaced(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    old = issue(app, cast.jurors[0].id)
    assert len(make(desk, f"{JURORS}/cards", scope="missing")) == 1
    assert app.test_client().get(f"/jury/enter/{old.secret}").status_code == 200
    nothing_to_do = post(desk, f"{JURORS}/cards", {"scope": "missing"}, form=JURORS)
    assert nothing_to_do.status_code == 303
    assert len(make(desk, f"{JURORS}/cards", scope="all")) == active(app) == 2
    assert app.test_client().get(f"/jury/enter/{old.secret}").status_code == 404


def test_a_locked_card_is_seen_and_replaced(app: Flask, cast: Cast, desk: FlaskClient) -> None:
    card, phone = issue(app, cast.jurors[0].id), app.test_client()
    assert 'data-card="active"' in desk.get(f"{JURORS}/juri1").text
    for _ in range(5):
        enter(phone, card, wrong(card))
    assert "tag-alert" in desk.get(JURORS).text
    assert 'data-card="locked"' in desk.get(f"{JURORS}/juri1").text
    (fresh,) = make(desk, f"{JURORS}/juri1/card")
    assert enter(phone, fresh).status_code == 303
    assert "tag-alert" not in desk.get(JURORS).text


def test_a_disabled_or_unknown_juror_gets_no_card(app: Flask, desk: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        accounts.set_active(session, by("t", NOW), "juri2", role=Role.JUROR, active=False)
    for name in ("juri2", "tidak-ada", "panitia"):
        assert post(desk, f"{JURORS}/{name}/card", {}, form=JURORS).status_code == 404
    assert len(make(desk, f"{JURORS}/cards", scope="all")) == active(app) == 1


def test_a_card_that_can_not_be_drawn_is_not_issued(
    app: Flask, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> bytes:
        raise RuntimeError("no font")

    monkeypatch.setattr("showcase.jury.staff.jurors.cards_pdf", broken)
    assert post(desk, f"{JURORS}/cards", {"scope": "all"}, form=JURORS).status_code == 500
    assert active(app) == 0
