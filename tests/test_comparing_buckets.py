"""Comparing manifests by bucket tables: what differs is found, and nothing else is read."""

import struct
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.comparing import Comparison, buckets, compare
from trainbib.inventory.rows import FileRow, write_inventory
from trainbib.proofs import Keying, Leaf, TreeIndex, index_paths, write_index
from trainbib.tree import roots

_MANIFEST = """\
trainbib: "1.0"
dataset: {{name: example, version: "{version}"}}
sources: {{a: {{kind: other}}}}
files:
  root: data
  inventory:
    path: lists/inv.jsonl
    files: {files}
    bytes: {bytes}
    digest: "{digest}"
    roots: {{paths: "{paths}", contents: "{contents}"}}
  cites: [{{paths: "{cites}", sources: [a]}}]
"""


DEPTH = 6


def digest(content: int) -> str:
    return sha256(b"%d" % content).hexdigest()


def edition(
    folder: Path, files: dict[str, int], *, depth: int | None = DEPTH, cites: str = "**"
) -> Path:
    """Write a manifest and its inventory, and bucket tables if these have a depth."""
    (folder / "lists").mkdir(parents=True)
    listed = [FileRow(path, content, digest(content), "t") for path, content in files.items()]
    listed.sort(key=lambda row: row.path.encode("utf-8", "surrogateescape"))
    inventory = folder / "lists" / "inv.jsonl"
    pinned = write_inventory(listed, inventory)
    if depth is not None:
        write_index(listed, inventory, depth=depth)
    tree = roots(listed)
    manifest = folder / "trainbib.yaml"
    manifest.write_text(
        _MANIFEST.format(
            version=folder.name,
            files=len(listed),
            bytes=sum(files.values()),
            digest=pinned,
            paths=tree.paths,
            contents=tree.contents,
            cites=cites,
        )
    )
    return manifest


def without_inventories(*manifests: Path) -> None:
    for manifest in manifests:
        (manifest.parent / "lists" / "inv.jsonl").unlink()


def seen(found: Comparison) -> list[object]:
    assert found.files is not None
    files = found.files
    changes = [(c.code, c.level, c.entity, c.detail, c.count, c.digest) for c in found.changes]
    listed = [list(each) for each in (files.added, files.removed, files.changed, files.moved)]
    return [changes, listed, found.totals, found.unchecked]


NAMES = st.text(st.sampled_from("abcdef\udcff"), min_size=1, max_size=2)
TREES = st.dictionaries(NAMES, st.integers(0, 5), min_size=1, max_size=12)


@settings(deadline=None, max_examples=40)
@given(old=TREES, new=TREES, depths=st.tuples(st.integers(0, 5), st.integers(0, 5)))
def test_bucket_tables_and_inventories_say_the_same(
    old: dict[str, int],
    new: dict[str, int],
    depths: tuple[int, int],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("editions")
    plain = [
        edition(folder / f"plain{n}" / f"{n}.0.0", files, depth=None)
        for n, files in ((1, old), (2, new))
    ]
    by_tables = [
        edition(folder / f"tables{n}" / f"{n}.0.0", files, depth=depth)
        for n, files, depth in ((1, old, depths[0]), (2, new, depths[1]))
    ]
    without_inventories(*by_tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(buckets, "_LEAF_COSTS_ROWS", 0)
        assert seen(compare(*by_tables)) == seen(compare(*plain))


MANY = {f"d/{n}": n for n in range(2000)}
OTHER = {**MANY, "d/77": 9, "e/5": 5}
del OTHER["d/5"]


def test_only_buckets_that_differ_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[str, int]] = []
    bucket = TreeIndex.bucket

    def counted(index: TreeIndex, keying: Keying, number: int) -> list[Leaf]:
        read.append((keying, number))
        return bucket(index, keying, number)

    old, new = edition(tmp_path / "1.0.0", MANY), edition(tmp_path / "2.0.0", OTHER)
    without_inventories(old, new)
    monkeypatch.setattr(TreeIndex, "bucket", counted)
    found = compare(old, new)
    assert found.unchecked == ()
    assert found.files is not None
    assert (found.files.changed, found.files.moved) == (("d/77",), (("d/5", "e/5"),))
    assert (found.files.added, found.files.removed) == ((), ())
    # Of 64: three paths differ and three contents (77, 9, 5), each in a bucket of its own.
    assert len(set(read)) <= 6
    assert len(read) == 2 * len(set(read))


def test_where_much_differs_the_inventories_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: TreeIndex, keying: Keying, number: int) -> list[Leaf]:
        raise AssertionError(keying, number)

    other = {path: content + (content % 9 == 0) for path, content in MANY.items()}
    old, new = edition(tmp_path / "1.0.0", MANY), edition(tmp_path / "2.0.0", other)
    monkeypatch.setattr(TreeIndex, "bucket", refuse)
    found = compare(old, new)
    assert found.files is not None
    assert len(found.files.changed) == 223
    without_inventories(old, new)
    assert "does not exist" in compare(old, new).unchecked[0]


