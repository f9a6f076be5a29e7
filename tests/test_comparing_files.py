"""Comparing inventories: the merge, moves, folders, citations, inventories that cannot be used."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.comparing import Change, Level, compare, lines, storing
from trainbib.comparing.files import RowDifferences, RowOrderError, compare_rows, find_moves
from trainbib.comparing.folders import EACH, MOST_MOVES, CommonFolders, file_changes
from trainbib.document import parse_document
from trainbib.inventory.rows import FileRow, InventoryError, row_line, write_inventory
from trainbib.tree import HashedFile, roots


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def row(path: str, text: str) -> FileRow:
    return FileRow(path, len(text), digest(text), "text/plain")


def rows(files: dict[str, str]) -> list[FileRow]:
    made = [row(path, text) for path, text in files.items()]
    return sorted(made, key=lambda each: each.path.encode("utf-8", "surrogateescape"))


names = st.text(st.sampled_from("ab/é\udcff\U0001f600"), min_size=1, max_size=6)
trees = st.dictionaries(names, st.sampled_from(["", "1", "2", "3"]), max_size=8)


@settings(max_examples=200, deadline=None)
@given(trees, trees)
def test_the_merge_finds_what_two_mappings_say(old: dict[str, str], new: dict[str, str]) -> None:
    kept: list[str] = []
    found = compare_rows(rows(old), rows(new), kept=kept.append)
    moved_from = {before.path for before, _ in found.moved}
    moved_to = {after.path for _, after in found.moved}
    assert {each.path for each in found.removed} | moved_from == old.keys() - new.keys()
    assert {each.path for each in found.added} | moved_to == new.keys() - old.keys()
    assert {after.path for _, after in found.changed} == {
        path for path in old.keys() & new.keys() if old[path] != new[path]
    }
    assert set(kept) == old.keys() & new.keys()
    assert len(kept) == len(set(kept))
    assert all(before.sha256 == after.sha256 for before, after in found.moved)
    assert len(moved_from) == len(moved_to) == len(found.moved)
    # What is left could not be moved: no content of any size is on both sides.
    assert not {each.sha256 for each in found.removed if each.bytes} & {
        each.sha256 for each in found.added if each.bytes
    }
    assert (found.old_files, found.new_files) == (len(old), len(new))
    assert found.old_bytes == sum(map(len, old.values()))


def test_rows_out_of_order_are_refused() -> None:
    with pytest.raises(RowOrderError, match=r"new row `a` comes after `b`"):
        compare_rows([], [row("b", "1"), row("a", "2")])
    with pytest.raises(RowOrderError, match="old row"):
        compare_rows([row("a", "1"), row("a", "1")], [])


def test_rows_are_read_once_and_only_different_ones_are_held() -> None:
    read = 0

    def stream(changed: int) -> Iterator[FileRow]:
        nonlocal read
        for number in range(5_000):
            read += 1
            yield row(f"{number:06}", "x" if number != changed else "y")

    found = compare_rows(stream(-1), stream(7))
    assert read == 10_000
    assert [after.path for _, after in found.changed] == ["000007"]
    assert found.added == found.removed == []
    assert found.moved == []


class CountedRow:
    """A row that counts how often its digest is looked at."""

    looks = 0

    def __init__(self, path: str, sha256: str) -> None:
        self.path = path
        self.bytes = 1
        self._sha256 = sha256

    @property
    def sha256(self) -> str:
        CountedRow.looks += 1
        return self._sha256


@pytest.mark.parametrize("contents", [1, 10_000])
def test_ten_thousand_moves_are_found_in_linear_time(contents: int) -> None:
    CountedRow.looks = 0
    removed = [CountedRow(f"a/{n}", str(n % contents)) for n in range(10_000)]
    added = [CountedRow(f"b/x{n}", str(n % contents)) for n in range(10_000)]
    moved, left, right = find_moves(removed, added)
    assert len(moved) == 10_000
    assert left == right == []
    assert CountedRow.looks <= 4 * 10_000


def changes(old: dict[str, str], new: dict[str, str]) -> list[Change]:
    return file_changes(compare_rows(rows(old), rows(new)), changed_level=Level.NOTABLE)


def test_a_folder_that_moved_is_one_change() -> None:
    old = {f"data/raw/{n % 7}/{n}.txt": str(n) for n in range(1204)}
    new = {f"data/v2/{n % 7}/{n}.txt": str(n) for n in range(1204)}
    (change,) = changes(old, new)
    assert (change.code, change.count, change.entity.key) == ("DIF207", 1204, "data/v2")
    assert change.detail == "data/raw/ → data/v2/"
    assert len(change.examples) == 5


def test_files_renamed_within_a_folder_are_one_change() -> None:
    old = {f"data/{n}.txt": str(n) for n in range(30)}
    new = {f"data/part-{n}.txt": str(n) for n in range(30)}
    (change,) = changes(old, new)
    assert (change.code, change.count, change.detail) == ("DIF207", 30, "data/ → data/")


def test_few_files_are_named_and_many_are_told_by_folder() -> None:
    few = changes({}, {f"a/{n}": str(n) for n in range(EACH)})
    assert len(few) == EACH
    many = changes({}, {f"a/{n}": str(n) for n in range(EACH + 1)} | {"b/x": "x"})
    assert [(c.entity.kind, c.entity.key, c.count) for c in many] == [
        ("folder", "a", EACH + 1),
        ("file", "b/x", 1),
    ]
    other = changes({}, {f"a/{n}": f"{n}!" for n in range(EACH + 1)} | {"b/x": "x"})
    assert other[0].id != many[0].id
    assert other[1].id == many[1].id


def test_folders_are_joined_where_there_are_too_many() -> None:
    paths = [f"clips/{n:02}/{m}.wav" for n in range(50) for m in range(2)] + ["README"]
    found = changes({}, {path: path for path in paths})
    assert [(c.entity.key, c.count) for c in found] == [("README", 1), ("clips", 100)]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=4), max_size=40), st.integers(1, 6))
def test_folders_are_told_apart_as_deep_as_there_are_few(
    folders: list[list[str]], most: int
) -> None:
    common = CommonFolders(most)
    for folder in folders:
        common.add(folder)
    deepest = max(
        depth
        for depth in range(5)
        if depth == 0 or len({tuple(folder[:depth]) for folder in folders}) <= most
    )
    for folder in folders:
        assert common.names(folder) == ("/".join(folder[:deepest]) or ".",)


def test_moves_between_very_many_folders_are_told_by_the_folders_above() -> None:
    count = MOST_MOVES + 1
    old = {f"a/{n}/x": str(n) for n in range(count)}
    (change,) = changes(old, {f"b/{n * 7}y/z/x": str(n) for n in range(count)})
    assert (change.code, change.count, change.detail) == ("DIF207", count, "a/ → b/")


# Many rows that differ, and inventories in Parquet.


def lists(found: RowDifferences) -> list[list[object]]:
    def plain(item: HashedFile) -> object:
        return item.path, item.bytes, item.sha256

    return [
        [plain(each) for each in found.added],
        [plain(each) for each in found.removed],
        [(plain(first), plain(last)) for first, last in found.changed],
        [(plain(first), plain(last)) for first, last in found.moved],
        [found.old_files, found.old_bytes, found.new_files, found.new_bytes],
    ]


@settings(max_examples=100, deadline=None)
@given(trees, trees)
def test_what_lies_in_a_temporary_file_is_the_same(
    old: dict[str, str], new: dict[str, str]
) -> None:
    held = lists(compare_rows(rows(old), rows(new)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storing, "HELD", 0)
        found = compare_rows(rows(old), rows(new))
        assert lists(found) == held
        assert lists(found) == held
        assert not isinstance(found.changed, list) or not found.changed
    assert [len(each) for each in (found.added, found.removed, found.changed, found.moved)] == [
        len(each) for each in held[:4]
    ]


def test_ten_thousand_moves_do_not_have_to_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    def digests(number: int) -> str:
        return f"{number % 5_000:064x}"

    old = [FileRow(f"a/{n:05}", n % 3, digests(n), "t") for n in range(10_000)]
    new = [FileRow(f"b/{n * 7 % 10_000:05}", n % 3, digests(n), "t") for n in range(10_000)]
    new.sort()
    held = lists(compare_rows(old, new))
    monkeypatch.setattr(storing, "HELD", 10)
    found = compare_rows(old, new)
    assert lists(found) == held
    assert len(found.moved) > 5_000
    assert file_changes(found, changed_level=Level.NOTABLE) == file_changes(
        compare_rows(old, new), changed_level=Level.NOTABLE
    )


@settings(max_examples=40, deadline=None)
@given(
    old=trees,
    new=trees,
    formats=st.sampled_from(
        ["parquet parquet", "jsonl parquet", "parquet jsonl", "jsonl jsonl", "jsonl jsonl"]
    ),
)
def test_inventories_in_any_format_differ_in_the_same_rows(
    old: dict[str, str],
    new: dict[str, str],
    formats: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    columns = pytest.importorskip("trainbib.comparing.columns")
    folder = tmp_path_factory.mktemp("inventories")
    old, new = (
        {f"x{k}".replace("//", "").rstrip("/"): v for k, v in t.items()} for t in (old, new)
    )
    names: list[str] = []
    for side, suffix, listed in zip("ab", formats.split(), (rows(old), rows(new)), strict=True):
        write_inventory(listed, folder / f"{side}.{suffix}")
        names.append(str(folder / f"{side}.{suffix}"))
    kept: list[str] = []
    kept_of_files: list[str] = []
    by_rows = compare_rows(rows(old), rows(new), kept=kept.append)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_PIECE", 3)
        patch.setattr(lines, "BLOCK", 200)
        compared = lines.compare_lines if formats == "jsonl jsonl" else columns.compare_columns
        by_files = compared(*names, kept=kept_of_files.append)
    assert lists(by_files) == lists(by_rows)
    assert kept_of_files == kept


@pytest.mark.parametrize(
    ("old", "new"), [("parquet", "parquet"), ("jsonl", "parquet"), ("jsonl", "jsonl")]
)
def test_many_rows_in_files_differ_in_the_same_rows(tmp_path: Path, old: str, new: str) -> None:
    columns = pytest.importorskip("trainbib.comparing.columns")
    before = [FileRow(f"{n:06}", n, f"{n:064x}", "t") for n in range(66_000)]
    after = [
        each._replace(sha256=f"{n + 9:064x}")
        if n % 1000 == 7
        else each._replace(path=f"moved/{n:06}")
        if n % 1000 == 9
        else each
        for n, each in enumerate(before)
        if n % 1000 != 11
    ]
    after.sort()
    write_inventory(before, tmp_path / f"a.{old}")
    write_inventory(after, tmp_path / f"b.{new}")
    compared = lines.compare_lines if new == "jsonl" else columns.compare_columns
    found = compared(str(tmp_path / f"a.{old}"), str(tmp_path / f"b.{new}"))
    assert lists(found) == lists(compare_rows(before, after))
    assert [len(found.changed), len(found.moved), len(found.removed)] == [66, 66, 66]
    whole = compared(str(tmp_path / f"a.{old}"), str(tmp_path / f"a.{old}"))
    assert lists(whole)[:4] == [[], [], [], []]


# Manifests with inventories on disk.

_MANIFEST = """\
trainbib: "1.0"
dataset: {{name: example, version: "{version}"}}
sources:
  a: {{kind: other}}
  b: {{kind: other}}
