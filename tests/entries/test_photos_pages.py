"""Pictures of an entry in the back office: sent, refused, ordered, cropped, removed."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from showcase.database import db, transaction
from showcase.entries.tables import Photo
from tests.factories import Cast, hall
from tests.printing.test_pictures import encoded, png_claiming
from tests.signing_in import csrf, post, sign_in

ENTRY = "/organizer/pameran/entries/skpd-1"
PHOTOS = f"{ENTRY}/photos"
SENTINEL = "<script>alert('x')</script>\"'&"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


@pytest.fixture
def organizer(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def send(client: FlaskClient, *files: bytes, htmx: bool = False) -> TestResponse:
    """Send files as the form does."""
    data = {"csrf_token": csrf(client, ENTRY), "photo": [(io.BytesIO(one), "foto.jpg") for one in files]}
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(PHOTOS, data=data, content_type="multipart/form-data", headers=headers)


def picture(color: str = "teal", size: tuple[int, int] = (900, 600)) -> bytes:
    return encoded(Image.new("RGB", size, color))


def ids(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session().scalars(select(Photo.id).order_by(Photo.position)))


def test_several_pictures_at_once_and_the_others_below_the_text(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    answer = send(organizer, picture("teal"), picture("red"), picture("blue", (300, 600)))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{ENTRY}#photos")
    assert len(ids(app)) == 3
    page = organizer.get("/e/pameran/skpd-1").text
    assert page.count('class="booth-photo"') == 1
    assert page.count('loading="lazy"') == 2
    assert 'width="44" height="88"' in page


def test_one_picture_leaves_the_page_as_it_was(organizer: FlaskClient, cast: Cast) -> None:
    send(organizer, picture())
    page = organizer.get("/e/pameran/skpd-1").text
    assert page.count("<img") == 1
    assert 'loading="lazy"' not in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan gambar JPEG"),
        (b"GIF89a" + b"\0" * 40, "bukan gambar JPEG"),
        (b"\xff\xd8\xff" + b"\0" * 40, "rusak"),
        (png_claiming(60_000, 60_000), "25 megapiksel"),
        (b"", "Pilih dulu fotonya"),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_what_is_refused_is_told_at_the_pictures(
    app: Flask, organizer: FlaskClient, cast: Cast, data: bytes, words: str, htmx: bool
) -> None:
    answer = send(organizer, data, htmx=htmx)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'id="photos"' in answer.text
    assert ("<html" in answer.text) is not htmx
    assert ids(app) == []


def test_one_bad_file_among_good_ones_stores_none(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    assert send(organizer, picture(), b"<svg/>").status_code == 422
    assert ids(app) == []


def test_more_than_eight_are_refused_and_the_box_goes_when_full(organizer: FlaskClient, cast: Cast) -> None:
    small = [picture(color, (40, 40)) for color in ("red", "green", "blue", "teal", "pink", "gold", "navy", "gray")]
    assert send(organizer, *small, small[0]).status_code == 409
    assert send(organizer, *small).status_code == 303
    assert "data-drop" not in organizer.get(ENTRY).text


def test_order_words_and_removal(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    send(organizer, picture("teal"), picture("red"))
    first, second = ids(app)
    data = {f"alt.{first}": "Tim di stan", f"alt.{second}": SENTINEL, "action": f"down/{first}"}
    assert post(organizer, f"{PHOTOS}/list", data, form=ENTRY).status_code == 303
    assert ids(app) == [second, first]
    html = organizer.get(ENTRY).text
    assert "Tim di stan" in html
    assert "<script>alert" not in html + organizer.get("/e/pameran/skpd-1").text
    fragment = organizer.post(
        f"{PHOTOS}/list",
        data={"csrf_token": csrf(organizer, ENTRY), "action": f"remove/{second}"},
        headers={"HX-Request": "true"},
    )
    assert "Foto dihapus." in fragment.text
    assert "<html" not in fragment.text
    assert ids(app) == [first]
    for wrong in ("remove/999", "up/x", "up/"):
        assert post(organizer, f"{PHOTOS}/list", {"action": wrong}, form=ENTRY).status_code == 404


def test_a_crop_by_the_form_alone(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    send(organizer, picture())
    path = f"{PHOTOS}/{ids(app)[0]}"
    for shape, size in (("1:1", (600, 600)), ("16:9", (900, 506)), ("whole", (900, 600))):
        answer = post(organizer, path, {"shape": shape, "size": "100", "x": "0", "y": "50"})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{ENTRY}#photos")
        with app.app_context():
            row = db.session().scalars(select(Photo)).one()
        assert (row.width, row.height) == size
    assert re.search(r'value="whole" checked', organizer.get(path).text)


def test_the_uncropped_picture_is_for_organizers_only(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    send(organizer, picture())
    with app.app_context():
        row = db.session().scalars(select(Photo)).one()
    answer = organizer.get(f"{PHOTOS}/{row.id}/source")
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "no-store"
    answer.close()
    assert organizer.get(f"/media/{row.source}-source.webp").status_code == 404
    assert organizer.get(f"/organizer/pameran/entries/skpd-2/photos/{row.id}/source").status_code == 404
    assert app.test_client().get(f"{PHOTOS}/{row.id}/source").status_code == 302


def test_a_draft_has_pictures_too(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    post(organizer, f"{ENTRY}/unpublish", {}, form=ENTRY)
    assert organizer.get("/e/pameran/skpd-1").status_code == 404
    assert send(organizer, picture()).status_code == 303
    assert "1/8" in organizer.get(ENTRY).text
