"""Finding the store for a location."""

import os
import re
from urllib.parse import unquote, urlsplit

from trainbib.remote.stores import FileStore, StoreError

__all__ = ["is_url", "open_store"]

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_url(location: str) -> bool:
    """Say whether a location is a URL, and not a path."""
    return _URL.match(location) is not None


def open_store(location: str | os.PathLike[str]) -> FileStore:
    """Find the store for a location. Nothing is contacted yet.

    Args:
        location: A path, or a URL; ``file://`` is the same as a path.

    Raises:
        StoreError: The URL holds credentials, or the package for its store is not installed.
    """
    name = os.fspath(location)
    if not is_url(name):
        from trainbib.remote.local import LocalStore

        return LocalStore(os.path.abspath(name))  # noqa: PTH100 - surrogates and all
    parts = urlsplit(name)
    if parts.username is not None or parts.password is not None:
        # Not repeated in the message: messages end up in logs.
        raise StoreError(
            f"a URL of {parts.scheme}:// holds a user name or password, which would be written "
            "into files: leave it out, and give it to the store's package by the environment"
        )
    if parts.query:
        raise StoreError(
            f"a URL of {parts.scheme}:// has a query, which may hold a signature: give the plain "
            "address, and credentials by the environment"
        )
    if parts.scheme == "file":
        from trainbib.remote.local import LocalStore

        return LocalStore(os.path.abspath(unquote(parts.path)))  # noqa: PTH100 - ditto
    from trainbib.remote.objects import ObjectStore

    return ObjectStore(name)
