"""Pictures through the personal link: sent, refused, removed, decided; and public only after that."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from showcase.database import db, transaction
from showcase.entries.tables import Photo
from showcase.exhibitions.tables import Exhibition
from showcase.innovators.actions import links
from showcase.innovators.tables import ProposedPhoto
from showcase.messages.rules import MessageState
from showcase.messages.tables import Message
from showcase.printing import photo_sources
from tests.factories import NOW, Cast, by, hall
from tests.printing.test_pictures import encoded, png_claiming
from tests.signing_in import csrf, sign_in

COMPARE = "/organizer/pameran/profiles/skpd-1"
SENTINEL = "<script>alert('x')</script>\"'&"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


@pytest.fixture
def page(app: Flask, cast: Cast) -> str:
    return give(app, cast, "skpd-1")


@pytest.fixture
def organizer(app: Flask, cast: Cast) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "panitia")
    return client


def give(app: Flask, cast: Cast, slug: str) -> str:
    with app.app_context(), transaction() as session:
        given = links.give(session, by("panitia", NOW), cast.exhibition.id, only=slug)
    return f"/innovator/{given[0].token}"


def picture(color: str = "teal") -> bytes:
    return encoded(Image.new("RGB", (900, 600), color))


def send(
    client: FlaskClient, page: str, *files: bytes, headers: dict[str, str] | None = None, **typed: str
) -> TestResponse:
    """The form, with files as a browser sends them: an input without a file comes too, empty and without a name."""
    chosen = [(io.BytesIO(one), "foto.jpg") for one in files] or [(io.BytesIO(), "")]
    data = {"name": "Skpd 1", **typed, "photo": [*chosen, (io.BytesIO(), "")]}
    return client.post(page, data=data, content_type="multipart/form-data", headers=headers or {})


def ids(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session().scalars(select(ProposedPhoto.id).order_by(ProposedPhoto.id)))


def uploads_of(app: Flask) -> list[str]:
    """The files that `/media/` could hand out."""
    folder = app.extensions["settings"].data_dir / "media"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def decide(client: FlaskClient, data: list[tuple[str, str]]) -> TestResponse:
    html = client.get(COMPARE).text
    version = re.search(r'name="version" value="(\d+)"', html)
    assert version
    head = [("csrf_token", csrf(client, COMPARE)), ("version", version[1])]
    return client.post(COMPARE, data=MultiDict([*head, *data]))


def test_what_waits_is_reached_by_the_link_and_by_organizers_alone(
    app: Flask, client: FlaskClient, cast: Cast, page: str, organizer: FlaskClient
) -> None:
    assert send(client, page, picture()).headers["Location"] == f"{page}?sent=1"
    (number,) = ids(app)
    own, theirs = f"{page}/photos/{number}", f"{COMPARE}/photos/{number}"
    for answer in (client.get(own), organizer.get(theirs)):
        assert (answer.status_code, answer.mimetype) == (200, "image/webp")
        assert answer.headers["Cache-Control"] == "no-store"
    assert client.get(theirs).status_code == 302
    other = give(app, cast, "skpd-2")
    assert client.get(f"{other}/photos/{number}").status_code == 404
    assert organizer.get(f"/organizer/pameran/profiles/skpd-2/photos/{number}").status_code == 404
    assert client.get(f"/innovator/nihil/photos/{number}").status_code == 404
    # Whoever has the picture knows its names, and gets nothing by them.
    received = photo_sources.received(picture())
    names = {*received.files(), *photo_sources.again(received.source).files()}
    assert {client.get(f"/media/{name}").status_code for name in names} == {404}
    assert not uploads_of(app)
    assert "<img" not in client.get("/e/pameran/skpd-1").text
    with app.app_context(), transaction() as session:
        links.revoke(session, by("panitia", NOW), cast.exhibition.id, "skpd-1")
    assert client.get(own).status_code == 404


def test_nothing_of_the_metadata_waits(app: Flask, client: FlaskClient, page: str, organizer: FlaskClient) -> None:
    exif = Image.Exif()
    exif[0x010E] = "RAHASIA-LOKASI"
    file = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(file, "JPEG", exif=exif)
    assert b"RAHASIA-LOKASI" in file.getvalue()
    send(client, page, file.getvalue())
    (number,) = ids(app)
    for answer, width in (
        (client.get(f"{page}/photos/{number}"), 640),
        (organizer.get(f"{COMPARE}/photos/{number}"), 900),
    ):
        assert b"RAHASIA-LOKASI" not in answer.data
        with Image.open(io.BytesIO(answer.data)) as opened:
            assert (opened.format, opened.width, dict(opened.getexif())) == ("WEBP", width, {})


def test_the_other_roles_do_not_see_it(app: Flask, client: FlaskClient, page: str) -> None:
    send(client, page, picture())
    juror = app.test_client()
    sign_in(juror, "juri1")
    assert juror.get(f"{COMPARE}/photos/{ids(app)[0]}").status_code == 404


def test_an_organizer_takes_some_with_better_words(
    app: Flask, client: FlaskClient, page: str, organizer: FlaskClient
) -> None:
    send(client, page, picture("teal"), picture("red"), summary="Ringkasan baru")
    first, second = ids(app)
    words = {f"alt.{first}": SENTINEL, f"alt.{second}": "Merah", "summary": "Ringkasan baru"}
    assert send(client, page, **words).status_code == 303
    html = organizer.get(COMPARE).text
    assert "<script>alert" not in html + client.get(page).text
    assert html.count("checked") == 3
    assert "1 usulan inovator menunggu keputusan." in organizer.get("/organizer/pameran").text
    taken = [("action", "approve"), ("photo", str(first)), (f"alt.{first}", "Tim di stan")]
    assert decide(organizer, taken).status_code == 303
    with app.app_context():
        (row,) = db.session().scalars(select(Photo))
    assert row.alt == "Tim di stan"
    visitor = client.get("/e/pameran/skpd-1").text
    assert f"/media/{row.digest}-640.webp" in visitor
    assert f"{row.digest}-640.webp" in uploads_of(app)
    assert len(uploads_of(app)) == 5
    assert "Ringkasan baru" not in visitor
    assert ids(app) == []
    assert "Foto ditambahkan" in organizer.get("/organizer/pameran/entries/skpd-1").text
    assert "menunggu keputusan" not in organizer.get("/organizer/pameran").text


def test_a_refusal_on_the_comparison_keeps_what_was_typed_and_unticked(
    app: Flask, client: FlaskClient, page: str, organizer: FlaskClient
) -> None:
    send(client, page, picture("teal"), picture("red"))
    first, second = ids(app)
    data = [("action", "refuse"), ("reason", " "), ("photo", str(first)), (f"alt.{second}", "Diketik panitia")]
    answer = decide(organizer, data)
    assert answer.status_code == 422
    assert "Diketik panitia" in answer.text
    assert answer.text.count("checked") == 1
    assert decide(organizer, [("action", "refuse"), ("reason", "Buram")]).status_code == 303
    assert ids(app) == []
    assert "Buram" in client.get(page).text
    assert "hanya berisi foto" in organizer.get(COMPARE).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan gambar JPEG"),
        (b"\xff\xd8\xff" + b"\0" * 40, "rusak"),
        (png_claiming(60_000, 60_000), "25 megapiksel"),
    ],
)
@pytest.mark.parametrize("action", ["", "photos"])
def test_a_refused_picture_costs_no_typed_word(
    app: Flask, client: FlaskClient, page: str, data: bytes, words: str, action: str
) -> None:
    answer = send(client, page, picture(), data, summary="Sudah diketik", note="Catatan saya", action=action)
    assert answer.status_code == 422
    for text in (words, "Sudah diketik", "Catatan saya"):
        assert text in answer.text
    assert ids(app) == []


def test_a_wrong_word_does_not_cost_the_upload(app: Flask, client: FlaskClient, page: str) -> None:
    answer = send(client, page, picture(), name=" ", summary="Sudah diketik")
    assert answer.status_code == 422
    for text in ("name-error", "Sudah diketik", "Foto ditambahkan"):
        assert text in answer.text
    assert len(ids(app)) == 1


def test_the_pictures_buttons_send_no_words_and_lose_none(app: Flask, client: FlaskClient, page: str) -> None:
    answer = send(client, page, picture(), action="photos", summary="Setengah jadi")
    assert (answer.status_code, "Setengah jadi" in answer.text) == (200, True)
    assert "Setengah jadi" not in client.get(page).text
    (number,) = ids(app)
    typed = {f"alt.{number}": "Belum dikirim", "alt.x": "?", "summary": "Setengah jadi", "note": "Catatan"}
    for wrong in ("remove/x", "remove/", "remove/١"):
        assert send(client, page, action=wrong).status_code == 404
    answer = send(client, page, picture("red"), action="photos", **typed)
    for text in ("Belum dikirim", "Setengah jadi", "Catatan"):
        assert text in answer.text
    fragment = send(client, page, action=f"remove/{number}", headers=HTMX, **typed)
    assert fragment.status_code == 200
    assert ("<html" in fragment.text, "Usulan foto dihapus." in fragment.text) == (False, True)
    assert number not in ids(app)


def test_a_refusal_for_a_script_is_a_fragment(client: FlaskClient, page: str) -> None:
    answer = send(client, page, b"GIF89a" + b"\0" * 40, action="photos", headers=HTMX)
    assert (answer.status_code, "<html" in answer.text) == (422, False)
    assert 'role="alert"' in answer.text
    assert "Pilih dulu fotonya" in send(client, page, action="photos", headers=HTMX).text


def test_a_full_entry_says_so_and_keeps_the_words(app: Flask, client: FlaskClient, page: str) -> None:
    colors = ("red", "green", "blue", "teal", "pink", "gold", "navy", "gray")
    small = [encoded(Image.new("RGB", (40, 40), color)) for color in colors]
    assert send(client, page, *small).status_code == 303
    assert 'type="file"' not in client.get(page).text
    answer = send(client, page, picture(), summary="Sudah diketik")
    assert answer.status_code == 409
    for text in ("paling banyak delapan", "Sudah diketik"):
        assert text in answer.text
    assert len(ids(app)) == 8


def test_after_the_deadline_the_page_says_so(app: Flask, client: FlaskClient, cast: Cast, page: str) -> None:
    send(client, page, picture())
    (number,) = ids(app)
    with app.app_context(), transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).profiles_until = NOW
    html = client.get(page).text
    assert "Pengisian sudah ditutup." in html
    assert f"{page}/photos/{number}" in html
    assert 'type="file"' not in html
    for action in ("photos", "", f"remove/{number}"):
        answer = send(client, page, picture("red"), action=action)
        assert (answer.status_code, "Pengisian profil sudah ditutup" in answer.text) == (409, True)
    assert ids(app) == [number]


def test_several_photographs_of_a_phone_fit_in_one_form(client: FlaskClient, page: str) -> None:
    large = picture() + b"\0" * 14_000_000
    for address, status in ((page, 303), ("/innovator/nihil", 404)):
        answer = send(client, address, large, large + b"\0")
        answer.request.environ["wsgi.input"].close()
        assert answer.status_code == status


def test_a_visitors_words_on_the_own_page_are_text_and_never_markup(
    app: Flask, client: FlaskClient, cast: Cast, page: str
) -> None:
    about = {
        "sender_key": "s" * 32,
        "form_key": "f1",
        "kind": "support",
        "text": SENTINEL,
        "at": NOW,
        "decided_at": NOW,
    }
    with app.app_context(), transaction() as session:
        entry = cast.entry("skpd-1")
        values = {"exhibition_id": entry.exhibition_id, "entry_id": entry.id, "state": MessageState.APPROVED, **about}
        session.add(Message(**values))
    html = client.get(page).text
    assert "Pesan dari pengunjung" in html
    assert "&lt;script&gt;alert" in html
    assert "<script>alert" not in html
