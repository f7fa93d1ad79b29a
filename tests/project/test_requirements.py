"""The lock files hold what the requirements ask for, and nothing about where one machine gets its packages."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s\\;]+)", re.I | re.M)


def pins(name: str) -> set[tuple[str, str]]:
    """Package and version of every pin in a file."""
    return {(found[0].lower().replace("_", "-"), found[1]) for found in PIN.findall((ROOT / name).read_text())}


@pytest.mark.parametrize(
    ("asked", "locked"),
    [
        ("requirements.txt", "requirements.lock"),
        ("requirements.txt", "requirements-dev.lock"),
        ("requirements-dev.txt", "requirements-dev.lock"),
        ("requirements.lock", "requirements-dev.lock"),
    ],
)
def test_what_is_asked_for_is_locked(asked: str, locked: str) -> None:
    left_out = pins(asked) - pins(locked)
    assert not left_out, f"run `make lock`: {sorted(left_out)}"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_have_hashes_and_name_no_index(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    assert not [line for line in lines if line.startswith("-") or "://" in line]
    assert all("--hash=" in after for line, after in pairwise(lines) if PIN.match(line))
