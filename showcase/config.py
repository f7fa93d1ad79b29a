"""Settings, read once from the environment and handed on. Nothing else in the project reads the environment."""

import ipaddress
import os
import re
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

WILDCARDS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, never bound to
MIN_SECRET_LENGTH = 32
KEY_FILE = "secret_key"
EMBEDDED = "sqlite:///"
# A name ends in a part with a letter first: what ends in a number is an address, and "0" would be a wildcard.
HOST_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z_](?:[a-z0-9_-]*[a-z0-9_])?\.?", re.I)


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
    # Whether the secret key was given by SECRET_KEY; else it is the file in DATA_DIR.
    secret_key_given: bool = False
    # Whether the environment says anything about the public address (PUBLIC_BASE_URL, HOST or PORT).
    names_address: bool = False
    # Never from the environment: a rehearsal's application is made by the real one.
    sandbox: Sandbox | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read and check every setting.

        Raises SettingsError with a sentence that names the first bad one. Makes DATA_DIR, and in it the secret key, at
        first start. Where there is a database already and no key that can be read, `secret_key` is empty: another one
        would make every phone a new voter. Nothing is served then (`installation/identity.py` says why).
        """
        env = os.environ if environ is None else environ
        host = _host(_text(env, "HOST") or "127.0.0.1")
        port = _whole(env, "PORT", 8000, 1, 65535)
        data_dir = _data_dir(_text(env, "DATA_DIR") or "./instance")
        database_url = _database_url(_text(env, "DATABASE_URL"), data_dir)
        return cls(
            host=host,
            port=port,
            data_dir=data_dir,
            database_url=database_url,
            public_base_url=_public_base_url(_text(env, "PUBLIC_BASE_URL"), host, port),
            web_concurrency=_whole(env, "WEB_CONCURRENCY", max(2, os.cpu_count() or 1), 1, 64),
            trusted_proxies=_whole(env, "TRUSTED_PROXIES", 0, 0, 8),
            demo_password=_demo_password(env),
            metrics_token=_text(env, "METRICS_TOKEN") or None,
            demo=_whole(env, "DEMO", 1, 0, 1) == 1,
            # Last, because it may make a file: a start that is refused should leave nothing behind.
            secret_key=_secret_key(env.get("SECRET_KEY", ""), data_dir / KEY_FILE, database_url),
            secret_key_given=bool(env.get("SECRET_KEY")),
            names_address=any(_text(env, name) for name in ("PUBLIC_BASE_URL", "HOST", "PORT")),
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
        return self.database_url.startswith(EMBEDDED)

    @property
    def database_file(self) -> Path:
        """Where the embedded database lies."""
        return Path(self.database_url.removeprefix(EMBEDDED))

    @property
    def key_file(self) -> Path:
        """Where the secret key lies unless SECRET_KEY gives it."""
        return self.data_dir / KEY_FILE

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


def _text(env: Mapping[str, str], name: str) -> str:
    """The setting without spaces around it; empty counts as not set."""
    text = env.get(name, "").strip()
    # Bytes that are no UTF-8 arrive as unprintable surrogates.
    if not text.isprintable():
        raise SettingsError(f"{name} holds characters that can't be printed.")
    return text


def _whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = _text(env, name)
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,6}", text) or not low <= int(text) <= high:
        wanted = f"{low} or {high}" if high - low == 1 else f"a whole number from {low} to {high}"
        raise SettingsError(f"{name} must be {wanted}, not {text!r}.")
    return int(text)


def _host(text: str) -> str:
    """An IP address in its usual spelling, or a name; whether the name is known shows when it is listened on."""
    try:
        address = ipaddress.ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        if HOST_NAME.fullmatch(text):
            return text
        raise SettingsError(f"HOST must be an IP address or a name such as localhost, not {text!r}.") from None
    return str(getattr(address, "ipv4_mapped", None) or address)


def _data_dir(text: str) -> Path:
    try:
        path = Path(text).expanduser().absolute()
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SettingsError(f"DATA_DIR {text!r} can't be used as a folder: {reason}.") from error
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise SettingsError(f"DATA_DIR {str(path)!r} can't be written by this user, or its disk is read-only.")
    mode = path.stat().st_mode
    # Whoever may not enter the folder reaches nothing in it. One that is everybody's (sticky, as /tmp is) stays open.
    if mode & 0o077 and not mode & stat.S_ISVTX:
        with suppress(OSError):
            path.chmod(stat.S_IMODE(mode) & 0o700)
    return path


def _database_url(text: str, data_dir: Path) -> str:
    if not text:
        return f"{EMBEDDED}{data_dir / 'showcase.sqlite3'}"
    scheme, mark, rest = text.partition("://")
    scheme = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}.get(scheme, scheme)
    if not mark or scheme not in {"sqlite", "postgresql+psycopg"}:
        raise SettingsError("DATABASE_URL must begin with postgresql:// or sqlite:///.")
    try:
        address = make_url(f"{scheme}://{rest}")
    except (ArgumentError, ValueError) as error:
        # Not the text itself: it holds a password.
        raise SettingsError("DATABASE_URL must look like postgresql://name:password@host:5432/database.") from error
    if scheme != "sqlite":
        return f"{scheme}://{rest}"
    if address.host or address.database in {None, "", ":memory:"}:
        raise SettingsError("DATABASE_URL must name a file after sqlite:///, such as sqlite:////srv/showcase.sqlite3.")
    # A plain name lies in DATA_DIR; an absolute path stays what it is.
    return f"{EMBEDDED}{data_dir / str(address.database)}"


def _secret_key(text: str, path: Path, database_url: str) -> str:
    if text:
        # Bytes that are no UTF-8 arrive as surrogates, which can't be encoded again.
        if len(text) < MIN_SECRET_LENGTH or len(text.encode(errors="ignore")) < len(text):
            raise SettingsError(f"SECRET_KEY must have at least {MIN_SECRET_LENGTH} characters of UTF-8.")
        return text
    try:
        if not path.exists() and not _has_database(database_url):
            _make_key(path)
        kept = path.read_text("utf-8", errors="replace").strip("\r\n") if path.exists() else ""
    except OSError as error:
        raise SettingsError(f"SECRET_KEY: {path} in DATA_DIR can't be read or written: {error.strerror}.") from error
    return kept if len(kept) >= MIN_SECRET_LENGTH else ""


def _has_database(database_url: str) -> bool:
    """Whether an embedded database is there. What a database server holds is only known once it is asked."""
    path = Path(database_url.removeprefix(EMBEDDED))
    return database_url.startswith(EMBEDDED) and path.is_file() and path.stat().st_size > 0


def _make_key(path: Path) -> None:
    """Write a new key under its name whole, or not at all; one that another process wrote meanwhile stays."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        pass
    except OSError:
        # A file system without hard links.
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _public_base_url(text: str, host: str, port: int) -> str:
    if not text:
        if host in WILDCARDS:
            raise SettingsError("PUBLIC_BASE_URL is required when HOST is a wildcard: QR codes need a real address.")
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"
    try:
        parts = urlsplit(text)
        usable = _usable_on_phones(parts)
    except ValueError:
        # An unclosed bracket, or a port that is none.
        usable = False
    if not usable:
        raise SettingsError(
            f"PUBLIC_BASE_URL must look like https://inovasi.example.go.id, without a path, not {text!r}."
        )
    return f"{parts.scheme}://{parts.netloc.lower().rstrip(':')}"


def _usable_on_phones(parts: SplitResult) -> bool:
    """Whether this is an address of a site's root; ValueError says no too."""
    name, port = parts.hostname or "", parts.port
    if parts.scheme not in {"http", "https"} or parts.path not in {"", "/"} or port == 0:
        return False
    if parts.query or parts.fragment or parts.username is not None or name in WILDCARDS:
        return False
    return HOST_NAME.fullmatch(name) is not None or bool(ipaddress.ip_address(name))


def _demo_password(env: Mapping[str, str]) -> str | None:
    text = env.get("DEMO_PASSWORD") or None
    if text is not None and (len(text) < 8 or not text.isprintable()):
        raise SettingsError("DEMO_PASSWORD must have at least 8 printable characters.")
    return text
