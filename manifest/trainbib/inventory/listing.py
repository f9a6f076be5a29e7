"""Which files lie in a data folder, and how large they are, without reading them."""

import os
from collections.abc import Iterable
from pathlib import Path

from trainbib.inventory.ignore import read_ignore
from trainbib.inventory.walk import Problem, walk


def paths_below(root: Path, files: Iterable[Path]) -> list[str]:
    """Return the paths, below the root, of those files that lie in it."""
    base = Path(os.path.realpath(root))
    inside = (Path(os.path.realpath(file)) for file in files)
    return [path.relative_to(base).as_posix() for path in inside if path.is_relative_to(base)]


def walk_files(
    root: Path,
    *,
    own: Iterable[Path] = (),
    follow_links: bool = False,
    problems: list[Problem] | None = None,
) -> dict[str, int]:
    """Return path to size in bytes of the files that belong to a set.

    Args:
        root: The data folder.
        own: Files that describe the set and are no part of it: the manifest, the inventory.
        follow_links: Whether to list files behind links that leave the root.
        problems: Takes what could not be listed.

    Raises:
        InventoryError: If the root is not a folder, or the ignore file cannot be used.
    """
    top = os.fspath(root)
    found = walk(top, read_ignore(top, paths_below(root, own)), follow_links=follow_links)
    if problems is not None:
        problems.extend(found.problems)
    sizes: dict[str, int] = {}
    for prefix, names in found.folders:
        for name in names:
            path = prefix + name
            try:
                sizes[path] = os.stat(f"{top}/{path}").st_size  # noqa: PTH116 - one call a file
            except OSError as error:
                if problems is not None:
                    message = f"cannot be looked at: {error.strerror}"
                    problems.append(Problem("unreadable", path, message))
    return sizes
