"""Tasks for engines, in a module that their workers can import; and engines that are sabotaged."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, cast

from trainbib.engines import Engine, Outcome, Watchdog
from trainbib.engines.base import Result, Task
from trainbib.inventory.reading import Batch, Depth, Reading, Watch, read_batch
from trainbib.remote import local
from trainbib.shards.scanning import ShardTask, known_plan

LONG = 600.0
"""Seconds that nothing takes which does not hang, however busy the machine is."""


def die() -> None:
    """End this process as a crash or the lack of memory does."""
    os.kill(os.getpid(), signal.SIGKILL)


def twice(number: int) -> int:
    """Do what is asked."""
    print("this must not get between the answers")  # noqa: T201 - as libraries do
    return 2 * number


def die_at_seven(number: int) -> int:
    """Crash for one task."""
    if number == 7:
        die()
    return number


def fail_at_seven(number: int) -> int:
    """Raise for one task."""
    if number == 7:
        raise OSError(28, "No space left on device", "/full")
    return number


class OddError(Exception):
    """An error that cannot be made again from what it says."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def fail_oddly(number: int) -> int:
    """Raise what cannot be sent."""
    raise OddError(number, number)


def first_time(marker: str) -> bool:
    """Say whether this is asked for the first time, by whatever process."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def die_once(marker: str) -> str:
    """Crash, but not the second time."""
    if first_time(marker):
        die()
    return marker


def fail_once(marker: str) -> str:
    """Raise, but not the second time."""
    if first_time(marker):
        raise OSError(5, "Input/output error")
    return marker


def hang_at_seven(number: int) -> int:
    """Never end, for one task."""
    with Watchdog(0.2 if number == 7 else LONG) as watchdog:
        watchdog.sign()
        while number == 7:
            time.sleep(1)
    return number


class Sabotage(NamedTuple):
    """What goes wrong when files of a local folder are read.

    Attributes:
        deadly: Names of files whose reading ends the process.
        uncountable: Names of files whose counting ends the process.
        hanging: Names of files whose counting never ends.
        once: A file that is made when a process is ended the first time; after that all is well.
    """

    deadly: frozenset[str] = frozenset()
    uncountable: frozenset[str] = frozenset()
    hanging: frozenset[str] = frozenset()
    once: str = ""


class SabotagedEngine:
    """An engine whose workers are sabotaged."""

    def __init__(self, engine: Engine, sabotage: Sabotage) -> None:
        self._engine = engine
        self._sabotage = sabotage
        self.workers = engine.workers

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the other engine open."""

    def map(
        self, fn: Callable[[Task], Result], tasks: Iterable[Task], *, retries: int = 0
    ) -> Iterator[Outcome[Task, Result]]:
        """Do all tasks with sabotaged workers."""
        return self._engine.map(partial(sabotaged, fn, self._sabotage), tasks, retries=retries)


def sabotaged(fn: Callable[[Task], Result], sabotage: Sabotage, task: Task) -> Result:
    """Do a task while reading is sabotaged."""

    def read(root: str, batch: Batch, depth: Depth, watch: Watch) -> Reading:
        names = set(batch.names)
        if names & sabotage.deadly or (depth == "records" and names & sabotage.uncountable):
            die()
        if sabotage.once and first_time(sabotage.once):
            die()
        while depth == "records" and names & sabotage.hanging:
            time.sleep(1)
        return read_batch(root, batch, depth, watch)

    setattr(local, "read_batch", read)  # noqa: B010 - not what the type says
    try:
        return fn(patient(task, sabotage))
    finally:
        setattr(local, "read_batch", read_batch)  # noqa: B010 - ditto


def patient(task: Task, sabotage: Sabotage) -> Task:
    """Return a task that has time enough, unless it is one that hangs."""
    if not isinstance(task, ShardTask):
        return task
    files = known_plan(task.out, task.plan).entries(task.shard)[task.start : task.stop]
    names = {Path(file.path).name for file in files}
    if task.counting and names & sabotage.hanging:
        return task
    return cast("Task", task._replace(patience=LONG))


def small_tree(root: Path, files: int = 60) -> Path:
    """Make a folder with small files of several kinds."""
    for number in range(files):
        file = root / f"part-{number % 7}" / f"{number:03d}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'{{"a": {number % 50}}}\n' * (number % 50))
    (root / "été.csv").write_text("a,b\n1,2\n")
    (root / "part-3.txt").write_text("between part-3/ and part-4/\n")
    return root


def hang_forever(pipe: str) -> None:
    """Tell who works, and never end."""
    Path(pipe).write_text(str(os.getpid()))
    while True:
        time.sleep(1)
