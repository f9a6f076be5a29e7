"""Inventory files: JSON Lines, or Parquet for sets of very many files (SPEC.md, section 13).

What is read is told by its content, what is written by its name. Both hold the same rows in the
same order, sorted by the bytes of their paths.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from hashlib import file_digest
from importlib.util import find_spec
from itertools import islice
from operator import lt
from pathlib import Path
from typing import Literal

from trainbib.inventory.json_rows import read_json_rows, row_line, write_json_rows
from trainbib.inventory.row import ADVICE, FileRow, InventoryError, is_text, path_bytes, sorted_rows
from trainbib.writing.atomic import replacing

__all__ = [
    "FileRow",
    "InventoryError",
    "InventoryFormat",
    "chosen_format",
    "convert_inventory",
    "inventory_suffix",
    "is_parquet",
    "must_be_lines",
    "read_inventory",
    "row_line",
    "sorted_rows",
    "write_inventory",
    "write_rows",
    "write_sorted_inventory",
]

InventoryFormat = Literal["jsonl", "parquet"]

MANY_FILES = 1_000_000
"""From so many files on, an inventory is better in Parquet: JSON Lines take 150 MB then."""


def chosen_format(wanted: Literal["auto", "jsonl", "parquet"], files: int) -> InventoryFormat:
    """Choose a format for a new inventory.

    Args:
        wanted: What was asked for.
        files: How many rows it will have.

    Returns:
        What was asked for; for ``auto`` Parquet if there are many files, and pyarrow to write it.
    """
    if wanted != "auto":
        return wanted
    return "parquet" if files >= MANY_FILES and find_spec("pyarrow") is not None else "jsonl"


def inventory_suffix(file_format: InventoryFormat) -> str:
    """Return what the name of an inventory ends with: ``.jsonl`` or ``.parquet``."""
    return f".{file_format}"


def is_parquet(path: Path | str) -> bool:
    """Tell by its content whether an inventory is in Parquet.

    Raises:
        OSError: It cannot be read.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - a name is all that is needed
        return file.read(4) == b"PAR1"


def must_be_lines(path: Path | str) -> None:
    """Refuse a file that is named as Parquet, and is neither that nor JSON Lines nor empty.

    Who reads its lines would be told of the first one, though it has none.

    Args:
        path: An inventory that is not in Parquet.

    Raises:
        InventoryError: It is such a file.
        OSError: It cannot be read.
    """
    if not os.fspath(path).lower().endswith(".parquet"):
        return
    with open(path, "rb") as file:  # noqa: PTH123 - a name is all that is needed
        head = file.read(4)
    if head[:1] not in {b"{", b""}:
        raise InventoryError(
            f"{path}: is no Parquet file, though it is named as one: it begins with {head!r}, not "
            f"with b'PAR1': {ADVICE}"
        )


def read_inventory(path: Path | str) -> Iterator[FileRow]:
    """Read an inventory row by row, in whatever format it is; memory does not grow with it.

    Args:
        path: The inventory file.

    Yields:
        The rows, sorted by path as the file has to be. An empty file has none.

    Raises:
        InventoryError: A line is not a row, or not in its place; the message names file, line and
            value. Or the file is in Parquet, and pyarrow is not installed.
        OSError: The file cannot be read.
    """
    if is_parquet(path):
        from trainbib.inventory.parquet_rows import read_parquet_rows

        yield from read_parquet_rows(os.fspath(path))
    else:
        must_be_lines(path)
        yield from read_json_rows(os.fspath(path))


def write_inventory(
    rows: Iterable[FileRow], path: Path | str, *, file_format: InventoryFormat | None = None
) -> str:
    """Write an inventory in one step: readers see the old file or the new one, never half of it.

    Args:
        rows: The rows, in any order; all are held in memory.
        path: The file to write or replace.
        file_format: Its format; Parquet if left out and the name ends in ``.parquet``.

    Returns:
        The digest of the bytes written: ``sha256:`` and 64 hexadecimal digits.

    Raises:
        InventoryError: Two rows have one path, or pyarrow is needed and not installed.
        OSError: The file cannot be written.
    """
    return write_sorted_inventory(sorted_rows(rows), path, file_format=file_format)


