"""Paths that a manifest names: they stay in its folder (SPEC.md, section 20)."""

import errno
from pathlib import Path

from trainbib.inventory.links import leads_round

__all__ = ["OUTSIDE", "named_path", "path_fault"]

OUTSIDE = "leads out of the manifest's folder"
"""What is wrong with most paths that cannot be used."""


def named_path(folder: Path, named: str) -> Path | None:
    """Return where a path leads that a manifest names, links followed.

    Args:
        folder: The folder of the manifest.
        named: The path.

    Returns:
        The path, whether there is anything or not; None if it leads out of the folder, or links
        lead it round in a circle, or no file can have such a name.
    """
    path = folder / named
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return None
    return path if inside and not leads_round(path) and not _is_too_long(path) else None


def path_fault(folder: Path, named: str) -> str:
    """Return what is wrong with a path that leads nowhere in the folder, as a clause.

    Args:
        folder: The folder of the manifest.
        named: The path, for which :func:`named_path` is None.
    """
    if "\0" in named:
        return "holds a null byte"
    if leads_round(folder / named):
        return "is led round in a circle by links; remove them"
    if _is_too_long(folder / named):
        return "has a name that is longer than that of a file can be"
    return OUTSIDE


def _is_too_long(path: Path) -> bool:
    try:
        path.lstat()
    except OSError as error:
        return error.errno == errno.ENAMETOOLONG
    return False
