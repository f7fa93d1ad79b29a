"""Public pages go out compressed for who takes it; files carry their version and are kept for ever."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from tests.signing_in import sign_in

STATIC = Path(__file__).parents[2] / "static"
ZIPPED = {"Accept-Encoding": "gzip, deflate"}


@pytest.mark.parametrize("path", ["/", "/e/bailang-2025?q=uren", "/results/bailang-2024", "/check", "/mine"])
def test_a_public_page_as_gzip(demo_client: FlaskClient, path: str) -> None:
    plain, zipped = demo_client.get(path), demo_client.get(path, headers=ZIPPED)
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in zipped.headers["Vary"]
    assert gzip.decompress(zipped.data).decode() == plain.text
    assert int(zipped.headers["Content-Length"]) == len(zipped.data) < len(plain.data) * 0.6


def test_who_refuses_gzip_gets_it_plain(demo_client: FlaskClient) -> None:
    assert "Content-Encoding" not in demo_client.get("/", headers={"Accept-Encoding": "gzip;q=0, br"}).headers
    assert "HX-Request" in demo_client.get("/", headers=ZIPPED).headers["Vary"]


def test_staff_pages_stay_plain(demo_client: FlaskClient) -> None:
    sign_in(demo_client, "panitia")
    answer = demo_client.get("/organizer", headers=ZIPPED)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(("accepted", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None)])
def test_files_were_compressed_ahead_of_time(demo_app: Flask, accepted: str, encoding: str | None) -> None:
    page = demo_app.test_client().get("/").text
    for path in re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js)\?v=[^"]+)"', page):
        answer = Client(demo_app.wsgi_app).get(path, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding, path
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Accept-Encoding" in answer.headers["Vary"]
        answer.close()


def test_every_address_of_a_file_has_its_version() -> None:
    """Files are kept for ever, so a changed one needs another address; in style sheets it is written by hand."""
    for sheet in (STATIC / "css").glob("*.css"):
        for name, version in re.findall(r'url\("\.\./([\w/.-]+)(?:\?v=(\w+))?"\)', sheet.read_text()):
            assert version == hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:6], f"{sheet.name}: {name}"
