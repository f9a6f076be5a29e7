"""Watching files: doing something again whenever one of them changes."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

PAUSE = 0.4
"""Seconds between two looks."""

State = dict[str, tuple[int, int] | None]


def state_of(paths: Iterable[str]) -> State:
    """Return time of change (ns) and size of each file; None for one that is not there."""
    state: State = {}
    for path in paths:
        try:
            status = Path(path).stat()
        except OSError:
            state[path] = None
        else:
            state[path] = (status.st_mtime_ns, status.st_size)
    return state


def watch(
    paths: Callable[[], Iterable[str]],
    run: Callable[[], None],
    *,
    wait: Callable[[float], None] = time.sleep,
) -> NoReturn:
    """Run at once, and again after every change, until the user interrupts.

    Args:
        paths: The files to look at; asked anew each time, for there may be new ones.
        run: What to do.
        wait: Waits so many seconds.

    Raises:
        KeyboardInterrupt: When the user has seen enough.
    """
    while True:
        seen = state_of(paths())
        run()
        while state_of(paths()) == seen:
            wait(PAUSE)
