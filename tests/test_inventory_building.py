"""Building an inventory: the same bytes whatever happens on the way."""

import os
import signal
import subprocess
import sys
import textwrap
import types
from collections.abc import Iterator
from hashlib import blake2s, sha256
from pathlib import Path

import pytest

from trainbib.inventory import FileRow, InventoryError, read_inventory, scan
from trainbib.inventory import batches as batches_module
from trainbib.inventory import building as building_module
from trainbib.inventory import job as job_module
from trainbib.inventory import stamps as stamps_module
from trainbib.inventory.building import Built, build_inventory
from trainbib.inventory.rows import row_line
from trainbib.tree import roots

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")
LONG_AGO = 1_600_000_000_000_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose files sort between its folders, with names that need care."""
    root = tmp_path / "data"
    names = ["a.txt", "a/1.jsonl", "a/2.jsonl", "a-b/x.csv", 'quo"te.txt', "é/ü.txt", "line\nfeed"]
    names += [f"part-{number % 3}/{number:03}.jsonl" for number in range(40)]
    for number, name in enumerate(names):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('{"a": 1}\n' * (number % 11))
    (root / b"byte-\xff.txt".decode("utf-8", "surrogateescape")).write_text("x\n")
    (root / "large.txt").write_bytes(b"line\n" * 50_000)
    for path in root.rglob("*"):
        os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return root


def expected(rows: list[FileRow]) -> bytes:
    """The slow reference: all rows in memory, sorted, written one by one."""
    ordered = sorted(rows, key=lambda row: row.path.encode("utf-8", "surrogateescape"))
    return "".join(map(row_line, ordered)).encode()


def built(folder: Path, target: Path, **options: object) -> Built:
    return build_inventory(folder, target, **options)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_it_is_what_a_scan_finds_sorted_and_folded(folder: Path, tmp_path: Path, jobs: int) -> None:
    result = scan(folder, jobs=1)
    made = built(folder, tmp_path / "list", jobs=jobs)
    text = (tmp_path / "list").read_bytes()
    assert text == expected(result.rows)
    assert made.digest == f"sha256:{sha256(text).hexdigest()}"
    assert made.roots == roots(result.rows)
    assert made.problems == result.problems
    whole = made.totals.all
    assert (whole.files, whole.bytes) == (len(result.rows), sum(row.bytes for row in result.rows))
    assert whole.records == sum(row.records or 0 for row in result.rows)


def test_pieces_that_wait_for_a_slow_one_go_through_a_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches_module, "_MOST", 3)
    monkeypatch.setattr(building_module, "_WAITING", 100)
    real = job_module.Job.run

    def backwards(self: job_module.Job, *args: object, **options: object) -> Iterator[object]:
        yield from reversed(list(real(self, *args, **options)))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    rows = scan(folder, jobs=1).rows
    monkeypatch.setattr(job_module.Job, "run", backwards)
    made = built(folder, tmp_path / "list", jobs=2)
    assert (tmp_path / "list").read_bytes() == expected(rows)
    assert made.roots == roots(rows)


class TestJournal:
    """What is remembered of files."""

    @pytest.fixture(autouse=True)
    def from_the_first_moment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(building_module, "_WORTH_A_JOURNAL", 0.0)
        monkeypatch.setattr(batches_module, "_MOST", 4)
        monkeypatch.setattr(stamps_module, "_SETTLED", 0)

    def opened(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Files that are opened below a folder from here on, in this process."""
        names: list[str] = []
        real = os.open

        def spy(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
            names.append(os.path.basename(path))  # noqa: PTH119 - a name is all there is
            return real(path, flags, mode, dir_fd=dir_fd)

        monkeypatch.setattr(os, "open", spy)
        return names

    def test_an_interrupted_run_goes_on_where_it_was(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "list"
        whole = built(folder, tmp_path / "reference")

        def stop(progress: job_module.Progress) -> None:
            if progress.files >= 20:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            built(folder, target, beside=target, progress=stop)
        journal = tmp_path / ".list.partial"
        assert journal.exists()
        with monkeypatch.context() as patch:
            names = self.opened(patch)
            again = built(folder, target, beside=target)
        assert again == whole
        assert target.read_bytes() == (tmp_path / "reference").read_bytes()
        read = {name for name in names if name.endswith((".jsonl", ".txt", ".csv", "feed"))}
        assert 0 < len(read) < 40
        assert not journal.exists()

    def test_a_journal_that_was_cut_short_or_spoiled_is_believed_up_to_there(
        self, folder: Path, tmp_path: Path
    ) -> None:
        target = tmp_path / "list"
        whole = built(folder, target)
        reference = target.read_bytes()
        cache = tmp_path / ".list.cache"
        built(folder, target, beside=target, cache=True)
        sound = cache.read_bytes()
        for spoiled in (sound[:-7], sound[:300], sound[:500] + b"?" + sound[501:], b"", b"\0" * 99):
            cache.write_bytes(spoiled)
            (tmp_path / ".list.partial").write_bytes(spoiled)
            assert built(folder, target, beside=target, cache=True) == whole
            assert target.read_bytes() == reference
            assert cache.read_bytes() == sound

    def test_with_a_cache_only_what_changed_is_read_again(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "list"
        first = built(folder, target, beside=target, cache=True)
        (folder / "a/1.jsonl").write_text('{"b": 2}\n{"c": 3}\n')
        (folder / "part-1" / "new.jsonl").write_text("{}\n")
        (folder / "part-0" / "000.jsonl").unlink()
        # The same size and time, but another file.
        other = folder / "other"
        other.write_bytes((folder / "large.txt").read_bytes().replace(b"line", b"LINE"))
        os.utime(other, ns=(LONG_AGO, LONG_AGO))
        other.replace(folder / "large.txt")
        with monkeypatch.context() as patch:
            names = self.opened(patch)
            second = built(folder, target, beside=target, cache=True)
        data = {name for name in names if not name.startswith((".list", "data", "part", "list"))}
        assert {"1.jsonl", "new.jsonl", "large.txt"} <= data
        assert not {"2.jsonl", "x.csv", "002.jsonl"} & data
        fresh = built(folder, tmp_path / "reference")
        assert second == fresh
        assert second != first
        assert target.read_bytes() == (tmp_path / "reference").read_bytes()

    def test_what_changed_a_moment_ago_is_not_remembered(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stamps_module, "_SETTLED", 2_000_000_000)
        target = tmp_path / "list"
        file = folder / "a/2.jsonl"
        file.write_text('{"a": 1}\n')
        built(folder, target, beside=target, cache=True)
        moment = file.stat().st_mtime_ns
        file.write_text('{"b": 2}\n')
        os.utime(file, ns=(moment, moment))
        built(folder, target, beside=target, cache=True)
        digest = sha256(b'{"b": 2}\n').hexdigest()
        assert f'"a/2.jsonl","bytes":9,"sha256":"{digest}"' in target.read_text()

    def test_with_a_cache_nothing_is_read_if_nothing_changed(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "list"
        first = built(folder, target, beside=target, cache=True)
        content, cache = target.read_bytes(), (tmp_path / ".list.cache").read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(job_module, "read_batch", None)
            patch.setattr(job_module.Job, "run", None)
            again = built(folder, target, beside=target, cache=True)
        assert again == first
        assert target.read_bytes() == content
        assert (tmp_path / ".list.cache").read_bytes() == cache

    @pytest.mark.parametrize("change", ["time", "content", "name", "gone", "mode", "unreadable"])
    def test_any_change_makes_a_new_result(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
    ) -> None:
        target = tmp_path / "list"
        built(folder, target, beside=target, cache=True)
        file = folder / "part-1/001.jsonl"
        match change:
            case "time":
                os.utime(file, ns=(LONG_AGO, LONG_AGO + 1))
            case "content":  # of the same length, and with its old time
                file.write_bytes(file.read_bytes().replace(b"1", b"2"))
                os.utime(file, ns=(LONG_AGO, LONG_AGO))
            case "name":
                file.rename(file.with_name("001b.jsonl"))
            case "gone":
                file.unlink()
            case "mode":
                file.chmod(0o640)
            case _:
                file.unlink()
                file.symlink_to("nowhere")
        runs: list[object] = []
        real = job_module.Job.run

        def run(self: job_module.Job, *args: object, **options: object) -> Iterator[object]:
            runs.append(self)
            yield from real(self, *args, **options)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

        with monkeypatch.context() as patch:
            patch.setattr(job_module.Job, "run", run)
            made = built(folder, target, beside=target, cache=True)
        assert runs
        assert made == built(folder, tmp_path / "reference")
        assert target.read_bytes() == (tmp_path / "reference").read_bytes()

    def test_a_file_of_before_1970_is_remembered_too(self, folder: Path, tmp_path: Path) -> None:
        os.utime(folder / "a.txt", ns=(-5, -5))
        target = tmp_path / "list"
        first = built(folder, target, beside=target, cache=True)
        cache = (tmp_path / ".list.cache").stat()
        assert built(folder, target, beside=target, cache=True) == first
        assert (tmp_path / ".list.cache").stat().st_ino == cache.st_ino

    def test_a_journal_of_another_folder_says_nothing(self, folder: Path, tmp_path: Path) -> None:
        target = tmp_path / "list"
        built(folder, target, beside=target, cache=True)
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "a.txt").write_text("a\n")
        made = built(elsewhere, target, beside=target, cache=True)
        assert made.totals.all.files == 1

    @forks
    def test_a_run_that_was_killed_goes_on(self, folder: Path, tmp_path: Path) -> None:
        target = tmp_path / "list"
        whole = built(folder, tmp_path / "reference")
        program = f"""
            import os, signal
            from trainbib.inventory import batches, building
            building._WORTH_A_JOURNAL = 0.0
            batches._MOST = 4
            def die(progress):
                if progress.files >= 20:
                    os.kill(os.getpid(), signal.SIGKILL)
            from pathlib import Path
            target = Path({os.fspath(target)!r})
            building.build_inventory({os.fspath(folder)!r}, target, beside=target, jobs=2,
                                     progress=die)
            """
        done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False)
        assert done.returncode == -signal.SIGKILL
        assert (tmp_path / ".list.partial").exists()
        assert built(folder, target, beside=target) == whole
        assert target.read_bytes() == (tmp_path / "reference").read_bytes()


class TestSecondHash:
    """A second digest of each file, from the same read."""

    @pytest.fixture
    def package(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Another hash in the place of BLAKE3, for where the package is not installed."""
        module = types.ModuleType("blake3")
        monkeypatch.setattr(module, "blake3", blake2s, raising=False)
        monkeypatch.setitem(sys.modules, "blake3", module)

    @pytest.mark.usefixtures("package")
    @pytest.mark.parametrize("jobs", [1, 2])
    def test_it_is_of_the_bytes_that_were_hashed(
        self, folder: Path, tmp_path: Path, jobs: int
    ) -> None:
        target = tmp_path / "list"
        plain = built(folder, target, jobs=jobs)
        without = list(read_inventory(target))
        made = built(folder, target, jobs=jobs, also=("blake3",))
        rows = list(read_inventory(target))
        assert [row._replace(blake3=None) for row in rows] == without
        for row in rows:
            assert row.blake3 == blake2s((folder / row.path).read_bytes()).hexdigest()
        assert made.roots == plain.roots
        assert target.read_bytes() == expected(rows)

    @pytest.mark.usefixtures("package")
    def test_a_cache_without_it_is_not_believed(self, folder: Path, tmp_path: Path) -> None:
        target = tmp_path / "list"
        built(folder, target, beside=target, cache=True)
        first = built(folder, target, beside=target, cache=True, also=("blake3",))
        assert all(row.blake3 for row in read_inventory(target))
        content = target.read_bytes()
        assert built(folder, target, beside=target, cache=True, also=("blake3",)) == first
        assert target.read_bytes() == content
        built(folder, target, beside=target, cache=True)
        assert not any(row.blake3 for row in read_inventory(target))

    def test_a_package_that_is_missing_and_a_name_that_is_not_known_are_said(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "blake3", None)
        with pytest.raises(InventoryError, match=r"pip install trainbib\[blake3\]"):
            built(folder, tmp_path / "list", also=("blake3",))
        with pytest.raises(InventoryError, match="no digest 'md5' is known"):
            built(folder, tmp_path / "list", also=("md5",))

    def test_it_is_blake3(self, folder: Path, tmp_path: Path) -> None:
        pytest.importorskip("blake3")
        (folder / "abc").write_bytes(b"abc")
        built(folder, tmp_path / "list", also=("blake3",))
        [row] = [row for row in read_inventory(tmp_path / "list") if row.path == "abc"]
        # The reference implementation's own example.
        assert row.blake3 == "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85"
