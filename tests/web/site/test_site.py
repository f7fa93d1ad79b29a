"""Health, figures, pictures, headers and hosts."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase import extensions
from showcase.extensions import db


def test_healthy_when_the_database_takes_writes(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_unhealthy_when_it_does_not(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(extensions.PRAGMAS, "busy_timeout", "1")
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

    monkeypatch.setattr("showcase.web.catalogue.routes.visitor.fresh", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "RAHASIA-DALAM" not in answer.text
    assert 'data-error="http-500"' in answer.text
