"""What lies beside an inventory, and what it is called in each format."""

from hashlib import file_digest
from pathlib import Path
from typing import Literal

from trainbib.inventory.rows import InventoryFormat, inventory_suffix

__all__ = ["SUFFIXES", "beside", "digest_of", "in_format"]

SUFFIXES = (".jsonl", ".parquet")
"""What the names of inventories end with."""


def in_format(inventory: Path, file_format: InventoryFormat) -> Path:
    """Return what an inventory is called in another format: its name with another suffix."""
    suffix = inventory_suffix(file_format)
    if inventory.suffix in SUFFIXES:
        return inventory.with_suffix(suffix)
    return inventory.with_name(inventory.name + suffix)


def beside(inventory: Path, kind: Literal["new", "old", "columns", "scan", "cache"]) -> Path:
    """Return where something lies that is kept beside an inventory, and is no data."""
    return inventory.with_name(f".{inventory.name}.{kind}")


def digest_of(inventory: Path) -> str:
    """Return the digest of a file: ``sha256:`` and 64 hexadecimal digits."""
    with inventory.open("rb") as file:
        return f"sha256:{file_digest(file, 'sha256').hexdigest()}"
