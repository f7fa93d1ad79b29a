"""What the oldest engines that CONTRIBUTING.md names, Chrome 80 and Safari 13.1, drop from our style sheets.

One selector that an engine doesn't know drops its whole rule, and a declaration with a value that it doesn't know is
dropped, or left at the initial value where a variable stands in it. So nothing that a page needs may depend on them.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tinycss2
from tinycss2.ast import AtRule, Declaration, ParseError, QualifiedRule

SHEETS = sorted((Path(__file__).parents[2] / "static" / "css").glob("*.css"))
# Chrome 88 and Safari 14; the pseudo-class with a list of selectors, or with more than a simple one, likewise.
NEWER_SELECTOR = re.compile(r":(?:is|where|user-invalid|user-valid)\b|:not\([^()]*[\s,>+~][^()]*\)|&")
# Only in rules of their own, for what a page does not need: else the selectors beside them are lost too.
ALONE = re.compile(r":has\(|:focus-visible|:popover-open|:modal|::backdrop")
NEWER_PROPERTY = re.compile(
    r"(?:inset|aspect-ratio|translate|rotate|scale|container(?:-type|-name)?)$"
    r"|(?:inset|margin|padding|scroll-margin|scroll-padding)-(?:inline|block)$|border-(?:inline|block)$"
)
# In flex containers; what Chrome 80 takes means the same in grids.
NEWER_ALIGNMENT = re.compile(r"(?:justify-content|align-(?:content|items|self))\s*:\s*(?:start|end)$")
NEWER_VALUE = re.compile(r"color-mix\(|light-dark\(|\b\d+(?:\.\d+)?[dsl]v[hw]\b|\boklch\(|\boverflow[-xy]*: ?clip\b")
NEWER_AT_RULES = frozenset({"layer", "container", "scope", "starting-style", "property"})
NEWER_MEDIA = re.compile(r"[<>=]")


def rules(nodes: list[object]) -> Iterator[QualifiedRule | AtRule | ParseError]:
    """Every rule, those in at-rules too. What stands in `@supports` is meant for newer engines."""
    for node in nodes:
        if isinstance(node, AtRule) and node.content is not None and node.at_keyword in {"media", "layer", "container"}:
            yield node
            yield from rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
        elif isinstance(node, QualifiedRule | AtRule | ParseError):
            yield node


def complaints(sheet: str) -> list[str]:
    """What in this sheet is lost in the oldest engines."""
    found = []
    for rule in rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)):
        if isinstance(rule, ParseError):
            found.append(rule.message)
        elif isinstance(rule, AtRule):
            query = tinycss2.serialize(rule.prelude)
            if rule.at_keyword in NEWER_AT_RULES or (rule.at_keyword == "media" and NEWER_MEDIA.search(query)):
                found.append(f"@{rule.at_keyword} {query}")
        else:
            found += _of_rule(tinycss2.serialize(rule.prelude).strip(), rule)
    return found


def _of_rule(selector: str, rule: QualifiedRule) -> list[str]:
    found = [selector] if NEWER_SELECTOR.search(selector) else []
    alone = [bool(ALONE.search(one)) for one in re.split(r",(?![^(]*\))", selector)]
    if any(alone) and not all(alone):
        found.append(selector)
    known: set[str] = set()
    for one in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if not isinstance(one, Declaration):
            found.append(f"{selector}: {one!r}")
            continue
        text = f"{one.name}: {tinycss2.serialize(one.value).strip()}"
        newer = NEWER_PROPERTY.match(one.name) or NEWER_ALIGNMENT.match(text) or NEWER_VALUE.search(text)
        # An older value before it stands; not where a variable hides the newer one until it is too late.
        if newer and (one.name not in known or "var(" in text):
            found.append(f"{selector} {{ {text} }}")
        known.add(one.name)
    return found


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_the_oldest_engines_keep_every_rule(path: Path) -> None:
    assert not complaints(path.read_text())


@pytest.mark.parametrize(
    "sheet",
    [
        "a:is(b, c) { d: e }", "a:not(b, c) { d: e }", "a:not(b c) { d: e }", "a, b:has(c) { d: e }", "a { inset: 0 }",
        "a:hover, a:focus-visible { b: c }", "a { margin-inline: auto }", "a { aspect-ratio: 1 }", "a { height: 1dvh }",
        "a { color: red; color: color-mix(in srgb, var(--b), red) }", "@layer a { b { c: d } }", "a { b { c: d } }",
        "@media (width >= 40em) { a { b: c } }", "@media print { a:where(b) { c: d } }", "a { justify-content: end }",
        "@container (min-width: 1px) { a { b: c } }",
    ],
)  # fmt: skip
def test_what_they_drop_is_found(sheet: str) -> None:
    assert complaints(sheet)


@pytest.mark.parametrize(
    "sheet",
    [
        "a:not([b]):not([c]) { d: e }", "a:has(b) { c: d }", "a { height: 1vh; height: 1dvh }",
        "a:focus-visible { b: c }",
        "@supports (color: color-mix(in srgb, red, red)) { a { color: color-mix(in srgb, var(--b), red) } }",
        "a { width: clamp(1rem, 2vw, 3rem); color: #0002; clip-path: inset(50%); padding-inline-start: 1em }",
    ],
)  # fmt: skip
def test_what_they_keep_is_let_through(sheet: str) -> None:
    assert not complaints(sheet)
