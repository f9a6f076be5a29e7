"""Bucket tables and sorted leaves: one root at every depth, one bucket read, faults found."""

import io
import os
import struct
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.inventory import FileRow, write_inventory
from trainbib.proofs import (
    BucketTable,
    DepartedError,
    FileDigest,
    IndexFileError,
    Keying,
    Leaf,
    PinError,
    TreePins,
    build_index,
    changed_files,
    changed_leaves,
    differing_buckets,
    index_paths,
    open_index,
    prove,
    prove_in,
    read_tables,
    temporary_index,
    write_index,
    write_pinned_index,
)
from trainbib.proofs.index import TreeIndex
from trainbib.proofs.tables import suggested_depth, tables_bytes
from trainbib.tree import roots

KEYINGS: tuple[Keying, Keying] = ("paths", "contents")
NAMES = st.binary(min_size=1, max_size=4).filter(lambda raw: not set(raw) & {0, 46, 47})
SETS = st.dictionaries(NAMES, st.integers(0, 9), max_size=30)


def rows(contents: dict[bytes, int]) -> list[FileDigest]:
    return [
        FileDigest(
            path.decode("utf-8", "surrogateescape"),
            len(f"{content}"),
            sha256(f"{content}".encode()).hexdigest(),
        )
        for path, content in contents.items()
    ]


def many(number: int) -> list[FileDigest]:
    """Make files of which a tenth hold the content of another."""
    return rows({b"d/%d" % file: file - (file % 10 == 9) for file in range(number)})


def indexed(files: list[FileDigest], depth: int) -> TreeIndex:
    leaves = io.BytesIO()
    return TreeIndex(build_index(files, leaves, depth=depth), leaves, "leaves")


@settings(deadline=None, max_examples=30)
@given(contents=SETS, depth=st.integers(0, 9))
def test_the_root_and_the_proofs_do_not_depend_on_the_depth(
    contents: dict[bytes, int], depth: int
) -> None:
    files = rows(contents)
    expected = roots(files)
    index = indexed(files, depth)
    tables = index.tables
    assert (tables["paths"].root, tables["contents"].root) == (expected.paths, expected.contents)
    assert tables["paths"].leaves == len(contents)
    assert tables["contents"].leaves == len(set(contents.values()))
    flat = indexed(files, 0)
    for path in [*contents, b"away", b"absent"]:
        proof = prove_in(index, "paths", path, with_paths=False)
        assert proof == prove_in(flat, "paths", path, with_paths=False)
    for number in range(12):
        digest = sha256(f"{number}".encode()).digest()
        proof = prove_in(index, "contents", digest, with_paths=True)
        assert proof == prove_in(flat, "contents", digest, with_paths=True)


@pytest.mark.parametrize("depth", [0, 5, 12, 14])
def test_leaves_that_do_not_fit_in_memory_give_the_same_bytes(depth: int, tmp_path: Path) -> None:
    files = many(2500)
    expected = roots(files)
    whole, parts = io.BytesIO(), io.BytesIO()
    tables = build_index(files, whole, depth=depth)
    again = build_index(reversed(files), parts, depth=depth, run=300, folder=tmp_path)
    assert whole.getvalue() == parts.getvalue()
    assert tables == again
    assert (tables["paths"].root, tables["contents"].root) == (expected.paths, expected.contents)
    assert list(tmp_path.iterdir()) == []


def test_a_table_folds_to_the_table_of_any_smaller_depth() -> None:
    files = many(300)
    deep = build_index(files, depth=9)["paths"]
    for depth in range(10):
        table = deep.at_depth(depth)
        assert table == build_index(files, depth=depth)["paths"]
        assert len(table.hashes) == 1 << depth
        assert table.bucket_of(b"\xff" * 32) == (1 << depth) - 1
    with pytest.raises(ValueError, match="depth 10 cannot be told from a table of depth 9"):
        deep.at_depth(10)


