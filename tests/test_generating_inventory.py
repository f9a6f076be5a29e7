"""The inventory that is generated: its format, its digests, and who reads the files."""

import json
import signal
import subprocess
import sys
import types
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from hashlib import blake2s
from pathlib import Path
from typing import Any

import pytest

from cli_program import lines, trainbib
from engine_tasks import Sabotage, SabotagedEngine, small_tree
from test_generating import make
from trainbib.document import read_document
from trainbib.engines import ExecutorEngine, open_engine
from trainbib.generating import Generated, GenerateError, generate
from trainbib.inventory import FileRow, InventoryError, read_inventory
from trainbib.inventory.rows import is_parquet
from trainbib.shards import ShardError, read_plan, scanning
from trainbib.verifying import verify

TODAY = date(2026, 11, 22)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make(
        tmp_path / "set",
        {
            "README.md": "---\nlicense: cc0-1.0\n---\n# Set\n",
            "a/train.jsonl": '{"h": 1}\n{"h": 2}\n',
            "b/ünï.csv": "a,b\n1,2\n",
        },
    )


def run(folder: Path, **options: Any) -> Generated:
    options.setdefault("jobs", 1)
    return generate(folder, today=TODAY, **options)


def pin(made: Generated) -> Any:
    data: Any = read_document(made.manifest).data
    return data["files"]["inventory"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if "trainbib" in path.name)


