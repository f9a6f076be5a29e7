"""How long an attempt may take altogether, however slowly its bytes come.

The time-outs of a socket are for each read: who sends a byte every few seconds would never be
done. When the time is over, the connection is cut from outside.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Generator
from contextvars import ContextVar

CURRENT: "ContextVar[Deadline | None]" = ContextVar("trainbib_deadline", default=None)
"""The deadline of the exchange that runs in this thread; connections report to it."""


class Deadline:
    """The time that is left for one attempt; it runs only while something is exchanged."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds
        self.over = False
        self._connection: socket.socket | None = None
        self._lock = threading.Lock()

    def watch(self, connection: socket.socket | None) -> None:
        """Name the connection to cut when the time is over."""
        with self._lock:
            self._connection = connection
            if self.over:
                self._cut()

    @contextlib.contextmanager
    def running(self) -> Generator[None]:
        """Let the time run.

        Raises:
            TimeoutError: If it was over before, or is afterwards.
        """
        if self.left <= 0:
            raise TimeoutError
        started = time.monotonic()
        timer = threading.Timer(self.left, self._end)
        timer.daemon = True
        timer.start()
        token = CURRENT.set(self)
        try:
            yield
        except Exception as error:
            if self.over:  # it was cut, and that is why
                raise TimeoutError from error
            raise
        finally:
            CURRENT.reset(token)
            timer.cancel()
            timer.join()
            self.left -= time.monotonic() - started
            with self._lock:
                self._connection = None
        if self.over:
            raise TimeoutError

    def _end(self) -> None:
        with self._lock:
            self.over = True
            self._cut()

    def _cut(self) -> None:
        if self._connection is not None:
            # Not the method of a TLS socket, which would forget that it is one while another
            # thread reads from it.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._connection, socket.SHUT_RDWR)
