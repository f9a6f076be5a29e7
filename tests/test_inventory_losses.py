"""Processes that are lost while files are read: what that costs, and what it may not cost."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from trainbib.inventory import job as job_module
from trainbib.inventory import reading as reading_module
from trainbib.inventory import scan
from trainbib.inventory import workers as workers_module
from trainbib.inventory.readers.tar import MemberCounter
from trainbib.inventory.reading import Batch, Depth, Reading, Watch

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of small files."""
    root = tmp_path / "data"
    for number in range(40):
        file = root / f"part-{number % 3}" / f"{number:03}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('{"a": 1}\n' * (number % 11))
    return root


def deadly(name: str, act: Callable[[], object]) -> Callable[[MemberCounter, bytes], None]:
    """Feed a tar as usual, but for the one that says so in its first bytes."""
    real = MemberCounter.feed

    def feed(self: MemberCounter, chunk: bytes) -> None:
        if chunk.startswith(name.encode()):
            act()
        real(self, chunk)

    return feed


def add_archives(folder: Path) -> None:
    import tarfile

    for name in ("good", "poison", "well"):
        with tarfile.open(folder / f"{name}.tar", "w") as archive:
            info = tarfile.TarInfo(f"{name}.txt")
            archive.addfile(info)


@forks
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_reader_that_kills_its_process_costs_one_count(
    folder: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    add_archives(folder)
    before = {row.path: row for row in scan(folder, jobs=1).rows}
    parent = os.getpid()

    def kill() -> None:
        assert os.getpid() != parent
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(job_module, "_WORTH_FORKING", 0)
    monkeypatch.setattr(MemberCounter, "feed", deadly("poison", kill))
    after = {row.path: row for row in scan(folder, jobs=jobs).rows}
    note = "could not count: the process that read this file ended unexpectedly"
    poisoned = before["poison.tar"]._replace(records=None, unit=None, note=note)
    assert after == before | {"poison.tar": poisoned}


@forks
def test_a_reader_that_hangs_costs_one_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.jsonl").write_text('{"a": 1}\n')
    add_archives(folder)
    for name in ("good", "well"):
        (folder / f"{name}.tar").unlink()
    before = {row.path: row for row in scan(folder, jobs=1).rows}

    def hang() -> None:
        while True:
            signal.pause()

    # The first time nothing but the archive is watched; the second time whatever is read, which
    # may take long where much is going on.
    real = workers_module.run_watched
    patience = iter([0.2])

    def impatient(
        count: int, work: Any, jobs: int, tick: workers_module.Tick, usual: float
    ) -> Iterator[tuple[int, bytes | workers_module.Lost]]:
        return real(count, work, jobs, tick, next(patience, usual))

    monkeypatch.setattr(workers_module, "run_watched", impatient)
    monkeypatch.setattr(job_module, "_PATIENCE", 600.0)
    monkeypatch.setattr(MemberCounter, "feed", deadly("poison", hang))
    after = {row.path: row for row in scan(folder, jobs=2).rows}
    note = "could not count: the reader of this file did not come to an end"
    poisoned = before["poison.tar"]._replace(records=None, unit=None, note=note)
    assert after == before | {"poison.tar": poisoned}


@forks
@pytest.mark.parametrize(("jobs", "size"), [(2, 1 << 20), (64, 1 << 18), (1000, 0)])
def test_pipes_of_many_processes_leave_room_for_those_of_others(
    monkeypatch: pytest.MonkeyPatch, jobs: int, size: int
) -> None:
    fcntl = pytest.importorskip("fcntl")
    if not hasattr(fcntl, "F_SETPIPE_SZ"):
        pytest.skip("no pipe can be widened here")
    widened: list[int] = []

    def widen(_: int, command: int, wanted: int) -> None:
        assert command == fcntl.F_SETPIPE_SZ
        widened.append(wanted)
        raise PermissionError(1, "Operation not permitted")  # as for a user who has many

    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(fcntl, "fcntl", widen)
    monkeypatch.setattr(os, "fork", refuse)
    assert list(workers_module.run_forked(jobs, lambda _, __: b"", jobs, lambda _: None)) == []
    assert widened == ([size] if size else [])


@forks
def test_a_file_that_kills_whoever_reads_it_is_a_problem(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_archives(folder)
    before = [row for row in scan(folder, jobs=1).rows if row.path != "poison.tar"]
    real = reading_module.read_batch

    def kill(root: str, batch: Batch, depth: Depth, watch: Watch, first: int = 0) -> Reading:
        if "poison.tar" in batch.names and watch.mark is not None:
            watch.mark(first + list(batch.names).index("poison.tar"))
            os.kill(os.getpid(), signal.SIGKILL)
        return real(root, batch, depth, watch, first)

    monkeypatch.setattr(job_module, "read_batch", kill)
    result = scan(folder, jobs=2)
    assert result.rows == before
    assert [(problem.kind, problem.path) for problem in result.problems] == [
        ("unreadable", "poison.tar")
    ]
