"""What a shared page shows in a chat, and that a booth's code is never shared with it."""

import html
import io
import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from showcase.entries import share_cards
from showcase.exhibitions.rules import Level
from showcase.kernel import content
from tests.factories import Cast, hall

# PUBLIC_BASE_URL of the tests; pages are asked for under another accepted name.
BASE, ASKED = "http://localhost", "http://127.0.0.1:8000"
OWN = f"{BASE}/e/pameran/skpd-1"
PROPERTY = re.compile(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">')
VERSION = re.compile(r"\?v=[0-9a-f]{16}$")
NEEDED = {"og:title", "og:description", "og:url", "og:image", "og:image:alt", "og:locale", "og:type", "twitter:card"}


def preview(page: str) -> dict[str, str]:
    """The preview's properties, all of them present and early in the page."""
    head, _, _ = page.partition("</head>")
    found = {key: html.unescape(value) for key, value in PROPERTY.findall(head)}
    assert set(found) >= NEEDED
    assert all(found[key] for key in NEEDED)
    assert found["twitter:card"] == "summary_large_image"
    assert head.index('name="twitter:card"') < 3000
    assert f'<link rel="canonical" href="{found["og:url"]}">' in head
    return found


def picture(client: FlaskClient, url: str) -> Image.Image:
    """The picture at that address: what WhatsApp takes, and kept for ever."""
    assert VERSION.search(url)
    answer = client.get(url.removeprefix(BASE))
    assert answer.status_code == 200
    assert answer.mimetype == "image/jpeg"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert len(answer.data) < 300_000
    return Image.open(io.BytesIO(answer.data))


def a_hall(session: Session, level: Level = Level.OPEN) -> Cast:
    cast = hall(session, level=level)
    cast.entry("skpd-1").summary = 'Layanan "cepat" & mudah. ' * 20
    cast.entry("skpd-1").organisation = "Dinas <Uji>"
    content.touch(session)
    session.commit()
    return cast


@pytest.mark.parametrize("level", [Level.OPEN, Level.BOOTH])
@pytest.mark.parametrize("language", ["id", "en"])
def test_what_is_shared_is_the_entrys_own_page(
    client: FlaskClient, session: Session, level: Level, language: str
) -> None:
    code = a_hall(session, level).codes["skpd-1"]
    # The booth's page first: what is kept of it must not reach the entry's own page.
    for path in (f"/b/{code}", f"/B/{code}", "/e/pameran/skpd-1"):
        page = client.get(f"{path}?lang={language}", base_url=ASKED).text
        found = preview(page)
        assert found["og:url"] == OWN
        assert found["og:title"] == "Skpd 1 · Dinas <Uji>"
        assert found["og:description"].startswith('Layanan "cepat" & mudah.')
        assert len(found["og:description"]) <= 180
        assert found["og:locale"] == {"id": "id_ID", "en": "en_US"}[language]
        assert "Skpd 1" in found["og:image:alt"]
        assert found["og:image"].startswith(f"{OWN}/card.jpg?v=")
        assert f'id="share" data-url="{OWN}"' in page
        assert re.search(r'href="https://wa\.me/\?text=Skpd%201%20http%3A//localhost/e/pameran/skpd-1"', page)
        outside = re.sub(r'<div id="vote".*?(?=<footer|</main>)', "", page, flags=re.S)
        assert code not in outside
    stranger = client.application.test_client()
    assert (code in stranger.get("/e/pameran/skpd-1").text) == (level is Level.OPEN)


def test_the_other_language_is_on_the_same_address(client: FlaskClient, session: Session) -> None:
    code = a_hall(session, Level.BOOTH).codes["skpd-1"]
    for path in (f"/b/{code}", "/e/pameran/skpd-1"):
        assert 'href="?lang=en"' in client.get(path).text


def test_the_card_is_drawn_once_and_follows_the_content(client: FlaskClient, app: Flask, session: Session) -> None:
    cast = a_hall(session)
    folder: Path = app.extensions["settings"].data_dir / "cards"
    first = preview(client.get("/e/pameran/skpd-1").text)["og:image"]
    assert not folder.exists(), "a visitor's page does not wait for the drawing"
    shown = picture(client, first)
    assert (shown.format, shown.size) == ("JPEG", (1200, 630))
    (kept,) = folder.iterdir()
    kept.write_bytes(b"kept")
    assert client.get(first.removeprefix(BASE)).data == b"kept"

    cast.entry("skpd-1").short_name = "Nama Baru"
    content.touch(session)
    session.commit()
    second = preview(client.get("/e/pameran/skpd-1").text)["og:image"]
    assert second != first
    picture(client, second)
    assert [file.name for file in folder.iterdir()] != [kept.name]
    assert len(list(folder.iterdir())) == 1
    # An address that chats still remember shows the content of today, and is soon asked for again.
    old = client.get(first.removeprefix(BASE))
    assert old.status_code == 200
    assert old.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("path", ["/e/pameran/tidak-ada/card.jpg", "/e/tidak-ada/card.jpg", "/e/x/skpd-1/card.jpg"])
def test_no_card_of_what_is_not_there(client: FlaskClient, session: Session, path: str) -> None:
    a_hall(session)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/e/bailang-2025", "/e/bailang-2024", "/results/bailang-2024"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_catalogue_and_the_results(demo_client: FlaskClient, path: str, language: str) -> None:
    found = preview(demo_client.get(f"{path}?lang={language}", base_url=ASKED).text)
    assert found["og:url"] == BASE + ("/e/bailang-2025" if path == "/" else path)
    assert "Balangan" in found["og:title"]
    assert found["og:image"].partition("?")[0] == found["og:url"] + "/card.jpg"
    assert picture(demo_client, found["og:image"]).size == (1200, 630)


def test_drawing_leaves_threads_to_the_visitors(client: FlaskClient, session: Session) -> None:
    a_hall(session)
    url = preview(client.get("/e/pameran/skpd-1").text)["og:image"]
    with ExitStack() as others:
        while share_cards._room.acquire(blocking=False):
            others.callback(share_cards._room.release)
        refused = client.get(url.removeprefix(BASE))
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
        assert refused.headers["Cache-Control"] == "no-store"
    assert picture(client, url).size == (1200, 630)


def test_a_full_disk_does_not_cost_the_picture(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError("no space left on device")

    a_hall(session)
    monkeypatch.setattr("showcase.entries.share_cards.store", full)
    assert picture(client, preview(client.get("/e/pameran/skpd-1").text)["og:image"]).size == (1200, 630)
