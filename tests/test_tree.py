"""The file-tree root: published vectors, a naive implementation, and laws."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypedDict, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.tree import EMPTY, Roots, merkle_root, roots


class Row(TypedDict):
    path: str
    bytes: int
    sha256: str


class Vector(TypedDict):
    description: str
    files: list[Row]
    paths: str
    contents: str


@dataclass(frozen=True)
class File:
    path: str
    bytes: int
    sha256: str


VECTORS = cast(
    "list[Vector]",
    json.loads((Path(__file__).parent / "vectors/v1/tree-roots.json").read_text(encoding="utf-8")),
)


def digest(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def naive_root(leaves: dict[bytes, bytes], prefix: str = "") -> bytes:
    """Split by the next bit until one leaf or none is left; keys are held as texts of bits."""
    below = {
        key: value
        for key, value in leaves.items()
        if "".join(f"{byte:08b}" for byte in key).startswith(prefix)
    }
    if not below:
        return bytes(32)
    if len(below) == 1:
        ((key, value),) = below.items()
        return digest(b"\x00", key, value)
    return digest(b"\x01", naive_root(below, prefix + "0"), naive_root(below, prefix + "1"))


def naive_paths(files: list[File]) -> str:
    leaves = {
        digest(path_bytes(file)): file.bytes.to_bytes(8, "big") + bytes.fromhex(file.sha256)
        for file in files
    }
    return "sha256:" + naive_root(leaves).hex()


def naive_contents(files: list[File]) -> str:
    leaves: dict[bytes, bytes] = {}
    for content in {file.sha256 for file in files}:
        paths = sorted(path_bytes(file) for file in files if file.sha256 == content)
        value = len(paths).to_bytes(8, "big")
        for path in paths:
            value += len(path).to_bytes(8, "big") + path
        leaves[bytes.fromhex(content)] = digest(value)
    return "sha256:" + naive_root(leaves).hex()


def path_bytes(file: File) -> bytes:
    return file.path.encode("utf-8", "surrogateescape")


KEYS = st.one_of(
    st.binary(min_size=32, max_size=32),
    # Keys that share long prefixes, and part anywhere.
    st.tuples(st.sampled_from([0, (1 << 256) - 1, 0x5A << 248]), st.integers(0, 255)).map(
        lambda pair: (pair[0] ^ 1 << pair[1]).to_bytes(32, "big")
    ),
)
LEAVES = st.dictionaries(KEYS, st.binary(max_size=4), max_size=12)
PATHS = st.binary(min_size=1, max_size=6).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
CONTENTS = st.sampled_from([bytes([number]).hex() * 32 for number in (0, 1, 2, 128, 255)])
FILES = st.dictionaries(PATHS, st.tuples(st.integers(0, 2**64 - 1), CONTENTS), max_size=10).map(
    lambda entries: [File(path, size, content) for path, (size, content) in entries.items()]
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["description"])
def test_vectors_give_the_published_roots(vector: Vector) -> None:
    files = [File(**row) for row in vector["files"]]
    expected = Roots(paths=vector["paths"], contents=vector["contents"])
    assert roots(files) == expected
    assert Roots(paths=naive_paths(files), contents=naive_contents(files)) == expected


def test_vectors_tell_apart_what_must_differ() -> None:
    pairs = {(vector["paths"], vector["contents"]) for vector in VECTORS}
    repeated = [vector for vector in VECTORS if "the same roots" in vector["description"]]
    assert len(repeated) == 1
    assert len(pairs) == len(VECTORS) - len(repeated)


@settings(deadline=None)
@given(leaves=LEAVES.flatmap(lambda leaves: st.permutations(list(leaves.items()))))
def test_the_root_agrees_with_the_naive_one_in_any_order(leaves: list[tuple[bytes, bytes]]) -> None:
    assert merkle_root(leaves) == naive_root(dict(leaves))


@settings(deadline=None)
@given(leaves=LEAVES)
def test_halves_built_apart_combine_into_the_root(leaves: dict[bytes, bytes]) -> None:
    # What another machine with half of the keys would compute, its own half being one bit down.
    left = {key: value for key, value in leaves.items() if key[0] < 128}
    right = {key: value for key, value in leaves.items() if key[0] >= 128}
    if len(leaves) < 2:
        assert merkle_root(leaves.items()) in {naive_root(left), naive_root(right)}
    else:
        combined = digest(b"\x01", naive_root(left, "0"), naive_root(right, "1"))
        assert merkle_root(leaves.items()) == combined


@settings(deadline=None)
@given(files=FILES)
def test_both_keyings_agree_with_the_naive_ones(files: list[File]) -> None:
    expected = Roots(paths=naive_paths(files), contents=naive_contents(files))
    assert roots(files) == expected
    assert roots(reversed(files)) == expected
    assert roots(iter(files)) == expected


def test_many_leaves_agree_with_the_naive_root() -> None:
    leaves = {digest(bytes([number % 256, number // 256])): b"" for number in range(700)}
    assert merkle_root(leaves.items()) == naive_root(leaves)


def test_no_leaf_gives_zero_bytes_and_one_leaf_its_hash() -> None:
    assert merkle_root([]) == EMPTY == bytes(32)
    assert merkle_root([(b"k" * 32, b"v")]) == digest(b"\x00", b"k" * 32, b"v")


def test_leaves_that_part_in_the_last_bit_need_no_recursion() -> None:
    low, high = bytes(32), (1).to_bytes(32, "big")
    expected = digest(b"\x01", digest(b"\x00", low), digest(b"\x00", high))
    for _ in range(255):
        expected = digest(b"\x01", expected, EMPTY)
    assert merkle_root([(high, b""), (low, b"")]) == expected


def test_a_key_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=f"key {'6b' * 32} is given twice"):
        merkle_root([(b"k" * 32, b"1"), (b"j" * 32, b""), (b"k" * 32, b"1")])


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="key 6b has 1 bytes: every key must have 32"):
        merkle_root([(b"k", b"")])


def test_a_path_given_twice_is_refused_with_its_name() -> None:
    files = [File("a/b", 1, "00" * 32), File("c", 1, "01" * 32), File("a/b", 2, "02" * 32)]
    with pytest.raises(ValueError, match="path 'a/b' is given twice"):
        roots(files)


@pytest.mark.parametrize(
    ("size", "content"),
    [(-1, "00" * 32), (2**64, "00" * 32), (1, "00" * 31), (1, "zz" * 32), (1, "")],
)
def test_a_row_that_cannot_be_hashed_is_named(size: int, content: str) -> None:
    with pytest.raises(ValueError, match=f"file 'bad' has size {size} and digest '{content}'"):
        roots([File("good", 1, "00" * 32), File("bad", size, content)])


def test_bytes_that_are_not_utf8_are_hashed_as_they_are() -> None:
    file = File(b"\xff".decode("utf-8", "surrogateescape"), 0, "00" * 32)
    key = digest(b"\xff")
    assert roots([file]).paths == "sha256:" + digest(b"\x00", key, bytes(40)).hex()
