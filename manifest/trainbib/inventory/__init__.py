"""The inventory: which files there are, what is in them, and their list (SPEC.md, section 13).

Names are imported when they are used: checking needs the list, not what reads and counts files.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.inventory.ignore import IGNORE_FILE
    from trainbib.inventory.job import Progress
    from trainbib.inventory.listing import paths_below, walk_files
    from trainbib.inventory.rows import FileRow, InventoryError, read_inventory, write_inventory
    from trainbib.inventory.scanning import Scan, digest_files, scan
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
    "walk_files",
    "write_inventory",
]

_HOMES = {
    "IGNORE_FILE": "ignore",
    "FileRow": "rows",
    "InventoryError": "rows",
    "Problem": "walk",
    "ProblemKind": "walk",
    "Progress": "job",
    "Scan": "scanning",
    "digest_files": "scanning",
    "paths_below": "listing",
    "read_inventory": "rows",
    "scan": "scanning",
    "walk_files": "listing",
    "write_inventory": "rows",
}

__getattr__ = names_from(__name__, _HOMES)
