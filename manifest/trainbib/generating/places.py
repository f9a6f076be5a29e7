"""Where the manifest and its inventory lie, and that nothing of somebody else's is written over."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from trainbib.generating.errors import GenerateError
from trainbib.inventory import InventoryError, read_inventory
from trainbib.inventory.links import leads_round
from trainbib.inventory.names import SUFFIXES, beside, digest_of, in_format
from trainbib.inventory.row import ADVICE
from trainbib.inventory.rows import InventoryFormat, is_parquet
from trainbib.named_paths import named_path, path_fault
from trainbib.values import as_mapping
from trainbib.writing.atomic import mode_of

# What parses a manifest is imported when there is one.
if TYPE_CHECKING:
    from trainbib.document import Document

__all__ = [
    "InventoryPlace",
    "existing_manifest",
    "inventory_place",
    "manifest_path",
    "root_from",
    "temporary_beside",
]


def manifest_path(folder: Path, manifest: str | os.PathLike[str] | None) -> Path:
    """Return where the manifest of a folder is, or is to be.

    Args:
        folder: The folder.
        manifest: What the user named, if anything.

    Raises:
        GenerateError: If that names no file.
    """
    if manifest is not None:
        if not Path(manifest).name:
            raise GenerateError(f"`{manifest}` names no file")
        return Path(manifest)
    for name in ("trainbib.yaml", "trainbib.yml", "trainbib.json"):
        if (folder / name).exists():
            return folder / name
    return folder / "trainbib.yaml"


def root_from(folder: Path, manifest: Path) -> str:
    """Return the path of the folder, relative to the manifest.

    Raises:
        GenerateError: If the manifest is neither in the folder nor above it.
    """
    relative = os.path.relpath(folder.resolve(), manifest.parent.resolve())
    path = relative.replace(os.sep, "/")
    if path == ".." or path.startswith("../") or Path(relative).is_absolute():
        raise GenerateError(
            f"{manifest}: a manifest lies in the folder of its files or above it; "
            f"{folder} is neither below {manifest.parent} nor the same"
        )
    return path


def existing_manifest(manifest: Path) -> "Document | None":
    """Read the manifest that is there, if one is.

    Raises:
        GenerateError: If it cannot be read whole.
        OSError: If it cannot be read at all.
    """
    _must_not_circle(manifest)
    if not manifest.exists():
        return None
    from trainbib.document import read_document

    document = read_document(manifest)
    if not document.parsed or document.findings:
        first = document.findings[0].finding
        where = f":{first.span.line}:{first.span.column}" if first.span else ""
        raise GenerateError(
            f"{manifest}{where}: {first.message}; repair it first, nothing was written"
        )
    return document


def _pinned(document: "Document | None") -> Mapping[str, object]:
    files = as_mapping(as_mapping(document.data if document else None).get("files"))
    return as_mapping(files.get("inventory"))


def _inventory_path(manifest: Path, existing: "Document | None") -> Path:
    """Return where the inventory of a manifest is: pinned, or found beside it, or to be.

    Raises:
        GenerateError: If the manifest pins one that leads out of its folder, or round in a circle.
    """
    path = _pinned(existing).get("path")
    if not isinstance(path, str):
        names = [manifest.with_name(f"{_stem(manifest)}.files{suffix}") for suffix in SUFFIXES]
        return next((name for name in names if name.exists()), names[0])
    chosen = named_path(manifest.parent, path)
    if chosen is None:
        fault = path_fault(manifest.parent, path)
        raise GenerateError(f"{manifest}: the inventory {path!r} {fault}")
    return chosen


def _stem(manifest: Path) -> str:
    stem = manifest.name
    for suffix in (".yaml", ".yml", ".json", ".trainbib"):
        stem = stem.removesuffix(suffix)
    return stem


class InventoryPlace(NamedTuple):
    """Where an inventory is, and where it goes.

    Attributes:
        old: Where it is; where it would be, as JSON Lines, if it is not there.
        there: The format that it has, or that a manifest pins; None for a new one.
        wanted: The format that it is to have; None if its size tells.
    """

    old: Path
    there: InventoryFormat | None
    wanted: InventoryFormat | None

    def named(self, file_format: InventoryFormat) -> Path:
        """Return what it is called in a format: the same but for its suffix."""
        return (
            self.old if file_format == (self.there or "jsonl") else in_format(self.old, file_format)
        )


def inventory_place(
    manifest: Path,
    existing: "Document | None",
    asked: Literal["auto", "jsonl", "parquet"],
) -> InventoryPlace:
    """Find out where the inventory is and where it goes, and that it replaces nothing else.

    Args:
        manifest: The manifest.
        existing: What is in it, if it is there.
        asked: The format that was asked for; ``auto`` keeps that of an old inventory.

    Raises:
        GenerateError: If the manifest pins a path that cannot be used, or what would be replaced
            is no inventory.
    """
    old = _inventory_path(manifest, existing)
    _must_be_an_inventory(old, manifest, existing)
    there: InventoryFormat | None = None
    if old.exists():
        there = "parquet" if is_parquet(old) else "jsonl"
    elif isinstance(_pinned(existing).get("path"), str):
        there = "parquet" if old.suffix == ".parquet" else "jsonl"
    place = InventoryPlace(old, there, there if asked == "auto" else asked)
    if place.wanted is not None and place.named(place.wanted) != old:
        _must_be_an_inventory(place.named(place.wanted), manifest, existing)
    return place


def _must_be_an_inventory(inventory: Path, manifest: Path, existing: "Document | None") -> None:
    """Look at what is to be replaced.

    Raises:
        GenerateError: If what stands there is no inventory: it may be somebody's data.
    """
    _must_not_circle(inventory)
    if inventory.resolve() == manifest.resolve():
        raise GenerateError(f"{manifest}: pins itself as its inventory; name another file")
    if not inventory.exists():
        return
    if not inventory.is_file():
        raise GenerateError(
            f"{inventory}: not a regular file; remove it, or name another inventory"
        )
    if _pinned(existing).get("digest") == digest_of(inventory):
        return  # it is the one that was written the last time
    try:
        for _ in read_inventory(inventory):
            pass
    except InventoryError as error:
        fault = str(error).removesuffix(f": {ADVICE}")  # which is what was tried
        raise GenerateError(
            f"{fault}; it would be replaced: move it away if it is not needed, nothing was written"
        ) from error


def _must_not_circle(path: Path) -> None:
    """Look where a path leads.

    Raises:
        GenerateError: Links lead it round in a circle, so that nothing can be written there.
    """
    if leads_round(path):
        raise GenerateError(f"{path}: links lead round in a circle; remove them")


def temporary_beside(inventory: Path, kind: Literal["new", "columns"] = "new") -> Path:
    """Make an empty file beside the inventory, with the permissions of the old one.

    Its name is always the same, so that a run that was killed leaves no file that looks like data.

    Args:
        inventory: The inventory.
        kind: What the name ends with: ``columns`` for Parquet, which is made of what is ``new``.
    """
    temporary = beside(inventory, kind)
    temporary.unlink(missing_ok=True)
    temporary.touch(0o600, exist_ok=False)
    temporary.chmod(mode_of(inventory))
    return temporary
