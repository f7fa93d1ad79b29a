"""Every declared field of an entry is wherever fields are read: a new one needs no second list."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.entries.actions import entries
from showcase.entries.rules.fields import FIELDS, Field, Place, Shape
from showcase.entries.rules.profile import TERMS
from showcase.entries.tables import Entry
from showcase.importing.rules.guides import guides
from showcase.importing.rules.kinds import Kind
from showcase.innovators.actions import links
from tests.factories import Cast, by, hall
from tests.signing_in import sign_in

BASE = "/organizer/pameran"
EVERY = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


@EVERY
def test_a_field_is_a_column_of_the_entry_and_of_the_sheet(field: Field) -> None:
    column = Entry.__table__.columns[field.name]
    assert getattr(column.type, "length", None) in {None, field.limit, 20}
    (guide,) = [guide for guide in guides(Kind.ENTRIES, ["SKPD"], "en") if guide.field == field.column]
    assert (guide.header, guide.most) == (field.headers[0], field.limit)


def test_every_field_stands_in_both_forms_and_in_the_table(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        (given,) = links.give(session, by(), cast.exhibition.id, only="skpd-1")
    own = client.get(f"/innovator/{given.token}").text
    sign_in(client, "panitia")
    form = client.get(f"{BASE}/entries/skpd-1").text
    header = client.get(f"{BASE}/exports/entries.csv").text.splitlines()[0].lstrip("\ufeff").split(";")
    for field in FIELDS:
        assert form.count(f'name="{field.name}"') == 1
        assert own.count(f'name="{field.name}"') == field.is_proposable
    assert header == [field.headers[1] for field in FIELDS]


@EVERY
def test_the_booth_page_shows_a_field_that_has_its_place_there(
    app: Flask, client: FlaskClient, cast: Cast, field: Field
) -> None:
    if field.shape in {Shape.CATEGORY, Shape.LINK} or field.name == "short_name":
        pytest.skip("Its place on the page is its own.")
    term = TERMS[field.name][0] if field.shape is Shape.TERM else None
    value = term.value if term else date(2021, 3, 4) if field.shape is Shape.DATE else "Q-77"
    with app.app_context(), transaction() as session:
        entries.update(session, by(), cast.exhibition.id, "skpd-1", {field.name: value})
    page = client.get("/e/pameran/skpd-1").text
    shown = term.indonesian if term else "4 Maret 2021" if field.shape is Shape.DATE else "Q-77"
    assert shown in page
    if field.place in {Place.CARD, Place.DETAILS, Place.FACTS}:
        assert (field.title or field.label) in page
