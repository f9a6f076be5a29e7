"""Inventories as Parquet: the same rows, converted both ways without loss."""

import contextlib
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.inventory import FileRow, InventoryError, read_inventory, write_inventory
from trainbib.inventory import parquet_writing as module
from trainbib.inventory.parquet_rows import column_batches
from trainbib.inventory.rows import (
    MANY_FILES,
    chosen_format,
    convert_inventory,
    inventory_suffix,
    is_parquet,
    row_line,
    write_sorted_inventory,
)
from trainbib.tree import roots

pa: Any = pytest.importorskip("pyarrow")
pq: Any = pytest.importorskip("pyarrow.parquet")

ZERO = "0" * 64
SEGMENT = (
    st.binary(min_size=1, max_size=6)
    .filter(lambda raw: not set(raw) & set(b"/\0") and raw not in {b".", b".."})
    .map(lambda raw: raw.decode("utf-8", "surrogateescape"))
)
TEXTS = st.text(min_size=1, max_size=8)
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
NUMBERS = st.integers(0, 2**53 - 1)
ROWS = st.builds(
    FileRow,
    path=st.lists(SEGMENT, min_size=1, max_size=3).map("/".join),
    bytes=NUMBERS,
    sha256=DIGESTS,
    type=st.sampled_from(
        ["text/csv", "application/gzip,application/jsonl", 'odd/"type"', "\ud800"]
    ),
    records=st.none() | NUMBERS,
    unit=st.none() | st.sampled_from(["line", "row"]),
    note=st.none() | TEXTS,
    blake3=st.none() | DIGESTS,
    more=st.none() | st.sampled_from(['{"x-own":[1, 1e3]}', '{"x-a":"\\ud800","y":{}}']),
)


def row(path: str, size: int = 1) -> FileRow:
    return FileRow(path, size, ZERO, "text/plain", 1, "line")


