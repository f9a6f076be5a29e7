"""A local folder: directory entries are read as they are, and files by their folder."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import BinaryIO

from trainbib.inventory.ignore import read_ignore
from trainbib.inventory.reading import Batch, Depth, RawProblem, RawRow, Reading, Watch, read_batch
from trainbib.inventory.second_hash import SecondHash
from trainbib.inventory.walk import Problem, walk_folders
from trainbib.remote.stores import ListedFile

__all__ = ["LocalStore"]

_BATCH = 256  # files read between two signs of life


class LocalStore:
    """A folder of this machine, or one that all machines share."""

    def __init__(self, root: str) -> None:
        """Name the folder.

        Args:
            root: Its absolute path.
        """
        self.location = root

    def files(
        self, problems: list[Problem], *, exclude: Iterable[str] = (), follow_links: bool = False
    ) -> Iterator[ListedFile]:
        """List the files; see `FileStore`."""
        root = self.location
        ignore = read_ignore(root, exclude)
        for prefix, names in walk_folders(root, ignore, problems, follow_links=follow_links):
            for name in names:
                path = prefix + name
                try:
                    size = os.stat(f"{root}/{path}").st_size  # noqa: PTH116 - one call a file
                except OSError:
                    size = 0  # reading it will say what is wrong
                yield ListedFile(path, size)

    def open(self, path: str) -> BinaryIO:
        """Open a file; see `FileStore`."""
        return open(f"{self.location}/{path}", "rb")  # noqa: PTH123 - the caller closes it

    def read(
        self,
        files: Sequence[ListedFile],
        depth: Depth,
        tick: Callable[[int], None],
        second: SecondHash | None = None,
    ) -> Reading:
        """Read files; see `FileStore`."""
        rows: list[RawRow] = []
        problems: list[RawProblem] = []
        watch = Watch(tick, second=second)
        for batch in _batches(files):
            reading = read_batch(self.location, batch, depth, watch)
            rows += reading.rows
            problems += reading.problems
            tick(0)
        return Reading(rows, problems)


def _batches(files: Sequence[ListedFile]) -> Iterator[Batch]:
    """Cut files into batches of one folder each, in their order."""
    for prefix, group in groupby((file.path for file in files), _folder):
        names = [path[len(prefix) :] for path in group]
        for start in range(0, len(names), _BATCH):
            yield Batch(prefix, names[start : start + _BATCH])


def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1]
