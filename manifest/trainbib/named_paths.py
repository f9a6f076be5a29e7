"""Paths that a manifest names: they stay in its folder (SPEC.md, section 20)."""

import errno
import os
import re
from pathlib import Path

from trainbib.inventory.links import leads_round

__all__ = ["OUTSIDE", "is_url", "named_path", "path_fault"]

OUTSIDE = "leads out of the manifest's folder"
"""What is wrong with most paths that cannot be used."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def named_path(folder: Path, named: str) -> Path | None:
    """Return where a path leads that a manifest names, links followed.

    Args:
        folder: The folder of the manifest.
        named: The path.

    Returns:
        The path, whether there is anything or not; None if it leads out of the folder, or links
        lead it round in a circle, or it is a URL, or no file can have such a name.
    """
    path = folder / named
    if is_url(folder, named):
        return None
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
    if is_url(folder, named):
        return "is a URL, not a path in the manifest's folder"
    if leads_round(folder / named):
        return "is led round in a circle by links; remove them"
    if _is_too_long(folder / named):
        return "has a name that is longer than that of a file can be"
    return OUTSIDE


def is_url(folder: Path, named: str) -> bool:
    """Tell whether what should be a path is a URL; it is none if there is a file of that name."""
    return _URL.match(named) is not None and not os.path.lexists(folder / named)


def _is_too_long(path: Path) -> bool:
    try:
        path.lstat()
    except OSError as error:
        return error.errno == errno.ENAMETOOLONG
    return False
