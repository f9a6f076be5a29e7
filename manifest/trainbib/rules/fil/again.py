"""A second look at the rows of the inventory, where the first has shown that there is a reason."""

from collections.abc import Iterator

from trainbib.inventory.rows import FileRow, InventoryError, read_inventory
from trainbib.rules.context import Context


def rows(context: Context) -> Iterator[FileRow]:
    """Yield the rows of the inventory once more; none if it cannot be read any longer."""
    if context.inventory_path is None:
        return
    try:
        yield from read_inventory(context.inventory_path)
    except (InventoryError, OSError):  # it has changed since it was read for the citations
        return
