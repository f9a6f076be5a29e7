"""An engine out of any executor of `concurrent.futures`: Dask's, MPI's, joblib's, threads.

What such an executor does when a process dies is its own: a `ProcessPoolExecutor` gives up as a
whole, Dask's blames tasks that were near. Every such task is reported as lost, and a caller who
tries those again, alone, finds the one to blame.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from types import TracebackType
from typing import Self

from trainbib.engines.base import Outcome, Result, Task

__all__ = ["ExecutorEngine"]

_LOSSES = frozenset({"BrokenExecutor", "BrokenProcessPool", "BrokenThreadPool", "KilledWorker"})


class ExecutorEngine:
    """Maps with the executor that it is given."""

    def __init__(self, executor: Executor, workers: int = 64) -> None:
        """Take the executor; whoever made it closes it.

        Args:
            executor: Such as ``dask.distributed.Client().get_executor()``.
            workers: How many tasks it works on at a time.
        """
        self._executor = executor
        self.workers = workers

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the executor open."""

    def map(
        self, fn: Callable[[Task], Result], tasks: Iterable[Task], *, retries: int = 0
    ) -> Iterator[Outcome[Task, Result]]:
        """Do all tasks; see `Engine`."""
        todo = iter(tasks)
        asked: dict[Future[Result], tuple[Task, int]] = {}
        more = True
        try:
            while more or asked:
                while more and len(asked) < 2 * self.workers:
                    try:
                        task = next(todo)
                    except StopIteration:
                        more = False
                        break
                    asked[self._executor.submit(fn, task)] = task, retries
                for done in wait(asked, return_when=FIRST_COMPLETED).done if asked else ():
                    task, left = asked.pop(done)
                    error = done.exception()
                    if error is None:
                        yield Outcome(task, done.result())
                    elif left:
                        asked[self._executor.submit(fn, task)] = task, left - 1
                    elif _is_loss(error):
                        yield Outcome(task, lost=True)
                    else:
                        yield Outcome(task, error=error)
        finally:
            for future in asked:
                future.cancel()


def _is_loss(error: BaseException) -> bool:
    return any(base.__name__ in _LOSSES for base in type(error).__mro__)
