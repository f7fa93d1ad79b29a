"""docs/security.md names tests that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "security.md").read_text()
TESTS = {
    node.name
    for path in (ROOT / "tests").rglob("test_*.py")
    for node in ast.walk(ast.parse(path.read_text()))
    if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
}


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+(?:\.\.\.)?)`", DOCUMENT))))
def test_a_named_test_exists(name: str) -> None:
    start = name.removesuffix("...")
    found = {test for test in TESTS if test.startswith(start)} if name.endswith("...") else TESTS & {name}
    assert found, "a test of this name was renamed or removed: docs/security.md has to follow"


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:tests|showcase|docs|templates|[a-z]+)/[\w/.-]+)`", DOCUMENT)))
)
def test_a_named_file_exists(path: str) -> None:
    assert (ROOT / path).exists() or (ROOT / "showcase" / path).exists()


def test_every_line_of_the_chapters_names_its_proof() -> None:
    lines = re.findall(r"^\| \d+\.\d+ .*\|$", DOCUMENT, re.MULTILINE)
    assert len(lines) >= 20
    assert not [line for line in lines if not re.search(r"`[^`]*test", line.rstrip("|").rsplit("|", 1)[1])]
