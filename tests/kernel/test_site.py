"""Health, figures, pictures, headers and hosts."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase import database
from showcase.config import Settings
from showcase.database import db
from showcase.kernel import security


def test_healthy_when_the_database_takes_writes(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_unhealthy_when_it_does_not(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(database.PRAGMAS, "busy_timeout", "1")
    with app.app_context():
        engine = db.engine
    with engine.connect().execution_options(write=True) as holder:
        holder.exec_driver_sql("SELECT 1")
        assert client.get("/healthz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_figures_for_this_machine_or_the_token_only(app: Flask, client: FlaskClient) -> None:
    assert "showcase_answers_total" in client.get("/metrics").text
    far = {"REMOTE_ADDR": "10.1.2.3"}
    assert client.get("/metrics", environ_base=far).status_code == 404
    assert client.get("/metrics", environ_base=far, headers={"Authorization": "Bearer "}).status_code == 404


def test_figures_never_name_an_entry(demo_client: FlaskClient) -> None:
    demo_client.get("/e/bailang-2025/simandor-bmd")
    assert "simandor" not in demo_client.get("/metrics").text


@pytest.mark.parametrize("name", ["..%2fsecret_key", "secret_key", "0" * 32 + ".svg", "0" * 32 + "-640.webp"])
def test_only_pictures_are_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404


def test_a_picture_may_be_kept_for_ever(demo_app: Flask, demo_client: FlaskClient) -> None:
    name = next((demo_app.extensions["settings"].data_dir / "media").glob("*-320.webp")).name
    answer = demo_client.get(f"/media/{name}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    answer.close()


@pytest.mark.parametrize("path", ["/", "/tidak-ada", "/login", "/check", "/healthz"])
def test_every_answer_carries_the_policy(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers.getlist("Content-Security-Policy") == [policy]


def test_english_is_english(client: FlaskClient) -> None:
    assert "Sign in" in client.get("/login?lang=en").text


@pytest.mark.parametrize(("host", "status"), [("localhost", 200), ("127.0.0.1:8000", 200), ("evil.example", 400)])
def test_a_forged_host_is_refused(client: FlaskClient, host: str, status: int) -> None:
    assert client.get("/", headers={"Host": host}).status_code == status


def test_an_unexpected_error_tells_a_number_and_no_trace(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("RAHASIA-DALAM")

    monkeypatch.setattr("showcase.catalogue.public.memory.fresh", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "RAHASIA-DALAM" not in answer.text
    assert 'data-error="http-500"' in answer.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("localhost:9999", 400),
        ("127.0.0.1:1", 400),
        ("localhost:8000@evil.example", 400),
        ("localhost:", 400),
        ("127.0.0.1:8000,evil.example", 400),
    ],
)
def test_a_forged_port_is_refused(client: FlaskClient, host: str, status: int) -> None:
    assert client.get("/", headers={"Host": host}).status_code == status
    assert client.head(STYLE, headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Origin": "http://localhost"}, 400),
        ({"Origin": "http://127.0.0.1:8000"}, 400),
        ({"Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin"}, 400),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 400),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost:9999"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "https://localhost:8000"}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_a_form_from_elsewhere_is_refused(client: FlaskClient, headers: dict[str, str], status: int) -> None:
    # 400: the origin is ours, and the form's own token is missing.
    answer = client.post("/login", data={"username": "x"}, headers=headers)
    assert answer.status_code == status
    assert ("Permintaan ini ditolak" in answer.text) == (status == 403)


@pytest.mark.parametrize(
    ("base", "mine", "foreign"),
    [
        (
            "https://inovasi.example.go.id",
            ["https://inovasi.example.go.id", "http://127.0.0.1:8000", "http://localhost:8000"],
            ["http://inovasi.example.go.id", "http://inovasi.example.go.id:8000", "https://inovasi.example.go.id:8443"],
        ),
        (
            "http://10.0.0.5:8080",
            ["http://10.0.0.5:8080", "http://10.0.0.5:8000", "http://127.0.0.1:8000"],
            ["http://10.0.0.5"],
        ),
    ],
)
def test_own_origins_follow_the_public_address(
    settings: Settings, base: str, mine: list[str], foreign: list[str]
) -> None:
    made = replace(settings, public_base_url=base, host="127.0.0.1", port=8000)
    assert set(mine) <= made.own_origins
    assert not made.own_origins & set(foreign)


STYLE = "/static/css/showcase.css"


@pytest.mark.parametrize("query", ["", "?v=", "?v=abcdef0123", "?v=a", "?w=1"])
def test_a_wrong_version_is_kept_by_nobody(client: FlaskClient, query: str) -> None:
    assert client.head(STYLE + query).headers["Cache-Control"] == "no-cache"


def test_the_files_own_version_is_kept_for_ever(client: FlaskClient) -> None:
    address = client.application.jinja_env.globals["static_url"]("css/showcase.css")
    assert "immutable" in client.head(address).headers["Cache-Control"]
    # Style sheets name their pictures by six digits.
    with client.get(address) as answer:
        sheet = answer.text
    found = re.findall(r'url\("\.\./(img/[^"]+\?v=[0-9a-f]{6})"\)', sheet)
    assert len(found) >= 8
    for picture in found:
        assert "immutable" in client.head(f"/static/{picture}").headers["Cache-Control"], picture


def test_static_files_carry_the_headers_of_every_answer(client: FlaskClient) -> None:
    whole = client.get(STYLE)
    answers = [
        whole,
        client.head(STYLE),
        client.get(STYLE, headers={"If-None-Match": whole.headers["ETag"]}),
        client.get(STYLE, headers={"Range": "bytes=0-9"}),
        client.get(STYLE, headers={"Range": "bytes=99999999-"}),
        client.post(STYLE),
        client.get("/static/nothing.css"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 304, 206, 416, 405, 404]
    for answer in answers:
        answer.close()
        for name, value in security.HEADERS:
            assert answer.headers.getlist(name) == [value], (answer.status, name)
        assert "Access-Control-Allow-Origin" not in answer.headers
