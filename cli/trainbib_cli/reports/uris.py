"""Paths as other programs want them: with slashes, or as URIs."""

import contextlib
import os
import posixpath
from pathlib import Path
from urllib.parse import quote


def slashed(path: str) -> str:
    """Return a path with slashes, without a leading ``./``; relative if it is in this folder."""
    path = _from_here(path)
    text = path.replace(os.sep, "/") if os.sep != "/" else path
    return posixpath.normpath(text) if text.startswith("./") else text


def _from_here(path: str) -> str:
    """Return an absolute path in the working folder as a relative one, as hosts of code want it."""
    given = Path(path)
    if not given.is_absolute():
        return path
    with contextlib.suppress(OSError, ValueError):  # no working folder any more; not in it
        return str(given.relative_to(Path.cwd()))
    return path


def uri_of(path: str) -> tuple[str, bool]:
    """Return a path as a URI (RFC 3986), and whether it is relative to the working folder."""
    text = slashed(path)
    try:
        data = os.fsencode(text)
    except UnicodeEncodeError:
        data = text.encode("utf-8", "surrogatepass")
    quoted = quote(data, safe="/-._~!$&'()*+,;=@")
    if not Path(text).is_absolute():
        return quoted, True
    return f"file://{'' if quoted.startswith('/') else '/'}{quoted}", False
