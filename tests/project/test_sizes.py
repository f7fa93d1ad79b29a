"""Modules, functions, templates, style sheets and scripts are small enough to be read; names say what is inside."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    path for folder in ("showcase", "tests", "benchmarks", "tools") for path in (ROOT / folder).rglob("*.py")
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted(
    path for folder in ("static/js", "templates") for path in (ROOT / folder).rglob("*.js") if ".min." not in path.name
)
MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES, CONFTEST_LINES = 500, 40, 200, 150
# Of formatted text: one element, declaration or statement a line.
SHEET_LINES, SCRIPT_LINES, WIDTH = 800, 400, 120
# Words that say nothing: such a module collects whatever has no better place.
EMPTY_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"})


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_modules_are_short() -> None:
    limits = {path: CONFTEST_LINES if path.name == "conftest.py" else MODULE_LINES for path in MODULES}
    assert not [f"{name(path)}: {lines(path)} lines" for path, limit in limits.items() if lines(path) >= limit]


def test_functions_are_short() -> None:
    measured = [(path, *found) for path in MODULES for found in functions(ast.parse(path.read_text()))]
    assert not [
        f"{name(path)}: {named}, {length} lines" for path, named, length in measured if length >= FUNCTION_LINES
    ]


def test_templates_are_short() -> None:
    assert not [f"{name(path)}: {lines(path)} lines" for path in TEMPLATES if lines(path) >= TEMPLATE_LINES]


def test_templates_are_narrow() -> None:
    wide = {path: max(map(len, path.read_text().split("\n"))) for path in TEMPLATES}
    assert not [f"{name(path)}: a line of {width}" for path, width in wide.items() if width > WIDTH]


def test_style_sheets_and_scripts_are_short() -> None:
    limits = dict.fromkeys(SHEETS, SHEET_LINES) | dict.fromkeys(SCRIPTS, SCRIPT_LINES)
    assert not [f"{name(path)}: {lines(path)} lines" for path, limit in limits.items() if lines(path) >= limit]


def test_style_sheets_and_scripts_are_not_packed() -> None:
    assert not [
        f"{name(path)}:{number}"
        for path in (*SHEETS, *SCRIPTS)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > WIDTH
    ]


def test_names_say_what_is_inside() -> None:
    named = [*MODULES, *TEMPLATES, *(path.parent for path in (*MODULES, *TEMPLATES))]
    assert not {name(path) for path in named if path.stem.strip("_") in EMPTY_NAMES}


def lines(path: Path) -> int:
    return path.read_text().count("\n")


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every function's name with its length in lines, the docstring not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = ast.get_docstring(node) is not None
            docstring = (first.end_lineno or 0) - first.lineno + 1 if told else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - docstring
