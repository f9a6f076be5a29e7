"""Inventory rows and their file: one compact JSON object a line, sorted by path (SPEC.md).

The inventory is written by the tool and read strictly: a lock file that is silently off by one
line is worse than none. Paths are Python strings in which bytes that are not UTF-8 stand as
surrogate escapes (PEP 383); in the file such a path is written as ``path_bytes``, base64.
"""

import binascii
import contextlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, cast

__all__ = ["FileRow", "InventoryError", "read_inventory", "row_line", "write_inventory"]


class InventoryError(ValueError):
    """An inventory, an ignore file or a data folder cannot be used; the message says what to do."""


class FileRow(NamedTuple):
    """One file of a data set.

    Attributes:
        path: Path below the files root, ``/`` between segments; bytes that are not UTF-8 as
            surrogate escapes.
        bytes: Size in bytes.
        sha256: SHA-256 of the content, 64 lower-case hexadecimal digits.
        type: Media type; for a compressed file the outer and the inner one, see `sniff`.
        records: How many records the file holds; None when that was not counted.
        unit: What a record is here: ``line``, ``row``, ``image`` …
        note: Why the records were not counted.
    """

    path: str
    bytes: int
    sha256: str
    type: str
    records: int | None = None
    unit: str | None = None
    note: str | None = None


def row_line(row: FileRow) -> str:
    """Write one row as JSON, with its line feed; keys in a fixed order, absent ones left out.

    Args:
        row: The row.

    Returns:
        The line. It holds no surrogates, so it can be encoded as UTF-8.
    """
    path, size, digest, media, records, unit, note = row
    # A printable text without quotes and backslashes is its own JSON form.
    if path.isprintable() and '"' not in path and "\\" not in path:
        head = f'{{"path":"{path}"'
    elif _has_surrogates(path):
        raw = binascii.b2a_base64(path.encode("utf-8", "surrogateescape"), newline=False)
        head = f'{{"path_bytes":"{raw.decode()}"'
    else:
        head = f'{{"path":{json.dumps(path, ensure_ascii=False)}'
    if records is not None and unit is not None and note is None:
        return (
            f'{head},"bytes":{size},"sha256":"{digest}","type":"{media}","records":{records},'
            f'"unit":"{unit}"}}\n'
        )
    line = f'{head},"bytes":{size},"sha256":"{digest}","type":"{media}"'
    if records is not None:
        line += f',"records":{records}'
    if unit is not None:
        line += f',"unit":"{unit}"'
    if note is not None:
        line += f',"note":{json.dumps(_clean(note), ensure_ascii=False)}'
    return line + "}\n"


def write_inventory(rows: Iterable[FileRow], path: Path | str) -> str:
    """Write an inventory in one step: readers see the old file or the new one, never half of it.

    Args:
        rows: The rows, in any order.
        path: The file to write or replace.

    Returns:
        The digest of the bytes written: ``sha256:`` and 64 hexadecimal digits.

    Raises:
        InventoryError: Two rows have one path.
        OSError: The file cannot be written.
    """
    ordered = sorted_rows(rows)
    for before, row in pairwise(ordered):
        if before[0] == row[0]:
            raise InventoryError(f"path {row.path!r} is given twice: every path has one row")
    # A link is written through, and the file keeps its permissions.
    target = os.path.realpath(path)
    temporary = f"{target}.{os.getpid()}.tmp"
    hasher = sha256()
    try:
        with open(temporary, "xb", buffering=0) as out:  # noqa: PTH123 - as fast as it gets
            with contextlib.suppress(OSError):
                os.fchmod(out.fileno(), os.stat(target).st_mode & 0o7777)  # noqa: PTH116 - ditto
            for start in range(0, len(ordered), 8192):
                text = "".join(map(row_line, ordered[start : start + 8192])).encode()
                hasher.update(text)
                out.write(text)
        os.replace(temporary, target)  # noqa: PTH105 - ditto
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108 - ditto
        raise
    return f"sha256:{hasher.hexdigest()}"


def sorted_rows(rows: Iterable[FileRow]) -> list[FileRow]:
    """Sort rows by the bytes of their paths.

    Args:
        rows: The rows, in any order.

    Returns:
        A new list.
    """
    ordered = list(rows)
    # Text sorts as its UTF-8 does, save where surrogates stand for single bytes.
    try:
        "\n".join([row[0] for row in ordered]).encode()
    except UnicodeEncodeError:
        ordered.sort(key=_path_bytes)
    else:
        ordered.sort(key=_path)
    return ordered


def read_inventory(path: Path | str) -> Iterator[FileRow]:
    """Read an inventory row by row; nothing is held in memory.

    Args:
        path: The inventory file.

    Yields:
        The rows, sorted by path as the file has to be. An empty file has none.

    Raises:
        InventoryError: A line is not a row, or not in its place; the message names file, line and
            value.
        OSError: The file cannot be read.
    """
    name = os.fspath(path)
    before = ""
    before_bytes = b""
    number = 0
    with open(name, "rb") as file:  # noqa: PTH123 - a name is all that is needed
        for number, raw in enumerate(file, 1):
            match = _PLAIN_ROW.fullmatch(raw)
            if match is not None:
                text, size, digest, media, records, unit = match.groups()
                try:
                    row = FileRow(
                        text.decode(),
                        int(size),
                        digest.decode(),
                        media.decode(),
                        None if records is None else int(records),
                        None if unit is None else unit.decode(),
                    )
                except ValueError:
                    row = _parse(raw, name, number)
            else:
                row = _parse(raw, name, number)
                text = row.path.encode("utf-8", "surrogateescape")
            if text <= before_bytes and number > 1:
                raise InventoryError(_disorder(name, number, row.path, before))
            if _SUSPECT.search(text) is not None:
                raise InventoryError(_bad_path(name, number, row.path))
            before, before_bytes = row.path, text
            yield row


