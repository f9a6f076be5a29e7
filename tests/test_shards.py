"""Shards: any cutting gives the same inventory and roots, and what is done stays done."""

import os
import sys
import tempfile
import types
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2s
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_tasks import small_tree
from trainbib.engines import ExecutorEngine
from trainbib.inventory import FileRow, InventoryError, Problem, read_inventory, scan
from trainbib.inventory import write_inventory as write_rows
from trainbib.remote import ListedFile
from trainbib.shards import (
    ShardError,
    make_plan,
    merge,
    read_plan,
    roots_with,
    scan_shard,
    scan_with,
    shards_of,
)
from trainbib.shards.entries import parse_entries, sorted_entries
from trainbib.shards.merging import merged_chunks
from trainbib.shards.outputs import Run, read_run, write_run
from trainbib.shards.scanning import ShardTask
from trainbib.tree import roots


@pytest.fixture
def engine() -> Iterator[ExecutorEngine]:
    with ThreadPoolExecutor(2) as pool:
        yield ExecutorEngine(pool)


# Names that sort otherwise as text, as segments and as bytes; and bytes that are no text.
SEGMENTS = st.sampled_from(
    [b"a", b"a-", b"a.b", b"b", b"\xc3\xa9", b"\xff", b"\xee\x80\x80", b"\n"]
)
TREES = st.dictionaries(
    st.lists(SEGMENTS, min_size=1, max_size=3).map(b"/".join),
    st.sampled_from([b"", b"one\n", b"two\nlines\n", b"x" * 70_000]),
    max_size=12,
)


def build(root: Path, tree: dict[bytes, bytes]) -> None:
    """Write files, but for those whose folder is a file already."""
    root.mkdir()
    for path, content in tree.items():
        file = os.path.join(os.fsencode(root), path)  # noqa: PTH118 - bytes
        try:
            os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120 - ditto
            with open(file, "xb") as out:  # noqa: PTH123 - ditto
                out.write(content)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            continue


@settings(max_examples=60, deadline=None)
@given(
    tree=TREES,
    files=st.integers(1, 6),
    size=st.integers(1, 100_000),
    share=st.integers(1, 4),
    bits=st.integers(0, 4),
)
def test_any_sharding_gives_the_same_bytes_and_roots(
    tree: dict[bytes, bytes], files: int, size: int, share: int, bits: int
) -> None:
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(1) as pool:
        folder, engine = Path(name), ExecutorEngine(pool)
        build(folder / "data", tree)
        plan = make_plan(folder / "data", folder / "out", shard_files=files, shard_bytes=size)
        assert sum(cut.files for cut in plan.shards) == plan.files
        for index in reversed(range(share)):
            scan_with(engine, plan, shards=shards_of(plan, index, share))
        made = merge(folder / "out", folder / "merged.jsonl")
        found = scan(folder / "data", jobs=1)
        assert write_rows(found.rows, folder / "scanned.jsonl") == made.digest
        written = (folder / "scanned.jsonl").read_bytes()
        assert (folder / "merged.jsonl").read_bytes() == written
        assert made.roots == roots(found.rows) == roots_with(engine, plan, bits=bits)
        assert (made.files, made.bytes) == (plan.files, plan.bytes)
        assert made.problems == tuple(found.problems) == ()
        parts = sorted((folder / "out" / "parts").glob("*")) if plan.files else []
        assert b"".join(part.read_bytes() for part in parts) == written


def test_problems_are_those_of_a_scan(tmp_path: Path, engine: ExecutorEngine) -> None:
    data = small_tree(tmp_path / "data")
    (data / "broken").symlink_to("gone")
    (data / "out").symlink_to("/")
    os.mkfifo(data / "part-1" / "pipe")
    plan = make_plan(data, tmp_path / "out", shard_files=20)
    scan_with(engine, plan)
    made = merge(tmp_path / "out", tmp_path / "merged.jsonl")
    assert made.problems == tuple(scan(data).problems)
    assert [problem.kind for problem in made.problems] == [
        "dangling-link",
        "link-to-folder",
        "special-file",
    ]


