"""Rows of files that name domains: texts, CSV, JSON Lines and Parquet, whoever wrote them.

Files come from others, and may be anything: a line has a bound, and what is no row is yielded as
`NotARow` with the reason, for the caller to count.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from trainbib.records.files import RecordsError
from trainbib.records.parquet import pyarrow_module
from trainbib.records.unpacking import is_packed_error, open_unpacked

__all__ = ["MOST_BYTES", "UNSORTED", "Columns", "NotARow", "Read", "csv_rows", "json_rows"]
__all__ += ["parquet_rows", "text_rows", "whole"]

UNSORTED = ""
"""The column of bytes of which no modality is told."""

MOST_BYTES = 1 << 64
"""The largest size of a domain; a greater number is none."""

_NAMES = ("domain", "registrable_domain", "domain_name", "host", "hostname", "site", "url", "uri")
_BYTES = ("bytes", "size", "size_bytes", "total_bytes")
_OPTED_OUT = ("opted_out", "opted_out_since", "opt_out", "opt_out_date", "date")
_MODALITIES = (
    "text", "image", "audio", "video", "tabular", "time_series", "sensor", "three_d", "other",
)  # fmt: skip
_ROWS = 1 << 14
_LINE = 1 << 24
_SHOWN = 10
_DIGITS = len(str(MOST_BYTES))


@dataclass(frozen=True, slots=True)
class NotARow:
    """What stands in the place of a row.

    Attributes:
        why: What such rows are, in the plural: ``rows that are no JSON``.
    """

    why: str


_TOO_LONG = NotARow("lines of more than 16 MiB")
_NO_CSV = NotARow("rows that are no CSV")
_NO_JSON = NotARow("rows that are no JSON")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold what: names for JSON, positions for all others."""

    name: str | int
    total: str | int | None = None
    modalities: Mapping[str, str | int] = field(default_factory=dict[str, str | int])
    opted_out: str | int | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The modalities, and `UNSORTED` where there is a total that may have more."""
        if self.total is None:
            return tuple(self.modalities)
        return (*self.modalities, UNSORTED)


def _columns(header: Sequence[str], *, by_name: bool) -> Columns | None:
    """Find the columns by their names; None if none holds domains."""
    names = [each.strip().lower() for each in header]

    def find(wanted: Iterable[str]) -> str | int | None:
        for each in wanted:
            if each in names:
                position = names.index(each)
                return header[position] if by_name else position
        return None

    name = find(_NAMES)
    if name is None:
        return None
    found = {each: find((f"bytes_{each}", f"{each}_bytes")) for each in _MODALITIES}
    modalities = {each: place for each, place in found.items() if place is not None}
    return Columns(name, find(_BYTES), modalities, find(_OPTED_OUT))


Read = Callable[[], Iterator[object]]
"""Yields rows: lists of cells, mappings, or texts; `NotARow` for what is none."""


def whole(value: object) -> int | None:
    """Return a number of bytes; None for what is none."""
    if isinstance(value, str):
        text = value.strip()
        is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
        return whole(int(text)) if is_number else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= MOST_BYTES and value == value // 1 else None


def _lines(path: Path, packing: str) -> Iterator[str | NotARow]:
    """Yield the lines of a file; of one that is too long, that it is."""
    try:
        with (
            open_unpacked(str(path), packing) as file,
            io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="") as text,
        ):
            yield from _bounded(text, path)
    except Exception as error:
        if isinstance(error, FileNotFoundError) or not is_packed_error(error):
            raise
        raise RecordsError(f"{path.name} cannot be read to its end ({error})") from None


def _bounded(text: io.TextIOWrapper, path: Path) -> Iterator[str | NotARow]:
    line = text.readline(_LINE)
    if "\0" in line[:4] or line.startswith("\N{REPLACEMENT CHARACTER}" * 2):
        raise RecordsError(
            f"{path.name} does not begin as text in UTF-8 does, but as UTF-16 or a binary file: "
            "save it as UTF-8"
        )
    while line:
        if len(line) < _LINE or line.endswith(("\n", "\r")):
            yield line
        else:
            yield _TOO_LONG
            while line and not line.endswith(("\n", "\r")):
                line = text.readline(_LINE)
        line = text.readline(_LINE)


def text_rows(path: Path, packing: str) -> tuple[Columns, Read]:
    """Return how to read a text of one domain or URL a line.

    Args:
        path: The file.
        packing: Media type of its compression; empty without one.
    """

    def read() -> Iterator[object]:
        for line in _lines(path, packing):
            text = line if isinstance(line, NotARow) else line.strip()
            if isinstance(text, NotARow) or (text and not text.startswith("#")):
                yield text

    return Columns(0), read


def csv_rows(path: Path, packing: str) -> tuple[Columns, Read]:
    """Return the columns of a CSV file, and how to read it; as `text_rows`.

    Raises:
        RecordsError: It has no column of domains, or cannot be read.
    """
    first = next(_lines(path, packing), "")
    text = first if isinstance(first, str) else ""
    delimiter = max(",\t;", key=text.count)
    try:
        cells = next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        cells = []
    columns = _columns(cells, by_name=False)
    headless = columns is None
    if columns is None:
        if not cells or not ("." in cells[0] or "://" in cells[0]):
            raise RecordsError(_no_column(path, cells))
        # No names, but domains: sizes follow if the second cell is a number.
        sized = len(cells) > 1 and whole(cells[1]) is not None
        columns = Columns(0, 1 if sized else None)

    def read() -> Iterator[object]:
        left_out = list[NotARow]()

        def lines() -> Iterator[str]:
            for line in _lines(path, packing):
                if isinstance(line, NotARow):
                    left_out.append(line)
                else:
                    yield line

        reader = csv.reader(lines(), delimiter=delimiter)
        if not headless:
            next(reader, None)
        row: object = ()
        while row is not None:
            try:
                row = next(reader, None)
            except csv.Error:
                row = _NO_CSV
            while left_out:
                yield left_out.pop()
            if row:
                yield row

    return columns, read


def json_rows(path: Path, packing: str) -> tuple[Columns, Read]:
    """Return the names of the columns of JSON Lines, and how to read them; as `text_rows`.

    Raises:
        RecordsError: They have no column of domains, or cannot be read.
    """
    start = next((line for line in _lines(path, packing) if _is_given(line)), "")
    if isinstance(start, str) and start.lstrip().startswith("["):
        raise RecordsError(
            f"{path.name} begins as a JSON array does: write an object a line, such as "
            '{"domain": "example.org", "bytes": 5}'
        )

    def read() -> Iterator[object]:
        for line in _lines(path, packing):
            if isinstance(line, NotARow):
                yield line
            elif line.strip():
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError):
                    row = _NO_JSON
                yield _NO_JSON if row is None else row

    first = next((row for row in read() if not isinstance(row, NotARow)), None)
    if isinstance(first, str) or first is None:
        return Columns("domain"), read
    header = list(map(str, cast("dict[object, object]", first))) if isinstance(first, dict) else []
    columns = _columns(header, by_name=True)
    if columns is None:
        raise RecordsError(_no_column(path, header))
    return columns, read


def _is_given(line: str | NotARow) -> bool:
    """Tell whether a line is not blank."""
    return isinstance(line, NotARow) or bool(line.strip())


def parquet_rows(path: str) -> tuple[Columns, Read]:
    """Return the names of the columns of a Parquet file, and how to read it.

    Raises:
        RecordsError: It has no column of domains, or cannot be read.
    """
    arrow = pyarrow_module("pyarrow")
    parquet = pyarrow_module("pyarrow.parquet")
    try:
        header = cast("list[str]", list(parquet.read_schema(path).names))
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise RecordsError(f"{Path(path).name} is no Parquet file ({error})") from None
    columns = _columns(header, by_name=True)
    if columns is None:
        raise RecordsError(_no_column(Path(path), header))
    wanted = [columns.name, columns.total, columns.opted_out, *columns.modalities.values()]
    names = [str(each) for each in wanted if each is not None]

    def cells(column: Any) -> list[Any]:
        # Python's dates are coarser than those of Arrow, and end sooner.
        is_time = arrow.types.is_temporal(column.type)
        return cast("list[Any]", (column.cast(arrow.string()) if is_time else column).to_pylist())

    def read() -> Iterator[object]:
        try:
            with parquet.ParquetFile(path) as file:
                for batch in file.iter_batches(_ROWS, columns=names):
                    values = [cells(batch.column(name)) for name in names]
                    for row in zip(*values, strict=True):
                        yield dict(zip(names, row, strict=True))
        except (arrow.ArrowException, LookupError, OSError, OverflowError, ValueError) as error:
            message = f"{Path(path).name} cannot be read to its end ({error!s:.200})"
            raise RecordsError(message) from None

    return columns, read


def _no_column(path: Path, header: Sequence[str]) -> str:
    names = [
        "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in name[:40])
        for name in header[:_SHOWN]
    ]
    there = ", ".join(names) + (" …" if len(header) > _SHOWN else "") or "none"
    return f"{path.name} has no column of domains: name one `domain` or `url`; there are: {there}"
