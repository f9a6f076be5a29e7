"""The inventory: which files there are, what is in them, and their list (SPEC.md, section 13).

Names are imported when they are used: checking needs the list, not what reads and counts files.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainbib.inventory.ignore import IGNORE_FILE
    from trainbib.inventory.listing import paths_below, walk_files
    from trainbib.inventory.rows import FileRow, InventoryError, read_inventory, write_inventory
    from trainbib.inventory.scanning import Progress, Scan, digest_files, scan, stat_file
    from trainbib.inventory.walk import Problem, ProblemKind

__all__ = [
    "IGNORE_FILE",
    "FileRow",
    "InventoryError",
    "Problem",
    "ProblemKind",
    "Progress",
    "Scan",
    "digest_files",
    "paths_below",
    "read_inventory",
    "scan",
    "stat_file",
    "walk_files",
    "write_inventory",
]

_HOMES = {
    "IGNORE_FILE": "ignore",
    "FileRow": "rows",
    "InventoryError": "rows",
    "Problem": "walk",
    "ProblemKind": "walk",
    "Progress": "scanning",
    "Scan": "scanning",
    "digest_files": "scanning",
    "paths_below": "listing",
    "read_inventory": "rows",
    "scan": "scanning",
    "stat_file": "scanning",
    "walk_files": "listing",
    "write_inventory": "rows",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'trainbib.inventory' has no attribute {name!r}")
    return getattr(import_module(f"trainbib.inventory.{home}"), name)
