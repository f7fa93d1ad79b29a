"""Settings, read once from the environment and handed on. Nothing else in the project reads the environment."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

WILDCARDS = frozenset({"0.0.0.0", "::", "[::]"})  # noqa: S104 - compared with, never bound to
MIN_SECRET_LENGTH = 32


class SettingsError(Exception):
    """A setting is missing or wrong; the sentence names it. The start stops here."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What makes an application a rehearsal's: when it ends, and the time zone in which that is told."""

    until: datetime
    timezone: str


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation's settings; see README for what each variable means."""

    host: str
    port: int
    data_dir: Path
    database_url: str
    secret_key: str
    public_base_url: str
    web_concurrency: int
    trusted_proxies: int
    demo_password: str | None
    metrics_token: str | None
    demo: bool
    # Never from the environment: a rehearsal's application is made by the real one.
    sandbox: Sandbox | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read and check every setting.

        Raises SettingsError with a sentence that names the first bad one. Makes DATA_DIR, and in it the secret key, at
        first start.
        """
        env = os.environ if environ is None else environ
        host = env.get("HOST", "127.0.0.1").strip()
        port = _whole(env, "PORT", 8000, 1, 65535)
        data_dir = _data_dir(env.get("DATA_DIR", "./instance"))
        return cls(
            host=host,
            port=port,
            data_dir=data_dir,
            database_url=_database_url(env.get("DATABASE_URL", ""), data_dir),
            secret_key=_secret_key(env.get("SECRET_KEY", ""), data_dir),
            public_base_url=_public_base_url(env.get("PUBLIC_BASE_URL", ""), host, port),
            web_concurrency=_whole(env, "WEB_CONCURRENCY", os.cpu_count() or 1, 1, 64),
            trusted_proxies=_whole(env, "TRUSTED_PROXIES", 0, 0, 8),
            demo_password=_demo_password(env.get("DEMO_PASSWORD")),
            metrics_token=env.get("METRICS_TOKEN") or None,
            demo=env.get("DEMO", "1") != "0",
        )

    @property
    def secure_cookies(self) -> bool:
        """Whether the public address is https: cookies are then Secure and carry the `__Host-` prefix."""
        return self.public_base_url.startswith("https://")

    @property
    def cookie_prefix(self) -> str:
        """What the names of cookies begin with. A rehearsal has its own, so that a phone keeps its real identity."""
        return ("__Host-" if self.secure_cookies else "") + ("gladi-" if self.sandbox else "")

    @property
    def is_embedded(self) -> bool:
        """Whether the database is SQLite, a file that we back up; a PostgreSQL server has tools of its own for that."""
        return self.database_url.startswith("sqlite:")

    @property
    def trusted_hosts(self) -> list[str]:
        """Host names (without port) that a request may carry; any other gets 400."""
        public = urlsplit(self.public_base_url).hostname or ""
        names = [public, "localhost", "127.0.0.1"]
        if self.host not in WILDCARDS:
            names.append(self.host)
        return sorted({f"[{name}]" if ":" in name else name for name in names})

    @property
    def ports(self) -> frozenset[str]:
        """The ports under which this server is reached: its own, and the public address's."""
        parts = urlsplit(self.public_base_url)
        return frozenset({str(self.port), str(parts.port or (443 if parts.scheme == "https" else 80))})

    @property
    def accepted_hosts(self) -> frozenset[str]:
        """What a request's Host may be: our names with one of our ports, or without any."""
        names = self.trusted_hosts
        return frozenset({*names, *(f"{name}:{port}" for name in names for port in self.ports)})

    @property
    def own_origins(self) -> frozenset[str]:
        """From where a browser's form may come: the public address, and this server under its own names."""
        public = urlsplit(self.public_base_url)
        name = f"[{public.hostname}]" if ":" in (public.hostname or "") else public.hostname
        near = [host for host in self.trusted_hosts if host != name or public.scheme == "http"]
        default = {"http": "80", "https": "443"}
        found = {f"http://{host}:{self.port}".removesuffix(":80") for host in near}
        port = f":{public.port}" if public.port and str(public.port) != default[public.scheme] else ""
        return frozenset({*found, f"{public.scheme}://{name}{port}"})


def _whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,6}", text) or not low <= int(text) <= high:
        raise SettingsError(f"{name} must be a whole number from {low} to {high}, not {text!r}.")
    return int(text)


def _data_dir(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"DATA_DIR {str(path)!r} can't be used: {error.strerror}.") from error
    return path


def _database_url(text: str, data_dir: Path) -> str:
    if not text:
        return f"sqlite:///{data_dir / 'showcase.sqlite3'}"
    if text.startswith("postgres://"):
        text = "postgresql://" + text.removeprefix("postgres://")
    if not text.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL must begin with postgresql:// or sqlite:///.")
    if text.startswith("postgresql://"):
        text = "postgresql+psycopg://" + text.removeprefix("postgresql://")
    return text


def _secret_key(text: str, data_dir: Path) -> str:
    if text:
        if len(text) < MIN_SECRET_LENGTH:
            raise SettingsError(f"SECRET_KEY must have at least {MIN_SECRET_LENGTH} characters.")
        return text
    path = data_dir / "secret_key"
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text("ascii").strip()
        if len(kept) < MIN_SECRET_LENGTH:
            raise SettingsError(f"SECRET_KEY: the one kept in {path} is too short; restore the file.") from None
        return kept
    except OSError as error:
        raise SettingsError(f"DATA_DIR {str(data_dir)!r} can't be written: {error.strerror}.") from error
    key = secrets.token_hex(32)
    with os.fdopen(made, "w") as file:
        file.write(key + "\n")
    return key


def _public_base_url(text: str, host: str, port: int) -> str:
    if not text:
        if host in WILDCARDS:
            raise SettingsError("PUBLIC_BASE_URL is required when HOST is a wildcard: QR codes need a real address.")
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise SettingsError("PUBLIC_BASE_URL must look like https://inovasi.example.go.id, without a path.")
    return text.rstrip("/")


def _demo_password(text: str | None) -> str | None:
    if text is not None and len(text) < 8:
        raise SettingsError("DEMO_PASSWORD must have at least 8 characters.")
    return text
