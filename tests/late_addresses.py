"""Most of what a new application costs is a function compiled for each of its addresses, which few tests ever build.

A test has an application of its own, so here each is compiled when it is first asked for. The addresses are the same.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


def install() -> None:
    """From now on, in this process."""
    at_once = Rule._compile_builder

    def compile_later(self: Rule, append_unknown: bool = True) -> Builder:
        made: list[Builder] = []

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            if not made:
                made.append(at_once(self, append_unknown))
            return made[0](rule, **values)

        return build

    Rule._compile_builder = compile_later  # type: ignore[method-assign]  # for tests, which make thousands of them
