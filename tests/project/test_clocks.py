"""What decides in a transaction is decided by a time that was read in it: waiting for the turn takes up to seconds."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "showcase").rglob("*.py"))


def transactions(source: str) -> Iterator[ast.With]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.With) and any(
            isinstance(item.context_expr, ast.Call) and ast.unparse(item.context_expr.func) == "transaction"
            for item in node.items
        ):
            yield node


def early_times(source: str) -> list[int]:
    """Lines inside of transactions that take a `now` from outside of them."""
    found = []
    for block in transactions(source):
        names = [node for part in block.body for node in ast.walk(part) if isinstance(node, ast.Name)]
        if not any(name.id == "now" and isinstance(name.ctx, ast.Store) for name in names):
            found += [name.lineno for name in names if name.id == "now"]
    return found


def test_the_search_finds_what_it_looks_for() -> None:
    block = "now = datetime.now(UTC)\nwith transaction() as session:\n    cast(session, now={})\n"
    assert early_times(block.format("now")) == [3]
    assert early_times(block.format("datetime.now(UTC)")) == []


def test_no_time_is_read_before_the_transaction_that_it_decides_in() -> None:
    found = {path.relative_to(ROOT): early_times(path.read_text()) for path in MODULES}
    assert {path: lines for path, lines in found.items() if lines} == {}
    assert sum(len(list(transactions(path.read_text()))) for path in MODULES) > 100
