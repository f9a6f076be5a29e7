"""The files of a folder in batches, packed: a list of millions of names would not be small."""

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain

from trainbib.inventory.reading import Batch
from trainbib.inventory.walk import Folder

__all__ = ["Batches"]

_MOST = 256  # files of a batch
_SHARES = 16  # batches a process gets at least, so that all of them end at the same time
_SAMPLE = 32  # batches whose files tell how much there is to read
_FEW = 8  # of their files


class Batches:
    """All files to read, in their order, a few hundred at a time.

    Args:
        folders: The files.
        jobs: How many processes will read them.

    Attributes:
        files: How many files there are.
    """

    def __init__(self, folders: Iterable[Folder], jobs: int) -> None:
        self.files = 0
        # Paths hold no null byte: one ends a name, two end a folder.
        self._packed: list[str] = []
        few: list[Folder] = []
        rest = iter(folders)
        for folder in rest:
            few.append(folder)
            self.files += len(folder.names)
            if self.files >= _MOST * _SHARES * jobs:
                break
        size = _MOST if jobs <= 1 else max(min(_MOST, self.files // (jobs * _SHARES)), 1)
        self.files = 0
        for batch in _cut(chain(few, rest), size):
            self.files += sum(len(part.names) for part in batch)
            self._packed.append(
                "\0\0".join(["\0".join([part.prefix, *part.names]) for part in batch])
            )

    def __len__(self) -> int:
        """Return how many batches there are."""
        return len(self._packed)

    def __getitem__(self, number: int) -> list[Batch]:
        """Return the files of a batch by their folders."""
        return [_unpacked(part) for part in self._packed[number].split("\0\0")]

    def digest(self) -> str:
        """Return a SHA-256 of all names and of how they are parted, as hexadecimal digits."""
        hasher = sha256()
        for packed in self._packed:
            hasher.update(f"{packed}\0\0\0".encode("utf-8", "surrogateescape"))
        return hasher.hexdigest()

    def first(self, number: int) -> str:
        """Return the first path of a batch."""
        prefix, name = self._packed[number].split("\0", 2)[:2]
        return prefix + name

    def sizes(self, root: str) -> Iterator[int]:
        """Yield the size of every file; of those that cannot be asked, nothing."""
        for number in range(len(self)):
            for prefix, names in self[number]:
                yield from _sizes(root, [prefix + name for name in names])

    def mean_size(self, root: str) -> float:
        """Return the mean size of some of the files."""
        sizes: list[int] = []
        for number in range(0, len(self), max(len(self) // _SAMPLE, 1)):
            paths = [prefix + name for prefix, names in self[number] for name in names]
            sizes += _sizes(root, paths[:: max(len(paths) // _FEW, 1)])
        return sum(sizes) / len(sizes) if sizes else 0.0


def _sizes(root: str, paths: Iterable[str]) -> Iterator[int]:
    for path in paths:
        try:
            yield os.stat(f"{root}/{path}").st_size  # noqa: PTH116 - one call
        except OSError:
            continue


def _unpacked(part: str) -> Batch:
    prefix, *names = part.split("\0")
    return Batch(prefix, names)


def _cut(folders: Iterable[Folder], size: int) -> Iterator[list[Folder]]:
    """Cut folders, and put together what is small."""
    batch: list[Folder] = []
    room = size
    for prefix, names in folders:
        start = 0
        while start < len(names):
            piece = names[start : start + room]
            batch.append(Folder(prefix, piece))
            start += len(piece)
            room -= len(piece)
            if not room:
                yield batch
                batch, room = [], size
    if batch:
        yield batch
