"""The inventory that is generated: its format and its digests."""

import json
import subprocess
import sys
import types
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2s
from pathlib import Path
from typing import Any

import pytest

from cli_program import lines, trainbib
from generated_folders import generated_names, make, make_set, run
from trainbib.document import read_document
from trainbib.engines import ExecutorEngine
from trainbib.generating import Generated, GenerateError
from trainbib.generating.listing import Listing
from trainbib.inventory import FileRow, InventoryError, read_inventory
from trainbib.inventory.rows import is_parquet
from trainbib.verifying import verify


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_set(tmp_path)


def pin(made: Generated) -> Any:
    data: Any = read_document(made.manifest).data
    return data["files"]["inventory"]


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
        assert generated_names(data) == ["trainbib.files.parquet", "trainbib.yaml"]
        assert pin(columns)["path"] == "trainbib.files.parquet"
        assert (pin(columns)["roots"], list(read_inventory(columns.inventory))) == (roots, rows)
        again = run(data, inventory_format="jsonl")
        assert {path: path.read_bytes() for path in (again.manifest, again.inventory)} == before
        assert generated_names(data) == ["trainbib.files.jsonl", "trainbib.yaml"]

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
        assert generated_names(data) == ["trainbib.files.parquet", "trainbib.yaml"]
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
        before = {name: (data / name).read_bytes() for name in generated_names(data)}
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(InventoryError, match=r"pip install trainbib\[parquet\]"):
            run(data, inventory_format="parquet")
        assert {name: (data / name).read_bytes() for name in generated_names(data)} == before
        assert first.inventory.exists()

    def test_an_index_and_what_is_remembered_go_with_the_inventory(self, data: Path) -> None:
        made = run(data, cache=True)
        for ending in (".buckets", ".leaves"):
            Path(f"{made.inventory}{ending}").write_bytes(b"x")
        later = run(data, inventory_format="parquet", cache=True)
        assert generated_names(data) == [
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
        assert generated_names(data) == ["trainbib.files.jsonl", "trainbib.yaml"]

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


def test_where_one_rule_covers_all_no_row_is_read_to_find_what_none_covers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> list[FileRow]:
        raise AssertionError("a row was read")

    made = make(tmp_path / "set", {f"{number}.jsonl": "{}\n" for number in range(9)})
    run(made)
    monkeypatch.setattr(Listing, "read", refuse)
    again = run(made)
    assert (again.created, again.changes) == (False, ())
