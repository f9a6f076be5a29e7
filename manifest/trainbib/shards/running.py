"""Scanning all shards with an engine, and finding the file that kills the process reading it.

A shard whose process died is tried once more as it is: a machine may have gone. If it dies again,
it is divided, and the pieces are divided, until one file is left. That file is then read without
counting its records; and if even this kills the process, it is reported as unreadable. All others
keep their rows, which are the same as if nothing had happened.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence

from trainbib.engines.base import Engine, Outcome
from trainbib.inventory.scanning import Progress
from trainbib.inventory.walk import Problem
from trainbib.shards.outputs import ShardError, join_runs, read_run, write_run
from trainbib.shards.plan import ShardPlan
from trainbib.shards.scanning import PATIENCE, ShardTask, scan_shard, task_output

__all__ = ["scan_with", "shards_of"]

_PIECES = 32  # that a piece is divided into: two rounds find a file of a thousand
_DEADLY = "ended the process that read it, each time: check the file and the machine"


def shards_of(plan: ShardPlan, index: int, count: int) -> range:
    """Return the shards that are for one of several jobs: every so many-th.

    Args:
        plan: The plan.
        index: Which job, from 0.
        count: How many jobs.

    Raises:
        ValueError: The index is not below the count.
    """
    if not 0 <= index < count:
        raise ValueError(f"job {index} of {count}: jobs are counted from 0 to {count - 1}")
    return range(index, len(plan.shards), count)


def scan_with(
    engine: Engine,
    plan: ShardPlan,
    *,
    shards: Iterable[int] | None = None,
    patience: float = PATIENCE,
    progress: Callable[[Progress], None] | None = None,
) -> int:
    """Scan shards, those that are done already left out.

    Args:
        engine: What maps; its workers see the plan's folder, and files, at the same paths.
        plan: The plan.
        shards: Which; all if left out.
        patience: Seconds without progress after which a worker counts as hanging; 0 for no end.
        progress: Called after each shard, in this thread.

    Returns:
        How many shards were scanned now.

    Raises:
        ShardError: A shard cannot be scanned, for another reason than one of its files.
        OSError: An output cannot be written.
    """
    wanted = list(range(len(plan.shards)) if shards is None else shards)
    out = os.path.abspath(plan.folder)  # noqa: PTH100 - surrogates and all
    files = size = 0
    files_total = sum(plan.shards[shard].files for shard in wanted)
    bytes_total = sum(plan.shards[shard].bytes for shard in wanted)

    def report(shard: int) -> None:
        nonlocal files, size
        files += plan.shards[shard].files
        size += plan.shards[shard].bytes
        if progress is not None:
            progress(Progress(files, size, files_total, bytes_total))

    todo: list[ShardTask] = []
    for shard in wanted:
        if read_run(plan.output(shard), plan.id) is None:
            todo.append(ShardTask(out, plan.id, shard, patience=patience))
        else:
            report(shard)
    lost: list[ShardTask] = []
    for task, done in _mapped(engine, todo, retries=1):
        if done:
            report(task.shard)
        else:
            lost.append(task)
    if lost:
        _isolate(engine, plan, lost)
        for task in lost:
            report(task.shard)
    return len(todo)


def _mapped(
    engine: Engine, tasks: Sequence[ShardTask], *, retries: int
) -> Iterator[tuple[ShardTask, bool]]:
    """Yield each task, and whether it was done or its process died.

    Raises:
        ShardError: It failed otherwise.
    """
    for outcome in engine.map(scan_shard, tasks, retries=retries):
        if outcome.error is not None and not isinstance(outcome.error, MemoryError):
            raise _failed(outcome) from outcome.error
        yield outcome.task, not outcome.lost and outcome.error is None


def _failed(outcome: Outcome[ShardTask, int]) -> Exception:
    if isinstance(outcome.error, (OSError, ShardError)):
        return outcome.error
    return ShardError(f"shard {outcome.task.shard} cannot be scanned: {outcome.error}")


def _isolate(engine: Engine, plan: ShardPlan, lost: Sequence[ShardTask]) -> None:
    """Scan shards whose process died twice: divide them until the file is found."""
    leaves: list[ShardTask] = []
    alone: list[ShardTask] = []
    pieces = [piece for task in lost for piece in _divided(plan, task)]
    while pieces:
        larger = [piece for piece in pieces if _files(piece) > 1]
        single = [piece for piece in pieces if _files(piece) == 1]
        pieces = []
        for task, done in _mapped(engine, larger, retries=0):
            if done:
                leaves.append(task)
            else:
                pieces += _divided(plan, task)
        # What is said of one file is said of it alone: it has three tries.
        for task, done in _mapped(engine, single, retries=2):
            (leaves if done else alone).append(task)
    uncounted = [task._replace(counting=False) for task in alone] if plan.count else []
    for task, done in _mapped(engine, uncounted, retries=2):
        if done:
            leaves.append(task)
            alone.remove(task._replace(counting=True))
    for task in alone:
        path = plan.entries(task.shard)[task.start].path
        problem = Problem("unreadable", path, f"{path!r} {_DEADLY}")
        write_run(task_output(plan, task), plan.id, [], [problem])
        leaves.append(task)
    for task in lost:
        parts = sorted(leaf.start for leaf in leaves if leaf.shard == task.shard)
        stops = [*parts[1:], plan.shards[task.shard].files]
        runs = [
            run
            for start, stop in zip(parts, stops, strict=True)
            if (run := read_run(plan.pieces(task.shard) / f"{start}-{stop}.run", plan.id))
        ]
        if len(runs) != len(parts):
            raise ShardError(f"{plan.pieces(task.shard)}: pieces are gone: scan again")
        join_runs(plan.output(task.shard), plan.id, runs)
        shutil.rmtree(plan.pieces(task.shard))


def _files(task: ShardTask) -> int:
    return (task.stop or 0) - task.start


def _divided(plan: ShardPlan, task: ShardTask) -> list[ShardTask]:
    """Divide a task into pieces of about the same number of files."""
    stop = plan.shards[task.shard].files if task.stop is None else task.stop
    step = -(-(stop - task.start) // _PIECES)
    return [
        task._replace(start=start, stop=min(start + step, stop))
        for start in range(task.start, stop, step)
    ]
