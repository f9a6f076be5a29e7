"""Pausing the garbage collector."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Generator[None]:
    """Pause the cyclic collector where millions of containers are made and none is garbage.

    With as many, looking for cycles again and again doubles the time that the work takes. What was
    made meanwhile counts as old afterwards, so that the next look at what is young does not visit
    all of it, three times over.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():  # what somebody has frozen stays frozen
                gc.freeze()
                gc.unfreeze()  # all to the oldest generation, unvisited
            gc.enable()
