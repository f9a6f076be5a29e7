"""Share batches of work among forked processes, and survive what happens to them.

Plain forks and pipes cost half of what a pool of the standard library does here: what is to be done
is inherited and not sent. All batch numbers lie in one pipe; whoever is free takes the next, and
when the pipe is empty and closed the work is done.

A process notes, in memory that it shares with its parent, on which batch it is and, where it does
something that may crash or never end, at which item. So the parent knows whose fault it was.
"""

import gc
import mmap
import os
import selectors
import signal
import struct
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple, NoReturn

__all__ = ["Lost", "Mark", "Tick", "run_forked", "run_watched"]

Tick = Callable[[int], None]
"""Takes the bytes read within a batch that is not done yet."""

Mark = Callable[[int], None]
"""Takes the number of an item before something risky is done with it, and -1 after."""

Work = Callable[[int, Tick], bytes]
"""Does one batch, given its number and a function that takes the bytes read meanwhile."""

MarkedWork = Callable[[int, Tick, Mark], bytes]
"""Does one batch, and marks what is risky."""

_NUMBER = struct.Struct("=I")
_FRAME = struct.Struct("=IQ")  # a batch's number and its result's length, or `_BYTES` and how many
_BYTES = 0xFFFFFFFF
_READ = 1 << 18
_HOLDS = 1 << 20  # bytes that a pipe is to hold, so that who writes a result need not wait
_USUAL = 1 << 16  # bytes that it holds anyway
_ALL_HOLD = 1 << 24  # a quarter of what the pipes of a user hold before new ones get less
# What a process notes, as 64-bit numbers that are each written at once, since the parent looks at
# any moment: its batch and item, -1 for none, and since when, in nanoseconds.
_NUMBERS = 3
_WIDTH = 8
_SECOND = 1.0


class Lost(NamedTuple):
    """A batch whose process did not live to finish it.

    Attributes:
        item: The item that was marked; None if none was.
        hung: Whether the process was ended for being at it for too long.
    """

    item: int | None
    hung: bool


def run_forked(count: int, work: Work, jobs: int, tick: Tick) -> Iterator[tuple[int, bytes]]:
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

    def unmarked(number: int, tick: Tick, _: Mark) -> bytes:
        return work(number, tick)

    for number, result in run_watched(count, unmarked, jobs, tick):
        if not isinstance(result, Lost):
            yield number, result


def run_watched(
    count: int, work: MarkedWork, jobs: int, tick: Tick, patience: float | None = None
) -> Iterator[tuple[int, bytes | Lost]]:
    """Do batches in forked processes, and replace those that die.

    Args:
        count: How many batches there are.
        work: Does one batch, and returns the result as bytes.
        jobs: How many processes.
        tick: Takes the bytes read within a batch that is not done yet.
        patience: For how many seconds one item may be marked; for ever if None.

    Yields:
        The number of a batch, and its result or how it was lost, in any order. A batch is missing
        when no process could be started.
    """
    crew = _Crew(work, min(jobs, count), patience)
    try:
        crew.start()
        yield from crew.results(count, tick)
    finally:
        crew.end()


class _Member(NamedTuple):
    """A process."""

    process: int
    seat: int
    buffer: bytearray


