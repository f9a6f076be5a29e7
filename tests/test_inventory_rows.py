"""The inventory file: what is written is exact, what is read is checked."""

import base64
import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.inventory import FileRow, InventoryError, read_inventory, write_inventory
from trainbib.inventory.rows import row_line, sorted_rows, write_sorted_inventory

ZERO = "0" * 64
SEGMENT = (
    st.binary(min_size=1, max_size=6)
    .filter(lambda raw: not set(raw) & set(b"/\0") and raw not in {b".", b".."})
    .map(lambda raw: raw.decode("utf-8", "surrogateescape"))
)
PATHS = st.lists(SEGMENT, min_size=1, max_size=3).map("/".join)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
ROWS = st.builds(
    FileRow,
    path=PATHS,
    bytes=st.integers(0, 2**53 - 1),
    sha256=st.binary(min_size=32, max_size=32).map(bytes.hex),
    type=st.sampled_from(["text/csv", "application/gzip,application/jsonl"]),
    records=st.none() | st.integers(0, 2**53 - 1),
    unit=st.none() | st.sampled_from(["line", "row"]),
    note=st.none() | TEXTS,
    blake3=st.none() | st.binary(min_size=32, max_size=32).map(bytes.hex),
    more=st.none() | st.sampled_from(['{"x-own":[1,1e3]}', '{"x-a":"\\ud800","y":{}}']),
)
ORDER = ["path", "path_bytes", "bytes", "sha256", "blake3", "type", "records", "unit", "note"]


def row(path: str, size: int = 1) -> FileRow:
    return FileRow(path, size, ZERO, "text/plain", 1, "line")


def line(**changes: object) -> str:
    fields: dict[str, object] = {"path": "a", "bytes": 1, "sha256": ZERO, "type": "text/plain"}
    return json.dumps({**fields, **changes}, separators=(",", ":"), ensure_ascii=False) + "\n"


def read(path: Path, text: str | bytes) -> list[FileRow]:
    file = path / "inv.jsonl"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read_inventory(file))


