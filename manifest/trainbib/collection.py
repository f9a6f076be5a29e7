"""Pausing the garbage collector."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Generator[None]:
    """Pause the cyclic collector where millions of containers are made and none is garbage.

    With as many, looking for cycles again and again doubles the time that the work takes.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
