"""Running commands and saying what they cost."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

BIN = Path(sys.executable).parent
NULL = subprocess.DEVNULL


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command cost: medians.

    Attributes:
        cpu: Seconds, user and system, of the process and all that it started and waited for.
        wall: Seconds.
        peak: MiB of the largest single process.
    """

    cpu: float
    wall: float
    peak: float


def tool(name: str) -> str:
    """Return a program of this environment, or of the PATH.

    Raises:
        SystemExit: If it is not installed.
    """
    found = shutil.which(name, path=os.pathsep.join([str(BIN), os.environ["PATH"]]))
    if found is None:
        raise SystemExit(f"{name} is not installed; run `make bench`")
    return found


def check_jsonschema() -> list[str]:
    """Return the command of check-jsonschema as it is when it is installed alone.

    Beside cyclonedx-python-lib there is rfc3987-syntax, which jsonschema then imports; that takes
    longer than all else that the program does at its start.
    """
    alone = (
        "import sys; sys.modules['rfc3987_syntax'] = None; sys.argv[0] = 'check-jsonschema'; "
        "from check_jsonschema import main; main()"
    )
    return [sys.executable, "-c", alone]


def run(
    command: Sequence[str],
    *,
    runs: int = 5,
    before: Callable[[], None] | None = None,
    expect: Sequence[int] = (0,),
) -> Cost:
    """Run a command after one warm-up and return the medians.

    Args:
        command: Program and arguments.
        runs: How many runs count.
        before: Called before each run.
        expect: Exit codes that mean that it did its job.

    Raises:
        SystemExit: If it ends otherwise.
    """
    costs = [_once(command, before, expect) for _ in range(runs + 1)]
    return _median(costs[1:])


def run_in_turn(commands: Sequence[Sequence[str]], *, runs: int = 5) -> list[Cost]:
    """Run commands one after the other, as often, and return the medians of each.

    Where the machine gets slower or faster meanwhile, it does so for all of them.

    Args:
        commands: Program and arguments of each.
        runs: How many runs of each count, after one warm-up.

    Raises:
        SystemExit: If one does not end with 0.
    """
    rounds = [[_once(command, None, (0,)) for command in commands] for _ in range(runs + 1)]
    return [_median(costs) for costs in zip(*rounds[1:], strict=True)]


def _once(command: Sequence[str], before: Callable[[], None] | None, expect: Sequence[int]) -> Cost:
    if before is not None:
        before()
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=NULL, stderr=subprocess.PIPE)
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    if process.stderr:
        process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in expect:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}\n{errors.decode()}")
    wall = time.perf_counter() - started
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(each.cpu for each in costs),
        statistics.median(each.wall for each in costs),
        statistics.median(each.peak for each in costs),
    )


def heading(text: str) -> None:
    """Print a heading for a table."""
    columns = f"{'CPU s':>8} {'wall s':>8} {'peak MiB':>9} {'CPU ratio':>10} {'wall ratio':>10}"
    print(f"\n{text}\n{'':44} {columns}")


def row(name: str, cost: Cost, against: Cost | None = None) -> None:
    """Print a row; the ratios are this one's times over the other's."""
    ratios = ""
    if against is not None:
        ratios = f"{cost.cpu / against.cpu:10.2f} {cost.wall / against.wall:10.2f}"
    print(f"{name:44} {cost.cpu:8.3f} {cost.wall:8.3f} {cost.peak:9.0f} {ratios}", flush=True)


def bar(what: str, value: float, most: float) -> None:
    """Print whether something is at most what it is to be."""
    verdict = "met" if value <= most else "not met"
    print(f"  bar: {what}: {value:.2f}, at most {most:g}: {verdict}", flush=True)
