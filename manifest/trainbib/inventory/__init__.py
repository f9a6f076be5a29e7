"""The inventory: which files there are, what is in them, and their list (SPEC.md, section 13)."""

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