# The rows that the tool itself writes, but for rare ones; anything else is parsed as JSON.
_PLAIN_ROW = re.compile(
    rb'\{"path":"([^"\\\x00-\x1f]+)","bytes":(0|[1-9][0-9]{0,14}),"sha256":"([0-9a-f]{64})"'
    rb',"type":"([^"\\\x00-\x1f]+)"'
    rb'(?:,"records":(0|[1-9][0-9]{0,14}))?(?:,"unit":"([^"\\\x00-\x1f]+)")?\}\n'
)
# An absolute path, an empty, `.` or `..` segment, or a null byte.
_SUSPECT = re.compile(rb"\A\.{0,2}(?:/|\Z)|/\.{0,2}(?:/|\Z)|\x00")
_ADVICE = "run `trainbib generate` to write the inventory anew"


def _parse(raw: bytes, name: str, number: int) -> FileRow:
    """Read one line the slow and exact way."""
    where = f"{name}, line {number}"
    if raw.endswith(b"\r\n"):
        raise InventoryError(
            f"{where}: the line ends in CR LF, a row ends in a line feed: {_ADVICE}"
        )
    if not raw.endswith(b"\n"):
        raise InventoryError(
            f"{where}: the last line {_shown(raw)} has no line feed, so the file was cut short: "
            f"{_ADVICE}"
        )
    try:
        value: object = json.loads(raw, object_pairs_hook=_pairs)
    except (ValueError, RecursionError) as error:
        raise InventoryError(
            f"{where}: {_shown(raw)} is not a JSON object ({error}): {_ADVICE}"
        ) from error
    if not isinstance(value, dict):
        raise InventoryError(f"{where}: {_shown(raw)} is not a JSON object: {_ADVICE}")
    row = cast("dict[str, object]", value)
    # Keys that are not known are left alone: rows may grow (SPEC.md, section 13).
    size = _whole(row, "bytes", where)
    if size is None:
        raise InventoryError(f"{where}: the key 'bytes' is missing: {_ADVICE}")
    digest = _text(row, "sha256", where, required=True)
    if re.fullmatch("[0-9a-f]{64}", digest) is None:
        raise InventoryError(
            f"{where}: sha256 is {digest!r}, not 64 lower-case hexadecimal digits: {_ADVICE}"
        )
    return FileRow(
        path=_path_of(row, where),
        bytes=size,
        sha256=digest,
        type=_text(row, "type", where, required=True),
        records=_whole(row, "records", where),
        unit=_text(row, "unit", where) or None,
        note=_text(row, "note", where) or None,
    )


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a key is given twice")
    return row


def _path_of(row: Mapping[str, object], where: str) -> str:
    if ("path" in row) == ("path_bytes" in row):
        raise InventoryError(f"{where}: a row has either 'path' or 'path_bytes': {_ADVICE}")
    if "path" in row:
        path = _text(row, "path", where, required=True)
        if _has_surrogates(path):
            raise InventoryError(
                f"{where}: path {path!r} is not Unicode; such a path is written as 'path_bytes', "
                f"in base64: {_ADVICE}"
            )
        return path
    encoded = _text(row, "path_bytes", where, required=True)
    try:
        raw = binascii.a2b_base64(encoded, strict_mode=True)
    except ValueError as error:
        raise InventoryError(f"{where}: path_bytes is {encoded!r}, no base64: {_ADVICE}") from error
    path = raw.decode("utf-8", "surrogateescape")
    if not _has_surrogates(path):
        raise InventoryError(
            f"{where}: path_bytes {encoded!r} is the UTF-8 path {path!r}, which is written as "
            f"'path': {_ADVICE}"
        )
    return path


def _text(row: Mapping[str, object], key: str, where: str, *, required: bool = False) -> str:
    if key not in row:
        if required:
            raise InventoryError(f"{where}: the key {key!r} is missing: {_ADVICE}")
        return ""
    value = row[key]
    if not isinstance(value, str) or not value:
        raise InventoryError(f"{where}: {key} is {value!r}, not a text: {_ADVICE}")
    return value


def _whole(row: Mapping[str, object], key: str, where: str) -> int | None:
    if key not in row:
        return None
    value = row[key]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
        raise InventoryError(
            f"{where}: {key} is {value!r}, not a whole number from 0 to 2^53 - 1: {_ADVICE}"
        )
    return value


def _disorder(name: str, number: int, path: str, before: str) -> str:
    if path == before:
        return f"{name}, line {number}: path {path!r} is given twice: {_ADVICE}"
    return (
        f"{name}, line {number}: path {path!r} comes after {before!r}, but rows are sorted by the "
        f"bytes of their paths: {_ADVICE}"
    )


def _bad_path(name: str, number: int, path: str) -> str:
    return (
        f"{name}, line {number}: path {path!r} does not stay below the files root, or has an "
        f"empty segment, `.`, `..` or a null byte: {_ADVICE}"
    )


def _shown(raw: bytes) -> str:
    text = raw.rstrip(b"\r\n").decode("utf-8", "backslashreplace")
    return repr(text if len(text) <= 80 else text[:77] + "...")  # noqa: PLR2004 - a line's width


def _has_surrogates(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _clean(note: str) -> str:
    """Make a note, which may quote a foreign library, safe to encode."""
    return note.encode("utf-8", "backslashreplace").decode()


def _path(row: FileRow) -> str:
    return row[0]


def _path_bytes(row: FileRow) -> bytes:
    return row[0].encode("utf-8", "surrogateescape")