files:
  root: data
  inventory:
    path: {name}
    files: {files}
    bytes: {bytes}
    digest: "{digest}"
    roots: {{paths: "{paths}", contents: "{contents}"}}
  cites: {cites}
"""


def edition(
    folder: Path,
    files: dict[str, str],
    *,
    version: str = "1.0.0",
    name: str = "trainbib.files.jsonl",
    cites: str = '[{paths: "**", sources: [a]}]',
) -> Path:
    folder.mkdir(exist_ok=True)
    listed = rows(files)
    tree = roots(listed)
    manifest = folder / f"{version}.yaml"
    manifest.write_text(
        _MANIFEST.format(
            version=version,
            name=name,
            files=len(listed),
            bytes=sum(each.bytes for each in listed),
            digest=write_inventory(listed, folder / name),
            paths=tree.paths,
            contents=tree.contents,
            cites=cites,
        )
    )
    return manifest


def codes(found: Sequence[Change]) -> list[str]:
    return [change.code for change in found]


def test_inventories_beside_the_manifests_are_read(tmp_path: Path) -> None:
    old = edition(tmp_path / "old", {"a": "1", "b": "2", "d/c": "3"})
    new = edition(tmp_path / "new", {"a": "1", "b": "9", "e/c": "3", "z": "4"}, version="1.1.0")
    found = compare(old, new)
    assert codes(found.changes) == ["DIF204", "DIF206", "DIF207", "DIF401"]
    assert found.files is not None
    assert (found.files.added, found.files.changed) == (("z",), ("b",))
    assert found.files.moved == (("d/c", "e/c"),)
    assert found.unchecked == ()
    assert {(total.unit, total.delta) for total in found.totals} == {("files", 1), ("bytes", 1)}


def test_equal_roots_need_no_inventory(tmp_path: Path) -> None:
    old = edition(tmp_path / "old", {"a": "1"})
    new = edition(tmp_path / "new", {"a": "1"}, name="other.jsonl", version="1.0.1")
    (tmp_path / "old" / "trainbib.files.jsonl").unlink()
    (tmp_path / "new" / "other.jsonl").unlink()
    found = compare(old, new)
    assert codes(found.changes) == ["DIF401"]
    assert found.files is not None
    assert found.unchecked == ()


def test_equal_roots_and_other_rules_need_one_inventory(tmp_path: Path) -> None:
    files = {"x/1": "1", "y/2": "2"}
    old = edition(tmp_path / "old", files)
    cites = '[{paths: "**", sources: [a]}, {paths: "y/**", sources: [b]}]'
    new = edition(tmp_path / "new", files, cites=cites)
    (tmp_path / "new" / "trainbib.files.jsonl").unlink()
    found = compare(old, new)
    (change,) = found.changes
    assert (change.code, change.entity.key, change.examples) == ("DIF208", "y/2", ("y/2",))
    assert (change.old_pointer, change.new_pointer) == ("/files/cites/0", "/files/cites/1")


def test_two_manifests_that_share_one_inventory_are_not_mixed_up(tmp_path: Path) -> None:
    old = edition(tmp_path, {"a": "1"})
    new = edition(tmp_path, {"a": "2"}, version="2.0.0")  # writes over the old inventory
    found = compare(old, new)
    assert codes(found.changes) == ["DIF206", "DIF401"]
    assert found.files is None
    (reason,) = found.unchecked
    assert "is not the inventory that the old manifest pins" in reason
    assert found.changes[0].level is Level.NOTABLE


def test_an_inventory_that_does_not_add_up_is_not_used(tmp_path: Path) -> None:
    old = edition(tmp_path / "old", {"a": "1"})
    text = old.read_text().replace("files: 1\n", "files: 2\n")
    old.write_text("".join(line for line in text.splitlines(keepends=True) if "digest" not in line))
    new = edition(tmp_path / "new", {"a": "2"})
    found = compare(old, new)
    assert found.files is None
    assert any("1 files and 1 bytes" in reason for reason in found.unchecked)
    assert "DIF206" in codes(found.changes)


@pytest.mark.parametrize("damage", ["missing", "broken", "outside"])
def test_an_inventory_that_cannot_be_read_is_named(tmp_path: Path, damage: str) -> None:
    old = edition(tmp_path / "old", {"a": "1"})
    new = edition(tmp_path / "new", {"a": "2"})
    listing = tmp_path / "new" / "trainbib.files.jsonl"
    if damage == "missing":
        listing.unlink()
    elif damage == "broken":
        listing.write_text("{nonsense\n")
        text = new.read_text()
        new.write_text(
            "".join(line for line in text.splitlines(keepends=True) if "digest" not in line)
        )
    else:
        new.write_text(new.read_text().replace("trainbib.files.jsonl", "../old/x.jsonl"))
    found = compare(old, new)
    assert found.files is None
    (reason,) = found.unchecked
    assert "new" in reason
    assert codes(found.changes) == ["DIF206"]
    assert found.changes[0].level is Level.BREAKING


def test_an_invalid_pattern_is_named_and_matches_nothing(tmp_path: Path) -> None:
    old = edition(tmp_path / "old", {"a": "1"})
    new = edition(tmp_path / "new", {"a": "1"}, cites='[{paths: "a**", sources: [a]}]')
    found = compare(old, new)
    assert codes(found.changes) == ["DIF208"]
    assert any("`a**`" in reason for reason in found.unchecked)


def test_inventories_can_be_left_alone(tmp_path: Path) -> None:
    old = edition(tmp_path / "old", {"a": "1"})
    new = edition(tmp_path / "new", {"a": "2"})
    found = compare(old, new, use_inventories=False)
    assert codes(found.changes) == ["DIF206"]
    assert found.files is None


def test_another_folder_of_files_is_told() -> None:
    text = 'trainbib: "1.0"\ndataset: {name: n, version: "1"}\nsources: {a: {kind: other}}\n'
    old = parse_document(f"{text}files: {{root: data}}\n".encode(), path="a.yaml")
    new = parse_document(f"{text}files: {{root: v2, links: inside}}\n".encode(), path="b.yaml")
    (change,) = compare(old, new).changes
    assert (change.entity.kind, change.detail) == ("files", "root: data → v2")


@pytest.mark.parametrize("held", [storing.HELD, 0])
@pytest.mark.parametrize("other_rules", [False, True])
def test_manifests_with_inventories_in_parquet(
    tmp_path: Path, held: int, monkeypatch: pytest.MonkeyPatch, *, other_rules: bool
) -> None:
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(storing, "HELD", held)
    files = {"a": "1", "b/\udcff": "2", "c": "3", "d": "4"}
    after = {"a": "1", "b/\udcff": "5", "e": "3", "f": "6"}
    cites = '[{paths: "**", sources: [b]}]' if other_rules else '[{paths: "**", sources: [a]}]'
    name = "trainbib.files.parquet"
    found = compare(
        edition(tmp_path / "old", files, name=name),
        edition(tmp_path / "new", after, version="2.0.0", name=name, cites=cites),
    )
    plain = compare(
        edition(tmp_path / "old2", files),
        edition(tmp_path / "new2", after, version="2.0.0", cites=cites),
    )
    assert found.unchecked == ()
    assert [c for c in found.changes if c.class_ == "content"] == [
        c for c in plain.changes if c.class_ == "content"
    ]
    assert found.files is not None
    assert list(found.files.added) == ["f"]
    assert list(found.files.removed) == ["d"]
    assert list(found.files.changed) == ["b/\udcff"]
    assert list(found.files.moved) == [("c", "e")]


GOOD = [FileRow(name, 1, digest(name), "text/plain") for name in "abcdef"]


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(
    ("damaged", "message"),
    [
        (GOOD[:3] + GOOD[2:], "line 4: path 'c' is given twice"),
        ([*GOOD[:2], GOOD[3], GOOD[2], *GOOD[4:]], "line 4: path 'c' comes after 'd'"),
        ([*GOOD[:5], GOOD[4]], "line 6: path 'e' is given twice"),
        ([*GOOD, GOOD[0]], "line 7: path 'a' comes after 'f'"),
        ([*GOOD, row("f/../x", "")], "line 7: path 'f/../x' does not stay below"),
        ([*GOOD, row("g", "")._replace(sha256="G" * 64)], "line 7: sha256 is"),
    ],
)
@pytest.mark.parametrize("block", [1, 1 << 19])
def test_damage_is_found_where_lines_are_compared(
    side: int, damaged: list[FileRow], message: str, tmp_path: Path, block: int
) -> None:
    texts = ["".join(map(row_line, rows)) for rows in (GOOD, damaged)]
    files = [tmp_path / "good", tmp_path / "bad"]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text)
    names = [str(file) for file in (files if side else files[::-1])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", block)
        with pytest.raises(InventoryError, match=message) as caught:
            lines.compare_lines(*names)
    assert str(files[1]) in str(caught.value)


def test_rows_that_differ_in_records_alone_are_the_same_files(tmp_path: Path) -> None:
    write_inventory(GOOD, tmp_path / "a")
    write_inventory([each._replace(records=1) for each in GOOD], tmp_path / "b")
    found = lines.compare_lines(str(tmp_path / "a"), str(tmp_path / "b"))
    assert lists(found) == [[], [], [], [], [6, 6, 6, 6]]


def test_an_inventory_in_parquet_that_is_damaged_is_named(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    name = "trainbib.files.parquet"
    old = edition(tmp_path / "old", {"a": "1"}, name=name)
    new = edition(tmp_path / "new", {"a": "2"}, name=name)
    (tmp_path / "new" / name).write_bytes(b"PAR1 and nothing else")
    new.write_text(
        "".join(x for x in new.read_text().splitlines(keepends=True) if "digest" not in x)
    )
    found = compare(old, new)
    assert found.files is None
    assert any("the Parquet file cannot be read" in reason for reason in found.unchecked)
