"""How a command tells a refusal: one sentence on standard error, and exit status 1."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from showcase.installation.troubles import telling

Command = TypeVar("Command", bound=Callable[..., Any])


def told(command: Command) -> Command:
    """Turn a DomainError into its sentence and exit status 1."""

    @functools.wraps(command)
    def run(*arguments: Any, **options: Any) -> Any:
        with telling():
            return command(*arguments, **options)

    return run  # type: ignore[return-value]  # same signature; a TypeVar can't say so
