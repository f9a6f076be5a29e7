"""What a manifest pins of its file tree, and the tree itself, held against the pins."""

import contextlib
import os
import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from trainbib.document import Document, read_document
from trainbib.inventory import InventoryError, read_inventory
from trainbib.named_paths import named_path, path_fault
from trainbib.proofs.index import TreeIndex, open_index, temporary_index, write_index
from trainbib.proofs.tables import KEYINGS, BucketTable, IndexFileError, Keying
from trainbib.values import as_mapping

__all__ = [
    "DepartedError",
    "PinError",
    "TreePins",
    "inventory_of",
    "must_be_pinned",
    "pins_of",
    "read_pins",
    "root_of",
    "with_tree",
    "write_pinned_index",
]

Result = TypeVar("Result")

_ROOT = re.compile("sha256:[0-9a-f]{64}")


class PinError(ValueError):
    """A manifest pins nothing that can be used; the message says why and what to do."""


class DepartedError(ValueError):
    """The inventory is not the one that the manifest pins."""


@dataclass(frozen=True, slots=True)
class TreePins:
    """What a manifest says of its file tree.

    Attributes:
        manifest: The manifest, as the user named it.
        dataset: Name and version of the data set, as far as they are given.
        roots: Keying to root.
        inventory: Where the inventory is; None if the manifest does not say.
        folder: The root of the files, relative to the manifest.
    """

    manifest: str
    dataset: str
    roots: Mapping[Keying, str]
    inventory: Path | None
    folder: str


def read_pins(
    manifest: str | os.PathLike[str], *, inventory: str | os.PathLike[str] | None = None
) -> TreePins:
    """Read what a manifest pins.

    Args:
        manifest: The manifest.
        inventory: The inventory, where it is not where the manifest says.

    Raises:
        PinError: It cannot be parsed, or pins no roots.
        OSError: It cannot be read.
    """
    document = read_document(os.fspath(manifest))
    if not document.parsed:
        raise PinError(f"{document.path}: cannot be parsed; `trainbib check` says where")
    return pins_of(document, inventory=inventory)


def pins_of(document: Document, *, inventory: str | os.PathLike[str] | None = None) -> TreePins:
    """Return what a manifest that was read pins.

    Raises:
        PinError: It pins no roots, or an inventory that is out of its folder.
    """
    name = document.path
    data = as_mapping(document.data)
    files = as_mapping(data.get("files"))
    pinned = as_mapping(files.get("inventory"))
    given = as_mapping(pinned.get("roots"))
    roots: dict[Keying, str] = {}
    for keying in KEYINGS:
        root = given.get(keying)
        if root is None:
            continue
        if not isinstance(root, str) or _ROOT.fullmatch(root) is None:
            raise PinError(
                f"{name}: the root `{keying}` is {root!r}, not `sha256:` and 64 lower-case "
                "hexadecimal digits"
            )
        roots[keying] = root
    if not roots:
        raise PinError(
            f"{name}: pins no roots of a file tree (`files.inventory.roots`); `trainbib generate` "
            "writes them"
        )
    where = None if inventory is None else Path(inventory)
    listed = pinned.get("path")
    if where is None and isinstance(listed, str):
        where = _inside(name, listed)
    dataset = as_mapping(data.get("dataset"))
    words = [text for text in map(dataset.get, ("name", "version")) if isinstance(text, str)]
    return TreePins(name, " ".join(words) or "the set", roots, where, str(files.get("root", ".")))


def _inside(manifest: str, relative: str) -> Path:
    chosen = named_path(Path(manifest).parent, relative)
    if chosen is None:
        fault = path_fault(Path(manifest).parent, relative)
        raise PinError(f"{manifest}: the path {relative!r} {fault}")
    return chosen


def root_of(pins: TreePins, keying: Keying) -> str:
    """Return the root of a keying.

    Raises:
        PinError: It is not pinned.
    """
    if keying not in pins.roots:
        raise PinError(f"{pins.manifest}: pins no root of `{keying}` (`files.inventory.roots`)")
    return pins.roots[keying]


def with_tree(pins: TreePins, keying: Keying, work: Callable[[TreeIndex], Result]) -> Result:
    """Do something with the tree that a manifest pins.

    It is opened by the index beside the inventory; if there is none, or it is damaged or of another
    inventory, the inventory is read.

    Args:
        pins: What the manifest says.
        keying: Which tree is needed.
        work: Called with the tree.

    Raises:
        PinError: The root is not pinned, or there is no inventory that can be read.
        DepartedError: The inventory hashes to another root.
        OSError: The inventory cannot be read, or a temporary file not written.
    """
    root = root_of(pins, keying)
    inventory = inventory_of(pins)
    with (
        contextlib.suppress(IndexFileError, FileNotFoundError),
        open_index(inventory, [keying]) as index,
    ):
        if index.tables[keying].root == root:
            return work(index)
    with _told(inventory), temporary_index(read_inventory(inventory), [keying]) as index:
        must_be_pinned(pins, index.tables)
        return work(index)


def write_pinned_index(pins: TreePins) -> None:
    """Write the index of the set that a manifest pins beside its inventory.

    Raises:
        PinError: There is no inventory that can be read.
        DepartedError: The inventory hashes to other roots; nothing was written then.
        OSError: The inventory cannot be read, or the index not written.
    """
    inventory = inventory_of(pins)

    def check(tables: Mapping[Keying, BucketTable]) -> None:
        must_be_pinned(pins, tables)

    with _told(inventory):
        write_index(read_inventory(inventory), inventory, check=check)


def inventory_of(pins: TreePins) -> Path:
    """Return where the inventory is.

    Raises:
        PinError: The manifest does not say.
    """
    if pins.inventory is None:
        raise PinError(
            f"{pins.manifest}: does not say where the inventory is, so that only who has it can "
            "prove something; name it with --inventory"
        )
    return pins.inventory


def must_be_pinned(pins: TreePins, tables: Mapping[Keying, BucketTable]) -> None:
    """Make sure that tables hash to the roots that are pinned.

    Raises:
        DepartedError: They do not.
    """
    for keying, table in tables.items():
        found = table.root
        if pins.roots.get(keying, found) != found:
            raise DepartedError(
                f"{pins.inventory}: the root of `{keying}` is {found}, but {pins.manifest} pins "
                f"{pins.roots[keying]}; run `trainbib generate` if the change is meant"
            )


@contextlib.contextmanager
def _told(inventory: Path) -> Generator[None]:
    """Say of an inventory that cannot be used what to do."""
    try:
        yield
    except FileNotFoundError as error:
        if error.filename != os.fspath(inventory):
            raise
        raise PinError(
            f"{inventory}: not there; get it from its publisher, or name it with --inventory"
        ) from None
    except InventoryError as error:
        raise PinError(str(error)) from error
