"""The inventory that is being made: in temporary files first, then in its place or not at all."""

from pathlib import Path
from typing import Self

from trainbib.generating.listing import Listing
from trainbib.generating.places import InventoryPlace, temporary_beside
from trainbib.inventory.names import beside, digest_of
from trainbib.inventory.renaming import Renaming
from trainbib.inventory.rows import InventoryFormat, chosen_format, read_inventory, write_rows
from trainbib.writing.atomic import replace_both, write_atomically

__all__ = ["NewInventory"]


class NewInventory:
    """A context that ends with its temporary files.

    Args:
        place: Where it goes.

    Attributes:
        lines: The temporary file that takes it as JSON Lines, whatever it is written as.
        format: What it is written as; known when it is finished.
        path: Where it goes, and so with the digest of its bytes:
        digest: ``sha256:`` and 64 hexadecimal digits.
    """

    def __init__(self, place: InventoryPlace) -> None:
        self._place = place
        _remove_leftovers(place)
        self.lines = temporary_beside(place.old)
        self._finished: Path | None = self.lines
        self.format: InventoryFormat = "jsonl"
        self.path = place.old
        self.digest = ""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was not put in its place."""
        self.lines.unlink(missing_ok=True)
        if self._finished is not None:
            self._finished.unlink(missing_ok=True)

    def finish(self, rows: Listing, *, same_rows: bool) -> None:
        """Write it in its format.

        Args:
            rows: The inventory as JSON Lines.
            same_rows: Whether the old inventory has the same rows.

        Raises:
            InventoryError: Parquet was asked for, and pyarrow is not installed.
            OSError: It cannot be written.
        """
        place = self._place
        self.format = place.wanted or chosen_format("auto", len(rows))
        self.path = place.named(self.format)
        if self.format == "jsonl":
            self.digest = rows.built.digest
        elif same_rows and place.old.is_file() and self.path == place.old:
            # The same rows have other bytes where another version of pyarrow writes them.
            self._finished = None
            self.digest = digest_of(place.old)
        else:
            self._finished = temporary_beside(place.old, "columns")
            self.digest = write_rows(read_inventory(self.lines), self._finished, "parquet")

    def put_in_place(self, manifest: Path, text: str | None) -> None:
        """Replace the old inventory and the manifest, or neither.

        An inventory that now has another name is removed; its index and what is remembered of its
        files go with the new one.

        Args:
            manifest: The manifest.
            text: What is to be in it; None if it stays as it is.

        Raises:
            OSError: A file cannot be written; all are then as they were.
        """
        if self.path == self._place.old:
            self._replace(manifest, text)
            return
        renaming = Renaming.to(self.path, self.digest, self._place.old)
        try:
            renaming.note()
            self._replace(manifest, text)
        except BaseException:
            renaming.forget()
            raise
        renaming.finish()
        renaming.forget()

    def _replace(self, manifest: Path, text: str | None) -> None:
        if self._finished is None:
            if text is not None:
                write_atomically(manifest, text.encode("utf-8"))
        elif text is None:
            self._finished.replace(self.path)
        else:
            replace_both(self._finished, self.path, manifest, text.encode("utf-8"))


def _remove_leftovers(place: InventoryPlace) -> None:
    """Remove what a run left that was killed, but for what the next one goes on with."""
    names = {place.old, place.named("jsonl"), place.named("parquet")}
    for name in names:
        renaming = Renaming.noted(name)
        if renaming is not None:
            renaming.settle(place.old)
    beside(place.old, "columns").unlink(missing_ok=True)
    if place.old.exists():  # else it may be all that there is of it
        beside(place.old, "old").unlink(missing_ok=True)
    # A run that changed the format had its files beside the name that the inventory had before.
    for other in names - {place.old}:
        for kind in ("new", "columns", "cache"):
            beside(other, kind).unlink(missing_ok=True)
