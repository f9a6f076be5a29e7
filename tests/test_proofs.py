"""Proofs: what is proved holds, and nothing else can be."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.proofs import (
    ContentLeaf,
    FileDigest,
    FileLeaf,
    OtherLeaf,
    Proof,
    ProofError,
    build_index,
    format_proof,
    parse_proof,
    prove_in,
    temporary_index,
    verify_proof,
)
from trainbib.proofs.folding import first_key, path_below
from trainbib.proofs.proving import subject_of
from trainbib.tree import subtree

NAMES = st.one_of(
    st.integers(0, 40).map(lambda number: f"d/{number}.txt".encode()),
    st.binary(min_size=1, max_size=5).filter(lambda raw: not set(raw) & {0, 46, 47}),
)
CONTENTS = st.integers(0, 12).map(lambda number: b"%d" % number)
SETS = st.dictionaries(NAMES, CONTENTS, max_size=40)


def files(contents: dict[bytes, bytes]) -> list[FileDigest]:
    return [
        FileDigest(
            path.decode("utf-8", "surrogateescape"), len(content), sha256(content).hexdigest()
        )
        for path, content in contents.items()
    ]


def proofs_of(
    contents: dict[bytes, bytes], paths: Iterable[bytes], *, with_paths: bool = False
) -> list[Proof]:
    with temporary_index(files(contents)) as index:
        made = [prove_in(index, "paths", path, with_paths=False) for path in paths]
        for number in range(14):
            digest = sha256(b"%d" % number).digest()
            made.append(prove_in(index, "contents", digest, with_paths=with_paths))
    return made


@settings(deadline=None, max_examples=40)
@given(contents=SETS, others=st.sets(NAMES, max_size=5), with_paths=st.booleans())
def test_whatever_is_or_is_not_in_a_set_is_proved(
    contents: dict[bytes, bytes],
    others: set[bytes],
    with_paths: bool,  # noqa: FBT001 - Hypothesis gives it
) -> None:
    held = {sha256(content).digest() for content in contents.values()}
    tables = build_index(files(contents))
    for proof in proofs_of(contents, [*contents, *others], with_paths=with_paths):
        there = proof.subject in (contents if proof.keying == "paths" else held)
        verdict = verify_proof(proof, tables[proof.keying].root)
        assert verdict.holds
        assert verdict.included == proof.included == there
        assert parse_proof(format_proof(proof).encode()) == proof
        if isinstance(proof.end, FileLeaf):
            content = contents[proof.subject]
            assert proof.end == FileLeaf(len(content), sha256(content).hexdigest())
        if isinstance(proof.end, ContentLeaf):
            named = sorted(p for p, c in contents.items() if sha256(c).digest() == proof.subject)
            assert proof.end.files == len(named)
            assert proof.end.paths == (tuple(named) if with_paths else None)
            assert verdict.files == (len(named) if with_paths else None)


def flipped(data: bytes, bit: int) -> bytes:
    bit %= len(data) * 8
    changed = bytearray(data)
    changed[bit >> 3] ^= 1 << (bit & 7)
    return bytes(changed)


def tampered(proof: Proof, bit: int) -> list[Proof]:
    """Return all proofs that differ from one in one place."""
    siblings = proof.siblings
    made = [replace(proof, subject=flipped(proof.subject, bit))]
    for number, sibling in enumerate(siblings):
        new = (*siblings[:number], flipped(sibling, bit), *siblings[number + 1 :])
        made += [
            replace(proof, siblings=new),
            replace(proof, siblings=siblings[:number] + siblings[number + 1 :]),
            replace(proof, siblings=(*siblings[:number], sibling, *siblings[number:])),
        ]
    made += [replace(proof, siblings=(*siblings, bytes(32)))]
    made += [replace(proof, siblings=(*siblings, sha256(b"").digest()))]
    match proof.end:
        case FileLeaf(size, digest):
            key = sha256(proof.subject).digest()
            value = size.to_bytes(8) + bytes.fromhex(digest)
            made += [
                replace(proof, end=FileLeaf(size ^ 1, digest)),
                replace(proof, end=FileLeaf(size, flipped(bytes.fromhex(digest), bit).hex())),
                replace(proof, end=OtherLeaf(key, value)),
                replace(proof, end=OtherLeaf(flipped(key, bit), value)),
                replace(proof, end=None),
            ]
        case ContentLeaf(files, None, paths) if paths is not None:
            more = tuple(sorted((*paths, b"another")))
            made += [
                replace(proof, end=ContentLeaf(files + 1, paths=more)),
                replace(proof, end=ContentLeaf(files - 1, paths=paths[1:])),
                replace(proof, end=ContentLeaf(files, paths=(*paths[:-1], b"another"))),
                replace(proof, end=None),
            ]
        case ContentLeaf(files, value, _) if value is not None:
            made += [
                replace(proof, end=ContentLeaf(files, flipped(value, bit))),
                replace(proof, end=OtherLeaf(proof.subject, value)),
                replace(proof, end=None),
            ]
        case OtherLeaf(key, value):
            made += [
                replace(proof, end=OtherLeaf(flipped(key, bit), value)),
                replace(proof, end=OtherLeaf(key, flipped(value, bit))),
                replace(proof, end=None),
            ]
            if proof.keying == "paths":
                made += [
                    replace(proof, end=FileLeaf(int.from_bytes(value[:8]), value[8:].hex())),
                ]
            else:
                made += [replace(proof, end=ContentLeaf(1, value=value))]
        case None:
            made += [replace(proof, end=OtherLeaf(bytes(32), bytes(40)))]
        case _:
            pytest.fail("an end that is none")
    return made


@settings(deadline=None, max_examples=25)
@given(contents=SETS, bit=st.integers(0, 1 << 12), with_paths=st.booleans())
def test_a_proof_that_was_changed_anywhere_does_not_hold(
    contents: dict[bytes, bytes],
    bit: int,
    with_paths: bool,  # noqa: FBT001 - Hypothesis gives it
) -> None:
    tables = build_index(files(contents))
    paths = [*list(contents)[:4], b"x/absent", b"x/away"]
    for proof in proofs_of(contents, paths, with_paths=with_paths):
        root = tables[proof.keying].root
        for other in tampered(proof, bit):
            if other != proof and not still_true(other, contents):
                assert not verify_proof(other, root).holds, other
        assert not verify_proof(proof, "sha256:" + "11" * 32).holds


def still_true(proof: Proof, contents: dict[bytes, bytes]) -> bool:
    """Tell whether the change made another proof that is true: an absent name for another."""
    if proof.included:
        return False
    if proof.keying == "paths":
        return proof.subject not in contents
    return proof.subject not in {sha256(content).digest() for content in contents.values()}


@settings(deadline=None, max_examples=25)
@given(contents=SETS.filter(len))
def test_no_true_inclusion_becomes_an_absence(contents: dict[bytes, bytes]) -> None:
    root = build_index(files(contents))["paths"].root
    for proof in proofs_of(contents, contents):
        if proof.keying == "contents" or not proof.included:
            continue
        leaf = proof.end
        assert isinstance(leaf, FileLeaf)
        value = leaf.bytes.to_bytes(8) + bytes.fromhex(leaf.sha256)
        ends = (None, OtherLeaf(sha256(proof.subject).digest(), value), OtherLeaf(bytes(32), value))
        for end in ends:
            for length in range(len(proof.siblings) + 1):
                shorter = replace(proof, siblings=proof.siblings[:length], end=end)
                assert not verify_proof(shorter, root).holds


KEYS = st.sets(
    st.one_of(
        st.binary(min_size=32, max_size=32),
        # Keys that share long prefixes, and part anywhere.
        st.tuples(st.sampled_from([0, (1 << 256) - 1, 0x5A << 248]), st.integers(0, 255)).map(
            lambda pair: (pair[0] ^ 1 << pair[1]).to_bytes(32)
        ),
    ),
    max_size=12,
)


def naive(keys: list[bytes], depth: int) -> bytes:
    if not keys:
        return bytes(32)
    if len(keys) == 1:
        return sha256(b"\0" + keys[0]).digest()
    halves: tuple[list[bytes], list[bytes]] = ([], [])
    for key in keys:
        halves[int.from_bytes(key) >> (255 - depth) & 1].append(key)
    return sha256(b"\1" + naive(halves[0], depth + 1) + naive(halves[1], depth + 1)).digest()


@settings(deadline=None)
@given(keys=KEYS, depth=st.integers(0, 12), data=st.data())
def test_a_subtree_and_a_way_down_it_are_those_of_the_definition(
    keys: set[bytes], depth: int, data: st.DataObject
) -> None:
    prefix = data.draw(st.sampled_from([0, (1 << depth) - 1]))
    low = first_key(prefix, depth)
    below = sorted(
        key for key in keys if int.from_bytes(key) >> (256 - depth) == prefix or depth == 0
    )
    hashes = [sha256(b"\0" + key).digest() for key in below]
    assert subtree(b"".join(below), hashes, depth) == naive(below, depth)
    wanted = data.draw(st.sampled_from([*below, low, first_key((prefix << 1) | 1, depth + 1)]))
    siblings, end = path_below(below, hashes, depth, wanted)
    node = bytes(32) if end is None else hashes[end]
    for level in range(depth + len(siblings) - 1, depth - 1, -1):
        other = siblings[level - depth]
        right = int.from_bytes(wanted) >> (255 - level) & 1
        node = sha256(b"\1" + (other + node if right else node + other)).digest()
    assert node == naive(below, depth)
    assert (wanted in below) == (end is not None and below[end] == wanted)


GOOD = {
    "trainbib_proof": "1.0",
    "keying": "paths",
    "path": "a.txt",
    "included": False,
    "root": "sha256:" + "00" * 32,
    "siblings": [],
}


def test_a_proof_in_json_is_read() -> None:
    proof = parse_proof(json.dumps(GOOD).encode())
    assert proof == Proof("paths", b"a.txt", "sha256:" + "00" * 32, (), None)
    assert verify_proof(proof, proof.root).holds


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a proof"),
        (b"\xff", "not a proof"),
        (b"[]", "`trainbib_proof` is missing"),
        (b'{"a": 1, "a": 2}', "a key is given twice"),
        (b"[" * 100_000, "not a proof"),
        (b"1" * 5000, "not a proof"),
    ],
)
def test_what_is_no_json_of_a_proof_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ProofError, match=reason):
        parse_proof(data)


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("trainbib_proof", "2.0", "version 2.0 of proofs is not known; 1.0 is"),
        ("trainbib_proof", 1, "`trainbib_proof` is 1, not a version"),
        ("keying", "files", '`keying` is "files", not `paths` or `contents`'),
        ("path", "", "which no file of a set can have"),
        ("path", "a/../b", "which no file of a set can have"),
        ("path", "\ud800", "not Unicode; such a path is written as `path_bytes`"),
        ("path", None, "`path` is null, not a text"),
        ("siblings", {}, "`siblings` is {}, not a list"),
        ("siblings", ["00" * 31], r"`siblings\[0\]` is"),
        ("root", "00" * 32, "`root` is"),
        ("included", 0, "`included` is 0, not true or false"),
        ("other_leaf", [], "`other_leaf` is \\[\\], not an object"),
        ("other_leaf", {"key": "00" * 32}, "`other_leaf.value` is missing"),
        ("spam", 1, "`spam` is not known"),
        ("spam", [1] * 100, "`spam` is not known"),
    ],
)
def test_a_fault_in_a_proof_is_named(key: str, value: object, reason: str) -> None:
    with pytest.raises(ProofError, match=reason):
        parse_proof(json.dumps({**GOOD, key: value}).encode())


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (subject_of, "either a path or a digest"),
        (lambda: subject_of(path="a", digest="00" * 32), "either a path or a digest"),
        (lambda: subject_of(path="/a"), "'/a' is no path that a file of a set can have"),
        (lambda: subject_of(path="a/./b"), "no path that a file"),
        (lambda: subject_of(digest="00" * 31), "is no SHA-256: 64 hexadecimal digits"),
        (lambda: subject_of(digest="0 " * 32), "is no SHA-256"),
        (lambda: subject_of(digest="md5:" + "00" * 32), "is no SHA-256"),
    ],
)
def test_what_cannot_be_proved_is_refused(make: Callable[[], object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        make()


def test_a_digest_may_be_in_capitals_and_with_its_name() -> None:
    assert subject_of(digest="SHA256:" + "AB" * 32) == ("contents", bytes.fromhex("ab" * 32))