def test_the_depth_grows_with_the_set() -> None:
    sizes = (0, 1024, 1025, 10_000_000, 1_000_000_000)
    assert [suggested_depth(files) for files in sizes] == [0, 0, 1, 14, 16]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([FileDigest("a", 1, "00" * 32)] * 2, "a path is given twice: key ca978112"),
        ([FileDigest("a", -1, "00" * 32)], "file 'a' has size -1"),
        ([FileDigest("a", 1 << 64, "00" * 32)], "the size be between 0 and"),
        ([FileDigest("a", 1, "00" * 31)], "64 hexadecimal digits"),
        ([FileDigest("a", 1, "0 " * 32)], "64 hexadecimal digits"),
        ([FileDigest("a", 1, "é" * 64)], "64 hexadecimal digits"),
        ([FileDigest("ok", 1, "00" * 32), FileDigest("a\0b", 1, "00" * 32)], r"file 'a\\x00b'"),
        ([FileDigest("", 1, "00" * 32)], "the path must be given"),
    ],
)
def test_what_cannot_be_a_leaf_is_refused(files: list[FileDigest], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        build_index(files)


def test_one_tree_alone_can_be_built() -> None:
    files = many(50)
    with temporary_index(files, ["contents"]) as index:
        assert list(index.tables) == ["contents"]
        assert index.tables["contents"].root == roots(files).contents
        assert prove_in(index, "contents", sha256(b"3").digest(), with_paths=True).included


# The files of an index.


def replace_in(path: Path, place: slice, new: bytes) -> None:
    data = bytearray(path.read_bytes())
    data[place] = new
    path.write_bytes(data)


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    path = tmp_path / "i.jsonl"
    write_inventory([FileRow(*file, "text/plain") for file in many(200)], path)
    return path


def pins(inventory: Path, files: list[FileDigest] | None = None) -> TreePins:
    found = roots(many(200) if files is None else files)
    by_keying: dict[Keying, str] = {"paths": found.paths, "contents": found.contents}
    return TreePins("m.yaml", "example 1", by_keying, inventory, ".")


def test_the_files_of_an_index_are_as_they_are_specified(inventory: Path) -> None:
    files = many(200)
    tables = write_index(files, inventory, depth=2)
    buckets, leaves = (path.read_bytes() for path in index_paths(inventory))
    assert [path.name for path in index_paths(inventory)] == ["i.jsonl.buckets", "i.jsonl.leaves"]

    assert buckets[:24] == b"trainbib.buckets" + bytes([1, 2]) + bytes(6)
    assert len(buckets) == 24 + 2 * (40 + 4 * 40)
    keys = sorted((sha256(file.path.encode()).digest(), file) for file in files)
    assert int.from_bytes(buckets[24:32]) == 200
    assert buckets[32:64].hex() == tables["paths"].root[7:]
    counts = [sum(key[0] >> 6 == number for key, _ in keys) for number in range(4)]
    for number in range(4):
        entry = buckets[64 + 40 * number : 104 + 40 * number]
        assert entry == tables["paths"].hashes[number] + counts[number].to_bytes(8)
    assert int.from_bytes(buckets[224:232]) == 180

    assert leaves[:24] == b"trainbib.leaves\n" + bytes([1, 2]) + bytes(6)
    starts = struct.unpack(">10Q", leaves[24:104])
    assert starts[0] == 104
    assert starts[4] == starts[5] == 104 + 200 * 72
    assert starts[9] == len(leaves)
    written = b"".join(
        key + file.bytes.to_bytes(8) + bytes.fromhex(file.sha256) for key, file in keys
    )
    assert leaves[104 : starts[4]] == written
    first = min(file.sha256 for file in files)
    named = sorted(file.path.encode() for file in files if file.sha256 == first)
    record = bytes.fromhex(first) + len(named).to_bytes(8)
    for path in named:
        record += len(path).to_bytes(8) + path
    assert leaves[starts[5] :].startswith(record)

    assert read_tables(index_paths(inventory)[0]) == tables
    with open_index(inventory) as index:
        leaf = index.find("paths", keys[7][0])
        assert leaf is not None
        assert leaf.value[:8] == keys[7][1].bytes.to_bytes(8)
        assert index.find("paths", bytes(32)) is None


def test_an_index_has_the_permissions_of_its_inventory(inventory: Path) -> None:
    inventory.chmod(0o600)
    write_index(many(200), inventory)
    assert [path.stat().st_mode & 0o777 for path in index_paths(inventory)] == [0o600, 0o600]
    assert len(list(inventory.parent.iterdir())) == 3


def test_a_proof_reads_one_bucket_and_no_inventory(inventory: Path) -> None:
    expected = prove(pins(inventory), path="d/77")
    write_index(many(200), inventory, depth=3)
    buckets, leaves = index_paths(inventory)
    with open_index(inventory) as index:
        key = sha256(b"d/77").digest()
        number = index.tables["paths"].bucket_of(key)
    starts = struct.unpack_from(">9Q", leaves.read_bytes(), 24)
    data = bytearray(leaves.read_bytes())
    for at in range(168, len(data)):
        if not starts[number] <= at < starts[number + 1]:
            data[at] = 0
    leaves.write_bytes(data)
    inventory.unlink()
    assert prove(pins(inventory), path="d/77") == expected
    assert buckets.exists()


def test_an_index_that_is_old_or_damaged_is_passed_over(inventory: Path) -> None:
    expected = prove(pins(inventory), digest=sha256(b"8").hexdigest())
    assert expected.included
    write_index(many(150), inventory)
    assert prove(pins(inventory), digest=sha256(b"8").hexdigest()) == expected
    write_index(many(200), inventory)
    for path in index_paths(inventory):
        data = path.read_bytes()
        for changed in (b"", data[:20], data[:-1], data + b"\0", b"x" + data[1:]):
            path.write_bytes(changed)
            assert prove(pins(inventory), digest=sha256(b"8").hexdigest()) == expected
        path.write_bytes(data)


@settings(deadline=None, max_examples=60)
@given(at=st.integers(0), bit=st.integers(0, 7), which=st.integers(0, 1))
def test_a_bit_that_changed_in_an_index_is_found_or_makes_no_difference(
    at: int, bit: int, which: int
) -> None:
    files = rows({b"d/%d" % file: file // 2 for file in range(40)})
    leaves = io.BytesIO()
    tables = build_index(files, leaves, depth=2)
    parts = [tables_bytes(tables), leaves.getvalue()]
    data = bytearray(parts[which])
    data[at % len(data)] ^= 1 << bit
    parts[which] = bytes(data)
    expected = indexed(files, 2)
    try:
        read = tables_of(parts[0])
        index = TreeIndex(read, io.BytesIO(parts[1]), "leaves")
        for keying in KEYINGS:
            for number in range(4):
                found = index.bucket(keying, number)
                assert found == expected.bucket(keying, number)
    except IndexFileError:
        return
    # Counts above one are no part of a root; all else is.
    assert [read[keying].hashes for keying in KEYINGS] == [tables[k].hashes for k in KEYINGS]


def tables_of(data: bytes) -> dict[Keying, BucketTable]:
    """Read tables from bytes, by way of a file in memory where the system has such."""
    file = os.memfd_create("tables") if hasattr(os, "memfd_create") else -1
    if file < 0:
        pytest.skip("no files in memory")
    with os.fdopen(file, "wb") as out:
        out.write(data)
        out.flush()
        return read_tables(f"/proc/self/fd/{file}")


@pytest.mark.parametrize(
    ("place", "new", "reason"),
    [
        (slice(0, None), b"", "not a file of bucket tables"),
        (slice(0, 1), b"y", "not a file of bucket tables"),
        (slice(16, 17), b"\2", "version 2 of bucket tables is not known"),
        (slice(17, 18), b"\x19", "a table of depth 25 is too large"),
        (slice(-1, None), b"", "has 264 bytes, the file 263"),
        (slice(1 << 20, None), b"1", "has 264 bytes, the file more"),
        (slice(70, 71), b"1", "do not hash to the root"),
    ],
)
def test_a_fault_in_bucket_tables_is_named(
    inventory: Path, place: slice, new: bytes, reason: str
) -> None:
    write_index(many(3), inventory, depth=1)
    path = index_paths(inventory)[0]
    replace_in(path, place, new)
    with pytest.raises(IndexFileError, match=reason):
        read_tables(path)


@pytest.mark.parametrize(
    ("place", "new", "reason"),
    [
        (slice(0, None), b"", "not a file of leaves"),
        (slice(16, 17), b"\2", "version 2 of files of leaves is not known"),
        (slice(17, 18), b"\2", "divided at depth 2, the bucket tables at 1"),
        (slice(-5, None), b"", "bucket 1 of `contents` is not the one of the bucket table"),
        (slice(100, 102), b"11", "bucket 0 of `paths` is not the one"),
        (slice(24, 32), b"\xff" * 8, "bucket 0 of `paths` is not the one"),
    ],
)
def test_a_fault_in_leaves_is_named(inventory: Path, place: slice, new: bytes, reason: str) -> None:
    write_index(many(100), inventory, depth=1)
    path = index_paths(inventory)[1]
    replace_in(path, place, new)
    with pytest.raises(IndexFileError, match=reason):
        read_all(inventory)


def read_all(inventory: Path) -> None:
    with open_index(inventory) as index:
        for keying in KEYINGS:
            for number in range(2):
                index.bucket(keying, number)


def test_an_index_of_another_inventory_than_the_pinned_is_not_written(inventory: Path) -> None:
    with pytest.raises(DepartedError, match=r"the root of `paths` is sha256:\w+, but m.yaml pins"):
        write_pinned_index(pins(inventory, many(199)))
    assert list(inventory.parent.iterdir()) == [inventory]
    with pytest.raises(DepartedError):
        prove(pins(inventory, many(199)), path="d/1")
    write_pinned_index(pins(inventory))
    assert len(list(inventory.parent.iterdir())) == 3


def test_an_inventory_that_is_absent_or_broken_is_named(inventory: Path) -> None:
    inventory.write_text("not a row\n")
    with pytest.raises(PinError, match="line 1"):
        prove(pins(inventory), path="d/1")
    inventory.unlink()
    with pytest.raises(PinError, match="not there; get it from its publisher"):
        prove(pins(inventory), path="d/1")


# Two versions.


@settings(deadline=None, max_examples=40)
@given(old=SETS, new=SETS, depths=st.tuples(st.integers(0, 5), st.integers(0, 5)))
def test_the_files_of_one_version_only_are_found_by_the_tables(
    old: dict[bytes, int], new: dict[bytes, int], depths: tuple[int, int]
) -> None:
    before, after = indexed(rows(old), depths[0]), indexed(rows(new), depths[1])
    removed, added = changed_files(before, after)
    gone = {path: content for path, content in old.items() if new.get(path) != content}
    came = {path: content for path, content in new.items() if old.get(path) != content}
    assert removed == sorted(rows(gone), key=raw)
    assert added == sorted(rows(came), key=raw)


def raw(file: FileDigest) -> bytes:
    return file.path.encode("utf-8", "surrogateescape")


class CountingIndex(TreeIndex):
    """Counts the buckets that are read."""

    read = 0

    def bucket(self, keying: Keying, number: int) -> list[Leaf]:
        self.read += 1
        return super().bucket(keying, number)


def test_only_buckets_that_differ_are_read() -> None:
    old, new = many(2000), many(2000)
    new[77] = FileDigest("d/77", 9, "ab" * 32)
    sides: list[CountingIndex] = []
    for files, depth in ((old, 6), (new, 7)):
        leaves = io.BytesIO()
        sides.append(CountingIndex(build_index(files, leaves, depth=depth), leaves, "leaves"))
    found = differing_buckets(sides[0].tables["paths"], sides[1].tables["paths"])
    assert found.depth == 6
    assert found.buckets == (sha256(b"d/77").digest()[0] >> 2,)
    first = found.buckets[0] * 2
    assert list(found.within(sides[1].tables["paths"])) == [first, first + 1]
    ((before, after),) = changed_leaves(sides[0], sides[1], "paths")
    assert before is not None
    assert after is not None
    assert before.key == after.key == sha256(b"d/77").digest()
    assert (sides[0].read, sides[1].read) == (1, 2)
    assert changed_files(*sides) == ([old[77]], [new[77]])
    assert differing_buckets(sides[0].tables["paths"], sides[0].tables["paths"]).buckets == ()
    with pytest.raises(ValueError, match="tables of `paths` and of `contents`"):
        differing_buckets(sides[0].tables["paths"], sides[0].tables["contents"])


class MixedIndex(TreeIndex):
    """Has the contents of one set and the paths of another, as two files that were mixed up."""

    contents = indexed(rows({b"b": 2}), 2)
    paths = indexed(rows({b"c": 2}), 2)

    def __init__(self) -> None:
        self.tables = {side: getattr(self, side).tables[side] for side in KEYINGS}

    def bucket(self, keying: Keying, number: int) -> list[Leaf]:
        index: TreeIndex = getattr(self, keying)
        return index.bucket(keying, number)


def test_trees_of_two_sets_in_one_index_are_a_fault_of_it() -> None:
    with pytest.raises(IndexFileError, match="disagree about 'b'"):
        changed_files(indexed(rows({b"a": 1}), 2), MixedIndex())