def test_a_file_that_vanishes_between_plan_and_scan_is_reported(
    tmp_path: Path, engine: ExecutorEngine
) -> None:
    data = small_tree(tmp_path / "data")
    plan = make_plan(data, tmp_path / "out")
    (data / "part-3.txt").unlink()
    (data / "part-3" / "new.txt").write_text("not in the plan\n")
    scan_with(engine, plan)
    made = merge(tmp_path / "out", tmp_path / "merged.jsonl")
    assert [(problem.kind, problem.path) for problem in made.problems] == [
        ("vanished", "part-3.txt")
    ]
    assert made.files == plan.files - 1


def test_options_of_a_scan_are_kept_in_the_plan(tmp_path: Path, engine: ExecutorEngine) -> None:
    data = small_tree(tmp_path / "data")
    (tmp_path / "other.txt").write_text("elsewhere\n")
    (data / "link.txt").symlink_to(tmp_path / "other.txt")
    (data / ".trainbibignore").write_text("part-1/\n")
    plan = make_plan(data, tmp_path / "out", exclude=["part-3.txt"], follow_links=True, count=False)
    scan_with(engine, plan)
    made = merge(tmp_path / "out", tmp_path / "merged.jsonl")
    wanted = scan(data, exclude=["part-3.txt"], follow_links=True, count=False)
    assert list(read_inventory(tmp_path / "merged.jsonl")) == wanted.rows
    assert made.records == 0
    assert made.uncounted == made.files == len(wanted.rows)


def test_what_is_done_stays_done_and_what_is_not_whole_is_done_again(
    tmp_path: Path, engine: ExecutorEngine
) -> None:
    data = small_tree(tmp_path / "data")
    plan = make_plan(data, tmp_path / "out", shard_files=10)
    assert scan_with(engine, plan, shards=shards_of(plan, 1, 2)) == 3
    assert scan_with(engine, plan) == len(plan.shards) - 3
    assert scan_with(engine, plan) == 0
    first = merge(tmp_path / "out", tmp_path / "merged.jsonl")
    # Cut short, as when the power fails; of another plan; gone.
    one, two, three = (plan.output(shard) for shard in range(3))
    one.write_bytes(one.read_bytes()[:-1])
    two.write_bytes(two.read_bytes().replace(plan.id.encode(), b"0" * 64))
    three.unlink()
    assert scan_with(engine, make_plan(data, tmp_path / "out")) == 3
    assert merge(tmp_path / "out", tmp_path / "again.jsonl").digest == first.digest
    assert not list((tmp_path / "out").rglob("*.tmp"))


def test_a_shard_scanned_twice_at_the_same_time_is_scanned_once(
    tmp_path: Path, engine: ExecutorEngine
) -> None:
    data = small_tree(tmp_path / "data")
    plan = make_plan(data, tmp_path / "out", shard_files=10)
    todo = [ShardTask(str(tmp_path / "out"), plan.id, shard % 3) for shard in range(12)]
    assert sorted(str(one.result) for one in engine.map(scan_shard, todo)) == list("000011112222")
    assert len(list((tmp_path / "out" / "shards").rglob("*.run"))) == 3


def test_several_planners_agree_on_one_plan(tmp_path: Path) -> None:
    data = small_tree(tmp_path / "data")

    def plan(_: int) -> str:
        return make_plan(data, tmp_path / "out", shard_files=10).id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(plan, range(16)))) == 1
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".json", ".list"]


