"""The engine of one machine: processes of its own, one task each at a time.

A pool of the standard library is broken as a whole when one of its processes dies, and does not
say which task it was. Here a process has one task, so its death is that task's; a new process takes
the next.
"""

import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import BinaryIO, Self, cast

from trainbib.engines.base import EngineError, Outcome, Result, Task
from trainbib.engines.worker import receive, send

__all__ = ["LocalEngine"]

_SERVE = "from trainbib.engines.worker import serve; serve()"


class LocalEngine:
    """Processes of this machine."""

    def __init__(self, jobs: int | None = None) -> None:
        """Say how many.

        Args:
            jobs: How many processes; as many as there are processors if left out.
        """
        self.workers = jobs if jobs is not None else _processors()
        self._idle: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while self._idle:
            self._idle.pop().end()

    def map(
        self, fn: Callable[[Task], Result], tasks: Iterable[Task], *, retries: int = 0
    ) -> Iterator[Outcome[Task, Result]]:
        """Do all tasks; see `Engine`.

        Raises:
            EngineError: No process can be started.
        """
        todo = deque((task, retries) for task in tasks)
        crew = [
            self._idle.pop() if self._idle else _Worker()
            for _ in range(min(self.workers, len(todo)))
        ]
        lock = threading.Lock()
        done: queue.SimpleQueue[Outcome[Task, Result] | BaseException] = queue.SimpleQueue()
        expected = len(todo)

        def work(worker: _Worker) -> None:
            while True:
                with lock:
                    if not todo:
                        return
                    task, left = todo.popleft()
                try:
                    outcome = worker.attempt(fn, task)
                    while left and (outcome.lost or outcome.error is not None):
                        left -= 1
                        outcome = worker.attempt(fn, task)
                except Exception as error:  # noqa: BLE001 - raised in the caller's thread
                    done.put(error)
                    return
                done.put(outcome)

        threads = [threading.Thread(target=work, args=(one,), daemon=True) for one in crew]
        finished = False
        try:
            for thread in threads:
                thread.start()
            for _ in range(expected):
                outcome = done.get()
                if isinstance(outcome, BaseException):
                    raise outcome
                yield outcome
            finished = True
        finally:
            if not finished:
                todo.clear()
                for worker in crew:
                    worker.end()
            for thread in threads:
                thread.join()
            if finished:
                self._idle += crew


class _Worker:
    """One process, started when it is needed, and again when it died."""

    def __init__(self) -> None:
        self.ended = False
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def attempt(self, fn: Callable[[Task], Result], task: Task) -> Outcome[Task, Result]:
        """Have one task done.

        Raises:
            EngineError: The process cannot be started.
        """
        process = self._started()
        try:
            send(cast("BinaryIO", process.stdin), (fn, task))
            result, error = cast(
                "tuple[Result | None, BaseException | None]",
                receive(cast("BinaryIO", process.stdout)),
            )
        except (EOFError, OSError, ValueError):  # closed pipes
            self._bury(process)
            return Outcome(task, lost=True)
        return Outcome(task, result, error=error)

    def _started(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self.ended:
                raise EngineError("the engine was closed")
            if self._process is None:
                path = [os.path.abspath(entry or ".") for entry in sys.path]  # noqa: PTH100 - as it is
                try:
                    self._process = subprocess.Popen(  # noqa: S603 - our own program
                        # -P: not the folder that the user happens to be in.
                        [sys.executable, "-P", "-c", _SERVE],
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
                    )
                except OSError as error:
                    raise EngineError(
                        f"no process can be started ({error.strerror}): close others, or take "
                        "fewer with --jobs"
                    ) from error
            return self._process

    def _bury(self, process: "subprocess.Popen[bytes]") -> None:
        with self._lock:
            _close(process)
            self._process = None

    def end(self) -> None:
        """End the process, whatever it does."""
        with self._lock:
            self.ended = True
            process = self._process
            if process is not None:
                process.kill()
        if process is not None:
            _close(process)


def _close(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        with suppress(OSError, ValueError):
            if stream is not None:
                stream.close()


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
