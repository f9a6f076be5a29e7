"""The interface to a place with files, and finding the right one for a location."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from trainbib.inventory.reading import Depth, Reading
from trainbib.inventory.second_hash import SecondHash
from trainbib.inventory.walk import Problem

__all__ = ["FileStore", "ListedFile", "StoreError", "is_url", "open_store"]


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


_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_url(location: str) -> bool:
    """Say whether a location is a URL, and not a path."""
    return _URL.match(location) is not None


def open_store(location: str | os.PathLike[str]) -> FileStore:
    """Find the store for a location. Nothing is contacted yet.

    Args:
        location: A path, or a URL; ``file://`` is the same as a path.

    Raises:
        StoreError: The URL holds credentials, or the package for its store is not installed.
    """
    name = os.fspath(location)
    if not is_url(name):
        from trainbib.remote.local import LocalStore

        return LocalStore(os.path.abspath(name))  # noqa: PTH100 - surrogates and all
    parts = urlsplit(name)
    if parts.username is not None or parts.password is not None:
        # Not repeated in the message: messages end up in logs.
        raise StoreError(
            f"a URL of {parts.scheme}:// holds a user name or password, which would be written "
            "into files: leave it out, and give it to the store's package by the environment"
        )
    if parts.query:
        raise StoreError(
            f"a URL of {parts.scheme}:// has a query, which may hold a signature: give the plain "
            "address, and credentials by the environment"
        )
    if parts.scheme == "file":
        from trainbib.remote.local import LocalStore

        return LocalStore(os.path.abspath(unquote(parts.path)))  # noqa: PTH100 - ditto
    from trainbib.remote.objects import ObjectStore

    return ObjectStore(name)
