"""Comparing inventories: the merge, moves, folders, citations, inventories that cannot be used."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.comparing import Change, Level, compare
from trainbib.comparing.files import RowOrderError, compare_rows, find_moves
from trainbib.comparing.folders import EACH, by_folder, file_changes
from trainbib.document import parse_document
from trainbib.inventory.rows import FileRow, write_inventory
from trainbib.tree import roots


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
    assert found.added + found.removed == []
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
    groups = by_folder(paths)
    assert {folder: len(found) for folder, found in groups.items()} == {"clips": 100, ".": 1}


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