class _Crew:
    """The processes and their pipes."""

    def __init__(self, work: MarkedWork, jobs: int, patience: float | None) -> None:
        self._work = work
        self._jobs = jobs
        self._patience = patience
        self._members: dict[int, _Member] = {}  # by the pipe that they answer through
        self._take, self._give = os.pipe()
        self._places = memoryview(mmap.mmap(-1, _WIDTH * _NUMBERS * max(jobs, 1))).cast("q")
        self._hung: set[int] = set()

    def start(self) -> None:
        """Fork; fewer processes than wanted are no error."""
        for seat in range(self._jobs):
            if self._hire(seat) is None:
                return

    def _hire(self, seat: int) -> int | None:
        out, back = os.pipe()
        _widen(back, min(_HOLDS, _ALL_HOLD // self._jobs))
        at = seat * _NUMBERS
        self._places[at] = self._places[at + 1] = -1
        try:
            with warnings.catch_warnings():
                # A process with threads is warned; the child only reads files and its pipes.
                warnings.simplefilter("ignore", DeprecationWarning)
                process = os.fork()
        except OSError:
            os.close(out)
            os.close(back)
            return None
        if process == 0:
            self._serve(back, seat)
        self._members[out] = _Member(process, seat, bytearray())
        os.close(back)
        return out

    def _serve(self, back: int, seat: int) -> NoReturn:
        """Work, in a child, until there are no more batches; never return to the parent's code."""
        status = 1
        try:
            # The parent is interrupted too, and ends its children.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            gc.disable()
            if self._give >= 0:
                os.close(self._give)
            places, at = self._places, seat * _NUMBERS

            def tick(size: int) -> None:
                _write(back, _FRAME.pack(_BYTES, size))

            def mark(item: int) -> None:
                if item >= 0:
                    places[at + 2] = time.monotonic_ns()
                places[at + 1] = item

            while token := os.read(self._take, _NUMBER.size):
                (number,) = _NUMBER.unpack(token)
                places[at] = number
                result = self._work(number, tick, mark)
                _write(back, _FRAME.pack(number, len(result)) + result)
            status = 0
        finally:
            os._exit(status)

    def results(self, count: int, tick: Tick) -> Iterator[tuple[int, bytes | Lost]]:
        """Give out the numbers, and yield the results as they come."""
        todo = b"".join(map(_NUMBER.pack, range(count)))
        open_ = set(range(count))
        os.set_blocking(self._give, False)
        wait = None if self._patience is None else min(_SECOND, self._patience)
        with selectors.DefaultSelector() as selector:
            selector.register(self._give, selectors.EVENT_WRITE)
            for out in self._members:
                selector.register(out, selectors.EVENT_READ)
            while self._members:
                for key, _ in selector.select(wait):
                    out = int(key.fd)
                    if out == self._give:
                        todo = self._hand_out(todo, selector)
                        continue
                    member = self._members[out]
                    if data := os.read(out, _READ):
                        member.buffer.extend(data)
                        for number, result in _frames(member.buffer, tick):
                            open_.discard(number)
                            yield number, result
                        continue
                    selector.unregister(out)
                    lost = self._dismiss(out, member, open_)
                    if lost is None:
                        continue
                    yield lost
                    # Somebody has to do the rest.
                    another = self._hire(member.seat) if open_ else None
                    if another is not None:
                        selector.register(another, selectors.EVENT_READ)
                self._end_what_hangs()

    def _hand_out(self, todo: bytes, selector: selectors.BaseSelector) -> bytes:
        """Put numbers into the pipe, which may hold fewer than there are."""
        with suppress(BlockingIOError):
            todo = todo[os.write(self._give, todo[:4096]) :]
        if not todo:
            selector.unregister(self._give)
            os.close(self._give)
            self._give = -1
        return todo

    def _dismiss(self, out: int, member: _Member, open_: set[int]) -> tuple[int, Lost] | None:
        """Take leave of a process; tell which batch is lost with it."""
        os.close(out)
        del self._members[out]
        _, status = os.waitpid(member.process, 0)
        number, item = self._places[member.seat * _NUMBERS :][:2]
        if status == 0 or number not in open_:
            return None
        open_.discard(number)
        return number, Lost(item if item >= 0 else None, member.process in self._hung)

    def _end_what_hangs(self) -> None:
        if self._patience is None:
            return
        longest = self._patience * 1e9
        for member in self._members.values():
            _, item, since = self._places[member.seat * _NUMBERS :][:3]
            if item >= 0 and time.monotonic_ns() - since > longest:
                self._hung.add(member.process)
                with suppress(ProcessLookupError):
                    os.kill(member.process, signal.SIGKILL)

    def end(self) -> None:
        """Close what is open, and leave no process behind."""
        for descriptor in (self._take, self._give, *self._members):
            if descriptor >= 0:
                os.close(descriptor)
        for member in self._members.values():
            with suppress(ProcessLookupError):
                os.kill(member.process, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(member.process, 0)
        self._places.release()


def _widen(pipe: int, size: int) -> None:
    """Let a pipe hold whole results; small files take a twentieth less CPU time then."""
    with suppress(ImportError, OSError):
        from fcntl import F_SETPIPE_SZ, fcntl  # Linux has both

        if size > _USUAL:
            fcntl(pipe, F_SETPIPE_SZ, size)


def _write(back: int, data: bytes) -> None:
    while data:
        data = data[os.write(back, data) :]


def _frames(buffer: bytearray, tick: Tick) -> Iterator[tuple[int, bytes]]:
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
