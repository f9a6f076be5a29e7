"""Comparing manifests with inventories on disk, and inventories that cannot be used."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from inventory_rows import digest, lists, row, rows
from trainbib.comparing import Change, Level, compare, lines, storing
from trainbib.document import parse_document
from trainbib.inventory.rows import FileRow, InventoryError, row_line, write_inventory
from trainbib.tree import roots

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
