"""Processes that a test started, and whether all of them end."""

import os
import select
from collections.abc import Callable
from pathlib import Path

END_SECONDS = 60


def below(pid: int) -> list[int]:
    """Every process under this one: its children, theirs, and so on."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [found for child in map(int, children) for found in (child, *below(child))]


def assert_they_end(pids: list[int], stop: Callable[[], None]) -> None:
    """Stop them, and wait until the last is gone."""
    handles = [os.pidfd_open(pid) for pid in pids]
    try:
        stop()
        for pid, handle in zip(pids, handles, strict=True):
            assert select.select([handle], [], [], END_SECONDS)[0], f"process {pid} goes on"
    finally:
        for handle in handles:
            os.close(handle)
