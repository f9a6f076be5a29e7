"""A row of an inventory: one file of a data set, in whatever format the inventory is (SPEC.md, 13).

Paths are Python strings in which bytes that are not UTF-8 stand as surrogate escapes (PEP 383).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from operator import lt
from typing import NamedTuple, cast

__all__ = ["ADVICE", "FileRow", "InventoryError", "OutsideError", "PathOrder", "UnsupportedError"]
__all__ += ["is_text", "path_bytes", "path_text", "row_of", "sorted_rows"]

ADVICE = "run `trainbib generate` to write the inventory anew"
"""What a message about a damaged inventory ends with."""


class InventoryError(ValueError):
    """An inventory, an ignore file or a data folder cannot be used; the message says what to do."""


class OutsideError(InventoryError):
    """A path in an inventory leads out of the folder of the files."""


class UnsupportedError(InventoryError):
    """An inventory may be sound, but this installation of the program cannot read it."""


class FileRow(NamedTuple):
    """One file of a data set.

    Attributes:
        path: Path below the files root, ``/`` between segments; bytes that are not UTF-8 as
            surrogate escapes.
        bytes: Size in bytes.
        sha256: SHA-256 of the content, 64 lower-case hexadecimal digits.
        type: Media type; for a compressed file the outer and the inner one, see `sniff`.
        records: How many records the file holds; None when that was not counted.
        unit: What a record is here: ``line``, ``row``, ``image`` …
        note: Why the records were not counted.
        blake3: BLAKE3 of the content, 64 lower-case hexadecimal digits; None when it was not asked
            for.
        more: Keys that are not of the standard, and their values: a JSON object, not empty.
    """

    path: str
    bytes: int
    sha256: str
    type: str
    records: int | None = None
    unit: str | None = None
    note: str | None = None
    blake3: str | None = None
    more: str | None = None


row_of = cast("Callable[[Iterable[object]], FileRow]", partial(tuple.__new__, FileRow))
"""Makes a row of all its values, without a call of Python's own for each of millions of rows."""


def is_text(path: str) -> bool:
    """Tell whether the bytes of a path are UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def path_bytes(path: str) -> bytes:
    """Return the bytes of a path."""
    return path.encode("utf-8", "surrogateescape")


def path_text(raw: bytes) -> str:
    """Return the text of a path; bytes that are not UTF-8 as surrogate escapes."""
    return raw.decode("utf-8", "surrogateescape")


def sorted_rows(rows: Iterable[FileRow]) -> list[FileRow]:
    """Sort rows by the bytes of their paths.

    Args:
        rows: The rows, in any order.

    Returns:
        A new list.
    """
    ordered = list(rows)
    # Text sorts as its UTF-8 does, save where surrogates stand for single bytes.
    if is_text("\n".join([row[0] for row in ordered])):
        ordered.sort(key=_path)
    else:
        ordered.sort(key=_path_bytes)
    return ordered


def _path(row: FileRow) -> str:
    return row[0]


def _path_bytes(row: FileRow) -> bytes:
    return path_bytes(row[0])


# An absolute path, an empty, `.` or `..` segment, or a null byte.
_SUSPECT = re.compile(rb"\A\.{0,2}(?:/|\Z)|/\.{0,2}(?:/|\Z)|\x00")
_OUTSIDE = re.compile(rb"\A/|(?:\A|/)\.\.(?:/|\Z)")


class PathOrder:
    """Checks paths one after the other: sorted by their bytes, each once, none out of its place."""

    def __init__(self, name: str, unit: str) -> None:
        """Make a check.

        Args:
            name: The inventory, for messages.
            unit: What its rows are called in messages: ``line`` or ``row``.
        """
        self._name = name
        self._unit = unit
        self.number = 0
        self.last = b""

    @property
    def where(self) -> str:
        """The place of the row that is next."""
        return f"{self._name}, {self._unit} {self.number + 1}"

    def take(self, path: bytes) -> None:
        """Check the path of the next row.

        Raises:
            InventoryError: It is out of order, or leads out of the files root.
        """
        if _SUSPECT.search(path) is not None:
            shown = path_text(path)
            kind = OutsideError if _OUTSIDE.search(path) else InventoryError
            raise kind(
                f"{self.where}: path {shown!r} does not stay below the files root, or has an empty "
                f"segment, `.`, `..` or a null byte: {ADVICE}"
            )
        if path <= self.last and self.number:
            raise InventoryError(f"{self.where}: {_disorder(path, self.last)}")
        self.number += 1
        self.last = path

    def take_all(self, paths: Sequence[bytes]) -> bool:
        """Check the paths of the next rows at once.

        Args:
            paths: Their paths, none of them empty or with a line feed in it.

        Returns:
            Whether they are in order. If not, none was taken: take them one by one for a message.
        """
        if not paths:
            return True
        if self.number and paths[0] <= self.last:
            return False
        if not all(map(lt, paths, islice(paths, 1, None))):
            return False
        joined = b"\n%b\n" % b"\n".join(paths)
        if any(map(joined.__contains__, _SUSPECT_PARTS)) and any(map(_SUSPECT.search, paths)):
            return False
        self.number += len(paths)
        self.last = paths[-1]
        return True


# One of these is in whatever a suspect path is in.
_SUSPECT_PARTS = (b"//", b"/.", b"\n/", b"/\n", b"\n.", b"\0")


def _disorder(path: bytes, before: bytes) -> str:
    shown, last = (path_text(each) for each in (path, before))
    if path == before:
        return f"path {shown!r} is given twice: {ADVICE}"
    return (
        f"path {shown!r} comes after {last!r}, but rows are sorted by the bytes of their paths: "
        f"{ADVICE}"
    )