def test_merging_refuses_what_is_missing_or_damaged(tmp_path: Path, engine: ExecutorEngine) -> None:
    data = small_tree(tmp_path / "data")
    plan = make_plan(data, tmp_path / "out", shard_files=10)
    target = tmp_path / "merged.jsonl"
    target.write_bytes(b"as it was\n")
    with pytest.raises(ShardError, match=r"7 of 7 are missing \(0, 1, 2, 3, 4 and 2"):
        merge(tmp_path / "out", target)
    scan_with(engine, plan)
    damaged = plan.output(2)
    damaged.write_bytes(damaged.read_bytes()[:-3] + b"9}\n")
    with pytest.raises(ShardError, match=r"000002\.run: was damaged"):
        merge(tmp_path / "out", target)
    run = read_run(plan.output(3), plan.id)
    assert run is not None
    write_run(run.path, plan.id, [], [])
    damaged.unlink()
    scan_with(engine, plan)
    with pytest.raises(ShardError, match="has 0 files, and 10 were planned"):
        merge(tmp_path / "out", target)
    with pytest.raises(ShardError, match="has 0 files, and 10 were planned"):
        roots_with(engine, plan)
    assert target.read_bytes() == b"as it was\n"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_part_that_was_joined_of_other_outputs_is_joined_again(
    tmp_path: Path, engine: ExecutorEngine
) -> None:
    data = small_tree(tmp_path / "data")
    plan = make_plan(data, tmp_path / "out", shard_files=10)
    scan_with(engine, plan)
    before = roots_with(engine, plan)
    (data / "part-3.txt").write_text("changed\n")
    for path in (tmp_path / "out" / "shards").rglob("*.run"):
        path.unlink()
    scan_with(engine, plan)
    after = roots_with(engine, plan)
    assert before != after
    assert after == merge(tmp_path / "out", tmp_path / "merged.jsonl").roots


def test_an_inventory_may_be_written_as_parquet(tmp_path: Path, engine: ExecutorEngine) -> None:
    pytest.importorskip("pyarrow", reason='needs pyarrow: pip install "trainbib[parquet]"')
    data = small_tree(tmp_path / "data")
    scan_with(engine, make_plan(data, tmp_path / "out"))
    made = merge(tmp_path / "out", tmp_path / "merged.parquet")
    assert (tmp_path / "merged.parquet").read_bytes()[:4] == b"PAR1"
    assert list(read_inventory(tmp_path / "merged.parquet")) == scan(data).rows
    assert made.digest == write_rows(scan(data).rows, tmp_path / "scanned.parquet")


def test_plans_that_cannot_be_used_say_what_to_do(tmp_path: Path) -> None:
    data = small_tree(tmp_path / "data")
    with pytest.raises(ShardError, match="lies in the data folder"):
        make_plan(data, data / "scan")
    assert not (data / "scan").exists()
    make_plan(data, tmp_path / "out")
    with pytest.raises(ShardError, match="with other options: name another output folder"):
        make_plan(data, tmp_path / "out", count=False)
    with pytest.raises(ShardError, match="with other options"):
        make_plan(tmp_path, tmp_path / "out")
    with pytest.raises(InventoryError, match="there is no folder"):
        make_plan(tmp_path / "gone", tmp_path / "other")
    (tmp_path / "out" / "plan.json").write_text("{}")
    with pytest.raises(ShardError, match="is no plan of a scan"):
        read_plan(tmp_path / "out")
    (tmp_path / "out" / "plan.json").write_text('{"trainbib_plan": "9"}')
    with pytest.raises(ShardError, match="version '9' of plans is not known"):
        read_plan(tmp_path / "out")
    with pytest.raises(ValueError, match="counted from 0 to 2"):
        shards_of(make_plan(data, tmp_path / "third"), 3, 3)


def test_a_task_of_another_plan_is_refused(tmp_path: Path) -> None:
    make_plan(small_tree(tmp_path / "data"), tmp_path / "out")
    with pytest.raises(ShardError, match="holds another plan than when the scan began"):
        scan_shard(ShardTask(str(tmp_path / "out"), "0" * 64, 0))


def test_an_output_that_cannot_be_written_ends_the_scan_with_the_reason(
    tmp_path: Path, engine: ExecutorEngine
) -> None:
    plan = make_plan(small_tree(tmp_path / "data"), tmp_path / "out", shard_files=10)
    (tmp_path / "out" / "shards").write_text("in the way")
    with pytest.raises(OSError, match="shards"):
        scan_with(engine, plan)


def row(path: str) -> FileRow:
    """A row of an inventory."""
    return FileRow(path, 1, "0" * 64, "text/plain", 1, "line")


