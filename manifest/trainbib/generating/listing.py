"""A new inventory as proposals look at it: in groups, most of which need not be read for that."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from trainbib.inventory.building import Built
from trainbib.inventory.json_rows import plain_lines, row_in
from trainbib.inventory.names import digest_of
from trainbib.inventory.pieces import Amount
from trainbib.inventory.row import FileRow, PathOrder
from trainbib.inventory.rows import read_inventory
from trainbib.sidecars.reading import SIDECAR_WORDS

__all__ = ["DOCUMENT", "METADATA", "SPLIT", "Group", "Listing", "OldListing", "signs_of"]

DOCUMENT, SPLIT, METADATA = 1, 2, 4
"""What paths may show: that a file documents the set, a split, that a file describes the set."""

# Every name of such a file has one of these in it, in lower case and if a line feed ends it.
_DOCUMENT_WORDS = (
    *("readme", "licen", "copying", "notice", "citation", "change", "contribut", "author", "sheet"),
    *("card", "code_of_conduct", ".bib\n", "requirements", ".py\n", ".sh\n", "makefile", "\n."),
)
_SPLIT_WORDS = ("train", "dev", "val", "test")
_SAME_DIGITS = str.maketrans("123456789", "0" * 9)


def signs_of(paths: Sequence[str]) -> int:
    """Say what some paths may show; what they do not show is certain.

    Args:
        paths: The paths.
    """
    text = "\n".join(["", *paths, ""])
    if not text.isascii():  # there are letters that are `s` or `k` where case does not count
        return DOCUMENT | SPLIT | METADATA
    # Most paths of a folder differ in digits alone, which no word has.
    kinds = set(text.lower().translate(_SAME_DIGITS).split("\n"))
    text = "\n".join(["", *kinds, ""])
    names = text.replace("/", "\n")
    return (
        DOCUMENT * any(word in names for word in _DOCUMENT_WORDS)
        | SPLIT * any(word in text for word in _SPLIT_WORDS)
        | METADATA * any(word in text for word in SIDECAR_WORDS)
    )


class Group(NamedTuple):
    """Some files that follow each other.

    Attributes:
        listing: What they are part of.
        number: The place of the group in it.
    """

    listing: "Listing"
    number: int

    @property
    def signs(self) -> int:
        """What their paths may show."""
        return self.listing.built.signs[self.number]

    @property
    def amounts(self) -> dict[str, Amount]:
        """How much there is, by media type."""
        return self.listing.built.amounts[self.number]

    @property
    def has_images(self) -> bool:
        """Whether there are pictures among them."""
        return any(media.startswith("image/") for media in self.amounts)

    def rows(self) -> list[FileRow]:
        """Read their rows."""
        return self.listing.read(self.number)


class Listing:
    """An inventory that was just written, and what is known of it without reading it.

    Args:
        file: The inventory.
        built: What is known.
    """

    def __init__(self, file: Path, built: Built) -> None:
        self.built = built
        self._file = file
        self._ends = [0, *built.pieces]

    def __len__(self) -> int:
        """Return how many files there are."""
        return self.built.totals.all.files

    def __iter__(self) -> Iterator[FileRow]:
        """Yield all rows."""
        for group in self.groups():
            yield from group.rows()

    def groups(self) -> Iterator[Group]:
        """Yield the groups, in the order of paths."""
        for number in range(len(self.built.pieces)):
            yield Group(self, number)

    def paths(self, signs: int) -> Iterator[str]:
        """Yield the paths of the groups that may show something.

        Args:
            signs: What.
        """
        for group in self.groups():
            if group.signs & signs:
                yield from (row.path for row in group.rows())

    def read(self, number: int) -> list[FileRow]:
        """Read the rows of a group."""
        start, end = self._ends[number], self._ends[number + 1]
        with self._file.open("rb", buffering=0) as file:
            lines = os.pread(file.fileno(), end - start, start).splitlines(keepends=True)
        name = os.fspath(self._file)
        plain = plain_lines(lines, PathOrder(name, "line"))
        if plain is not None:
            return list(plain.rows())
        return [row_in(line, name) for line in lines]


class OldListing:
    """The inventory that there was, read anew each time that its rows are asked for.

    Args:
        file: The inventory; there need not be one.
    """

    def __init__(self, file: Path) -> None:
        self._file = file if file.exists() else None

    @property
    def digest(self) -> str:
        """The digest of its bytes: ``sha256:`` and 64 hexadecimal digits; empty without it."""
        return "" if self._file is None else digest_of(self._file)

    def __bool__(self) -> bool:
        """Tell whether it has any rows."""
        return next(iter(self), None) is not None

    def __iter__(self) -> Iterator[FileRow]:
        """Yield all rows.

        Raises:
            InventoryError: If it is damaged.
        """
        if self._file is not None:
            yield from read_inventory(self._file)
