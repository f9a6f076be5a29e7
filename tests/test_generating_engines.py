"""Generating with an engine: who reads the files makes no difference, nor does who is killed."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cli_program import lines, trainbib
from engine_tasks import Sabotage, SabotagedEngine, small_tree
from generated_folders import generated_names, make, make_set, run
from trainbib.engines import ExecutorEngine, open_engine
from trainbib.generating import Generated
from trainbib.inventory import read_inventory
from trainbib.shards import ShardError, read_plan, scanning
from trainbib.verifying import verify


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_set(tmp_path)


class TestEngine:
    """Shards, read by whoever: the bytes are those of the embedded run."""

    @pytest.fixture
    def engine(self) -> Iterator[ExecutorEngine]:
        with ThreadPoolExecutor(2) as pool:
            yield ExecutorEngine(pool)

    @pytest.fixture
    def tree(self, tmp_path: Path) -> Path:
        tree = small_tree(tmp_path / "tree")
        return make(
            tree,
            {
                "README.md": "---\nlicense: cc0-1.0\n---\n![a](pic.png)\n",
                "pic.png": b"\x89PNG\r\n\x1a\n",
                "part-1/test.jsonl": "{}\n",
            },
        )

    @staticmethod
    def written(made: Generated) -> tuple[bytes, bytes]:
        return made.manifest.read_bytes(), made.inventory.read_bytes()

    def anew(self, made: Generated, **options: Any) -> Generated:
        made.manifest.unlink()
        made.inventory.unlink()
        return run(made.manifest.parent, **options)

    def test_it_writes_the_same_bytes(self, tree: Path, engine: ExecutorEngine) -> None:
        first = run(tree)
        expected = self.written(first)
        made = self.anew(first, engine=engine)
        assert self.written(made) == expected
        assert made == first
        assert generated_names(tree) == ["trainbib.files.jsonl", "trainbib.yaml"]
        make(tree, {"part-1/more.jsonl": "{}\n"})
        assert run(tree, engine=engine).added == 1
        assert run(tree).changes == ()

    def test_it_writes_parquet_too(self, tree: Path, engine: ExecutorEngine) -> None:
        pytest.importorskip("pyarrow")
        first = run(tree, inventory_format="parquet")
        expected = self.written(first)
        assert self.written(self.anew(first, engine=engine, inventory_format="parquet")) == expected

    def test_processes_that_die_cost_one_count(self, tree: Path) -> None:
        first = run(tree)
        with open_engine("local", jobs=2) as local:
            sabotage = Sabotage(uncountable=frozenset({"038.jsonl"}))
            made = self.anew(first, engine=SabotagedEngine(local, sabotage))
        assert (made.files, made.uncounted) == (first.files, first.uncounted + 1)
        [row] = [row for row in read_inventory(made.inventory) if row.note]
        assert row.path.endswith("/038.jsonl")

    def test_what_is_not_listed_is_told(self, tree: Path, engine: ExecutorEngine) -> None:
        (tree / "broken").symlink_to("nowhere")
        made = run(tree, engine=engine)
        assert [(problem.kind, problem.path) for problem in made.problems] == [
            ("dangling-link", "broken")
        ]

    @pytest.fixture
    def scanned(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """Make small shards, and note which are scanned."""
        found: list[int] = []

        def noted(task: scanning.ShardTask) -> int:
            found.append(task.shard)
            return scanning.scan_shard(task)

        monkeypatch.setattr("trainbib.shards.plan._LEAST_FILES", 10)
        monkeypatch.setattr("trainbib.shards.running.scan_shard", noted)
        return found

    @staticmethod
    def interrupt(tree: Path, engine: ExecutorEngine) -> None:
        """Scan all shards, and stop before they are merged."""

        def stop(*_: object, **__: object) -> None:
            raise ShardError("stopped")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("trainbib.shards.merge", stop)
            with pytest.raises(ShardError, match="stopped"):
                run(tree, engine=engine)
        assert ".trainbib.files.jsonl.scan" in generated_names(tree)

    @pytest.mark.parametrize("changed", ["", "part-3/038.jsonl", "part-1"])
    def test_an_interrupted_run_goes_on_but_for_what_changed(
        self,
        tree: Path,
        engine: ExecutorEngine,
        scanned: list[int],
        monkeypatch: pytest.MonkeyPatch,
        changed: str,
    ) -> None:
        self.interrupt(tree, engine)
        assert sorted(scanned) == list(range(7))
        scanned.clear()
        plan = read_plan(tree / ".trainbib.files.jsonl.scan" / "now")
        holding = [
            shard
            for shard in range(7)
            if changed and any(f"{file.path}/".startswith(changed) for file in plan.entries(shard))
        ]
        assert bool(holding) is bool(changed)
        now = 1 << 62

        def changed_at(path: str) -> int:
            return now if changed and path == f"{tree}/{changed}" else 0

        monkeypatch.setattr("trainbib.shards.resuming._changed_at", changed_at)
        made = run(tree, engine=engine)
        expected = self.written(made)
        assert sorted(scanned) == holding
        assert generated_names(tree) == ["trainbib.files.jsonl", "trainbib.yaml"]
        assert self.written(self.anew(made)) == expected

    def test_what_is_of_another_set_of_files_is_not_used(
        self, tree: Path, engine: ExecutorEngine, scanned: list[int]
    ) -> None:
        self.interrupt(tree, engine)
        (tree / "part-1" / "test.jsonl").write_text("[]\n")  # as many bytes, a moment ago
        (tree / "part-2").rename(tree / "part-x")
        scanned.clear()
        made = run(tree, engine=engine)
        assert sorted(scanned) == list(range(7))
        expected = self.written(made)
        assert self.written(self.anew(made)) == expected

    def test_what_changed_a_moment_ago_is_read_again(
        self, tree: Path, engine: ExecutorEngine
    ) -> None:
        self.interrupt(tree, engine)
        (tree / "part-1" / "test.jsonl").write_text("[]\n")  # as many bytes
        made = run(tree, engine=engine)
        assert verify(made.manifest).matches

    def test_a_run_without_an_engine_removes_what_was_left(
        self, tree: Path, engine: ExecutorEngine
    ) -> None:
        self.interrupt(tree, engine)
        assert run(tree).files == 65
        assert generated_names(tree) == ["trainbib.files.jsonl", "trainbib.yaml"]

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--address", "auto"], "the address 'auto' is for the engine ray"),
            (["--engine", "ray", "--cache"], "--cache: is for the engine local"),
        ],
    )
    def test_what_does_not_go_together_is_one_sentence(
        self, tree: Path, arguments: list[str], message: str
    ) -> None:
        done = trainbib("generate", tree, *arguments)
        assert (done.returncode, done.stdout) == (2, b"")
        [line] = lines(done.stderr)
        assert message in line
        assert generated_names(tree) == []


KILLED = """
import os, signal, sys
from importlib import import_module
from datetime import date
from trainbib.generating import generate