def run_of(folder: Path, name: str, paths: list[str]) -> Run:
    """Write an output and read its head."""
    write_run(folder / name, "plan", [row(path) for path in paths], [])
    run = read_run(folder / name, "plan")
    assert run is not None
    return run


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["a", "a/b", "b", "é", "z", "\udcff", "\ue000", "q\n", "\U0001f600"]),
        st.integers(0, 3),
    )
)
def test_outputs_that_overlap_are_merged_by_the_bytes_of_their_paths(
    shares: dict[str, int],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ordered = sorted(shares, key=os.fsencode)
        runs = [
            run_of(folder, str(one), [path for path in ordered if shares[path] == one])
            for one in range(4)
        ]
        (folder / "merged").write_bytes(b"".join(merged_chunks(runs)))
        assert list(read_inventory(folder / "merged")) == [row(path) for path in ordered]


def test_outputs_with_the_same_path_are_refused(tmp_path: Path) -> None:
    runs = [run_of(tmp_path, "one", ["a", "b"]), run_of(tmp_path, "two", ["b", "c"])]
    with pytest.raises(ShardError, match="path b'b' is in two outputs"):
        list(merged_chunks(runs))
    with pytest.raises(ShardError, match="are not sorted: b'a' after b'b'"):
        write_run(tmp_path / "three", "plan", [row("b"), row("a")], [])


def test_problems_and_odd_paths_come_back_from_an_output(tmp_path: Path) -> None:
    problem = Problem("vanished", "gone\udcff", "'gone' is gone")
    write_run(
        tmp_path / "run",
        "plan",
        [
            row("\udcff"),
        ],
        [problem],
    )
    run = read_run(tmp_path / "run", "plan")
    assert run is not None
    assert (run.problems, run.first, run.last) == ((problem,), b"\xff", b"\xff")
    assert read_run(tmp_path / "run", "other plan") is None
    assert read_run(tmp_path / "no run", "plan") is None


@given(st.lists(st.sampled_from(["a", "a/b", "b\n1", "é", "\udcff", "z"])), st.integers(1, 4))
def test_lists_of_files_are_sorted_in_bounded_memory(paths: list[str], run: int) -> None:
    files = [ListedFile(path, len(path)) for path in paths]
    with tempfile.TemporaryDirectory() as folder:
        blocks = list(sorted_entries(files, Path(folder), run=run))
    found = parse_entries(b"".join(entry for block in blocks for entry in block))
    assert found == sorted(set(files), key=lambda file: os.fsencode(file.path))


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another hash in the place of BLAKE3, for where the package is not installed."""
    module = types.ModuleType("blake3")
    monkeypatch.setattr(module, "blake3", blake2s, raising=False)
    monkeypatch.setitem(sys.modules, "blake3", module)


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("remote", [False, True])
def test_shards_may_have_a_second_digest(
    tmp_path: Path, engine: ExecutorEngine, *, remote: bool
) -> None:
    data = small_tree(tmp_path / "data", files=8)
    (data / "large.bin").write_bytes(b"x" * 300_000)
    location = str(data)
    if remote:
        fsspec = pytest.importorskip("fsspec")
        location = f"memory://{tmp_path.name}"
        fsspec.filesystem("memory").put(f"{data}/", f"/{tmp_path.name}/", recursive=True)
    plan = make_plan(location, tmp_path / "out", also=["blake3"])
    assert read_plan(tmp_path / "out").also == ("blake3",)
    scan_with(engine, plan)
    made = merge(tmp_path / "out", tmp_path / "list.jsonl")
    rows = list(read_inventory(made.inventory))
    assert [row._replace(blake3=None) for row in rows] == scan(data).rows
    for row in rows:
        assert row.blake3 == blake2s((data / row.path).read_bytes()).hexdigest()
    with pytest.raises(ShardError, match="with other options"):
        make_plan(location, tmp_path / "out")


def test_a_digest_that_is_not_known_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(ShardError, match="no digest 'md5' is known"):
        make_plan(tmp_path / "data", tmp_path / "out", also=["md5"])


def test_outputs_lie_within_the_data_only_where_they_are_left_out(tmp_path: Path) -> None:
    data = small_tree(tmp_path / "data", files=3)
    with pytest.raises(ShardError, match="lies in the data folder"):
        make_plan(data, data / "out", exclude=["ou", "out2"])
    assert make_plan(data, data / "out" / "here", exclude=["out"]).files == 5
