"""Mutated documents: manifests with what editors, merges, networks and attackers do to them."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).parents[1]

_SNIPPETS = [
    b"&a ", b"*a", b"<<: ", b"!!python/object:os.system ", b"? ", b"- ", b": ", b"{", b"}", b"[",
    b"]", b"|\n", b">-\n", b"'", b'"', b"\\", b"\t", b"\r", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf",
    b"---\n", b"...\n", b"%YAML 9.9\n", b"# trainbib: ignore[", b"null", b"NO", b"1.10", b"0x1F",
    b"1e999", b"-0", b"9" * 400, b"2026-13-45", b"x-", b"/", b"~1", b"../" * 30, b"https://[::1",
    b"http://a b/", b"\xe2\x80\xae", b"\xed\xa0\x80", b"a" * 5000, b"{a: " * 70, b"[" * 70,
    b"CC-BY-4.0 OR (MIT", b"WITH ", b"LicenseRef-", b"**/" * 40, b"{a,b}" * 12, b"[!a-",
    b"sha256:", b"10.1000/", b"\n" * 50,
]  # fmt: skip


@dataclass(frozen=True)
class Mutated:
    """One document to check.

    Attributes:
        name: File name, whose suffix says which reader takes it.
        data: Its bytes.
    """

    name: str
    data: bytes


_LONGEST = 200_000
"""Bytes of a document; repeated repetitions would take more memory than what is tested."""


def seeds() -> list[Mutated]:
    """Return the documents to begin with: the examples, and every vector of a check."""
    found = [
        Mutated(path.name, path.read_bytes())
        for path in sorted((TOP / "examples").glob("*.trainbib.yaml"))
    ]
    for path in sorted((TOP / "tests" / "vectors" / "v1" / "rules").glob("*.json")):
        found += [
            Mutated(f"m.trainbib.{case['format']}", case["document"].encode())
            for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
            if "document" in case
        ]
    return found


def mutants(number: int, seed: int) -> Iterator[Mutated]:
    """Yield so many mutated documents, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - made up, not secret
    known = seeds()
    for _ in range(number):
        start = chance.choice(known)
        data = start.data
        for _ in range(chance.choice((1, 1, 2, 3, 8))):
            data = chance.choice(_MUTATIONS)(data, chance, known)[:_LONGEST]
        yield Mutated(start.name, data)


_Mutation = Callable[[bytes, random.Random, list[Mutated]], bytes]


def _cut(data: bytes, chance: random.Random, _: list[Mutated]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randrange(1, 40) :]


def _truncate(data: bytes, chance: random.Random, _: list[Mutated]) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(data: bytes, chance: random.Random, _: list[Mutated]) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def _insert(data: bytes, chance: random.Random, _: list[Mutated]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_SNIPPETS) + data[at:]


def _repeat(data: bytes, chance: random.Random, _: list[Mutated]) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    first = chance.randrange(len(lines))
    part = lines[first : first + chance.randrange(1, 6)]
    return b"".join(lines[:first] + part * chance.choice((2, 3, 200)) + lines[first:])


def _move(data: bytes, chance: random.Random, _: list[Mutated]) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        line = lines.pop(chance.randrange(len(lines)))
        lines.insert(chance.randrange(len(lines) + 1), line)
    return b"".join(lines)


def _indent(data: bytes, chance: random.Random, _: list[Mutated]) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        at = chance.randrange(len(lines))
        lines[at] = b" " * chance.randrange(1, 4) + lines[at]
    return b"".join(lines)


def _splice(data: bytes, chance: random.Random, known: list[Mutated]) -> bytes:
    other = chance.choice(known).data
    at = chance.randrange(len(data) + 1)
    first = chance.randrange(len(other) + 1)
    return data[:at] + other[first : first + 400] + data[at:]


def _value(data: bytes, chance: random.Random, _: list[Mutated]) -> bytes:
    lines = data.splitlines(keepends=True)
    with_value = [index for index, line in enumerate(lines) if b": " in line]
    if with_value:
        at = chance.choice(with_value)
        lines[at] = lines[at].partition(b": ")[0] + b": " + chance.choice(_SNIPPETS) + b"\n"
    return b"".join(lines)


_MUTATIONS: tuple[_Mutation, ...] = (
    _cut,
    _truncate,
    _flip,
    _insert,
    _repeat,
    _move,
    _indent,
    _splice,
    _value,
)
