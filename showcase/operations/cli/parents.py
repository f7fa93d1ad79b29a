"""Ending with the process above, however that ends: no orphan keeps the port or writes to the data."""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1  # of Linux's <sys/prctl.h>


def end_with(parent: int, number: int) -> None:
    """Have the kernel send this process a signal when its parent ends, even if killed. Does nothing outside Linux."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    # It may have ended before we asked.
    if os.getppid() != parent:
        os.kill(os.getpid(), number)
