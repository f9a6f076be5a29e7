"""Walk a data folder: its files by folder, and what is odd in it.

Only directory entries are read: no file is opened and, but for links, none is asked for its
status, since the kinds come with the entries. Files come in the order of the inventory, sorted by
the bytes of their paths, so that nobody needs all of them to sort them.
"""

import os
import stat
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from trainbib.inventory.ignore import Ignore
from trainbib.inventory.links import is_circle
from trainbib.inventory.rows import InventoryError

__all__ = ["Folder", "Problem", "ProblemKind", "Walk", "link_problem", "walk", "walk_folders"]

ProblemKind = Literal[
    "changed-while-reading",
    "dangling-link",
    "link-escapes",
    "link-to-folder",
    "special-file",
    "unreadable",
    "unreadable-folder",
    "vanished",
]


class Problem(NamedTuple):
    """Something in a data folder that is not in its inventory and that a person should see.

    Attributes:
        kind: What it is.
        path: Where, below the root; surrogate escapes for bytes that are not UTF-8.
        message: A sentence that names the place and says what to do.
    """

    kind: ProblemKind
    path: str
    message: str


class Folder(NamedTuple):
    """Files of one folder that follow each other in the order of paths.

    A folder in whose midst another one sorts comes in several pieces.

    Attributes:
        prefix: The folder's path below the root with a ``/`` at the end, "" for the root itself.
        names: Names of the files, sorted by their bytes.
    """

    prefix: str
    names: list[str]


class Walk(NamedTuple):
    """All files of a data folder.

    Attributes:
        folders: The folders that hold files, in the order of paths.
        problems: What was met and is no file to list, in a fixed order.
    """

    folders: list[Folder]
    problems: list[Problem]


def walk(root: str, ignore: Ignore, *, follow_links: bool = False) -> Walk:
    """List the regular files below a folder, as `walk_folders` finds them.

    Args:
        root: The data folder.
        ignore: What to leave out; a folder that is left out is not entered.
        follow_links: Whether links to files outside the root are listed as well.

    Returns:
        The files and the problems.

    Raises:
        InventoryError: The root is not a folder, or cannot be read.
    """
    problems: list[Problem] = []
    folders = walk_folders(root, ignore, problems, follow_links=follow_links)
    return Walk(list(folders), problems)


def walk_folders(
    root: str, ignore: Ignore, problems: list[Problem], *, follow_links: bool = False
) -> Iterator[Folder]:
    """Find the regular files below a folder, in the order of paths.

    A link to a regular file counts as that file when the file lies inside the root. Links to
    folders are never followed, so that no loop can arise.

    Args:
        root: The data folder.
        ignore: What to leave out; a folder that is left out is not entered.
        problems: Takes what was met and is no file to list.
        follow_links: Whether links to files outside the root are listed as well.

    Yields:
        Files of one folder, never none.

    Raises:
        InventoryError: The root is not a folder, or cannot be read.
    """
    # What is still to come, the next one last: folders to enter, and files of entered ones.
    waiting: list[Folder | str] = [""]
    while waiting:
        prefix = waiting.pop()
        if isinstance(prefix, Folder):
            yield prefix
            continue
        files: list[str] = []
        below: list[str] = []
        others: list[str] = []
        left_out = ignore.names_in(prefix)
        try:
            with os.scandir(f"{root}/{prefix}") as entries:
                for entry in entries:
                    if entry.is_file(follow_symlinks=False):
                        files.append(entry.name)
                    elif entry.name in left_out:
                        continue
                    elif entry.is_dir(follow_symlinks=False):
                        below.append(entry.name)
                    else:
                        others.append(entry.name)
        except OSError as error:
            if not prefix:
                raise InventoryError(_no_root(root, error)) from error
            problems.append(_unreadable_folder(prefix, error))
            continue
        files = _without(files, left_out)
        if ignore.has_rules:
            files = _kept(prefix, files, ignore, folder=False)
            below = _kept(prefix, below, ignore, folder=True)
            others = _kept(prefix, others, ignore, folder=False)
        for name in sorted(others, key=os.fsencode):
            problem = _examine(root, prefix + name, follow_links=follow_links)
            if problem is None:
                files.append(name)
            else:
                problems.append(problem)
        files = _sorted(files)
        if below:
            waiting += reversed(list(_interleaved(prefix, files, below)))
        elif files:
            yield Folder(prefix, files)


