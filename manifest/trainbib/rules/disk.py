"""The inventory against the folder, by name and size; contents are for ``verify``."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

from trainbib.diagnostics import FEW

SAMPLE = 5
"""How many files a finding names."""


class Listed(Protocol):
    """What is asked of a row of an inventory."""

    @property
    def path(self) -> str:
        """Path below the root."""
        ...

    @property
    def bytes(self) -> int:
        """Size in bytes."""
        ...


@dataclass(slots=True)
class DiskComparison:
    """How the folder differs from the inventory.

    Attributes:
        listed: How many files the inventory has.
        missing: How many of them are not in the folder.
        missing_sample: The first of them, as many as are told apart.
        resized: How many have another size there.
        resized_sample: As many of those: path, size in the inventory, size in the folder.
        extra: How many files of the folder the inventory does not have.
        extra_sample: As many of those, the first by path.
    """

    listed: int = 0
    missing: int = 0
    missing_sample: list[str] = field(default_factory=list[str])
    resized: int = 0
    resized_sample: list[tuple[str, int, int]] = field(default_factory=list[tuple[str, int, int]])
    extra: int = 0
    extra_sample: list[str] = field(default_factory=list[str])


def compare_with_disk(rows: Iterable[Listed], on_disk: Mapping[str, int]) -> DiskComparison:
    """Compare an inventory with a folder.

    Args:
        rows: The rows of the inventory.
        on_disk: Path to size in bytes of each file of the folder.

    Raises:
        InventoryError: If the inventory is faulty.
    """
    found = DiskComparison()
    unseen = dict(on_disk)
    for row in rows:
        found.listed += 1
        size = unseen.pop(row.path, None)
        if size is None:
            found.missing += 1
            if found.missing <= FEW:
                found.missing_sample.append(row.path)
        elif size != row.bytes:
            found.resized += 1
            if found.resized <= FEW:
                found.resized_sample.append((row.path, row.bytes, size))
    found.extra = len(unseen)
    found.extra_sample = list(islice(sorted(unseen), FEW))
    return found


def links_out(root: Path, own: Iterable[Path]) -> list[str]:
    """Return the paths of the links below a folder that lead to files outside of it.

    Only the names are read: that is a sixth of the time that it takes to ask for the sizes.

    Args:
        root: The folder.
        own: Files that describe the set and are no part of it.

    Raises:
        InventoryError: If the root is no folder, or the ignore file cannot be used.
    """
    from trainbib.inventory.ignore import read_ignore
    from trainbib.inventory.listing import paths_below
    from trainbib.inventory.walk import walk

    top = os.fspath(root)
    problems = walk(top, read_ignore(top, paths_below(root, own))).problems
    return sorted(problem.path for problem in problems if problem.kind == "link-escapes")


def sample_note(paths: Iterable[str], count: int) -> str:
    """Name the first of the files, and how many there are besides."""
    named = [f"`{printable(path)}`" for path in islice(paths, SAMPLE)]
    rest = count - len(named)
    return ", ".join(named) + (f" and {rest} more" if rest else "")


def printable(path: str) -> str:
    """Return a path for a message: on one line, whatever characters or bytes it holds."""
    if path.isprintable():
        return path
    return path.encode("unicode_escape", "backslashreplace").decode("ascii")
