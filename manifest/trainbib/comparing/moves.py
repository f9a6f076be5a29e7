"""Files that moved: removed and added rows of the same content, paired.

Rows of the same file name are paired first, then any of the same content, in order. Empty files are
paired by name alone: they all have the same content.
"""

import struct
from array import array
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from operator import itemgetter
from typing import Any

from trainbib.comparing.storing import (
    BlockFile,
    ComparedFile,
    FilePair,
    Listed,
    Place,
    Store,
    pair_store,
    row_store,
)
from trainbib.tree import HashedFile

__all__ = ["Moves", "find_many_moves", "find_moves"]

Moves = tuple[Listed[FilePair], Listed[HashedFile], Listed[HashedFile]]
"""Pairs in the order of the new path, and the removed and the added rows that are left."""


def find_moves(removed: Sequence[HashedFile], added: Sequence[HashedFile]) -> Moves:
    """Pair removed with added rows of the same content, in time linear in their number.

    Args:
        removed: Rows of paths that are gone, in order.
        added: Rows of paths that are new, in order.

    Returns:
        Pairs in the order of the new path, and what is left of both.
    """
    if not removed or not added:
        return [], list(removed), list(added)
    named: defaultdict[tuple[str, str], deque[int]] = defaultdict(deque)
    for index, row in enumerate(removed):
        named[row.sha256, _file_name(row.path)].append(index)
    origin: dict[int, int] = {}
    taken: set[int] = set()
    for index, row in enumerate(added):
        candidates = named.get((row.sha256, _file_name(row.path)))
        if candidates:
            origin[index] = candidates.popleft()
            taken.add(origin[index])
    by_content: defaultdict[str, deque[int]] = defaultdict(deque)
    for index, row in enumerate(removed):
        if index not in taken and row.bytes:
            by_content[row.sha256].append(index)
    for index, row in enumerate(added):
        candidates = by_content.get(row.sha256) if index not in origin else None
        if candidates:
            origin[index] = candidates.popleft()
            taken.add(origin[index])
    moved = [(removed[origin[index]], row) for index, row in enumerate(added) if index in origin]
    return (
        moved,
        [row for index, row in enumerate(removed) if index not in taken],
        [row for index, row in enumerate(added) if index not in origin],
    )


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]


# Of very many rows only a number for each is held: they are divided by content, so that the keys of
# one part fit in memory, and the rows that were paired are put in order part by part again.


def find_many_moves(removed: Listed[HashedFile], added: Listed[HashedFile]) -> Moves:
    """Do the same as `find_moves` where the rows are too many to be held.

    Args:
        removed: Rows of paths that are gone, in order.
        added: Rows of paths that are new, in order.

    Raises:
        OSError: A temporary file cannot be written.
    """
    keys = _Keys(removed), _Keys(added)
    target = array("q", [-1]) * len(removed)
    arrived = bytearray(len(added))
    for part in range(_PARTS):
        old, new = keys[0].part(part), keys[1].part(part)
        _pair(old, new, slice(0, _NAMED), target, arrived, empty=True)
        _pair(old, new, slice(0, _CONTENT), target, arrived, empty=False)
    left = row_store()
    origins = _Origins(len(added))
    for row, to in zip(removed, target, strict=True):
        if to < 0:
            left.append(row)
        else:
            origins.add(to, row)
    moved, right = pair_store(), row_store()
    origin = iter(origins)
    for row, has_come in zip(added, arrived, strict=True):
        if has_come:
            moved.append((next(origin), row))
        else:
            right.append(row)
    return moved.listed(), left.listed(), right.listed()


_PARTS = 256
_CONTENT = 32
_NAMED = 48
_KEY = struct.Struct(">32s16sQ?")
_BUFFER = 1 << 14


class _Keys:
    """For each row its content, its name and its number, divided by content."""

    def __init__(self, rows: Iterable[HashedFile]) -> None:
        self._file = BlockFile()
        self._places: list[list[Place]] = [[] for _ in range(_PARTS)]
        held = [bytearray() for _ in range(_PARTS)]
        for number, row in enumerate(rows):
            content = sha256(row.sha256.encode()).digest()
            name = _file_name(row.path).encode("utf-8", "surrogatepass")
            part = content[0]
            held[part] += _KEY.pack(content, sha256(name).digest(), number, bool(row.bytes))
            if len(held[part]) > _BUFFER:
                self._places[part].append(self._file.append(held[part]))
                held[part] = bytearray()
        for places, rest in zip(self._places, held, strict=True):
            places.append(self._file.append(rest))

    def part(self, number: int) -> bytes:
        """Return the keys of one part, in order."""
        return b"".join(map(self._file.read, self._places[number]))


def _pair(
    old: bytes, new: bytes, key: slice, target: "array[int]", arrived: bytearray, *, empty: bool
) -> None:
    """Pair the rows of one part that have one key, and none yet; the first with the first."""
    waiting: dict[bytes, array[int]] = {}
    for at in range(len(old) - _KEY.size, -1, -_KEY.size):
        _, _, number, filled = _KEY.unpack_from(old, at)
        if target[number] < 0 and (filled or empty):
            record = old[at : at + _NAMED]
            waiting.setdefault(record[key], array("q")).append(number)
    for at in range(0, len(new) if waiting else 0, _KEY.size):
        numbers = waiting.get(new[at : at + _NAMED][key])
        if numbers:
            number = _KEY.unpack_from(new, at)[2]
            if not arrived[number]:
                arrived[number] = True
                target[numbers.pop()] = number


class _Origins:
    """Removed rows, to be gone through in the order of the places that they moved to."""

    def __init__(self, count: int) -> None:
        self._width = max(1, -(-count // _PARTS))
        self._parts: list[Store[tuple[int, HashedFile]]] = [
            Store(_packed, _unpacked, 256, 256) for _ in range(_PARTS)
        ]

    def add(self, to: int, row: HashedFile) -> None:
        """Take a row and the number of its place."""
        self._parts[to // self._width].append((to, row))

    def __iter__(self) -> Iterator[HashedFile]:
        for part in self._parts:
            for _, row in sorted(part, key=itemgetter(0)):
                yield row


def _packed(item: tuple[int, HashedFile]) -> tuple[Any, ...]:
    to, row = item
    return to, row.path, row.bytes, row.sha256


def _unpacked(values: tuple[Any, ...]) -> tuple[int, HashedFile]:
    return values[0], ComparedFile._make(values[1:])
