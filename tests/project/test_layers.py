"""What the import rules can't see: no query in a route, no commit in an action, no foreign machine's paths."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "showcase").rglob("*.py"))


def of_kind(*kinds: str) -> list[Path]:
    """The modules of these names in every room, and those of packages of these names."""
    return [path for path in MODULES if set(kinds) & {*path.parts[:-1], path.stem}]


PAGES = of_kind("public", "staff", "juror")
ACTIONS = of_kind("actions", "queries")
TEXTS = {".py", ".toml", ".txt", ".lock", ".md", ".html", ".css", ".js", ".cfg", ".ini", ".po", ".mako", ""}
# A home folder or a work folder in a committed file works on one machine only.
MACHINE_PATH = re.compile(r"(?<![\w.-])/(?:home/\w|root/|Users/\w|work/\w|mnt/\w|opt/(?!showcase)\w)")
SKIPPED = {"instance", "build", "__pycache__"}
QUERIES = {"execute", "scalar", "scalars", "query", "flush", "add", "add_all", "delete", "merge", "refresh"}
ENDINGS = {"commit", "rollback", "begin", "close"}
SESSION = re.compile(r"(?<!flask\.)\b(session|connection)(\(\))?$")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_routes_hold_no_query() -> None:
    assert not [where for where, module in imports(PAGES) if module.split(".")[0] == "sqlalchemy"]
    assert not [where for where, method, target in calls(PAGES) if method in QUERIES and SESSION.search(target)]


def test_actions_leave_the_transaction_to_their_caller() -> None:
    assert not [where for where, method, target in calls(ACTIONS) if method in ENDINGS and SESSION.search(target)]


def test_what_somebody_does_comes_as_one_act() -> None:
    """An actor beside the moment is an `Act`, and nothing but an act writes into the audit log."""
    act, apart, written = "showcase/kernel/act.py", [], []
    for path, node in walk(ACTIONS):
        if isinstance(node, ast.FunctionDef) and {"actor", "now"} <= {one.arg for one in _parameters(node)}:
            apart.append(f"{name(path)}:{node.lineno}: {node.name}")
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "AuditEvent" and name(path) != act:
            written.append(f"{name(path)}:{node.lineno}")
    assert apart == written == []


def _parameters(function: ast.FunctionDef) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = []
    for path in committed():
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if MACHINE_PATH.search(line):
                found.append(f"{name(path)}:{number}: {line.strip()[:80]}")
    assert not found


def committed() -> Iterator[Path]:
    """Files of text that belong to the project."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        foreign = not SKIPPED.isdisjoint(inside) or any(part.startswith(".") and part != ".ci" for part in inside[:-1])
        # This file holds the pattern itself; pictures and fonts are no text.
        if not foreign and path.suffix in TEXTS and path.is_file() and path != Path(__file__):
            yield path


def imports(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Every import: where it stands, and the module."""
    for path, node in walk(paths):
        if isinstance(node, ast.Import):
            yield from ((f"{name(path)}:{node.lineno}", alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"{name(path)}:{node.lineno}", node.module or ""


def calls(paths: Sequence[Path]) -> Iterator[tuple[str, str, str]]:
    """Every call of a method: where it stands, the method's name, and on what it is called."""
    for path, node in walk(paths):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            where = f"{name(path)}:{node.lineno}: {ast.unparse(node.func)}"
            yield where, node.func.attr, ast.unparse(node.func.value)


def walk(paths: Sequence[Path]) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every module."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            yield path, node
