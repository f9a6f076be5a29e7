"""Scanning: digests, several processes, progress, and folders that do not hold still."""

import gc
import gzip
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from trainbib.inventory import FileRow, Problem, Progress, Scan, digest_files, scan
from trainbib.inventory import batches as batches_module
from trainbib.inventory import job as job_module
from trainbib.inventory import reading as reading_module
from trainbib.inventory.readers import Count
from trainbib.inventory.readers.lines import LineCounter
from trainbib.inventory.reading import Batch, Depth, Reading, Watch, read_batch

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with small files in several folders, and two larger than one read."""
    root = tmp_path / "data"
    for number in range(60):
        file = root / f"part-{number % 7}" / f"{number}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('{"a": 1}\n' * number)
    (root / "large.txt").write_bytes(b"line\n" * 100_000)
    (root / "exact.txt").write_bytes(b"x" * reading_module.HEAD)
    (root / "été").mkdir()
    (root / "été" / "packed.csv.gz").write_bytes(gzip.compress(b"a,b\n1,2\n"))
    return root


def children() -> list[int]:
    """Processes that this one has started and not yet taken leave of."""
    found: list[int] = []
    for name in os.listdir("/proc"):  # noqa: PTH208 - names are all that is needed
        try:
            stat = Path(f"/proc/{name}/stat").read_text() if name.isdigit() else ""
        except OSError:
            continue
        if stat and int(stat.rpartition(")")[2].split()[1]) == os.getpid():
            found.append(int(name))
    return found


def test_digests_sizes_and_counts_are_those_of_the_files(folder: Path) -> None:
    result = scan(folder)
    assert result.problems == []
    assert len(result.rows) == 63
    for row in result.rows:
        content = (folder / row.path).read_bytes()
        assert (row.bytes, row.sha256) == (len(content), sha256(content).hexdigest())
    by_path = {row.path: row for row in result.rows}
    assert by_path["large.txt"].records == 100_000
    assert by_path["exact.txt"].records == 1
    assert by_path["part-3/59.jsonl"].records == 59
    assert by_path["part-0/0.jsonl"] == FileRow(
        "part-0/0.jsonl", 0, sha256(b"").hexdigest(), "application/jsonl", 0, "line"
    )
    assert by_path["été/packed.csv.gz"].type == "application/gzip,text/csv"


def test_without_counting_types_are_told_all_the_same(folder: Path) -> None:
    counted, plain = scan(folder).rows, scan(folder, count=False).rows
    assert [row._replace(records=None, unit=None, note=None) for row in counted] == plain


@forks
@pytest.mark.parametrize("jobs", [2, 3, 9])
def test_any_number_of_processes_finds_the_same(folder: Path, jobs: int) -> None:
    (folder / "broken").symlink_to("gone")
    assert scan(folder, jobs=jobs) == scan(folder, jobs=1)
    assert children() == []


@forks
def test_many_batches_pass_through_one_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3000):
        (tmp_path / f"{number}").touch()
    monkeypatch.setattr(batches_module, "_MOST", 1)
    assert scan(tmp_path, jobs=2) == scan(tmp_path, jobs=1)


def test_an_empty_folder_is_an_empty_scan(tmp_path: Path) -> None:
    assert scan(tmp_path) == Scan([], [])
    assert scan(tmp_path, jobs=4) == Scan([], [])


def test_a_scan_leaves_the_collector_as_it_was(folder: Path) -> None:
    assert gc.isenabled()
    scan(folder)
    assert gc.isenabled()
    gc.disable()
    try:
        scan(folder)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_certain_files_are_hashed(folder: Path) -> None:
    rows = {row.path: row.sha256 for row in scan(folder).rows}
    problems: list[Problem] = []
    wanted = ["large.txt", "part-1/1.jsonl", "part-1/8.jsonl", "gone/x", "été/packed.csv.gz"]
    for jobs in (1, 2):
        problems.clear()
        found = digest_files(folder, wanted, jobs=jobs, problems=problems)
        assert found == {path: rows[path] for path in wanted if path != "gone/x"}
        assert [(problem.kind, problem.path) for problem in problems] == [("vanished", "gone/x")]
    assert digest_files(folder, []) == {}


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_rises_to_the_whole(
    folder: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_module, "_WORTH_FORKING", 0)
    monkeypatch.setattr(reading_module, "_TICK", 1 << 17)
    seen: list[Progress] = []
    result = scan(folder, jobs=jobs, progress=seen.append)
    total = sum(row.bytes for row in result.rows)
    assert seen[-1] == Progress(63, total, 63, total)
    assert [each.files for each in seen] == sorted(each.files for each in seen)
    assert all(0 <= each.bytes <= total for each in seen)
    # Within the large file there was news, too.
    assert len(seen) > len({each.files for each in seen})


def test_small_jobs_do_not_ask_for_sizes(folder: Path) -> None:
    seen: list[Progress] = []
    scan(folder, progress=seen.append)
    assert seen[-1].bytes_total is None


def test_what_a_progress_function_raises_comes_through(folder: Path) -> None:
    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan(folder, jobs=1, progress=stop)
    assert gc.isenabled()


@forks
def test_an_interrupt_leaves_no_process_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Progress] = []

    def interrupt(progress: Progress) -> None:
        calls.append(progress)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(batches_module, "_MOST", 1)
    with pytest.raises(KeyboardInterrupt):
        scan(folder, jobs=2, progress=interrupt)
    assert len(calls) == 1
    assert children() == []
    assert len(scan(folder, jobs=2).rows) == 63


@forks
def test_a_process_that_dies_costs_counts_but_no_digests(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = os.getpid()

    def deadly(root: str, batch: Batch, depth: Depth, watch: Watch, first: int = 0) -> Reading:
        if os.getpid() != parent and "large.txt" in batch.names:
            os.kill(os.getpid(), signal.SIGKILL)
        return read_batch(root, batch, depth, watch, first)

    expected = scan(folder, jobs=1).rows
    monkeypatch.setattr(job_module, "read_batch", deadly)
    rows = scan(folder, jobs=2).rows
    assert [row[:4] for row in rows] == [row[:4] for row in expected]
    (lost,) = [row for row in rows if row.path == "large.txt"]
    assert lost.records is None
    assert lost.note == "could not count: the process that read this file ended unexpectedly"
    digests = digest_files(folder, ["large.txt", "exact.txt"], jobs=2)
    assert digests["large.txt"] == lost.sha256


@forks
def test_processes_that_cannot_be_started_are_done_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    assert [row.path for row in scan(folder, jobs=2).rows] == [
        row.path for row in scan(folder, jobs=1).rows
    ]


def test_systems_without_fork_read_in_one_process(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = scan(folder)
    monkeypatch.delattr(os, "fork", raising=False)
    assert scan(folder, jobs=4) == expected


def changing(path: Path, times: int) -> Callable[[int, int], bytes]:
    """Read as the system does, but have the file grow whenever its first bytes were read."""
    left = [times]

    def read(file: int, size: int) -> bytes:
        data = os.read(file, size)
        first = data and os.lseek(file, 0, os.SEEK_CUR) == len(data)
        if first and left[0] and os.path.sameopenfile(file, opened):
            left[0] -= 1
            with path.open("ab") as out:
                out.write(b"more\n" * 40_000)
        return data

    opened = os.open(path, os.O_RDONLY)
    return read


@pytest.mark.parametrize("name", ["large.txt", "exact.txt", "part-3/3.jsonl"])
def test_a_file_that_changes_once_is_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(reading_module, "_read", changing(folder / name, 2))
    result = scan(folder, jobs=1)
    assert result.problems == []
    (row,) = [row for row in result.rows if row.path == name]
    assert row.sha256 == sha256((folder / name).read_bytes()).hexdigest()


@pytest.mark.parametrize("size", [16_384, 16_385, 40_000])
def test_no_file_is_listed_with_half_of_its_old_content_and_half_of_its_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path = tmp_path / "part.bin"
    versions = [b"\x01" * size, b"\x02" * size]
    path.write_bytes(versions[0])

    def read(file: int, count: int) -> bytes:
        data = os.read(file, count)
        if left and os.path.sameopenfile(file, opened):
            path.write_bytes(left.pop())  # the same file, of the same size
        return data

    left = versions[1:]
    opened = os.open(path, os.O_RDONLY)
    monkeypatch.setattr(reading_module, "_read", read)
    result = scan(tmp_path, jobs=1)
    os.close(opened)
    assert result.problems == []
    [row] = result.rows
    assert row.sha256 in {sha256(version).hexdigest() for version in versions}


def test_a_file_that_goes_on_changing_is_reported_and_not_listed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_module, "_read", changing(folder / "large.txt", 9))
    result = scan(folder, jobs=1)
    (problem,) = result.problems
    assert (problem.kind, problem.path) == ("changed-while-reading", "large.txt")
    assert "'large.txt' changed while it was read" in problem.message
    assert "large.txt" not in {row.path for row in result.rows}
    assert len(result.rows) == 62


def test_a_file_that_is_gone_when_its_turn_comes_is_reported(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(root: str, batch: Batch, depth: Depth, watch: Watch, first: int = 0) -> Reading:
        (folder / "exact.txt").unlink(missing_ok=True)
        return read_batch(root, batch, depth, watch, first)

    monkeypatch.setattr(job_module, "read_batch", late)
    result = scan(folder, jobs=1)
    (problem,) = result.problems
    assert (problem.kind, problem.path) == ("vanished", "exact.txt")
    assert "exact.txt" not in {row.path for row in result.rows}


def test_files_that_cannot_be_read_are_reported_and_the_rest_listed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may read everything, so the system's answers are played.
    real_open, real_read = os.open, os.read

    def refuse(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if str(path).endswith("10.jsonl"):
            raise PermissionError(13, "Permission denied", path)
        return real_open(path, flags, mode, dir_fd=dir_fd)

    def fail(file: int, size: int) -> bytes:
        data = real_read(file, size)
        if data.startswith(b"line\n"):
            raise OSError(5, "Input/output error")
        return data

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(reading_module, "_read", fail)
    result = scan(folder, jobs=1)
    assert [(problem.kind, problem.path) for problem in result.problems] == [
        ("unreadable", "large.txt"),
        ("unreadable", "part-3/10.jsonl"),
    ]
    assert "Input/output error" in result.problems[0].message
    assert "Permission denied" in result.problems[1].message
    assert len(result.rows) == 61


@pytest.mark.parametrize("where", ["feed", "finish"])
def test_a_reader_that_fails_costs_the_count_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fail(*_: object) -> Count:
        raise IndexError("the reader has a defect")

    monkeypatch.setattr(LineCounter, where, fail)
    (folder / "small.txt").write_text("a\n")
    rows = {row.path: row for row in scan(folder, jobs=1).rows}
    for name in ("small.txt", "large.txt"):
        assert rows[name].records is None
        assert rows[name].note == "could not count: the reader has a defect"
        assert rows[name].sha256 == sha256((folder / name).read_bytes()).hexdigest()


def test_text_in_utf16_is_not_counted_wrongly(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-16")
    (row,) = scan(tmp_path).rows
    assert (row.type, row.records, row.note) == ("text/csv", None, "the text is UTF-16, not UTF-8")


def test_files_of_no_known_format_say_so(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\x00\x01")
    (tmp_path / "b.bin").write_bytes(b"")
    (tmp_path / "c.h5").write_bytes(b"\x89HDF\r\n\x1a\n\x00")
    assert [(row.type, row.records, row.note) for row in scan(tmp_path).rows] == [
        ("application/octet-stream", None, "unknown format"),
        ("application/octet-stream", None, "the file is empty"),
        ("application/x-hdf5", None, "no reader for application/x-hdf5"),
    ]


def test_a_scan_loads_nothing_heavy() -> None:
    code = (
        "import sys, trainbib.inventory; "
        "heavy = {'pyarrow', 'zstandard', 'numpy', 'multiprocessing', 'lzma', 'bz2', "
        "'zipfile', 'subprocess', 'concurrent.futures'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
