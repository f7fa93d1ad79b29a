"""A queue for costly work, filled as by other requests."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from showcase.kernel.work_queues import WorkQueue


@contextmanager
def full(queue: WorkQueue) -> Iterator[None]:
    """Every place is taken within the block."""
    with ExitStack() as others:
        for _ in range(queue.places):
            others.enter_context(WorkQueue(queue.name, working=queue.working, waiting=queue.places).place())
        yield
