"""Ending with the process or the terminal above, however that ends: no orphan keeps the port or writes to the data."""

import ctypes
import os
import select
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1  # of Linux's <sys/prctl.h>


def end_with(parent: int, number: int) -> None:
    """Have the kernel send this process a signal when its parent ends, even if killed. Does nothing outside Linux."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    # It may have ended before we asked.
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def hang_up_with_terminal() -> None:
    """Send this process SIGHUP when the terminal that it is used from is closed; without a terminal do nothing.

    The kernel tells only the first process of the session. Where that is `make`, `make` waits for us and we for nobody.
    """
    terminal = next(filter(os.isatty, (0, 1, 2)), None)
    if terminal is not None:
        threading.Thread(target=_watch, args=(terminal,), daemon=True).start()


def _watch(terminal: int) -> None:
    # Handlers run in the main thread, so that one has to be woken, by every signal.
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    closed = select.poll()
    closed.register(terminal, 0)
    closed.poll()
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGHUP)
