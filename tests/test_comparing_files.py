"""Comparing inventories: the merge, moves, folders."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_rows import lists, row, rows
from trainbib.comparing import Change, Level, lines, storing
from trainbib.comparing.files import RowOrderError, compare_rows, find_moves
from trainbib.comparing.folders import EACH, MOST_MOVES, CommonFolders, file_changes
from trainbib.inventory.rows import FileRow, write_inventory

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
