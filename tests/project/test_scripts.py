"""Our scripts can be read by the oldest engines that CONTRIBUTING.md names: Chrome 80 and Safari 13.1.

What they can't parse stops a whole file; what they lack fails when it is called. static/js/older.js brings what our
scripts call all the same. htmx is not ours and is not read there: every page works as a plain form without it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

ROOT = Path(__file__).parents[2]
OLDER = ROOT / "static" / "js" / "older.js"
SCRIPTS = sorted(
    path
    for path in (*(ROOT / "static" / "js").glob("*.js"), *(ROOT / "templates").rglob("*.js"))
    if "htmx" not in path.name
)
PARSER = Parser(Language(tree_sitter_javascript.language()))
# Kinds of nodes: fields and private names of classes, blocks in them, top-level import and export.
NEWER_NODES = frozenset(
    {"field_definition", "private_property_identifier", "class_static_block", "import_statement", "export_statement"}
)
NEWER_OPERATORS = frozenset({"||=", "&&=", "??="})
# A lookbehind, or the flags d and v.
NEWER_PATTERN = re.compile(r"\(\?<[=!]|/[a-z]*[dv][a-z]*$")
# Called by name, as a method or function, or made with `new`.
NEWER_NAMES = frozenset({
    "at", "replaceAll", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with",
    "structuredClone", "hasOwn", "randomUUID", "groupBy", "any", "withResolvers", "isWellFormed", "showModal",
    "showPopover", "hidePopover", "togglePopover", "checkVisibility", "setHTMLUnsafe", "startViewTransition",
    "scheduler", "WeakRef", "FinalizationRegistry", "AggregateError", "BroadcastChannel", "CompressionStream",
    "TextDecoderStream", "requestIdleCallback", "isSubsetOf", "try",
})  # fmt: skip
BROUGHT = frozenset({"timeout", "replaceChildren", "requestSubmit", "submitter"})
NEWER_SELECTOR = re.compile(r":(?:is|where|has|focus-visible|modal|popover-open|user-invalid|not\([^()]*,)")
QUERIES = frozenset({"querySelector", "querySelectorAll", "matches", "closest"})


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from nodes(child)


def text(node: Node | None) -> str:
    return (node.text or b"").decode() if node else ""


def source(path: Path) -> str:
    """A template's text with a value where the server puts one."""
    return re.sub(r"\{\{.*?\}\}", "null", path.read_text())


def complaints(code: str) -> list[str]:
    """What in this code the oldest engines can't parse, or don't have."""
    tree = PARSER.parse(code.encode())
    found = ["can't be parsed"] if tree.root_node.has_error else []
    for node in nodes(tree.root_node):
        found += [f"line {node.start_point.row + 1}: {text(node)[:60]}" for newer in (_syntax, _call) if newer(node)]
    return found


def _syntax(node: Node) -> bool:
    if node.type == "await_expression":
        return not _is_inside_function(node)
    return (
        node.type in NEWER_NODES
        or (not node.is_named and node.type in NEWER_OPERATORS)
        or (node.type == "number" and "_" in text(node))
        or (node.type == "regex" and NEWER_PATTERN.search(text(node)) is not None)
    )


def _is_inside_function(node: Node) -> bool:
    above = node.parent
    while above is not None and not re.search(r"function|method|arrow", above.type):
        above = above.parent
    return above is not None


def _call(node: Node) -> bool:
    if node.type not in {"call_expression", "new_expression"}:
        return False
    called = node.child_by_field_name("function") or node.child_by_field_name("constructor")
    name = text(called.child_by_field_name("property") or called) if called else ""
    given = text(node.child_by_field_name("arguments"))
    return name in NEWER_NAMES or (name in QUERIES and NEWER_SELECTOR.search(given) is not None)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_the_oldest_engines_read_it(path: Path) -> None:
    assert not complaints(source(path))


@pytest.mark.parametrize(
    "code",
    [
        "a ||= b", "a ??= b", "class A { #b = 1; }", "class A { b = 1; }", "await a", "/(?<=a)b/", "1_000",
        "list.at(-1)", "text.replaceAll(a, b)", "crypto.randomUUID()", "document.querySelector('a:has(b)')",
        "new WeakRef(a)", "form.querySelectorAll(`tr :is(a, b)`)", "import a from 'b'", "a = ;",
        "one.closest(':not(a, b)')",
    ],
)  # fmt: skip
def test_what_they_lack_is_found(code: str) -> None:
    assert complaints(code)


@pytest.mark.parametrize("code", ["a?.b ?? c", "async () => { await a; }", "try { a(); } catch { b(); }", "({ ...a })"])
def test_what_they_have_is_let_through(code: str) -> None:
    assert not complaints(code)


def test_what_is_brought_to_them_comes_first() -> None:
    """A page whose script calls what older.js brings loads it before."""
    needy = {path.name for path in SCRIPTS if path != OLDER and calls_what_is_brought(path)}
    for page in (ROOT / "templates").rglob("*.html"):
        loaded = re.findall(r"static_url\('js/([\w.-]+)'\)", page.read_text())
        first = next((number for number, name in enumerate(loaded) if name in needy), None)
        assert first is None or "older.js" in loaded[:first], page


def calls_what_is_brought(path: Path) -> bool:
    tree = PARSER.parse(source(path).encode())
    return any(node.type == "property_identifier" and text(node) in BROUGHT for node in nodes(tree.root_node))
