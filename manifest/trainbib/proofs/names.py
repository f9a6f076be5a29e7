"""Where the index of a file tree lies: beside the inventory, by its name (SPEC.md, 15.4)."""

import os
from pathlib import Path

__all__ = ["index_paths", "leaves_path", "tables_path"]


def tables_path(inventory: str | os.PathLike[str]) -> Path:
    """Return where the bucket tables of an inventory are: its name and ``.buckets``."""
    return Path(f"{os.fspath(inventory)}.buckets")


def leaves_path(inventory: str | os.PathLike[str]) -> Path:
    """Return where the sorted leaves of an inventory are: its name and ``.leaves``."""
    return Path(f"{os.fspath(inventory)}.leaves")


def index_paths(inventory: str | os.PathLike[str]) -> tuple[Path, Path]:
    """Return the two files of an index: bucket tables and leaves."""
    return tables_path(inventory), leaves_path(inventory)
