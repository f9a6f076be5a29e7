"""What differs between the inventory that there was and the new one, side by side."""

from typing import NamedTuple

from trainbib.generating.listing import Listing, OldListing
from trainbib.inventory.row import path_bytes

__all__ = ["Difference", "difference_of"]


class Difference(NamedTuple):
    """How many files differ.

    Attributes:
        added: How many files the old inventory did not have.
        removed: How many it had that are gone.
        changed: How many have other content.
        same_rows: Whether all rows are the same, in everything that they say.
    """

    added: int
    removed: int
    changed: int
    same_rows: bool


def difference_of(old_rows: OldListing, new_rows: Listing) -> Difference:
    """Compare two inventories, which are both sorted; memory does not grow with them.

    Args:
        old_rows: What there was.
        new_rows: What there is.

    Raises:
        InventoryError: If the old one is damaged.
    """
    if old_rows.digest == new_rows.built.digest:
        return Difference(0, 0, 0, same_rows=True)
    if not old_rows.digest:
        return Difference(len(new_rows), 0, 0, same_rows=not len(new_rows))
    added = removed = changed = 0
    same = True
    before, after = iter(old_rows), iter(new_rows)
    old, new = next(before, None), next(after, None)
    while old is not None or new is not None:
        if old == new:
            old, new = next(before, None), next(after, None)
            continue
        same = False
        if old is not None and new is not None and old.path == new.path:
            changed += old.sha256 != new.sha256
            old, new = next(before, None), next(after, None)
        elif old is None or (new is not None and path_bytes(new.path) < path_bytes(old.path)):
            added += 1
            new = next(after, None)
        else:
            removed += 1
            old = next(before, None)
    return Difference(added, removed, changed, same_rows=same)
