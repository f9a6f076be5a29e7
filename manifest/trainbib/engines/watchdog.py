"""A watchdog: ends a worker process that makes no progress, so that its task counts as lost."""

import faulthandler
import os
import time
from types import TracebackType
from typing import Self

__all__ = ["Watchdog", "set_disposable"]

_REARM = 1.0  # seconds; arming costs a thread

_disposable = False


def set_disposable() -> None:
    """Say that this process is a worker: it may be ended, and another takes its place."""
    global _disposable  # noqa: PLW0603 - it is a property of the process
    _disposable = True


class Watchdog:
    """Ends the process when no sign of life comes for a while; only if it is a worker.

    It works from a thread of the interpreter's core, so that it also ends a process whose reader
    hangs in foreign code and does not let go of the interpreter.
    """

    def __init__(self, patience: float) -> None:
        """Set the time.

        Args:
            patience: Seconds without a sign of life; 0 for no end.
        """
        self._patience = patience if _disposable else 0.0
        self._armed = 0.0
        self._nowhere = -1

    def __enter__(self) -> Self:
        if self._patience:
            self._nowhere = os.open(os.devnull, os.O_WRONLY)
            self._arm()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._patience:
            faulthandler.cancel_dump_traceback_later()
            os.close(self._nowhere)

    def sign(self, _: int = 0) -> None:
        """Give a sign of life."""
        if self._patience and time.monotonic() - self._armed > min(_REARM, self._patience / 4):
            self._arm()

    def _arm(self) -> None:
        self._armed = time.monotonic()
        faulthandler.dump_traceback_later(self._patience, exit=True, file=self._nowhere)
