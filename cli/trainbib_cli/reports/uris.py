"""Paths as other programs want them: with slashes, or as URIs."""

import contextlib
import os
import posixpath
from functools import cache
from pathlib import Path
from urllib.parse import quote

_WORKSPACES = "GITHUB_WORKSPACE", "CI_PROJECT_DIR"
"""Where GitHub's and GitLab's runners say that they have put the repository."""
_STANDARD_INPUT = frozenset({"-", "<stdin>"})
"""What standard input is called, which lies in no folder."""


def slashed(path: str) -> str:
    """Return a path with slashes, without a leading ``./``; relative if it is in this folder."""
    path = from_here(path)
    text = path.replace(os.sep, "/") if os.sep != "/" else path
    return posixpath.normpath(text) if text.startswith("./") else text


def from_here(path: str) -> str:
    """Return an absolute path in the working folder as a relative one; others as they are.

    So does a file there stay absolute that would be called as standard input is: ``-``.
    """
    given = Path(path)
    if not given.is_absolute():
        return path
    with contextlib.suppress(OSError, ValueError):  # no working folder any more; not in it
        within = str(given.relative_to(Path.cwd()))
        return path if within in _STANDARD_INPUT else within
    return path


def repository_root() -> Path | None:
    """Return the root of the repository that the working folder is in; None if there is none.

    It is the nearest folder with a ``.git``. Where a CI system says where it has put the
    repository, it is the outermost one in there, for others may be inside, such as submodules; or,
    without any ``.git``, that place itself.
    """
    try:
        here = os.getcwd()  # noqa: PTH109 - the key of a cache
    except OSError:  # no working folder any more
        return None
    return _root_of(here, *(os.environ.get(name, "") for name in _WORKSPACES))


@cache  # it is asked for with every finding
def _root_of(folder: str, *workspaces: str) -> Path | None:
    here = Path(folder)
    roots = [folder for folder in (here, *here.parents) if (folder / ".git").exists()]
    for named in workspaces:
        place = Path(os.path.realpath(named)) if named else None
        if place is not None and here.is_relative_to(place):
            inside = [root for root in roots if root.is_relative_to(place)]
            return inside[-1] if inside else place
    return roots[0] if roots else None


def from_root(path: str) -> str:
    """Return a path with slashes, from the root of the repository, as hosts of code want it.

    What lies outside of it, or is in none, is as :func:`slashed` has it; so is standard input.
    """
    root = repository_root()
    if root is None or root == Path.cwd() or path in _STANDARD_INPUT:
        return slashed(path)
    # Where a folder of the path is a link, it is the path as it is written that the host knows.
    whole = os.path.abspath(path)  # noqa: PTH100 - without following links
    if not Path(whole).is_relative_to(root):
        return slashed(path)
    return os.path.relpath(whole, root).replace(os.sep, "/")


def uri_of(path: str) -> tuple[str, bool]:
    """Return a path as a URI (RFC 3986), and whether it is relative: to the root, if there is one.

    See :func:`from_root`.
    """
    text = from_root(path)
    try:
        data = os.fsencode(text)
    except UnicodeEncodeError:
        data = text.encode("utf-8", "surrogatepass")
    quoted = quote(data, safe="/-._~!$&'()*+,;=@")
    if not Path(text).is_absolute():
        return quoted, True
    return f"file://{'' if quoted.startswith('/') else '/'}{quoted}", False
