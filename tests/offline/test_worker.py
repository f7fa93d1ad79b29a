"""The manifest, the worker and the queue as files."""

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

ROOT = Path(__file__).parents[2]
STAFF = ("/login", "/setup/x", "/organizer", "/jury", "/tidak-ada")


def test_the_worker_is_asked_for_each_time_and_knows_its_files(demo_client: FlaskClient) -> None:
    answer = demo_client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    again = demo_client.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    files = json.loads(re.findall(r"const FILES = (\[.*\]);", answer.text)[0])
    for file in files:
        if file.startswith("/offline/"):
            assert demo_client.get(file).status_code == 200
        else:
            assert (ROOT / file.split("?")[0].lstrip("/")).is_file()
    assert len([file for file in files if "motif-" in file]) == 8
    assert re.search(r'const STATIC = "static-[0-9a-f]{16}"', answer.text)


def test_the_queue_speaks_the_language_of_its_address(demo_client: FlaskClient) -> None:
    page = demo_client.get("/mine?lang=en").text
    address = re.findall(r'data-queue="([^"]+)"', page)[0]
    assert address.startswith("/offline/en.js?v=")
    answer = demo_client.get(address)
    assert "Waiting for signal" in answer.text
    assert "immutable" in answer.headers["Cache-Control"]
    for wrong in ("/offline/en.js", "/offline/en.js?v=x"):
        assert demo_client.get(wrong).headers["Cache-Control"] == "no-cache"
    assert "Menunggu sinyal" in demo_client.get("/offline/id.js").text


def test_the_manifest_names_the_exhibition_and_icons_of_the_right_size(demo_client: FlaskClient) -> None:
    answer = demo_client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    manifest = json.loads(answer.text)
    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")
    assert "Balangan" in manifest["name"]
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for icon in manifest["icons"]:
        with Image.open(ROOT / icon["src"].split("?")[0].lstrip("/")) as picture:
            assert "{}x{}".format(*picture.size) == icon["sizes"]


def test_the_policy_lets_the_worker_and_the_manifest_in(demo_client: FlaskClient) -> None:
    policy = demo_client.get("/").headers["Content-Security-Policy"].split("; ")
    assert {"worker-src 'self'", "manifest-src 'self'"} <= set(policy)


@pytest.mark.parametrize("path", ["/", "/e/bailang-2025/simandor-bmd", "/mine", "/check", "/results/bailang-2024"])
def test_visitors_pages_bring_it(demo_client: FlaskClient, path: str) -> None:
    html = demo_client.get(path).text
    assert '<link rel="manifest" href="/manifest.webmanifest">' in html
    assert html.count("data-queue=") == 1


@pytest.mark.parametrize("path", STAFF)
def test_staff_pages_do_not(demo_client: FlaskClient, path: str) -> None:
    assert "data-queue=" not in demo_client.get(path, follow_redirects=True).text


def test_the_page_for_no_signal_is_neutral(demo_client: FlaskClient) -> None:
    answer = demo_client.get("/offline/en")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    assert "No signal" in answer.text
