"""Which address a command prints: the one that the server was started with."""

from dataclasses import replace

import pytest
from flask import Flask

from showcase.config import Settings
from showcase.database import transaction
from showcase.installation import addresses, served_address

SERVED = "https://inovasi.example.go.id"


@pytest.mark.parametrize(
    ("served", "names", "printed", "told"),
    [
        ("", False, "http://127.0.0.1:8000", False),
        (SERVED, False, SERVED, False),
        (SERVED, True, "http://127.0.0.1:8000", True),
        ("http://127.0.0.1:8000", True, "http://127.0.0.1:8000", False),
    ],
)
def test_a_shell_without_the_servers_settings_prints_the_servers_address(
    app: Flask, capsys: pytest.CaptureFixture[str], served: str, names: bool, printed: str, told: bool
) -> None:
    settings: Settings = app.extensions["settings"]
    here = replace(settings, public_base_url="http://127.0.0.1:8000", names_address=names)
    app.extensions["settings"] = here
    with app.app_context():
        with transaction() as session:
            served_address.remember(session, served)
        assert addresses.base_url() == printed
    said = capsys.readouterr().err
    assert (SERVED in said) is told


@pytest.mark.parametrize("name", ["PUBLIC_BASE_URL", "HOST", "PORT"])
def test_a_shell_names_an_address_by_any_of_three_settings(tmp_path: object, name: str) -> None:
    value = {"PUBLIC_BASE_URL": SERVED, "HOST": "127.0.0.2", "PORT": "8001"}[name]
    assert Settings.from_env({"DATA_DIR": str(tmp_path), name: value}).names_address
    assert not Settings.from_env({"DATA_DIR": str(tmp_path), name: ""}).names_address