*module, name = sys.argv[2].split(".")
def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
kind = module.pop() if module[-1][0].isupper() else None
owner = import_module(".".join(module))
setattr(getattr(owner, kind) if kind else owner, name, kill)
generate(sys.argv[1], inventory_format=sys.argv[3], jobs=1, today=date(2026, 11, 22))
"""


@pytest.mark.parametrize(
    ("where", "file_format"),
    [
        ("trainbib.inventory.parquet_writing._finish", "parquet"),
        ("shutil.copyfileobj", "parquet"),
        ("trainbib.generating.new_inventory.replace_both", "parquet"),
        ("trainbib.generating.new_inventory.replace_both", "jsonl"),
        ("os.fsync", "parquet"),
        ("os.fsync", "jsonl"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_run_that_is_killed_leaves_nothing_that_the_next_takes_for_data(
    data: Path,
    where: str,
    file_format: Any,
    first: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    if file_format == "parquet":
        pytest.importorskip("pyarrow")
    (data / "b").joinpath(b"\xff".decode("utf-8", "surrogateescape")).write_text("x")
    if not first:
        run(data, inventory_format=file_format)
        make(data, {"new.txt": "x\n"})
    files = {path for path in data.rglob("*") if path.is_file() and "trainbib" not in path.name}
    killed = subprocess.run([sys.executable, "-c", KILLED, data, where, file_format], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [name for name in generated_names(data) if name.startswith(".")]
    made = run(data, inventory_format=file_format)
    assert made.files == len(files)
    assert generated_names(data) == [f"trainbib.files.{file_format}", "trainbib.yaml"]
    assert verify(made.manifest).diagnostics == ()


@pytest.mark.parametrize(
    ("where", "there", "name", "formats"),
    [
        ("generating.new_inventory.replace_both", "old", "trainbib.files", ("jsonl", "parquet")),
        ("writing.atomic.write_atomically", "old and new", "list", ("jsonl", "parquet")),
        ("writing.atomic.write_atomically", "old and new", "trainbib.files", ("parquet", "jsonl")),
        ("inventory.renaming.Renaming.finish", "old and new", "list", ("jsonl", "parquet")),
        ("inventory.renaming.Renaming.finish", "old and new", "list.x", ("parquet", "jsonl")),
        ("inventory.renaming.Renaming.forget", "new", "trainbib.files", ("jsonl", "parquet")),
        ("inventory.renaming.Renaming.forget", "new", "list", ("jsonl", "parquet")),
    ],
)
def test_a_run_that_is_killed_while_it_changes_the_format_leaves_one_inventory(
    data: Path, where: str, there: str, name: str, formats: tuple[Any, Any]
) -> None:
    pytest.importorskip("pyarrow")
    made = run(data, inventory_format=formats[0], cache=True)
    if name.startswith("list"):  # without a suffix that could be another
        text = made.manifest.read_text(encoding="utf-8")
        made.manifest.write_text(text.replace(made.inventory.name, name), encoding="utf-8")
        for ending in ("", ".cache"):
            dot = "." if ending else ""
            before = data / f"{dot}{made.inventory.name}{ending}"
            before.rename(data / f"{dot}{name}{ending}")
        old = name
    else:
        old = made.inventory.name
    (data / f"{old}.leaves").write_bytes(b"x")
    new = f"{name}.{formats[1]}"
    make(data, {"new.txt": "x\n"})
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, data, f"trainbib.{where}", formats[1]], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    names = {"old": old, "new": new}
    assert {path for path in (old, new) if (data / path).exists()} == {
        names[each] for each in there.split(" and ")
    }
    begun = where.startswith("inventory.")  # from there on the manifest names the new one
    assert differing(data) == ([] if begun else [("FIL002", "new.txt")])
    later = run(data, cache=True)
    assert later.files == made.files + 1
    assert later.inventory.name in {old, new}
    kept = later.inventory.name
    assert sorted(
        path.name for path in data.iterdir() if path.name.lstrip(".").startswith(name)
    ) == [f".{kept}.cache", kept, f"{kept}.leaves"]
    assert verify(later.manifest).matches


def differing(data: Path) -> list[tuple[str, str]]:
    found = verify(data / "trainbib.yaml", jobs=1).diagnostics
    return sorted((each.code, each.message.partition(": ")[0]) for each in found)


NOTE = ".trainbib.files.parquet.new"


def test_an_inventory_that_is_not_what_a_note_says_is_data(data: Path) -> None:
    made = run(data)
    make(data, {"trainbib.files.parquet": "mine\n"})
    mine = sha256(b"mine\n").hexdigest()
    for renamed, old, new in (
        ("trainbib.files.jsonl", sha256(made.inventory.read_bytes()).hexdigest(), "0" * 64),
        ("trainbib.files.jsonl", "0" * 64, mine),
        ("README.md", sha256((data / "README.md").read_bytes()).hexdigest(), mine),
        ("trainbib.files.jsonl", "", mine),
        (".", "0" * 64, mine),
        ("..", "0" * 64, mine),
    ):
        note = make(data, {NOTE: f"trainbib renames {renamed}\nsha256:{old} sha256:{new}\n"}) / NOTE
        run(data)
        assert (data / "README.md").exists()
        assert (data / "trainbib.files.parquet").read_text(encoding="utf-8") == "mine\n"
        assert not note.exists()


def test_who_verifies_takes_for_an_inventory_only_what_a_note_says_byte_for_byte(
    data: Path,
) -> None:
    made = run(data)
    make(data, {"trainbib.files.parquet": "mine\n", "trainbib.files.parquet.leaves": "mine\n"})
    old, mine = sha256(made.inventory.read_bytes()).hexdigest(), sha256(b"mine\n").hexdigest()
    leaves = ("FIL002", "trainbib.files.parquet.leaves")
    other = ("FIL002", "trainbib.files.parquet")
    for renamed, before, after, found in (
        ("trainbib.files.jsonl", old, mine, [leaves]),
        ("trainbib.files.jsonl", old, "0" * 64, [other, leaves]),
        ("trainbib.files.jsonl", "0" * 64, mine, [other, leaves]),
        ("README.md", old, mine, [("FIL002", NOTE), other, leaves]),
        ("other.jsonl", old, mine, [("FIL002", NOTE), other, leaves]),
    ):
        make(data, {NOTE: f"trainbib renames {renamed}\nsha256:{before} sha256:{after}\n"})
        assert differing(data) == found


def test_an_old_inventory_that_has_changed_since_it_was_noted_is_data(data: Path) -> None:
    pytest.importorskip("pyarrow")
    made = run(data, inventory_format="parquet")
    new = sha256(made.inventory.read_bytes()).hexdigest()
    make(data, {"trainbib.files.jsonl": "mine\n"})
    note = "trainbib renames trainbib.files.jsonl\nsha256:{} sha256:{}\n"
    for before, after, found in (
        (sha256(b"mine\n").hexdigest(), new, []),
        ("0" * 64, new, [("FIL002", "trainbib.files.jsonl")]),
        (sha256(b"mine\n").hexdigest(), "0" * 64, [("FIL002", "trainbib.files.jsonl")]),
    ):
        make(data, {NOTE: note.format(before, after)})
        assert differing(data) == found