def parquet(folder: Path, rows: list[FileRow], name: str = "inv.parquet") -> Path:
    write_inventory(rows, folder / name)
    return folder / name


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(ROWS, max_size=6, unique_by=lambda row: row.path))
def test_a_round_trip_gives_the_same_bytes(
    rows: list[FileRow], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("inventories")
    digest = write_inventory(rows, folder / "a.jsonl")
    convert_inventory(folder / "a.jsonl", folder / "b.parquet")
    assert convert_inventory(folder / "b.parquet", folder / "c.jsonl") == digest
    assert (folder / "a.jsonl").read_bytes() == (folder / "c.jsonl").read_bytes()
    assert is_parquet(folder / "b.parquet")
    assert not is_parquet(folder / "a.jsonl")
    listed = list(read_inventory(folder / "b.parquet"))
    assert listed == list(read_inventory(folder / "a.jsonl"))
    written = write_inventory(rows, folder / "d.parquet")
    assert written == convert_inventory(folder / "a.jsonl", folder / "b.parquet")
    assert roots(listed) == roots(rows)


@pytest.mark.parametrize("odd", [None, 0, 70, 99])
def test_the_same_rows_give_the_same_bytes_by_any_way(
    tmp_path: Path, odd: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROWS_A_GROUP", 16)
    rows = [row(f"f{number:03}") for number in range(100)]
    if odd is not None:
        rows[odd] = rows[odd]._replace(path=f"f{odd:03}\udcff")
    digest = write_inventory(reversed(rows), tmp_path / "a.parquet")
    data = (tmp_path / "a.parquet").read_bytes()
    assert digest == f"sha256:{sha256(data).hexdigest()}"
    assert write_sorted_inventory(iter(rows), tmp_path / "b.parquet") == digest
    write_inventory(rows, tmp_path / "c.jsonl")
    assert convert_inventory(tmp_path / "c.jsonl", tmp_path / "d", file_format="parquet") == digest
    assert convert_inventory(tmp_path / "a.parquet", tmp_path / "e.parquet") == digest
    assert list(read_inventory(tmp_path / "a.parquet")) == rows
    assert len(list(tmp_path.iterdir())) == 5


def test_what_others_read(tmp_path: Path) -> None:
    rows = [row("a"), row("b/\udcff"), row("c")._replace(note="why", records=None)]
    file = parquet(tmp_path, rows)
    table = pq.read_table(file)
    assert table.column("path").to_pylist() == ["a", None, "c"]
    assert table.column("path_bytes").to_pylist() == [None, b"b/\xff", None]
    assert table.column("sha256").to_pylist() == [bytes(32)] * 3
    assert table.column("blake3").null_count == 3
    assert table.column("records").to_pylist() == [1, 1, None]
    metadata = pq.read_metadata(file)
    assert metadata.metadata == {b"trainbib.inventory": b"1.0"}
    # The order is stated only where the column of paths has it.
    assert metadata.row_group(0).sorting_columns == ()
    sorted_file = parquet(tmp_path, [row("a"), row("b")], "sorted.parquet")
    group = pq.read_metadata(sorted_file).row_group(0)
    assert [each.column_index for each in group.sorting_columns] == [0]
    column = group.column(0)
    assert (column.statistics.min, column.statistics.max) == ("a", "b")
    assert column.has_offset_index
    assert column.has_column_index


def test_rows_are_in_groups_that_can_be_read_alone(tmp_path: Path) -> None:
    count = module.ROWS_A_GROUP + 5
    file = parquet(tmp_path, [row(f"{number:07}") for number in range(count)])
    metadata = pq.read_metadata(file)
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    assert [group.num_rows for group in groups] == [module.ROWS_A_GROUP, 5]
    assert groups[1].column(0).statistics.min == f"{module.ROWS_A_GROUP:07}"
    assert sum(1 for _ in read_inventory(file)) == count


def test_an_empty_inventory(tmp_path: Path) -> None:
    file = parquet(tmp_path, [])
    assert list(read_inventory(file)) == []
    assert list(column_batches(str(file))) == []


def table(**columns: list[Any]) -> Any:
    given: dict[str, list[Any]] = {
        "path": ["a", "b"],
        "bytes": [1, 2],
        "sha256": [bytes(32)] * 2,
        "type": ["text/plain"] * 2,
        **columns,
    }
    return pa.table({name: values for name, values in given.items() if values})


def test_parquet_written_by_others_is_read(tmp_path: Path) -> None:
    pq.write_table(table(size=[7, 8]), tmp_path / "inv.parquet", row_group_size=1)
    expected = [FileRow("a", 1, ZERO, "text/plain"), FileRow("b", 2, ZERO, "text/plain")]
    assert list(read_inventory(tmp_path / "inv.parquet")) == expected
    assert sum(len(batch.paths) for batch in column_batches(str(tmp_path / "inv.parquet"))) == 2
    with pytest.raises(InventoryError, match="column `size` is not of the standard"):
        convert_inventory(tmp_path / "inv.parquet", tmp_path / "inv.jsonl")
    assert not (tmp_path / "inv.jsonl").exists()


BOTH = [
    ({"path": ["b", "a"]}, "path 'a' comes after 'b'"),
    ({"path": ["a", "a"]}, "path 'a' is given twice"),
    ({"path": []}, "has no column `path`"),
    ({"sha256": []}, "has no column `sha256`"),
    ({"path": ["a", None]}, "either `path` or `path_bytes`"),
    ({"path_bytes": [None, b"\xff"]}, "either `path` or `path_bytes`"),
    ({"path": ["a", None], "path_bytes": [b"\xff", None]}, "either `path` or `path_bytes`"),
    ({"path": ["a", None], "path_bytes": [None, b"b"]}, "path_bytes b'b' is UTF-8"),
    ({"path": [1, 2]}, "column `path` holds something else than string .it is int64"),
    ({"path": [b"a", b"\xff"]}, "column `path` holds something else"),
    ({"bytes": [1, -1]}, "bytes is -1, not a whole number"),
    ({"bytes": [1, 2**53]}, "bytes is 9007199254740992, not"),
    ({"bytes": [1, None]}, "a row has no `bytes`"),
    ({"bytes": ["x", "y"]}, "column `bytes` holds something else than int64"),
    ({"sha256": [b"short", b"long"]}, "column `sha256` holds something else"),
    ({"sha256": [bytes(32), None]}, "a row has no `sha256`"),
]
ROWS_ONLY = [
    ({"path": ["../a", "b"]}, "row 1: path '../a' does not stay below"),
    ({"path": ["a", "b\0"]}, "row 2: path .* does not stay below"),
    ({"path": ["", "b"]}, "row 1: path '' does not stay below"),
    ({"path": ["a\n", "a\n/"]}, "row 2: path .* does not stay below"),
    ({"type": ["", "t"]}, "type is '', not a text"),
    ({"type": ["t", None]}, "a row has no `type`"),
    ({"records": [1, -3]}, "records is -3"),
    ({"unit": ["", "x"]}, "unit is ''"),
    ({"blake3": [b"1", b"2"]}, "column `blake3` holds something else"),
    ({"more": [None, "[]"]}, "`more` is '\\[\\]', not a JSON object"),
    ({"more": [None, "{}"]}, "`more` is '{}'"),
    ({"more": [None, '{"bytes":1}']}, "keys that are not of the standard"),
    ({"more": [None, '{"x-a":\n1}']}, "on one line"),
    ({"more": [None, "{"]}, "`more` is '{'"),
    ({"more": [None, ' {"x-a":1}']}, "not a JSON object on one line"),
    ({"more": [None, '{"x-a":NaN}']}, "not a JSON object on one line"),
    ({"more": [None, '{"x-a":1} ']}, "not a JSON object on one line"),
    ({"more": [None, '{"x-a":1,"x-a":2}']}, "each once"),
    ({"more": [None, '{"x-a":{"b":1,"b":2}}']}, "each once"),
]


@pytest.mark.parametrize(("columns", "message"), BOTH + ROWS_ONLY)
def test_a_bad_row_is_refused(tmp_path: Path, columns: dict[str, Any], message: str) -> None:
    pq.write_table(table(**columns), tmp_path / "inv.parquet")
    with pytest.raises(InventoryError, match=message) as caught:
        list(read_inventory(tmp_path / "inv.parquet"))
    assert "inv.parquet" in str(caught.value)


@pytest.mark.parametrize(("columns", "message"), BOTH)
def test_a_bad_row_is_refused_where_columns_are_compared(
    tmp_path: Path, columns: dict[str, Any], message: str
) -> None:
    pq.write_table(table(**columns), tmp_path / "inv.parquet", row_group_size=1)
    with pytest.raises(InventoryError, match=message):
        list(column_batches(str(tmp_path / "inv.parquet")))


@pytest.mark.parametrize("keep", [4, 100, 0.5, -1])
def test_a_file_that_was_cut_is_refused(tmp_path: Path, keep: float) -> None:
    file = parquet(tmp_path, [row(f"{number:05}") for number in range(1000)])
    data = file.read_bytes()
    file.write_bytes(data[: int(keep * len(data)) if keep == 0.5 else int(keep)])
    with pytest.raises(InventoryError, match="cannot be read"):
        list(read_inventory(file))


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    good = table()
    names = [*good.column_names, "path"]
    twice = pa.Table.from_arrays([*good.columns, good.column("path")], names=names)
    pq.write_table(twice, tmp_path / "inv.parquet")
    with pytest.raises(InventoryError, match="has the column `path` twice"):
        list(read_inventory(tmp_path / "inv.parquet"))


def test_a_column_whose_name_is_no_text_is_refused(tmp_path: Path) -> None:
    pq.write_table(table(xyzzy=[1, 2]), tmp_path / "inv.parquet", store_schema=False)
    data = (tmp_path / "inv.parquet").read_bytes()
    assert b"xyzzy" in data
    (tmp_path / "inv.parquet").write_bytes(data.replace(b"xyzzy", b"xy\xffzy"))
    with pytest.raises(InventoryError, match="cannot be read"):
        list(column_batches(str(tmp_path / "inv.parquet")))


def test_large_row_groups_of_others_are_read_in_parts(tmp_path: Path) -> None:
    count = 2 * module.ROWS_A_GROUP + 7
    rows = [row(f"{number:07}") for number in range(count)]
    data = pq.read_table(parquet(tmp_path, rows))
    pq.write_table(data, tmp_path / "other.parquet", row_group_size=count)
    assert pq.read_metadata(tmp_path / "other.parquet").num_row_groups == 1
    parts = [len(batch.paths) for batch in column_batches(str(tmp_path / "other.parquet"))]
    assert parts == [module.ROWS_A_GROUP, module.ROWS_A_GROUP, 7]
    assert list(read_inventory(tmp_path / "other.parquet")) == rows


def test_a_row_out_of_order_is_found_across_parts(tmp_path: Path) -> None:
    names = [f"{number:07}" for number in range(module.ROWS_A_GROUP)]
    paths = [*names, "0000005"]
    columns: dict[str, list[Any]] = {"bytes": [1], "sha256": [bytes(32)], "type": ["t"]}
    given = {key: values * len(paths) for key, values in columns.items()}
    pq.write_table(pa.table({"path": paths, **given}), tmp_path / "inv.parquet")
    for read in (column_batches, read_inventory):
        with pytest.raises(InventoryError, match="path '0000005' comes after '0065535'"):
            list(read(str(tmp_path / "inv.parquet")))


def test_a_file_with_other_bytes_in_it_gives_no_traceback(tmp_path: Path) -> None:
    file = parquet(tmp_path, [row(f"{number:03}") for number in range(50)])
    data = file.read_bytes()
    for at in range(4, len(data), 7):
        file.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        with contextlib.suppress(InventoryError):  # and nothing else
            assert len(list(read_inventory(file))) <= 50


def test_an_inventory_of_a_later_standard_is_refused(tmp_path: Path) -> None:
    data = table().replace_schema_metadata({"trainbib.inventory": "2.0"})
    pq.write_table(data, tmp_path / "inv.parquet")
    with pytest.raises(InventoryError, match=r"version 2\.0 .* update the program"):
        list(read_inventory(tmp_path / "inv.parquet"))


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        next(read_inventory(tmp_path / "inv.parquet"))


def test_without_pyarrow_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = parquet(tmp_path, [row("a")])
    for name in [each for each in sys.modules if each.partition(".")[0] == "pyarrow"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(InventoryError, match=r"pip install trainbib\[parquet\]"):
        list(read_inventory(file))
    with pytest.raises(InventoryError, match=r"pip install trainbib\[parquet\]"):
        write_inventory([row("a")], tmp_path / "new.parquet")
    assert list(tmp_path.iterdir()) == [file]
    write_inventory([row("a")], tmp_path / "new.jsonl")


def test_the_format_is_chosen_by_size_or_by_name(tmp_path: Path) -> None:
    assert chosen_format("auto", MANY_FILES - 1) == "jsonl"
    assert chosen_format("auto", MANY_FILES) == "parquet"
    assert chosen_format("jsonl", MANY_FILES) == "jsonl"
    assert chosen_format("parquet", 0) == "parquet"
    assert inventory_suffix("parquet") == ".parquet"
    write_inventory([row("a")], tmp_path / "odd.name", file_format="parquet")
    assert is_parquet(tmp_path / "odd.name")
    write_inventory([row("a")], tmp_path / "x.parquet", file_format="jsonl")
    assert (tmp_path / "x.parquet").read_text() == row_line(row("a"))


def test_without_pyarrow_many_files_are_listed_as_json_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        assert name == "pyarrow"

    monkeypatch.setattr("trainbib.inventory.rows.find_spec", missing)
    assert chosen_format("auto", MANY_FILES) == "jsonl"


def test_rows_of_the_schema_are_those_that_are_written() -> None:
    from trainbib.schemas import load_schema

    schema = load_schema("inventory-row")
    known = {"path", "path_bytes", *FileRow._fields[1:-1]}
    assert schema["properties"].keys() == known
    text = row_line(FileRow("a", 1, ZERO, "t", 1, "line", "n", ZERO, '{"x-own":1}'))
    keys = [key for key in schema["properties"] if key != "path_bytes"]
    assert list(json.loads(text)) == [*keys, "x-own"]


@pytest.mark.parametrize("forks", [True, False])
def test_files_are_verified_against_an_inventory_in_parquet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, forks: bool
) -> None:
    from trainbib.generating import generate
    from trainbib.verifying import VerifyError, verify

    for number in range(30):
        (tmp_path / f"{number:02}.txt").write_text(str(number))
    made = generate(tmp_path, inventory_format="parquet")
    assert is_parquet(made.inventory)
    if not forks:
        monkeypatch.delattr("os.fork", raising=False)
    assert verify(made.manifest, jobs=1).matches
    (tmp_path / "07.txt").write_text("8")
    assert [each.code for each in verify(made.manifest, jobs=1).diagnostics] == ["HSH001"]
    made.inventory.write_bytes(made.inventory.read_bytes()[:-9])
    with pytest.raises(VerifyError, match="the Parquet file cannot be read"):
        verify(made.manifest, jobs=1)