def test_where_citing_rules_differ_the_inventories_are_read(tmp_path: Path) -> None:
    old = edition(tmp_path / "1.0.0", MANY)
    new = edition(tmp_path / "2.0.0", OTHER, cites="d/*")
    found = compare(old, new)
    assert found.files is not None
    assert {c.code for c in found.changes} >= {"DIF206", "DIF207", "DIF208"}
    without_inventories(new)
    assert compare(old, new).files is None


@pytest.mark.parametrize("side", ["1.0.0", "2.0.0"])
@pytest.mark.parametrize("damage", ["no leaves", "leaves", "tables", "another set", "cut"])
def test_tables_that_cannot_be_used_are_passed_over(tmp_path: Path, side: str, damage: str) -> None:
    sides = [edition(tmp_path / "1.0.0", MANY), edition(tmp_path / "2.0.0", OTHER)]
    expected = seen(compare(*sides))
    tables, leaves = index_paths(tmp_path / side / "lists" / "inv.jsonl")
    if damage == "no leaves":
        leaves.unlink()
    elif damage == "leaves":
        data = leaves.read_bytes()
        leaves.write_bytes(data[: len(data) // 2] + bytes(len(data) // 2))
    elif damage == "tables":
        tables.write_bytes(tables.read_bytes()[:-1] + b"?")
    elif damage == "cut":
        tables.write_bytes(b"")
    else:
        another = [FileRow("x", 1, "0" * 64, "t")]
        write_index(another, tmp_path / side / "lists" / "inv.jsonl", depth=DEPTH)
    assert seen(compare(*sides)) == expected
    without_inventories(*sides)
    assert compare(*sides).files is None


def mixed(ours: Path, theirs: Path) -> tuple[bytes, bytes]:
    """Return an index that has the tree by paths of one set, and that by contents of another."""
    (tables, leaves), (other_tables, other_leaves) = (
        [path.read_bytes() for path in index_paths(side)] for side in (ours, theirs)
    )
    half = (len(tables) - 24) // 2
    layout = struct.Struct(f">24s{2 * (2**DEPTH + 1)}Q")
    head, *offsets = layout.unpack_from(leaves)
    _, *others = layout.unpack_from(other_leaves)
    middle = len(offsets) // 2
    shift = offsets[middle] - others[middle]
    moved = [offset + shift for offset in others[middle:]]
    return tables[: 24 + half] + other_tables[24 + half :], (
        layout.pack(head, *offsets[:middle], *moved)
        + leaves[layout.size : offsets[middle]]
        + other_leaves[others[middle] :]
    )


@pytest.mark.parametrize("more", [{"f/1": 3}, {"d/78": 12345}])
def test_trees_of_two_sets_are_found_out(tmp_path: Path, more: dict[str, int]) -> None:
    old, new = edition(tmp_path / "1.0.0", MANY), edition(tmp_path / "2.0.0", OTHER)
    other = edition(tmp_path / "x" / "2.0.0", {**OTHER, **more})
    inventories = [manifest.parent / "lists" / "inv.jsonl" for manifest in (new, other)]
    index = mixed(*inventories)
    for path, data in zip(index_paths(inventories[0]), index, strict=True):
        path.write_bytes(data)
    ours, theirs = (each.read_text().partition('contents: "')[2][:71] for each in (new, other))
    new.write_text(new.read_text().replace(ours, theirs))
    found = compare(old, new)
    assert found.files is not None
    assert list(found.files.changed) == ["d/77"]  # as the inventory says
    without_inventories(old, new)
    assert compare(old, new).files is None
