"""Inventories as JSON Lines: one compact JSON object a line (SPEC.md, section 13).

The inventory is written by the tool and read strictly: a lock file that is silently off by one
line is worse than none. A path that is not UTF-8 is written as ``path_bytes``, base64.
"""

import binascii
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import islice, repeat
from typing import IO, NamedTuple, cast

from trainbib.inventory.row import (
    ADVICE,
    FileRow,
    InventoryError,
    PathOrder,
    is_text,
    path_bytes,
    row_of,
)

__all__ = [
    "KEYS",
    "REST_OF_ROW",
    "PlainLines",
    "no_constant",
    "plain_lines",
    "read_json_rows",
    "row_in",
]
__all__ += ["row_line", "write_json_rows"]

KEYS = frozenset(
    ("path", "path_bytes", "bytes", "sha256", "blake3", "type", "records", "unit", "note")
)
"""The keys of the standard."""


def row_line(row: FileRow) -> str:
    """Write one row as JSON, with its line feed; keys in a fixed order, absent ones left out.

    Args:
        row: The row.

    Returns:
        The line. It holds no surrogates, so it can be encoded as UTF-8.
    """
    path, size, digest, media, records, unit, note, blake3, more = row
    # A printable text without quotes and backslashes is its own JSON form.
    if path.isprintable() and '"' not in path and "\\" not in path:
        head = f'{{"path":"{path}"'
    elif is_text(path):
        head = f'{{"path":{json.dumps(path, ensure_ascii=False)}'
    else:
        raw = binascii.b2a_base64(path_bytes(path), newline=False)
        head = f'{{"path_bytes":"{raw.decode()}"'
    second = "" if blake3 is None else f',"blake3":"{blake3}"'
    head = f'{head},"bytes":{size},"sha256":"{digest}"{second},"type":{_quoted(media)}'
    if note is None and more is None and records is not None and unit is not None:
        return f'{head},"records":{records},"unit":{_quoted(unit)}}}\n'
    if records is not None:
        head += f',"records":{records}'
    if unit is not None:
        head += f',"unit":{_quoted(unit)}'
    if note is not None:
        head += f',"note":{_quoted(note)}'
    if more is not None:
        head += f",{more[1:-1]}"
    return head + "}\n"


@lru_cache(4096)
def _quoted(text: str) -> str:
    """Write a text, which may quote a foreign library, as JSON that can be encoded."""
    return json.dumps(text.encode("utf-8", "backslashreplace").decode(), ensure_ascii=False)


def write_json_rows(rows: Iterable[FileRow], out: IO[bytes]) -> str:
    """Write rows that are in order.

    Args:
        rows: The rows.
        out: The file.

    Returns:
        The digest of the bytes written: ``sha256:`` and 64 hexadecimal digits.
    """
    hasher = sha256()
    unread = iter(rows)
    while batch := list(islice(unread, 8192)):
        text = "".join(map(row_line, batch)).encode()
        hasher.update(text)
        out.write(text)
    return f"sha256:{hasher.hexdigest()}"


def read_json_rows(name: str) -> Iterator[FileRow]:
    """Read an inventory; memory does not grow with it.

    Args:
        name: The file.

    Yields:
        The rows.

    Raises:
        InventoryError: A line is not a row, or not in its place.
        OSError: The file cannot be read.
    """
    order = PathOrder(name, "line")
    with open(name, "rb") as file:  # noqa: PTH123 - a name is all that is needed
        while lines := file.readlines(BLOCK):
            plain = plain_lines(lines, order)
            if plain is not None:
                yield from plain.rows()
                continue
            for raw in lines:
                row = row_in(raw, order.where)
                order.take(path_bytes(row.path))
                yield row


BLOCK = 1 << 19
"""Bytes of lines that are read together."""


class PlainLines(NamedTuple):
    """The columns of some lines.

    Attributes:
        paths: Their paths.
        sizes: Their sizes in bytes.
        digests: Their SHA-256 in hexadecimal.
        others: What a `FileRow` has after these.
    """

    paths: Sequence[str]
    sizes: Sequence[int]
    digests: Sequence[str]
    others: Sequence[Iterable[object]]

    def rows(self) -> Iterator[FileRow]:
        """Yield the rows."""
        return map(row_of, zip(self.paths, self.sizes, self.digests, *self.others, strict=False))


REST_OF_ROW = (
    r'(?:,"blake3":"([0-9a-f]{64})")?,"type":"([^"\\\x00-\x1f]+)"'
    r'(?:,"records":(0|[1-9][0-9]{0,14}))?(?:,"unit":"([^"\\\x00-\x1f]+)")?\}'
)
"""Pattern of what follows path, size and digest in the rows that the tool itself writes, but for
rare ones; anything else is parsed as JSON."""
_PLAIN_ROW = re.compile(
    rb'^\{"path":"([^"\\\x00-\x1f]+)","bytes":(0|[1-9][0-9]{0,14}),"sha256":"([0-9a-f]{64})"'
    + REST_OF_ROW.encode()
    + rb"\n",
    re.MULTILINE,
)


def plain_lines(lines: Sequence[bytes], order: PathOrder) -> PlainLines | None:
    """Read some lines at once, if all of them are as the tool writes most.

    Args:
        lines: The lines, each with its line feed.
        order: What came before; it is told of these if they can be read.

    Returns:
        Their columns; None if one of them has to be looked at by itself.
    """
    found = _PLAIN_ROW.findall(b"".join(lines))
    if not found or len(found) != len(lines):
        return None
    paths, sizes, digests, second, types, records, units = zip(*found, strict=True)
    try:
        texts = {raw: raw.decode() for raw in {*types, *units}}
        names = b"\n".join(paths).decode().split("\n")
    except UnicodeDecodeError:
        return None
    if not order.take_all(paths):
        return None
    nothing = repeat(None)
    return PlainLines(
        names,
        list(map(int, sizes)),
        b"\n".join(digests).decode().split("\n"),
        (
            [texts[raw] for raw in types],
            [int(raw) if raw else None for raw in records],
            [texts[raw] or None for raw in units],
            nothing,
            [raw.decode() or None for raw in second] if any(second) else nothing,
            nothing,
        ),
    )