@settings(deadline=None)
@given(rows=st.lists(ROWS, max_size=6, unique_by=lambda row: row.path))
def test_what_is_written_is_read_back_in_the_order_of_path_bytes(
    rows: list[FileRow], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("rows") / "inv.jsonl"
    digest = write_inventory(rows, file)
    assert digest == "sha256:" + sha256(file.read_bytes()).hexdigest()
    expected = sorted(rows, key=lambda row: row.path.encode("utf-8", "surrogateescape"))
    assert list(read_inventory(file)) == expected
    assert file.read_bytes().decode() == "".join(map(row_line, expected))


@settings(deadline=None)
@given(row=ROWS)
def test_a_line_is_the_compact_json_of_its_row(row: FileRow) -> None:
    text = row_line(row)
    value = json.loads(text)
    known = json.dumps(
        {key: value[key] for key in value if key in ORDER},
        separators=(",", ":"),
        ensure_ascii=False,
    )
    own = "" if row.more is None else f",{row.more[1:-1]}"
    assert text == f"{known[:-1]}{own}}}\n"
    assert [key for key in value if key in ORDER] == [key for key in ORDER if key in value]
    raw = row.path.encode("utf-8", "surrogateescape")
    stated = value["path"].encode() if "path" in value else base64.b64decode(value["path_bytes"])
    assert stated == raw
    assert ("path" in value) != ("path_bytes" in value)
    for key in ORDER[2:]:
        assert value.get(key) == getattr(row, key)


def test_a_line_looks_as_the_standard_shows_it() -> None:
    full = FileRow("data/été.jsonl", 12, ZERO, "application/jsonl", 3, "line")
    assert row_line(full) == (
        f'{{"path":"data/été.jsonl","bytes":12,"sha256":"{ZERO}","type":"application/jsonl",'
        '"records":3,"unit":"line"}\n'
    )
    noted = FileRow('a"b', 0, ZERO, "application/octet-stream", note='unknown "format"')
    assert row_line(noted) == (
        f'{{"path":"a\\"b","bytes":0,"sha256":"{ZERO}","type":"application/octet-stream",'
        '"note":"unknown \\"format\\""}\n'
    )


def test_paths_sort_as_bytes_and_not_as_code_units() -> None:
    paths = ["a", "B", "a/b", "a.b", "é", "\U0001d11e", "\uffee", "\udcff", "\udc80"]
    by_bytes = [b"B", b"a", b"a.b", b"a/b", b"\x80", "é".encode(), "\uffee".encode()]
    by_bytes += ["\U0001d11e".encode(), b"\xff"]
    rows = sorted_rows(map(row, paths))
    assert [each.path.encode("utf-8", "surrogateescape") for each in rows] == by_bytes


def test_an_empty_inventory_has_no_rows_and_a_digest(tmp_path: Path) -> None:
    file = tmp_path / "inv.jsonl"
    assert write_inventory([], file) == "sha256:" + sha256(b"").hexdigest()
    assert list(read_inventory(file)) == []


def test_writing_replaces_in_one_step_and_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "inv.jsonl"
    file.write_text("old")
    file.chmod(0o640)
    write_inventory([row("a")], file)
    assert list(tmp_path.iterdir()) == [file]
    assert file.stat().st_mode & 0o777 == 0o640
    assert [each.path for each in read_inventory(file)] == ["a"]


def test_a_path_given_twice_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "inv.jsonl"
    file.write_text("old")
    with pytest.raises(InventoryError, match="path 'a' is given twice"):
        write_inventory([row("a"), row("b"), row("a")], file)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_is_written_through(tmp_path: Path) -> None:
    target = tmp_path / "target.jsonl"
    target.touch()
    link = tmp_path / "inv.jsonl"
    link.symlink_to(target)
    write_inventory([row("a")], link)
    assert link.is_symlink()
    assert target.read_text() == row_line(row("a"))


def test_large_inventories_are_written_whole(tmp_path: Path) -> None:
    rows = [row(f"{number:06}") for number in range(20_000)]
    write_inventory(reversed(rows), tmp_path / "inv.jsonl")
    assert list(read_inventory(tmp_path / "inv.jsonl")) == rows


def test_json_written_by_others_is_read(tmp_path: Path) -> None:
    text = json.dumps({"type": "text/plain", "sha256": ZERO, "bytes": 5, "path": "\u00e9/x"}) + "\n"
    assert read(tmp_path, text) == [FileRow("é/x", 5, ZERO, "text/plain")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{\n", r"line 1: '{' is not a JSON object \(a key in double .* column 2, where it ends\)"),
        ("\n", r"line 1: '' is not a JSON object \(it is empty\)"),
        ("\ufeff" + line(), r"line 1: .* \(it begins with a byte order mark, U\+FEFF; write it"),
        ("a,b,c\n", r"line 1: .* \(a value is wanted at column 1, where `a` is\)"),
        (line().replace(",", ", ,", 1), r"\(a key in double quotes is wanted .*, where `,` is"),
        (line().replace(":", "=", 1), r"\(a colon is wanted at column 8, where `=` is\)"),
        (line().replace(",", ";", 1), r"\(a comma, or the end .* at column 12, where `;` is\)"),
        (line().replace("}", ""), r"\(a comma, or the end .* at column \d+, where it ends\)"),
        (line().replace('"a"', '"a'), r"\(a comma, or the end .* column 13, where `b` is\)"),
        ('{"path":"a\n', r"\(the text that begins at column 9 has no end\)"),
        ('{"path":"a\tb"}\n', r"\(the text holds U\+0009 at column 11, which is written as an"),
        ('{"path":"a\\x"}\n', r"\(the backslash at column 11 begins no escape of JSON\)"),
        ('{"path":"a\\u12"}\n', r"\(what follows `\\u` at column \d+ is not four hexadecimal"),
        (line().replace("}", "},"), r"\(there is more after its end, from column \d+, where"),
        (line().replace("}", ",}"), r"\((nothing follows the comma|a key in .* wanted) at column"),
        (line().replace('"bytes":1', f'"bytes":{"1" * 5000}'), r"\(it holds a number of more dig"),
        ("[1]\n", r"line 1: '\[1\]' is not a JSON object"),
        (line() + line(path="b").rstrip(), "line 2: .* has no line feed, so the file was cut"),
        (line().replace("\n", "\r\n"), "line 1: the line ends in CR LF"),
        (line().replace('"bytes":1,', ""), "line 1: the key 'bytes' is missing"),
        (line().replace('"type":"text/plain"', '"records":1'), "line 1: the key 'type' is missing"),
        (line().replace('"path":"a",', ""), "line 1: a row has either 'path' or 'path_bytes'"),
        (line(path_bytes="/w=="), "line 1: a row has either 'path' or 'path_bytes'"),
        (line(bytes="1"), "line 1: bytes is '1', not a whole number"),
        (line(bytes=True), "line 1: bytes is True, not a whole number"),
        (line(bytes=-1), "line 1: bytes is -1, not a whole number"),
        (line(bytes=2**53), "line 1: bytes is 9007199254740992, not a whole number"),
        (line(records=1.5), "line 1: records is 1.5, not a whole number"),
        (line(sha256="0" * 63), "line 1: sha256 is '0{63}', not 64"),
        (line(sha256="A" * 64), "line 1: sha256 is 'A{64}', not 64 lower-case"),
        (line(type=""), "line 1: type is '', not a text"),
        (line(type=None), "line 1: type is None, not a text"),
        (line(blake3="0"), "line 1: blake3 is '0', not 64"),
        (line(note=1), "line 1: note is 1, not a text"),
        (line(path=7), "line 1: path is 7, not a text"),
        (line().replace('"a"', '"a","path":"b"'), r"line 1: .*\(a key is given twice\)"),
        (line().replace('"a"', '"a","x":NaN'), r"line 1: .*\(NaN is no number of JSON\)"),
        (line().replace('"a"', '"a","x":[-Infinity]'), r"\(-Infinity is no number of JSON\)"),
        (line() + line(), "line 2: path 'a' is given twice"),
        (line(path="b") + line(), "line 2: path 'a' comes after 'b', but rows are sorted"),
        (line(path="a/b") + line(path="a.b"), "line 2: path 'a.b' comes after 'a/b'"),
        (line(path="/a"), "line 1: path '/a' does not stay below"),
        (line(path="../a"), "line 1: path '../a' does not stay below"),
        (line(path="a/../../b"), "line 1: path 'a/../../b' does not stay below"),
        (line(path="a//b"), "line 1: path 'a//b' does not stay below"),
        (line(path="./a"), "line 1: path './a' does not stay below"),
        (line(path="a/."), "line 1: path 'a/.' does not stay below"),
        (line(path="a/"), "line 1: path 'a/' does not stay below"),
        (line(path=".."), "line 1: path '..' does not stay below"),
        (line(path="a\0b"), r"line 1: path 'a\\x00b' does not stay below"),
        (line().replace('"a"', r'"\udcff"'), "line 1: path .* is not Unicode"),
        (line().replace('"path":"a"', '"path_bytes":"!"'), "path_bytes is '!', no base64"),
        (line().replace('"path":"a"', '"path_bytes":"YQ=="'), "is the UTF-8 path 'a'"),
        (line().encode().replace(b'"a"', b'"\xff"'), r"\(byte 10 is 0xFF, which is not UTF-8"),
        ("[" * 100_000 + "\n", r"line 1: .* is not a JSON object \(its brackets are nested too"),
    ],
)
def test_a_bad_line_is_refused_with_file_line_and_value(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    with pytest.raises(InventoryError, match=message) as caught:
        read(tmp_path, text)
    assert str(tmp_path / "inv.jsonl") in str(caught.value)
    assert "trainbib generate" in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"\x1f\x8b\x08", b"version https://git-lfs\n", b"PAR"]
)
def test_a_file_named_as_parquet_that_is_none_is_told_so(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "inv.parquet"
    file.write_bytes(data)
    with pytest.raises(InventoryError, match="is no Parquet file, though it is named") as caught:
        list(read_inventory(file))
    said = str(caught.value)
    assert "line" not in said
    assert f"begins with {data[:4]!r}, not with b'PAR1': run `trainbib generate`" in said


def test_lines_are_read_whatever_the_file_is_called(tmp_path: Path) -> None:
    for text, rows in ((line(), 1), ("", 0)):
        (tmp_path / "inv.parquet").write_text(text)
        assert len(list(read_inventory(tmp_path / "inv.parquet"))) == rows


def test_names_with_dots_are_not_mistaken_for_leaving(tmp_path: Path) -> None:
    paths = ["...", "..a", ".a", "a..", "a../b.", "a./b"]
    text = "".join(line(path=path) for path in paths)
    assert [each.path for each in read(tmp_path, text)] == paths


def test_reading_streams(tmp_path: Path) -> None:
    file = tmp_path / "inv.jsonl"
    file.write_text(line() + "broken\n")
    rows = read_inventory(file)
    assert next(rows).path == "a"
    with pytest.raises(InventoryError, match="line 2"):
        next(rows)


def test_keys_that_are_not_known_are_kept_as_they_stand_so_that_rows_can_grow(
    tmp_path: Path,
) -> None:
    own = '"x-own":[1, 1.0,1e3],"then":{"a":"\\u00e9"}'
    text = line().replace("}\n", f",{own}}}\n")
    (found,) = read(tmp_path, text)
    assert found == FileRow("a", 1, ZERO, "text/plain", more=f"{{{own}}}")
    assert row_line(found) == text


def test_keys_that_are_not_known_are_kept_wherever_they_stand(tmp_path: Path) -> None:
    (found,) = read(tmp_path, line(note="n").replace('"note"', '"x-own":"\\ud800","note"'))
    assert found == FileRow("a", 1, ZERO, "text/plain", note="n", more='{"x-own":"\\ud800"}')
    assert json.loads(row_line(found))["note"] == "n"


def test_a_second_digest_stands_after_the_first(tmp_path: Path) -> None:
    one = FileRow("a", 1, ZERO, "text/plain", blake3="1" * 64)
    text = row_line(one)
    assert text.index("sha256") < text.index('"blake3":"1') < text.index("type")
    assert read(tmp_path, text) == [one]
    escaped = text.replace("text/plain", "text\\/plain")
    assert read(tmp_path, escaped) == [one]


def test_a_type_with_quotes_is_read_back(tmp_path: Path) -> None:
    odd = FileRow("a", 1, ZERO, 'text/"plain"', 1, "\\")
    assert read(tmp_path, row_line(odd)) == [odd]


def test_rows_in_order_are_written_without_being_held(tmp_path: Path) -> None:
    file = tmp_path / "inv.jsonl"
    rows = [row("a"), row("\U0001d11e"), row("\udcff")]
    digest = write_sorted_inventory(iter(rows), file)
    assert digest == write_inventory(reversed(rows), tmp_path / "again.jsonl")
    assert list(read_inventory(file)) == rows
    with pytest.raises(InventoryError, match="path 'a' comes after 'b'"):
        write_sorted_inventory([row("b"), row("a")], file)
    with pytest.raises(InventoryError, match="'n9999' is given twice"):
        write_sorted_inventory((row(f"n{min(n, 9999):04}") for n in range(10_001)), file)
    assert list(read_inventory(file)) == rows


def test_one_odd_row_among_many_does_not_change_the_others(tmp_path: Path) -> None:
    rows = [row(f"{number:06}") for number in range(10_000)]
    rows[5_000] = rows[5_000]._replace(path='005000"', note="odd")
    write_inventory(rows, tmp_path / "inv.jsonl")
    assert list(read_inventory(tmp_path / "inv.jsonl")) == rows