class TestFormat:
    """JSON Lines or Parquet: the same rows and roots."""

    @pytest.fixture(autouse=True)
    def pyarrow(self) -> None:
        pytest.importorskip("pyarrow")

    def test_back_and_forth_loses_nothing(self, data: Path) -> None:
        first = run(data)
        before = {path: path.read_bytes() for path in (first.manifest, first.inventory)}
        roots, rows = pin(first)["roots"], list(read_inventory(first.inventory))
        columns = run(data, inventory_format="parquet")
        assert columns.inventory_format == "parquet"
        assert is_parquet(columns.inventory)
        assert names(data) == ["trainbib.files.parquet", "trainbib.yaml"]
        assert pin(columns)["path"] == "trainbib.files.parquet"
        assert (pin(columns)["roots"], list(read_inventory(columns.inventory))) == (roots, rows)
        again = run(data, inventory_format="jsonl")
        assert {path: path.read_bytes() for path in (again.manifest, again.inventory)} == before
        assert names(data) == ["trainbib.files.jsonl", "trainbib.yaml"]

    def test_an_update_keeps_the_format_that_is_there(self, data: Path) -> None:
        first = run(data, inventory_format="parquet")
        before = {path: path.read_bytes() for path in (first.manifest, first.inventory)}
        assert run(data).changes == ()
        assert {path: path.read_bytes() for path in (first.manifest, first.inventory)} == before
        make(data, {"a/test.jsonl": "{}\n"})
        (data / "b" / "ünï.csv").unlink()
        later = run(data)
        assert later.inventory_format == "parquet"
        assert (later.added, later.removed, later.changed) == (1, 1, 0)
        assert names(data) == ["trainbib.files.parquet", "trainbib.yaml"]
        assert verify(later.manifest).matches
        # Also where the manifest was lost, or its inventory.
        later.manifest.unlink()
        assert run(data).inventory_format == "parquet"
        later.inventory.unlink()
        assert run(data).inventory_format == "parquet"

    def test_the_same_rows_in_other_bytes_stay(self, data: Path) -> None:
        first = run(data, inventory_format="parquet")
        import pyarrow.parquet

        # As another version of pyarrow might write it.
        table = pyarrow.parquet.read_table(first.inventory)
        pyarrow.parquet.write_table(table, first.inventory, compression="NONE")
        other = first.inventory.read_bytes()
        run(data)
        assert first.inventory.read_bytes() == other
        assert verify(first.manifest).matches

    def test_many_files_make_it_parquet(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("trainbib.inventory.rows.MANY_FILES", 3)
        made = run(data)
        assert (made.inventory_format, made.inventory.name) == ("parquet", "trainbib.files.parquet")
        assert [row.path for row in read_inventory(made.inventory)] == [
            "README.md", "a/train.jsonl", "b/ünï.csv",
        ]  # fmt: skip
        assert made.hint == ""

    def test_without_pyarrow_many_files_are_lines_and_a_hint(
        self, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for module in ("trainbib.inventory.rows", "trainbib.generating"):
            monkeypatch.setattr(f"{module}.MANY_FILES", 3)
        monkeypatch.setattr("trainbib.inventory.rows.find_spec", dict[str, None]().get)
        made = run(data)
        assert made.inventory_format == "jsonl"
        assert "--inventory-format parquet" in made.hint
        assert "pip install trainbib[parquet]" in made.hint
        assert run(data, inventory_format="jsonl").hint == ""

    def test_parquet_that_is_asked_for_and_cannot_be_written_changes_nothing(
        self, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = run(data)
        before = {name: (data / name).read_bytes() for name in names(data)}
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(InventoryError, match=r"pip install trainbib\[parquet\]"):
            run(data, inventory_format="parquet")
        assert {name: (data / name).read_bytes() for name in names(data)} == before
        assert first.inventory.exists()

    def test_an_index_and_what_is_remembered_go_with_the_inventory(self, data: Path) -> None:
        made = run(data, cache=True)
        for ending in (".buckets", ".leaves"):
            Path(f"{made.inventory}{ending}").write_bytes(b"x")
        later = run(data, inventory_format="parquet", cache=True)
        assert names(data) == [
            ".trainbib.files.parquet.cache", "trainbib.files.parquet",
            "trainbib.files.parquet.buckets", "trainbib.files.parquet.leaves", "trainbib.yaml",
        ]  # fmt: skip
        assert later.files == 3
        assert verify(later.manifest).matches

    def test_a_file_of_that_name_that_is_no_inventory_is_never_replaced(self, data: Path) -> None:
        run(data)
        make(data, {"trainbib.files.parquet": "mine"})
        with pytest.raises(GenerateError, match="nothing was written"):
            run(data, inventory_format="parquet")
        assert (data / "trainbib.files.parquet").read_text(encoding="utf-8") == "mine"
        assert run(data).added == 1  # it is data like any other

    def test_an_inventory_of_another_name_gets_the_suffix(self, data: Path) -> None:
        made = run(data)
        text = made.manifest.read_text(encoding="utf-8")
        made.manifest.write_text(text.replace("trainbib.files.jsonl", "list"), encoding="utf-8")
        made.inventory.rename(data / "list")
        assert run(data, inventory_format="parquet").inventory.name == "list.parquet"
        assert not (data / "list").exists()
        assert run(data, inventory_format="jsonl").inventory.name == "list.jsonl"
        assert run(data).files == 3

    def test_permissions_of_the_inventory_stay(self, data: Path) -> None:
        run(data).inventory.chmod(0o640)
        made = run(data, inventory_format="parquet")
        assert made.inventory.stat().st_mode & 0o777 == 0o640
        make(data, {"new.txt": "x\n"})
        run(data)
        assert made.inventory.stat().st_mode & 0o777 == 0o640

    def test_what_a_killed_run_left_is_no_data(self, data: Path) -> None:
        run(data)
        make(data, {".trainbib.files.jsonl.columns": "x", ".trainbib.files.jsonl.new": "x"})
        make(data, {".trainbib.files.jsonl.scan/now/plan.json": "x"})
        assert run(data).files == 3
        assert names(data) == ["trainbib.files.jsonl", "trainbib.yaml"]

    def test_every_command_works_on_it(self, data: Path, tmp_path: Path) -> None:
        manifest = data / "trainbib.yaml"
        written = trainbib("generate", data, "--inventory-format", "parquet", "--format", "json")
        assert json.loads(written.stdout)["inventory_format"] == "parquet"
        old = tmp_path / "old"
        subprocess.run(["cp", "-r", data, old], check=True)  # noqa: S607 - wherever it is

        assert trainbib("check", manifest).returncode == 0
        verified = trainbib("verify", manifest)
        assert (verified.returncode, b"all intact" in verified.stdout) == (0, True)
        roots = pin(run(data))["roots"]
        hashed = lines(trainbib("hash", manifest).stdout)
        assert [line.split()[0] for line in hashed[1:]] == [roots["paths"], roots["contents"]]
        sums = trainbib("hash", "--format", "sha256sum", manifest)
        assert [line.split("  ")[1] for line in lines(sums.stdout)] == [
            "README.md", "a/train.jsonl", "b/ünï.csv",
        ]  # fmt: skip
        for tables in ([], ["--tables"]):
            proof = trainbib("prove", manifest, "--file", "b/ünï.csv", *tables)
            (tmp_path / "proof.json").write_bytes(proof.stdout)
            assert trainbib("verify-proof", tmp_path / "proof.json", manifest).returncode == 0

        make(data, {"a/new.jsonl": "{}\n{}\n"})
        (data / "b" / "ünï.csv").rename(data / "b" / "moved.csv")
        found = trainbib("verify", manifest)
        assert found.returncode == 1
        assert b"moved to b/moved.csv" in found.stdout
        run(data)
        changed = json.loads(
            trainbib("diff", old / "trainbib.yaml", manifest, "--format", "json").stdout
        )
        assert "DIF" in json.dumps(changed)
        assert "b/moved.csv" in json.dumps(changed)


class TestSecondDigest:
    """BLAKE3 beside SHA-256."""

    @pytest.fixture(autouse=True)
    def package(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Another hash in the place of BLAKE3, for where the package is not installed."""
        module = types.ModuleType("blake3")
        monkeypatch.setattr(module, "blake3", blake2s, raising=False)
        monkeypatch.setitem(sys.modules, "blake3", module)

    @staticmethod
    def rows(made: Generated) -> list[FileRow]:
        return list(read_inventory(made.inventory))

    def test_it_is_a_second_column_and_roots_do_not_know_of_it(self, data: Path) -> None:
        plain = run(data)
        roots, before = pin(plain)["roots"], self.rows(plain)
        made = run(data, also=("blake3",))
        assert [row._replace(blake3=None) for row in self.rows(made)] == before
        for row in self.rows(made):
            assert row.blake3 == blake2s((data / row.path).read_bytes()).hexdigest()
        assert pin(made)["roots"] == roots
        assert verify(made.manifest).matches

    @pytest.mark.parametrize("file_format", ["jsonl", "parquet"])
    def test_an_update_keeps_it_unless_told_otherwise(self, data: Path, file_format: str) -> None:
        if file_format == "parquet":
            pytest.importorskip("pyarrow")
        run(data, also=("blake3",), inventory_format=file_format)
        make(data, {"new.txt": "x\n"})
        assert all(row.blake3 for row in self.rows(run(data)))
        assert not any(row.blake3 for row in self.rows(run(data, also=())))
        assert not any(row.blake3 for row in self.rows(run(data)))

    def test_where_it_cannot_be_computed_nothing_is_written(
        self, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = run(data, also=("blake3",))
        before = made.inventory.read_bytes()
        monkeypatch.setitem(sys.modules, "blake3", None)
        make(data, {"new.txt": "x\n"})
        with pytest.raises(InventoryError, match="pip install"):
            run(data, also=("blake3",))
        with pytest.raises(GenerateError, match=r"has the column `blake3`.*--also none"):
            run(data)
        assert made.inventory.read_bytes() == before
        assert run(data, also=()).added == 1

    def test_shards_have_it_too(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made = run(data, also=("blake3",))
        before = made.inventory.read_bytes()
        made.inventory.unlink()
        made.manifest.unlink()
        with ThreadPoolExecutor(1) as pool:
            engine = ExecutorEngine(pool)
            assert run(data, also=("blake3",), engine=engine).inventory.read_bytes() == before
            monkeypatch.setitem(sys.modules, "blake3", None)
            with pytest.raises(GenerateError, match="has the column"):
                run(data, engine=engine)


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
        assert names(tree) == ["trainbib.files.jsonl", "trainbib.yaml"]
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
        assert ".trainbib.files.jsonl.scan" in names(tree)

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
        assert names(tree) == ["trainbib.files.jsonl", "trainbib.yaml"]
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
        assert names(tree) == ["trainbib.files.jsonl", "trainbib.yaml"]

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
        assert names(tree) == []


KILLED = """
import os, signal, sys
from importlib import import_module
from datetime import date
from trainbib.generating import generate

module, name = sys.argv[2].rsplit(".", 1)
def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(import_module(module), name, kill)
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
    assert [name for name in names(data) if name.startswith(".")]
    made = run(data, inventory_format=file_format)
    assert made.files == len(files)
    assert names(data) == [f"trainbib.files.{file_format}", "trainbib.yaml"]
    assert verify(made.manifest).diagnostics == ()
