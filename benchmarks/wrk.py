"""Load from wrk: many requests of one kind, or a list of prepared ones."""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 32
LONGEST_SECONDS = 10
PREPARED = Path(__file__).with_name("prepared.lua")


@dataclass(frozen=True)
class Load:
    """What a run reached."""

    per_second: float
    errors: int


def repeat(port: int, path: str, headers: Mapping[str, str], seconds: int) -> Load:
    """The same GET from 32 connections for some seconds."""
    given = [f"--header={name}: {value}" for name, value in headers.items()]
    said = _wrk(f"http://127.0.0.1:{port}{path}", seconds, *given)
    found = re.search(r"^Requests/sec:\s+([\d.]+)", said, re.M)
    failed = re.findall(r"(?:Non-2xx or 3xx responses: |connect |read |write |timeout )(\d+)", said)
    if found is None:
        raise RuntimeError(said)
    return Load(float(found.group(1)), sum(map(int, failed)))


def send(port: int, requests: list[bytes], folder: Path) -> Load:
    """Prepared requests, each once, from 32 connections, for 10 seconds at most."""
    file = folder / "requests"
    file.write_bytes(b"\0".join(requests))
    address = f"http://127.0.0.1:{port}/"
    said = _wrk(address, LONGEST_SECONDS, f"--script={PREPARED}", "--timeout=10s", "--", str(file))
    told = json.loads(said.strip().splitlines()[-1])
    return Load(told["answers"] / told["seconds"], told["errors"])


def _wrk(url: str, seconds: int, *options: str) -> str:
    own, arguments = (
        (options[: options.index("--")], options[options.index("--") :]) if "--" in options else (options, ())
    )
    command = ["wrk", "--threads=1", f"--connections={CONNECTIONS}", f"--duration={min(seconds, LONGEST_SECONDS)}s"]
    done = subprocess.run(
        [*command, *own, url, *arguments], capture_output=True, text=True, check=True, timeout=LONGEST_SECONDS * 3
    )
    return done.stdout
