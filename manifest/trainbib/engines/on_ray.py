"""The engine of many machines: Ray Core (``trainbib[ray]``).

Only tasks are used, and they return little: no objects are kept in Ray's store, so that there is
nothing to be lost with a machine and rebuilt. Ray tries a task again whose process or machine died.
"""

import os
import re
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from types import TracebackType
from typing import Any, Self

from trainbib.engines.base import EngineError, Outcome, Result, Task, sendable
from trainbib.engines.watchdog import set_disposable

__all__ = ["RayEngine"]

_AHEAD = 4  # tasks a processor that are asked for at a time
_REACHABLE = 10.0  # seconds
_QUIET = {
    # A cluster that we start talks to nobody, and measures nothing.
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_enable_metrics_collection": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}


class RayEngine:
    """Tasks of a Ray cluster."""

    def __init__(self, address: str | None = None, *, jobs: int | None = None) -> None:
        """Connect, or start a cluster on this machine.

        Args:
            address: Where the cluster is, such as ``auto``, ``10.0.0.1:6379`` or
                ``ray://head:10001``; if left out RAY_ADDRESS, and failing that a cluster is started
                on this machine and ended with the engine.
            jobs: How many tasks at a time in a cluster that is started.

        Raises:
            EngineError: Ray is not installed, or there is no such cluster.
        """
        for name, value in _QUIET.items():
            os.environ.setdefault(name, value)
        try:
            self._ray: Any = import_module("ray")
        except ImportError as error:
            raise EngineError(
                f"the engine ray needs Ray, which is not installed ({error}): install "
                '"trainbib[ray]", or take the engine local'
            ) from error
        self._ours = not self._ray.is_initialized()
        if self._ours:
            self._connect(address or os.environ.get("RAY_ADDRESS") or None, jobs)
        self.workers = max(int(self._ray.cluster_resources().get("CPU", 1)), 1)

    def _connect(self, address: str | None, jobs: int | None) -> None:
        options: dict[str, Any] = {"log_to_driver": False, "logging_level": "error"}
        if address is None:
            options |= {"num_cpus": jobs, "include_dashboard": False}
        try:
            _must_answer(address)
            self._ray.init(address=address, **options)
        except Exception as error:
            where = f"at {address!r}" if address else "on this machine"
            reason = str(error).strip().split("\n", 1)[0][:200]
            raise EngineError(
                f"there is no Ray cluster {where} ({reason}): check the address, and that `ray "
                "status` answers there"
            ) from error

        # Ray tells of dead workers on standard output, where the caller's result goes; what is to
        # be known of them is in the outcomes. There is no public way to turn that off.
        with suppress(ImportError):
            worker: Any = import_module("ray._private.worker")
            worker._worker_logs_enabled = False  # noqa: SLF001 - see above

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._ours:
            self._ray.shutdown()

    def map(
        self, fn: Callable[[Task], Result], tasks: Iterable[Task], *, retries: int = 0
    ) -> Iterator[Outcome[Task, Result]]:
        """Do all tasks; see `Engine`."""
        ray = self._ray
        # Ray counts the loss of a process as a failure of the system, and what the function
        # raises as its own: the latter is tried again here.
        remote = ray.remote(max_retries=retries, retry_exceptions=False, num_cpus=1)(_attempt)
        todo = iter(tasks)
        asked: dict[Any, tuple[Task, int]] = {}
        more = True
        try:
            while more or asked:
                while more and len(asked) < _AHEAD * self.workers:
                    try:
                        task = next(todo)
                    except StopIteration:
                        more = False
                        break
                    asked[remote.remote(fn, task)] = task, retries
                if not asked:
                    break
                for reference in ray.wait(list(asked))[0]:
                    task, left = asked.pop(reference)
                    try:
                        result, error = ray.get(reference)
                    except ray.exceptions.RayError:
                        yield Outcome(task, lost=True)
                        continue
                    if error is None:
                        yield Outcome(task, result)
                    elif left:
                        asked[remote.remote(fn, task)] = task, left - 1
                    else:
                        yield Outcome(task, error=error)
        finally:
            for reference in asked:
                ray.cancel(reference, force=True)


def _must_answer(address: str | None) -> None:
    """Make sure that somebody listens at an address: Ray asks for many minutes if nobody does.

    Raises:
        OSError: Nobody does.
    """
    named = re.fullmatch(r"(?:ray://)?\[?([^\[\]/]+)\]?:([0-9]+)", address or "")
    if named is not None:
        socket.create_connection((named[1], int(named[2])), timeout=_REACHABLE).close()


def _attempt(fn: Callable[[Task], Result], task: Task) -> tuple[Result | None, Exception | None]:
    """Do a task in a worker of Ray."""
    set_disposable()
    try:
        return fn(task), None
    except Exception as error:  # noqa: BLE001 - handed to whoever asked
        return None, sendable(error)
