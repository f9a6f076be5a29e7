"""What may be more than fits in memory: few items are held, many lie in a temporary file."""

import marshal
import os
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from trainbib.tree import HashedFile

__all__ = [
    "HELD",
    "BlockFile",
    "ComparedFile",
    "FilePair",
    "Listed",
    "Store",
    "Viewed",
    "pair_store",
    "row_store",
]

HELD = 100_000
"""So many items of one kind are held in memory: about 30 MB of rows."""

Item = TypeVar("Item")
Seen = TypeVar("Seen")
Item_co = TypeVar("Item_co", covariant=True)


class Listed(Protocol[Item_co]):
    """Items in order, that can be gone through again: a list, or what lies in a file."""

    def __len__(self) -> int:
        """Return how many there are."""
        ...

    def __iter__(self) -> Iterator[Item_co]:
        """Go through them."""
        ...


class ComparedFile(NamedTuple):
    """A file, as far as it is compared.

    Attributes:
        path: Its path; bytes that are not UTF-8 as surrogate escapes.
        bytes: Its size in bytes.
        sha256: SHA-256 of its content, 64 lower-case hexadecimal digits.
    """

    path: str
    bytes: int
    sha256: str


FilePair = tuple[HashedFile, HashedFile]
"""An old and a new file."""

Place = tuple[int, int]
"""Where a block begins in a file, and its length."""


class BlockFile:
    """A temporary file without a name, which is gone with its last user."""

    def __init__(self) -> None:
        with tempfile.TemporaryFile(prefix="trainbib-") as file:
            self._descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._descriptor)
        self._end = 0

    def append(self, data: bytes | bytearray) -> Place:
        """Write a block at the end; return where it is.

        Raises:
            OSError: There is no space left.
        """
        place = (self._end, len(data))
        view = memoryview(data)
        while view:
            written = os.pwrite(self._descriptor, view, self._end)
            self._end += written
            view = view[written:]
        return place

    def read(self, place: Place) -> bytes:
        """Return the block at a place.

        Raises:
            OSError: It cannot be read.
        """
        start, size = place
        data = os.pread(self._descriptor, size, start)
        while len(data) < size:
            more = os.pread(self._descriptor, size - len(data), start + len(data))
            if not more:
                raise OSError("a temporary file was cut short")
            data += more
        return data


class Store(Generic[Item]):
    """Items in order; put into a temporary file once there are many."""

    def __init__(
        self,
        pack: Callable[[Item], tuple[Any, ...]],
        unpack: Callable[[tuple[Any, ...]], Item],
        held: int | None = None,
        block: int = 4096,
    ) -> None:
        """Make an empty store.

        Args:
            pack: Makes texts and numbers of an item.
            unpack: Makes an item of them.
            held: How many items are held in memory; `HELD` if left out.
            block: How many are put into the file together.
        """
        self._pack = pack
        self._unpack = unpack
        self._most = HELD if held is None else held
        self._block = block
        self._held: list[Item] = []
        self._file: BlockFile | None = None
        self._places: list[Place] = []
        self._number = 0

    def append(self, item: Item) -> None:
        """Take an item.

        Raises:
            OSError: The temporary file cannot be written.
        """
        self._number += 1
        self._held.append(item)
        if len(self._held) > (self._most if self._file is None else self._block):
            self._file = self._file or BlockFile()
            for start in range(0, len(self._held), self._block):
                packed = list(map(self._pack, self._held[start : start + self._block]))
                self._places.append(self._file.append(marshal.dumps(packed)))
            self._held = []

    def extend(self, items: Iterable[Item]) -> None:
        """Take items.

        Raises:
            OSError: As `append`.
        """
        for item in items:
            self.append(item)

    def listed(self) -> Listed[Item]:
        """Return the items: a list if there are few."""
        return self._held if self._file is None else self

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Item]:
        if self._file is not None:
            for place in self._places:
                # What this very process has written into a file that nobody else can open.
                yield from map(self._unpack, marshal.loads(self._file.read(place)))  # noqa: S302
        yield from self._held


def row_store() -> Store[HashedFile]:
    """Make a store of rows."""
    return Store(_packed, ComparedFile._make)


def pair_store() -> Store[FilePair]:
    """Make a store of old and new rows."""
    return Store(_packed_pair, _unpacked_pair)


def _packed(row: HashedFile) -> tuple[str, int, str]:
    return row.path, row.bytes, row.sha256


def _packed_pair(pair: FilePair) -> tuple[Any, ...]:
    return *_packed(pair[0]), *_packed(pair[1])


def _unpacked_pair(values: tuple[Any, ...]) -> FilePair:
    return ComparedFile._make(values[:3]), ComparedFile._make(values[3:])


class Viewed(Generic[Item, Seen]):
    """Something of each item of a list."""

    def __init__(self, items: Listed[Item], seen: Callable[[Item], Seen]) -> None:
        self._items = items
        self._seen = seen

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Seen]:
        return map(self._seen, self._items)
