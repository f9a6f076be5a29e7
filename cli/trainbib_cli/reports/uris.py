"""Paths as other programs want them: with slashes, or as URIs."""

import os
import posixpath
from pathlib import Path
from urllib.parse import quote


def slashed(path: str) -> str:
    """Return a path with slashes, and without a leading ``./``; relative if it was given so."""
    text = path.replace(os.sep, "/") if os.sep != "/" else path
    return posixpath.normpath(text) if text.startswith("./") else text


def uri_of(path: str) -> tuple[str, bool]:
    """Return a path as a URI (RFC 3986), and whether it is relative to the working folder."""
    text = slashed(path)
    try:
        data = os.fsencode(text)
    except UnicodeEncodeError:
        data = text.encode("utf-8", "surrogatepass")
    quoted = quote(data, safe="/-._~!$&'()*+,;=@")
    if not Path(path).is_absolute():
        return quoted, True
    return f"file://{'' if quoted.startswith('/') else '/'}{quoted}", False
