"""Scanning one shard, or a piece of one: the function that an engine maps."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from trainbib.engines.watchdog import Watchdog
from trainbib.inventory.rows import FileRow
from trainbib.inventory.second_hash import second_hash
from trainbib.inventory.walk import Problem
from trainbib.shards.outputs import ShardError, read_run, write_run
from trainbib.shards.plan import ShardPlan, read_plan

if TYPE_CHECKING:
    from trainbib.inventory.reading import Depth

__all__ = ["PATIENCE", "ShardTask", "known_plan", "scan_shard", "task_output"]

PATIENCE = 600.0
"""Seconds without progress, that is one batch or 32 MB, after which a worker counts as hanging."""

_DIED = "could not count: the process that read this file ended unexpectedly"


class ShardTask(NamedTuple):
    """What one call does.

    Attributes:
        out: The output folder, with the plan; the same path on all machines.
        plan: The plan's id.
        shard: Which shard.
        start: The first file of the piece, counted within the shard; with `stop` None for all.
        stop: The file after the last one.
        counting: Whether records are counted, if the plan says so; False where counting has killed
            the process.
        patience: See `PATIENCE`; 0 for no end.
    """

    out: str
    plan: str
    shard: int
    start: int = 0
    stop: int | None = None
    counting: bool = True
    patience: float = PATIENCE


def scan_shard(task: ShardTask) -> int:
    """Read the files of a shard and write its output, unless it is there.

    Done twice, or by two processes at a time, it comes to the same.

    Args:
        task: Which.

    Returns:
        The number of the shard.

    Raises:
        ShardError: The plan is not the one that the task belongs to.
        StoreError: The store of the files cannot be used.
        InventoryError: A digest that is wanted cannot be computed here.
        OSError: The plan cannot be read or the output not be written.
    """
    plan = known_plan(task.out, task.plan)
    target = task_output(plan, task)
    if read_run(target, plan.id) is not None:
        return task.shard
    depth: Depth = "records" if plan.count and task.counting else "type"
    files = plan.entries(task.shard)[task.start : task.stop]
    with Watchdog(task.patience) as watchdog:
        reading = plan.store().read(files, depth, watchdog.sign, second_hash(plan.also))
    rows = [FileRow(*row) for row in reading.rows]
    if plan.count and not task.counting:
        rows = [row._replace(note=_DIED) for row in rows]
    write_run(target, plan.id, rows, (Problem(*problem) for problem in reading.problems))
    return task.shard


def task_output(plan: ShardPlan, task: ShardTask) -> Path:
    """Return where the output of a task goes."""
    if task.stop is None:
        return plan.output(task.shard)
    return plan.pieces(task.shard) / f"{task.start}-{task.stop}.run"


@lru_cache(maxsize=4)
def known_plan(out: str, plan_id: str) -> ShardPlan:
    """Read a plan, once a process.

    Raises:
        ShardError: The folder holds another plan.
        OSError: It cannot be read.
    """
    plan = read_plan(out)
    if plan.id != plan_id:
        raise ShardError(
            f"{out}: holds another plan than when the scan began: remove the folder and scan anew"
        )
    return plan
