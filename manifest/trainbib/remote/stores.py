"""The interface to a place with files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, NamedTuple, Protocol

from trainbib.inventory.reading import Depth, Reading
from trainbib.inventory.second_hash import SecondHash
from trainbib.inventory.walk import Problem

__all__ = ["FileStore", "ListedFile", "StoreError"]


class StoreError(ValueError):
    """A location cannot be used or listed; the message says what to do."""


class ListedFile(NamedTuple):
    """One file as its store lists it.

    Attributes:
        path: Path below the location, ``/`` between segments; bytes that are not UTF-8 as
            surrogate escapes.
        size: Size in bytes when it was listed; -1 if the store does not say.
    """

    path: str
    size: int


class FileStore(Protocol):
    """A place with files."""

    @property
    def location(self) -> str:
        """An absolute path or a URL, from which another machine can open the same store."""
        ...

    def files(
        self, problems: list[Problem], *, exclude: Iterable[str] = (), follow_links: bool = False
    ) -> Iterator[ListedFile]:
        """List the files, each once, in any order.

        Args:
            problems: Takes what was met and is no file to list.
            exclude: Paths that are left out.
            follow_links: Whether links to files outside the location are listed.

        Raises:
            StoreError: The location cannot be listed.
            InventoryError: The ignore file cannot be used.
        """
        ...

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading.

        Raises:
            OSError: It cannot be opened.
        """
        ...

    def read(
        self,
        files: Sequence[ListedFile],
        depth: Depth,
        tick: Callable[[int], None],
        second: SecondHash | None = None,
    ) -> Reading:
        """Read files: hash them, tell their types, count their records.

        Args:
            files: Which.
            depth: How much is wanted.
            tick: Called now and then with the bytes read since its last call.
            second: Begins the digest that is wanted besides SHA-256, if one is.

        Returns:
            Rows and problems, in the order of the files; no file raises an error.
        """
        ...
