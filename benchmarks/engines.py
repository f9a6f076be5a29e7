"""Scanning in shards: engines beside each other, and what planning and merging cost a file.

    python benchmarks/engines.py                 large files, small files, merging
    python benchmarks/engines.py --ray           the same with Ray (pip install "trainbib[ray]"): a
                                                 cluster of two workers that runs already, and one
                                                 that each scan starts for itself
    python benchmarks/engines.py --s3            objects of an S3 server on this machine (moto)

CPU seconds are those of all processes that a run started, daemons too, as /proc tells every 20 ms:
this process adopts those whose parents end, which takes Linux. Of a cluster that runs already, what
it spent while the scan ran is counted, idling daemons too. `docs/scale.md` extrapolates from
these numbers.
"""

import argparse
import ctypes
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from measure import NULL, Cost, heading, row, tool
from trainbib.engines import open_engine
from trainbib.inventory import FileRow, Problem
from trainbib.remote import ListedFile
from trainbib.shards import make_plan, roots_with
from trainbib.shards import plan as plan_module
from trainbib.shards.outputs import write_run

_SUBREAPER = 36
MIB = 1 << 20
LINE = b'{"id": 12345, "text": "%s"}\n' % (b"All happy families are alike. " * 60)


def adopt_orphans() -> None:
    """Have daemons that outlive their parents become children of this process."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def run_with_all(command: Sequence[str], runs: int, before: Callable[[], None]) -> Cost:
    """Run a command and return medians; CPU and peak are those of all that it started.

    What runs below this process before is a cluster: it counts with what it spends meanwhile.
    """
    found: list[tuple[float, float, float]] = []
    for _ in range(runs):
        before()
        cluster = _descendants()
        already = {pid: _usage(pid)[0] for pid in cluster}
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=NULL)
        spent: dict[int, float] = {}
        peak = 0.0
        wall = 0.0
        # A cluster lives on, and so may its workers; what else was started is waited for.
        while (descendants := _descendants()) and not (cluster and wall):
            for pid in descendants:
                cpu, size = _usage(pid)
                spent[pid] = max(spent.get(pid, 0.0), cpu - already.get(pid, 0.0))
                peak = max(peak, size)
            if process.poll() is not None and not wall:
                wall = time.perf_counter() - started
            if not cluster:
                _reap(process.pid)
            time.sleep(0.02)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}: exit {process.returncode}")
        found.append((sum(spent.values()), wall, peak))
    return Cost(*(statistics.median(values) for values in zip(*found, strict=True)))


@contextmanager
def ray_cluster() -> Generator[str]:
    """Start a Ray cluster of two workers on this machine; yield its address."""
    utilities: Any = import_module("ray.cluster_utils")
    cluster = utilities.Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False}
    )
    try:
        cluster.add_node(num_cpus=1)
        time.sleep(10)  # until its daemons have started
        yield str(cluster.address)
    finally:
        cluster.shutdown()
        deadline = time.monotonic() + 60
        while _descendants() and time.monotonic() < deadline:
            _reap(0)
            time.sleep(0.1)


def _descendants() -> set[int]:
    """Return the processes below this one; orphans among them are its children."""
    parents: dict[int, int] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with suppress(OSError):
                text = Path(entry.path, "stat").read_text(encoding="utf-8")
                parents[int(entry.name)] = int(text.rpartition(")")[2].split()[1])
    found: set[int] = set()
    newer = {os.getpid()}
    while newer:
        newer = {pid for pid, parent in parents.items() if parent in newer} - found
        found |= newer
    return found


def _usage(pid: int) -> tuple[float, float]:
    """Return the CPU seconds of a process so far, and its peak in MiB."""
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0, 0.0
    peak = status.partition("VmHWM:")[2].split()[:1] or ["0"]
    ticks = int(numbers[11]) + int(numbers[12])
    return ticks / os.sysconf("SC_CLK_TCK"), int(peak[0]) / 1024


def _reap(kept: int) -> None:
    """Take leave of orphans that have ended; the command itself is waited for elsewhere."""
    for pid in _descendants() - {kept}:
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def make_files(folder: Path, count: int, size: int) -> None:
    """Write files of JSON Lines, no two the same, a thousand a folder."""
    lines = LINE * (size // len(LINE))
    for number in range(count):
        part = folder / f"{number // 1000:04d}"
        part.mkdir(parents=True, exist_ok=True)
        head = b'{"number": %d, "pad": "' % number
        pad = b"x" * max(size - len(lines) - len(head) - 3, 0)
        (part / f"{number:07d}.jsonl").write_bytes(head + pad + b'"}\n' + lines)


def scans(data: Path, out: Path, runs: int, *, ray: bool) -> None:
    """Scan a folder with each engine, merge, and print what that costs."""

    def cost_of(*options: str) -> Cost:
        command = [tool("trainbib"), "scan", str(data), "-o", str(out), "--jobs", "2", *options]
        return run_with_all(command, runs, lambda: shutil.rmtree(out, ignore_errors=True))

    local = cost_of("--engine", "local")
    row("scan, local, 2 processes", local)
    if ray:
        with ray_cluster() as address:
            cost = cost_of("--engine", "ray", "--address", address)
        row("scan, a Ray cluster of 2 that runs", cost, local)
        row("scan, Ray, its own cluster of 2", cost_of("--engine", "ray"), local)
    inventory = str(out.with_name("inventory.jsonl"))
    command = [tool("trainbib"), "merge", str(out), "-o", inventory]
    row("merge", run_with_all(command, runs, lambda: None), local)


class MadeUp:
    """A store of files that do not exist."""

    def __init__(self, count: int) -> None:
        self.location = "memory://made-up"
        self._count = count

    def files(
        self, problems: list[Problem], *, exclude: Iterable[str], follow_links: bool
    ) -> Iterator[ListedFile]:
        """List them."""
        del problems, exclude, follow_links
        for number in range(self._count):
            yield ListedFile(f"part-{number % 997:03d}/file-{number:010d}.jsonl", 16384)


def merging(folder: Path, count: int, jobs: int) -> None:
    """Plan and merge as many made-up files, and print what it costs a file."""
    out = folder / "made-up"

    def timed(name: str, work: Callable[[], object]) -> None:
        cpu = time.process_time() + sum(os.times()[2:4])
        started = time.perf_counter()
        work()
        wall = time.perf_counter() - started
        cpu = time.process_time() + sum(os.times()[2:4]) - cpu
        print(
            f"{name:44} {cpu:8.3f} {wall:8.3f} {'':9} {cpu / count * 1e6:8.2f} µs a file",
            flush=True,
        )

    def made_up(_: str) -> MadeUp:
        return MadeUp(count)

    with patch.object(plan_module, "open_store", made_up):
        timed(f"plan {count} files (listing apart)", lambda: make_plan("memory://made-up", out))
        plan = make_plan("memory://made-up", out)

    def shards() -> None:
        for shard in range(len(plan.shards)):
            files = plan.entries(shard)
            digests = (sha256(path.encode()).hexdigest() for path, _ in files)
            rows = [
                FileRow(path, size, digest, "application/jsonl", 9, "line")
                for (path, size), digest in zip(files, digests, strict=True)
            ]
            write_run(plan.output(shard), plan.id, rows, [])

    timed("write the outputs of shards (reading apart)", shards)
    command = [tool("trainbib"), "merge", str(out), "-o", str(folder / "made-up.jsonl")]
    cost = run_with_all(command, 1, lambda: None)
    print(
        f"{'merge: join, check, roots, one process':44} {cost.cpu:8.3f} {cost.wall:8.3f} "
        f"{cost.peak:9.0f} {cost.cpu / count * 1e6:8.2f} µs a file",
        flush=True,
    )

    def fold() -> None:
        with open_engine("local", jobs=jobs) as engine:
            roots_with(engine, plan)

    timed(f"join and fold by maps, {jobs} processes", fold)
    print(f"{'inventory':44} {(folder / 'made-up.jsonl').stat().st_size / count:.0f} bytes a file")
    print(f"{'list of the plan':44} {(out / plan.listing).stat().st_size / count:.0f} bytes a file")


def noop(number: int) -> int:
    """Do nothing."""
    return number


def overhead(engines: Iterable[str], tasks: int) -> None:
    """Print what starting an engine and one empty task cost."""
    sys.path.insert(0, str(Path(__file__).parent))
    from engines import noop as task  # so that workers find it by the name of this module

    for name in engines:
        started = time.perf_counter()
        with ExitStack() as stack:
            engine = stack.enter_context(open_engine("ray" if name == "ray" else "local", jobs=2))
            assert len(list(engine.map(task, range(2)))) == 2  # noqa: PLR2004, S101 - warm
            ready = time.perf_counter()
            done = sum(1 for _ in engine.map(task, range(tasks)))
            ended = time.perf_counter()
        each = (ended - ready) / done * 1000
        print(
            f"{name}: ready after {ready - started:.1f} s, then {each:.2f} ms an empty task",
            flush=True,
        )


def objects(folder: Path, count: int, size: int) -> None:
    """Scan objects of a server on this machine; its CPU time is not counted."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from s3_server import file_system, s3_server

    heading(f"{count} objects of {size} bytes in S3 (the server's CPU time apart)")
    with s3_server():
        system = file_system("s3")
        system.mkdir("bench")
        for number in range(count):
            system.pipe_file(f"bench/{number // 1000:03d}/{number:06d}", LINE * (size // len(LINE)))
        out = folder / f"s3-{size}"
        command = [tool("trainbib"), "scan", "s3://bench", "-o", str(out), "--jobs", "2"]
        started = time.perf_counter()
        before = os.times()
        subprocess.run(command, check=True, stdout=NULL)
        after = os.times()
        cpu = after[2] + after[3] - before[2] - before[3]
        print(f"{'scan, local, 2 processes':44} {cpu:8.3f} {time.perf_counter() - started:8.3f}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--s3", action="store_true")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--scale", type=float, default=1.0, help="a part of the data")
    arguments = parser.parse_args()
    runs: int = arguments.runs
    scale: float = arguments.scale
    engines = ["local", "ray"] if arguments.ray else ["local"]
    adopt_orphans()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        overhead(engines, 2000)
        for count, size in ((round(2000 * scale), MIB), (round(200_000 * scale), 4096)):
            data = folder / f"data-{size}"
            make_files(data, count, size)
            heading(f"{count} files of {size} bytes; ratio to the engine local")
            scans(data, folder / "out", runs, ray=arguments.ray)
            shutil.rmtree(data)
        if arguments.rows:
            heading(f"{arguments.rows} made-up files")
            merging(folder, arguments.rows, 2)
        if arguments.s3:
            objects(folder, round(2000 * scale), 4096)
            objects(folder, round(40 * scale), 16 * MIB)


if __name__ == "__main__":
    main()
