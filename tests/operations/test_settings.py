"""Every setting is checked at the start, and a bad one is named in a sentence."""

import os
from pathlib import Path

import pytest

from showcase.config import Settings, SettingsError


def read(folder: Path, **environ: str) -> Settings:
    return Settings.from_env({"DATA_DIR": str(folder), **environ})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "65536"),
        ("PORT", "８０"),
        ("HOST", "http://localhost"),
        ("HOST", "127.0.0.1:8000"),
        ("HOST", "0"),
        ("HOST", "0x0"),
        ("HOST", "127.1"),
        ("HOST", "two words"),
        ("DATA_DIR", "/dev/null"),
        ("DATA_DIR", "/dev/null/below"),
        ("DATA_DIR", "~nobody-of-that-name/data"),
        ("DATA_DIR", "/proc/data"),
        ("DATABASE_URL", "postgresql"),
        ("DATABASE_URL", "postgresql://name:secret@host:port/showcase"),
        ("DATABASE_URL", "postgresql+asyncpg://host/showcase"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite://host/file"),
        ("PUBLIC_BASE_URL", "ftp://inovasi.example.go.id"),
        ("PUBLIC_BASE_URL", "https://inovasi.example.go.id:99999"),
        ("PUBLIC_BASE_URL", "https://inovasi.example.go.id:port"),
        ("PUBLIC_BASE_URL", "https://inovasi.example.go.id/app"),
        ("PUBLIC_BASE_URL", "https://inovasi.example.go.id#top"),
        ("PUBLIC_BASE_URL", "https://name:secret@inovasi.example.go.id"),
        ("PUBLIC_BASE_URL", "https://two words"),
        ("PUBLIC_BASE_URL", "https://[::1"),
        ("PUBLIC_BASE_URL", "https://"),
        ("PUBLIC_BASE_URL", "http://0.0.0.0:8000"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_CONCURRENCY", "1.5"),
        ("TRUSTED_PROXIES", "-1"),
        ("DEMO", "maybe"),
        ("DEMO", "2"),
        ("METRICS_TOKEN", "\udcff"),
        ("SECRET_KEY", "\udcff" * 40),
    ],
)
def test_a_bad_setting_is_named_and_no_password_is_told(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as refused:
        read(tmp_path, **{name: value})
    assert "secret@" not in str(refused.value) or name == "PUBLIC_BASE_URL"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "[::]", "0:0::0", "::ffff:0.0.0.0"])  # noqa: S104
def test_every_spelling_of_a_wildcard_needs_a_public_address(tmp_path: Path, host: str) -> None:
    with pytest.raises(SettingsError, match="PUBLIC_BASE_URL is required"):
        read(tmp_path, HOST=host)


def test_settings_are_understood_in_the_spellings_that_people_use(tmp_path: Path) -> None:
    assert read(tmp_path, HOST="localhost", PORT=" 8001 ").public_base_url == "http://localhost:8001"
    assert read(tmp_path, HOST="[::1]").public_base_url == "http://[::1]:8000"
    blank = dict.fromkeys(("HOST", "PORT", "DEMO", "DEMO_PASSWORD", "PUBLIC_BASE_URL", "WEB_CONCURRENCY"), "")
    assert read(tmp_path, **blank) == read(tmp_path)
    assert not read(tmp_path, DEMO="0").demo
    upper = read(tmp_path, PUBLIC_BASE_URL="HTTPS://Inovasi.Example.go.id/")
    assert upper.public_base_url == "https://inovasi.example.go.id"
    assert upper.secure_cookies
    assert read(tmp_path, DATABASE_URL="postgres:///showcase").database_url == "postgresql+psycopg:///showcase"


def test_a_kept_key_that_is_no_key_is_named(tmp_path: Path) -> None:
    """One that is cut short counts as none, so that nothing is served with it; another is never made."""
    (tmp_path / "secret_key").write_bytes(b"short")
    assert not read(tmp_path).secret_key
    assert (tmp_path / "secret_key").read_bytes() == b"short"
    (tmp_path / "secret_key").unlink()
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        read(tmp_path)


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests may run as root, whom no permission stops.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(SettingsError, match=r"DATA_DIR .* can't be written"):
        read(tmp_path)
