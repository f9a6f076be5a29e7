"""Work on many files, shared among processes, of which none takes another's result with it."""

import marshal
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from trainbib.records.files import RecordFile

__all__ = ["Work", "jobs_for", "worked"]

Work = Callable[[Sequence[RecordFile], Callable[[int], None]], Any]
"""Does some files, given what takes the bytes done; the result is made of plain values."""

_GROUP_BYTES = 1 << 28
_GROUP_FILES = 512
_WORTH_A_PROCESS = 1 << 24


def jobs_for(files: Sequence[RecordFile], jobs: int | None) -> int:
    """Return how many processes to use.

    Args:
        files: What there is to do.
        jobs: How many are wanted; as many as there are processors, and worth it, if None.
    """
    if not hasattr(os, "fork"):
        return 1
    if jobs is not None:
        return min(jobs, max(len(files), 1))
    affinity = getattr(os, "sched_getaffinity", None)
    processors = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    worth = sum(file.size for file in files) // _WORTH_A_PROCESS + 1
    return max(1, min(processors, len(files), worth))


def worked(
    files: Sequence[RecordFile],
    work: Work,
    *,
    jobs: int,
    tick: Callable[[int], None],
    lost: Callable[[RecordFile], None],
) -> Iterator[Any]:
    """Do all files.

    Args:
        files: The files.
        work: Does some of them; called in another process if there are several.
        jobs: How many processes.
        tick: Takes the bytes that were done.
        lost: Takes a file whose process died, each time it was tried.

    Yields:
        The result of each group of files, in any order.
    """
    if jobs <= 1:
        if files:
            yield work(files, tick)
        return
    from trainbib.inventory.workers import run_forked

    groups = _groups(files, jobs)
    missing = set(range(len(groups)))

    def done(number: int, tick: Callable[[int], None]) -> bytes:
        return marshal.dumps(work(groups[number], tick))

    for number, result in run_forked(len(groups), done, jobs, tick):
        missing.discard(number)
        yield marshal.loads(result)  # noqa: S302 - from our own fork
    for group in sorted(missing):
        for file in groups[group]:
            alone = [file]

            def retried(
                _: int, tick: Callable[[int], None], one: list[RecordFile] = alone
            ) -> bytes:
                return marshal.dumps(work(one, tick))

            results = list(run_forked(1, retried, 1, lambda _: None))
            if not results:
                lost(file)
            for _, result in results:
                yield marshal.loads(result)  # noqa: S302 - from our own fork


def _groups(files: Sequence[RecordFile], jobs: int) -> list[list[RecordFile]]:
    """Divide files into groups, the greatest first, so that nobody waits long for the last."""
    most = min(_GROUP_BYTES, sum(file.size for file in files) // (4 * jobs) + 1)
    groups: list[list[RecordFile]] = []
    size = most
    for file in sorted(files, key=lambda file: -file.size):
        if size >= most or len(groups[-1]) >= _GROUP_FILES:
            groups.append([])
            size = 0
        groups[-1].append(file)
        size += file.size
    return groups
