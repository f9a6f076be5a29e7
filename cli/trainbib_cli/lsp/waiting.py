"""Changes that wait: what is typed quickly is looked at once, when the typing pauses."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Protocol

PAUSE = 0.2
"""Seconds without a change after which a text is checked."""


class Timer(Protocol):
    """What can be called off."""

    def cancel(self) -> None:
        """Call it off."""


Later = Callable[[float, Callable[[], None]], Timer]


def _later(seconds: float, then: Callable[[], None]) -> Timer:
    return asyncio.get_running_loop().call_later(seconds, then)


class Waiting:
    """Texts that have changed and are not looked at yet.

    Args:
        look: What looks at a text, by its URI.
        later: Calls something after some seconds.
    """

    def __init__(self, look: Callable[[str], None], later: Later = _later) -> None:
        self._look = look
        self._later = later
        self._timers: dict[str, Timer] = {}

    def changed(self, uri: str) -> None:
        """Look at a text when it has not changed for a while."""
        self.forget(uri)
        self._timers[uri] = self._later(PAUSE, partial(self.settle, uri))

    def settle(self, uri: str) -> None:
        """Look at a text now if it has changed."""
        if self.forget(uri):
            self._look(uri)

    def forget(self, uri: str) -> bool:
        """Do not look at a text any more; tell whether it was waiting."""
        timer = self._timers.pop(uri, None)
        if timer is None:
            return False
        timer.cancel()
        return True