def _without(names: list[str], left_out: frozenset[str]) -> list[str]:
    if left_out.isdisjoint(names):  # one look for all of them
        return names
    return [name for name in names if name not in left_out]


def _sorted(names: list[str]) -> list[str]:
    """Sort names by their bytes."""
    # Text sorts as its UTF-8 does, save where surrogates stand for single bytes.
    try:
        "".join(names).encode()
    except UnicodeEncodeError:
        names.sort(key=os.fsencode)
    else:
        names.sort()
    return names


def _interleaved(prefix: str, files: list[str], below: list[str]) -> Iterator[Folder | str]:
    """Yield the pieces of a folder, and the folders between them: below ``a`` all is ``a/``."""
    encoded = [os.fsencode(name) for name in files]
    start = 0
    for name in _sorted([f"{name}/" for name in below]):
        end = bisect_left(encoded, os.fsencode(name), start)
        if start < end:
            yield Folder(prefix, files[start:end])
        yield prefix + name
        start = end
    if start < len(files):
        yield Folder(prefix, files[start:])


def _kept(prefix: str, names: Iterable[str], ignore: Ignore, *, folder: bool) -> list[str]:
    return [name for name in names if not ignore.leaves_out(prefix + name, folder=folder)]


def _examine(root: str, path: str, *, follow_links: bool) -> Problem | None:
    """Judge an entry that is neither file nor folder; None for a link that is to be listed."""
    try:
        mode = os.lstat(f"{root}/{path}").st_mode
    except OSError as error:
        return _unreadable(path, error)
    if stat.S_ISLNK(mode):
        return link_problem(root, path, follow_links=follow_links)
    return _special(path, mode)


def link_problem(root: str, path: str, *, follow_links: bool) -> Problem | None:
    """Judge a symbolic link.

    Args:
        root: The data folder.
        path: Path of the link below it.
        follow_links: Whether it may lead to a file outside the root.

    Returns:
        Why its target does not count as a file of the data folder; None if it does.
    """
    full = f"{root}/{path}"
    try:
        mode = os.stat(full).st_mode  # noqa: PTH116 - names only, as in the whole scan
        target = os.path.realpath(full, strict=True)
    except OSError as error:
        if is_circle(error):
            return Problem(
                "dangling-link",
                path,
                f"the link {path!r} leads round in a circle of links: remove it, or the others",
            )
        return Problem(
            "dangling-link",
            path,
            f"the link {path!r} leads nowhere ({error.strerror}): put back what it names, or "
            "remove the link",
        )
    if stat.S_ISDIR(mode):
        return Problem(
            "link-to-folder",
            path,
            f"the link {path!r} leads to the folder {target!r}, and links to folders are not "
            "followed: list that folder by its own path, or copy it here",
        )
    if not stat.S_ISREG(mode):
        return _special(path, mode)
    top = os.path.realpath(root).rstrip("/")
    if not follow_links and not target.startswith(f"{top}/"):
        return Problem(
            "link-escapes",
            path,
            f"the link {path!r} leads out of the data folder, to {target!r}: copy the file here, "
            "or allow links to be followed",
        )
    return None


def _special(path: str, mode: int) -> Problem:
    kinds = (
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISBLK, "a block device"),
        (stat.S_ISCHR, "a character device"),
    )
    name = next((name for test, name in kinds if test(mode)), "no regular file")
    return Problem(
        "special-file",
        path,
        f"{path!r} is {name} and was not opened: remove it, or have it ignored",
    )


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem(
        "unreadable",
        path,
        f"{path!r} cannot be read ({error.strerror}): check its permissions",
    )


def _unreadable_folder(prefix: str, error: OSError) -> Problem:
    path = prefix.rstrip("/")
    return Problem(
        "unreadable-folder",
        path,
        f"the folder {path!r} cannot be read ({error.strerror}), so its files are missing here: "
        "check its permissions",
    )


def _no_root(root: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no folder {root!r}: check the path"
    if isinstance(error, NotADirectoryError):
        return f"{root!r} is no folder: name the folder that holds the data"
    return f"the folder {root!r} cannot be read ({error.strerror}): check its permissions"
