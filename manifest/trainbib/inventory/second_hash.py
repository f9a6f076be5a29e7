"""A second digest of every file, from the same read: BLAKE3, beside SHA-256, never instead of it.

The package that computes it is asked for when somebody wants it, not before.
"""

from collections.abc import Callable, Collection
from importlib import import_module
from typing import Protocol, cast

from trainbib.inventory.row import InventoryError

__all__ = ["ALSO", "Hasher", "SecondHash", "second_hash"]

ALSO = ("blake3",)
"""What an inventory has a column for besides SHA-256."""


class Hasher(Protocol):
    """What takes bytes and gives their digest in the end."""

    def update(self, data: bytes | bytearray | memoryview, /) -> object:
        """Take the next bytes."""
        ...

    def hexdigest(self) -> str:
        """Return the digest of all bytes, 64 lower-case hexadecimal digits."""
        ...


SecondHash = Callable[[bytes], Hasher]
"""Begins a digest with the first bytes."""


def second_hash(also: Collection[str]) -> SecondHash | None:
    """Find what computes the digests that are wanted besides SHA-256.

    Args:
        also: Their names; only ``blake3`` is known.

    Returns:
        What begins a digest; None if none is wanted.

    Raises:
        InventoryError: A name is not known, or the package for it is not installed.
    """
    for name in also:
        if name not in ALSO:
            raise InventoryError(
                f"no digest {name!r} is known: besides sha256 an inventory may have {ALSO[0]!r}"
            )
    if not also:
        return None
    try:
        module = import_module("blake3")
    except ImportError:
        raise InventoryError(
            "BLAKE3 digests need the package blake3: install it with `pip install trainbib[blake3]`"
        ) from None
    return cast("SecondHash", module.blake3)