def write_sorted_inventory(
    rows: Iterable[FileRow], path: Path | str, *, file_format: InventoryFormat | None = None
) -> str:
    """Write an inventory of rows that are in order; memory does not grow with their number.

    Args:
        rows: The rows, sorted by the bytes of their paths.
        path: The file to write or replace, in one step.
        file_format: Its format; Parquet if left out and the name ends in ``.parquet``.

    Returns:
        The digest of the bytes written: ``sha256:`` and 64 hexadecimal digits.

    Raises:
        InventoryError: Rows are not in order, or two have one path, or pyarrow is needed and not
            installed.
        OSError: The file cannot be written.
    """
    if file_format is None:
        file_format = "parquet" if os.fspath(path).endswith(".parquet") else "jsonl"
    # A link is written through, and the file keeps its permissions.
    with replacing(Path(os.path.realpath(path))) as temporary:
        return write_rows(rows, temporary, file_format)


def write_rows(rows: Iterable[FileRow], path: Path, file_format: InventoryFormat) -> str:
    """Write an inventory into a file that is there, which others are not to see until it is whole.

    Args:
        rows: As for `write_sorted_inventory`.
        path: The file.
        file_format: Its format.

    Returns:
        The digest of the bytes written: ``sha256:`` and 64 hexadecimal digits.

    Raises:
        InventoryError: As `write_sorted_inventory`.
        OSError: The file cannot be written.
    """
    if file_format == "jsonl":
        with path.open("wb", buffering=0) as out:  # rows come in large pieces
            return write_json_rows(_in_order(rows), out)
    from trainbib.inventory.parquet_writing import write_parquet_rows

    write_parquet_rows(_in_order(rows), os.fspath(path))
    with path.open("rb") as file:
        return f"sha256:{file_digest(file, 'sha256').hexdigest()}"


def _in_order(rows: Iterable[FileRow]) -> Iterator[FileRow]:
    """Yield rows, and make sure that they are sorted and no path is given twice."""
    before: FileRow | None = None
    unread = iter(rows)
    while batch := list(islice(unread, 8192)):
        paths = [row[0] for row in ([before, *batch] if before is not None else batch)]
        # Text sorts as its UTF-8 does; where that does not hold, bytes are compared.
        if not (all(map(lt, paths, islice(paths, 1, None))) and is_text("".join(paths))):
            _must_be_sorted(paths)
        before = batch[-1]
        yield from batch


def _must_be_sorted(paths: Sequence[str]) -> None:
    for before, path in zip(paths, islice(paths, 1, None), strict=False):
        if before == path:
            raise InventoryError(f"path {path!r} is given twice: every path has one row")
        if path_bytes(before) > path_bytes(path):
            raise InventoryError(
                f"path {path!r} comes after {before!r}, but rows are written in the order of the "
                "bytes of their paths"
            )


def convert_inventory(
    source: Path | str, target: Path | str, *, file_format: InventoryFormat | None = None
) -> str:
    """Write an inventory anew in the other format, or in the same; memory does not grow with it.

    Nothing is lost: rows that follow the standard have the same bytes as JSON Lines again after
    they were Parquet. A manifest that pins the inventory has to pin the new digest and path; roots,
    and the numbers of files and bytes, stay what they are.

    Args:
        source: The inventory.
        target: The file to write or replace, in one step.
        file_format: Its format; Parquet if left out and the name ends in ``.parquet``.

    Returns:
        The digest of the bytes written: ``sha256:`` and 64 hexadecimal digits.

    Raises:
        InventoryError: The source is no inventory, or has columns that would be lost; or pyarrow is
            not installed.
        OSError: A file cannot be read or written.
    """
    if is_parquet(source):
        from trainbib.inventory.parquet_rows import foreign_columns

        foreign = foreign_columns(os.fspath(source))
        if foreign:
            raise InventoryError(
                f"{source}: the column `{foreign[0]}` is not of the standard and would be lost; "
                "leave it out, or put its values into `more` as JSON objects"
            )
    return write_sorted_inventory(read_inventory(source), target, file_format=file_format)
