"""Share batches of work among forked processes.

Plain forks and pipes cost half of what a pool of the standard library does here: what is to be done
is inherited and not sent. All batch numbers lie in one pipe; whoever is free takes the next, and
when the pipe is empty and closed the work is done.
"""

import gc
import os
import selectors
import signal
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NoReturn

__all__ = ["run_forked"]

Work = Callable[[int, Callable[[int], None]], bytes]
"""Does one batch, given its number and a function that takes the bytes read meanwhile."""

_NUMBER = struct.Struct("=I")
_FRAME = struct.Struct("=IQ")  # a batch's number and its result's length, or `_BYTES` and how many
_BYTES = 0xFFFFFFFF
_READ = 1 << 16


def run_forked(
    count: int, work: Work, jobs: int, tick: Callable[[int], None]
) -> Iterator[tuple[int, bytes]]:
    """Do batches in forked processes.

    Whatever ends the iteration early, an interrupt as well, ends the processes.

    Args:
        count: How many batches there are.
        work: Does one batch, and returns the result as bytes.
        jobs: How many processes.
        tick: Takes the bytes read within a batch that is not done yet.

    Yields:
        The number of a batch and its result, in any order. A batch whose process died, or could not
        be started, is missing.
    """
    crew = _Crew(work)
    try:
        crew.start(min(jobs, count))
        yield from crew.results(count, tick)
    finally:
        crew.end()


class _Crew:
    """The processes and their pipes."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._processes: list[int] = []
        self._pipes: dict[int, bytearray] = {}
        self._take, self._give = os.pipe()

    def start(self, jobs: int) -> None:
        """Fork; fewer processes than wanted are no error."""
        for _ in range(jobs):
            out, back = os.pipe()
            try:
                with warnings.catch_warnings():
                    # A process with threads is warned; the child only reads files and its pipes.
                    warnings.simplefilter("ignore", DeprecationWarning)
                    process = os.fork()
            except OSError:
                os.close(out)
                os.close(back)
                return
            if process == 0:
                self._serve(back)
            self._processes.append(process)
            self._pipes[out] = bytearray()
            os.close(back)

    def _serve(self, back: int) -> NoReturn:
        """Work, in a child, until there are no more batches; never return to the parent's code."""
        status = 1
        try:
            # The parent is interrupted too, and ends its children.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            gc.disable()
            os.close(self._give)

            def tick(size: int) -> None:
                _write(back, _FRAME.pack(_BYTES, size))

            while token := os.read(self._take, _NUMBER.size):
                (number,) = _NUMBER.unpack(token)
                result = self._work(number, tick)
                _write(back, _FRAME.pack(number, len(result)) + result)
            status = 0
        finally:
            os._exit(status)

    def results(self, count: int, tick: Callable[[int], None]) -> Iterator[tuple[int, bytes]]:
        """Give out the numbers, and yield the results as they come."""
        todo = b"".join(map(_NUMBER.pack, range(count)))
        os.close(self._take)
        self._take = -1
        os.set_blocking(self._give, False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._give, selectors.EVENT_WRITE)
            for out in self._pipes:
                selector.register(out, selectors.EVENT_READ)
            while self._pipes:
                for key, _ in selector.select():
                    if key.fd == self._give:
                        # The pipe may be smaller than all the numbers are.
                        with suppress(BlockingIOError):
                            todo = todo[os.write(self._give, todo[:4096]) :]
                        if not todo:
                            selector.unregister(self._give)
                            os.close(self._give)
                            self._give = -1
                        continue
                    out = int(key.fd)
                    data = os.read(out, _READ)
                    if data:
                        self._pipes[out] += data
                        yield from _frames(self._pipes[out], tick)
                    else:
                        selector.unregister(out)
                        os.close(out)
                        del self._pipes[out]

    def end(self) -> None:
        """Close what is open, and leave no process behind."""
        for descriptor in (self._take, self._give, *self._pipes):
            if descriptor >= 0:
                os.close(descriptor)
        for process in self._processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(process, 0)


def _write(back: int, data: bytes) -> None:
    while data:
        data = data[os.write(back, data) :]


def _frames(buffer: bytearray, tick: Callable[[int], None]) -> Iterator[tuple[int, bytes]]:
    """Take the complete frames from the front of a buffer."""
    while len(buffer) >= _FRAME.size:
        number, length = _FRAME.unpack_from(buffer)
        if number == _BYTES:
            del buffer[: _FRAME.size]
            tick(length)
            continue
        end = _FRAME.size + length
        if len(buffer) < end:
            return
        result = bytes(memoryview(buffer)[_FRAME.size : end])
        del buffer[:end]
        yield number, result