class _NotInJsonError(ValueError):
    """Something that Python reads and JSON has not; the text says what."""


def row_in(raw: bytes, where: str) -> FileRow:
    """Read one line the slow and exact way.

    Args:
        raw: The line.
        where: File and line, for messages.

    Raises:
        InventoryError: It is not a row.
    """
    if raw.endswith(b"\r\n"):
        raise InventoryError(
            f"{where}: the line ends in CR LF, a row ends in a line feed: {ADVICE}"
        )
    if not raw.endswith(b"\n"):
        raise InventoryError(
            f"{where}: the last line {_shown(raw)} has no line feed, so the file was cut short: "
            f"{ADVICE}"
        )
    try:
        value: object = json.loads(
            raw[:-1].decode(), object_pairs_hook=_pairs, parse_constant=no_constant
        )
    except _NotInJsonError as error:
        raise InventoryError(
            f"{where}: {_shown(raw)} is not a JSON object ({error}): {ADVICE}"
        ) from error
    except (ValueError, RecursionError) as error:
        from trainbib.json_faults import json_fault

        raise InventoryError(
            f"{where}: {_shown(raw)} is not a JSON object ({json_fault(error, raw)}): {ADVICE}"
        ) from error
    if not isinstance(value, dict):
        raise InventoryError(f"{where}: {_shown(raw)} is not a JSON object: {ADVICE}")
    keys = cast("dict[str, object]", value)
    size = _whole(keys, "bytes", where)
    if size is None:
        raise InventoryError(f"{where}: the key 'bytes' is missing: {ADVICE}")
    row = FileRow(
        path=_path_of(keys, where),
        bytes=size,
        sha256=_digest(keys, "sha256", where, required=True),
        type=_text(keys, "type", where, required=True),
        records=_whole(keys, "records", where),
        unit=_text(keys, "unit", where) or None,
        note=_text(keys, "note", where) or None,
        blake3=_digest(keys, "blake3", where) or None,
    )
    others = {key: item for key, item in keys.items() if key not in KEYS}
    return row._replace(more=_more(raw, row, others)) if others else row


def _more(raw: bytes, row: FileRow, others: Mapping[str, object]) -> str:
    """Return the keys that are not known, since rows may grow; as they stand, if they come last."""
    known = row_line(row)[:-2].encode()
    if raw.startswith(known + b",") and raw.endswith(b"}\n"):
        return f"{{{raw[len(known) + 1 : -2].decode()}}}"
    text = json.dumps(others, ensure_ascii=False, separators=(",", ":"))
    return text if is_text(text) else json.dumps(others, separators=(",", ":"))


def no_constant(name: str) -> object:
    """Refuse NaN and infinities, which Python reads and JSON has not.

    Raises:
        ValueError: Always.
    """
    raise _NotInJsonError(f"{name} is no number of JSON")


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise _NotInJsonError("a key is given twice")
    return row


def _path_of(row: Mapping[str, object], where: str) -> str:
    if ("path" in row) == ("path_bytes" in row):
        raise InventoryError(f"{where}: a row has either 'path' or 'path_bytes': {ADVICE}")
    if "path" in row:
        path = _text(row, "path", where, required=True)
        if not is_text(path):
            raise InventoryError(
                f"{where}: path {path!r} is not Unicode; such a path is written as 'path_bytes', "
                f"in base64: {ADVICE}"
            )
        return path
    encoded = _text(row, "path_bytes", where, required=True)
    try:
        raw = binascii.a2b_base64(encoded, strict_mode=True)
    except ValueError as error:
        raise InventoryError(f"{where}: path_bytes is {encoded!r}, no base64: {ADVICE}") from error
    path = raw.decode("utf-8", "surrogateescape")
    if is_text(path):
        raise InventoryError(
            f"{where}: path_bytes {encoded!r} is the UTF-8 path {path!r}, which is written as "
            f"'path': {ADVICE}"
        )
    return path


def _digest(row: Mapping[str, object], key: str, where: str, *, required: bool = False) -> str:
    digest = _text(row, key, where, required=required)
    if digest and re.fullmatch("[0-9a-f]{64}", digest) is None:
        raise InventoryError(
            f"{where}: {key} is {digest!r}, not 64 lower-case hexadecimal digits: {ADVICE}"
        )
    return digest


def _text(row: Mapping[str, object], key: str, where: str, *, required: bool = False) -> str:
    if key not in row:
        if required:
            raise InventoryError(f"{where}: the key {key!r} is missing: {ADVICE}")
        return ""
    value = row[key]
    if not isinstance(value, str) or not value:
        raise InventoryError(f"{where}: {key} is {value!r}, not a text: {ADVICE}")
    return value


def _whole(row: Mapping[str, object], key: str, where: str) -> int | None:
    if key not in row:
        return None
    value = row[key]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
        raise InventoryError(
            f"{where}: {key} is {value!r}, not a whole number from 0 to 2^53 - 1: {ADVICE}"
        )
    return value


def _shown(raw: bytes) -> str:
    text = raw.rstrip(b"\r\n").decode("utf-8", "backslashreplace")
    return repr(text if len(text) <= 80 else text[:77] + "...")  # noqa: PLR2004 - a line's width
