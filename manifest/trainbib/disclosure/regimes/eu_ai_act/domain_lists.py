"""Lists of crawled domains as crawls name them: tables that Trainbib wrote, and simple others.

A list of others is a text with one domain or URL a line, or a table (CSV, JSON Lines, Parquet) with
a column of domains or URLs and, where sizes are known, columns of bytes: ``bytes``, or one for each
modality, such as ``bytes_text``. Rows that are none are counted, never passed over in silence.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from trainbib.domains import SuffixList, open_table
from trainbib.domains.tables import DomainTable, TableFormat
from trainbib.inventory.sniff import is_compressed, sniff
from trainbib.records.files import RecordsError
from trainbib.records.parquet import pyarrow_module
from trainbib.records.unpacking import is_packed_error, open_unpacked
from trainbib.records.urls import UrlError, host_of, url_host

__all__ = ["UNSORTED", "DomainFile", "ListFacts", "Listed", "open_list"]

UNSORTED = ""
"""The column of bytes of which no modality is told."""

_NAMES = ("domain", "registrable_domain", "domain_name", "host", "hostname", "site", "url", "uri")
_BYTES = ("bytes", "size", "size_bytes", "total_bytes")
_OPTED_OUT = ("opted_out", "opted_out_since", "opt_out", "opt_out_date", "date")
_MODALITIES = (
    "text", "image", "audio", "video", "tabular", "time_series", "sensor", "three_d", "other",
)  # fmt: skip
_SUFFIXES: Mapping[str, TableFormat] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
}
_HEAD = 1 << 12
_ROWS = 1 << 14
_NO = {"", "0", "false", "no", "none", "null"}


class Listed(NamedTuple):
    """A row of a list.

    Attributes:
        domain: The registrable domain.
        sizes: Bytes in each of the list's columns; None where the row has no size.
        opted_out: Since when the domain has opted out, as the list has it; ``Yes`` where it does
            not say since when; empty if it has not.
    """

    domain: str
    sizes: tuple[int, ...] | None
    opted_out: str = ""


@dataclass(slots=True)
class ListFacts:
    """What is told about a list beside its rows.

    Attributes:
        dirty: How many rows are left out, by the reason.
        unsized: How many rows of a list with sizes have none that can be read.
    """

    dirty: Counter[str] = field(default_factory=Counter[str])
    unsized: int = 0

    def clear(self) -> None:
        """Forget what an earlier reading counted."""
        self.dirty.clear()
        self.unsized = 0


@dataclass(frozen=True, slots=True)
class DomainFile:
    """A list that was opened.

    Attributes:
        columns: Names of modalities of which it has bytes, `UNSORTED` for those of none; none
            where it has no sizes.
        unique: Whether each domain has one row.
        rows: Yields the rows; can be called again.
        facts: Complete once all rows were read.
    """

    columns: tuple[str, ...]
    unique: bool
    rows: Callable[[], Iterator[Listed]]
    facts: ListFacts


def open_list(path: Path, suffixes: SuffixList) -> DomainFile:
    """Open a list of domains.

    Args:
        path: The file; its ending tells the format, a text if it is of none.
        suffixes: The public suffix list.

    Raises:
        RecordsError: It is a table, but has no column of domains or URLs, or cannot be read.
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        media = sniff(str(path), file.read(_HEAD))
    packing = media if is_compressed(media) else ""
    kind = _SUFFIXES.get(Path(path.stem if packing else path.name).suffix.lower())
    table = open_table(str(path), kind) if kind is not None and not packing else None
    if table is not None:
        return _own(table, suffixes)
    facts = ListFacts()
    domain_of = _domains(suffixes)
    if kind == "parquet":
        columns, read = _parquet(str(path))
    elif kind is None:
        columns, read = _Columns(0), _text(path, packing)
    else:
        columns, read = (_csv if kind == "csv" else _json_lines)(path, packing)
    rows = _Rows(columns, read, domain_of, facts)
    return DomainFile(columns.named, unique=False, rows=rows, facts=facts)


def _own(table: DomainTable, suffixes: SuffixList) -> DomainFile:
    """Take the rows of a table that Trainbib wrote."""
    facts = ListFacts()
    names = table.facts.modalities
    made_with = table.facts.suffix_list
    same = made_with is not None and made_with[1:] == (suffixes.sha256, False)
    domain_of = suffixes.domain_of

    def rows() -> Iterator[Listed]:
        facts.clear()
        count = size = 0
        for name, numbers in table.rows():
            count += 1
            size += numbers[1]
            domain = name if same else domain_of(name)
            if domain is None:
                facts.dirty["public suffixes"] += 1
                continue
            if not names:
                yield Listed(domain, numbers[1:])
            else:
                sizes = numbers[2:]
                yield Listed(domain, (*sizes, max(numbers[1] - sum(sizes), 0)))
        if (count, size) != (table.facts.domains, table.facts.of_domains.bytes):
            raise RecordsError("its rows do not add up to what it says of them: make it anew")

    return DomainFile((*names, UNSORTED), unique=same, rows=rows, facts=facts)


@dataclass(frozen=True, slots=True)
class _Columns:
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


def _columns(header: Sequence[str], *, by_name: bool) -> _Columns | None:
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
    return _Columns(name, find(_BYTES), modalities, find(_OPTED_OUT))


_Read = Callable[[], Iterator[object]]
"""Yields rows: lists of cells, mappings, or texts; None for what is no row."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Reads rows of a table into domains and sizes."""

    columns: _Columns
    read: _Read
    domain_of: Callable[[str], str]
    facts: ListFacts

    def __call__(self) -> Iterator[Listed]:
        self.facts.clear()
        for row in self.read():
            name = _cell(row, self.columns.name)
            if not isinstance(name, str) or not name.strip():
                self.facts.dirty["rows without a domain"] += 1
                continue
            found = self.domain_of(name.strip())
            if found.startswith(" "):
                self.facts.dirty[found.strip()] += 1
                continue
            yield Listed(found, self._sizes(row), self._opted_out(row))

    def _sizes(self, row: object) -> tuple[int, ...] | None:
        columns = self.columns
        if not columns.named:
            return None
        sizes = [_whole(_cell(row, place)) for place in columns.modalities.values()]
        if columns.total is not None:
            total = _whole(_cell(row, columns.total))
            known = sum(size or 0 for size in sizes)
            sizes.append(None if total is None else max(total - known, 0))
        if all(size is None for size in sizes):
            self.facts.unsized += 1
            return None
        return tuple(size or 0 for size in sizes)

    def _opted_out(self, row: object) -> str:
        place = self.columns.opted_out
        value = None if place is None else _cell(row, place)
        text = "" if value is None else str(value).strip()
        if text.lower() in _NO:
            return ""
        return text if text[:4].isdigit() else "Yes"


def _cell(row: object, place: str | int) -> object:
    if isinstance(row, dict):
        return cast("dict[str, object]", row).get(str(place))
    if isinstance(row, list | tuple) and isinstance(place, int):
        cells = cast("Sequence[object]", row)
        return cells[place] if place < len(cells) else None
    return row if isinstance(row, str) else None


def _whole(value: object) -> int | None:
    """Return a number of bytes; None for what is none."""
    if isinstance(value, str):
        text = value.strip()
        return int(text) if text.isascii() and text.isdigit() else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value >= 0 and value == value // 1 else None


def _domains(suffixes: SuffixList) -> Callable[[str], str]:
    """Return what finds the registrable domain of a name or URL; a blank and why there is none."""

    @lru_cache(maxsize=1 << 16)
    def domain_of(text: str) -> str:
        try:
            if "://" in text or text.startswith("//"):
                host = url_host(text if "://" in text else f"http:{text}")
            else:
                host = host_of(text.removeprefix("*.").partition("/")[0].partition(":")[0])
        except UrlError:
            return " rows that are no domain or URL"
        if host.is_address:
            return " IP addresses"
        return suffixes.domain_of(host.name) or " public suffixes"

    return domain_of


def _lines(path: Path, packing: str) -> Iterator[str]:
    try:
        with (
            open_unpacked(str(path), packing) as file,
            io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="") as text,
        ):
            yield from text
    except Exception as error:
        if isinstance(error, FileNotFoundError) or not is_packed_error(error):
            raise
        raise RecordsError(f"{path.name} cannot be read to its end ({error})") from None


def _text(path: Path, packing: str) -> _Read:
    def read() -> Iterator[object]:
        for line in _lines(path, packing):
            text = line.strip()
            if text and not text.startswith("#"):
                yield text

    return read


def _csv(path: Path, packing: str) -> tuple[_Columns, _Read]:
    first = next(_lines(path, packing), "")
    delimiter = max(",\t;", key=first.count)
    cells = next(csv.reader([first], delimiter=delimiter), [])
    columns = _columns(cells, by_name=False)
    headless = columns is None
    if columns is None:
        if not cells or not ("." in cells[0] or "://" in cells[0]):
            raise RecordsError(_no_column(path, cells))
        # No names, but domains: sizes follow if the second cell is a number.
        sized = len(cells) > 1 and _whole(cells[1]) is not None
        columns = _Columns(0, 1 if sized else None)

    def read() -> Iterator[object]:
        reader = csv.reader(_lines(path, packing), delimiter=delimiter)
        if not headless:
            next(reader, None)
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield None
                continue
            if row:
                yield row

    return columns, read


def _json_lines(path: Path, packing: str) -> tuple[_Columns, _Read]:
    def read() -> Iterator[object]:
        for line in _lines(path, packing):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError:
                    yield None

    first = next((row for row in read() if row is not None), None)
    if isinstance(first, str) or first is None:
        return _Columns("domain"), read
    header = list(map(str, cast("dict[object, object]", first))) if isinstance(first, dict) else []
    columns = _columns(header, by_name=True)
    if columns is None:
        raise RecordsError(_no_column(path, header))
    return columns, read


def _parquet(path: str) -> tuple[_Columns, _Read]:
    arrow = pyarrow_module("pyarrow")
    parquet = pyarrow_module("pyarrow.parquet")
    try:
        header = cast("list[str]", list(parquet.read_schema(path).names))
    except (arrow.ArrowException, OSError) as error:
        raise RecordsError(f"{Path(path).name} is no Parquet file ({error})") from None
    columns = _columns(header, by_name=True)
    if columns is None:
        raise RecordsError(_no_column(Path(path), header))
    wanted = [columns.name, columns.total, columns.opted_out, *columns.modalities.values()]
    names = [str(each) for each in wanted if each is not None]

    def read() -> Iterator[object]:
        try:
            with parquet.ParquetFile(path) as file:
                for batch in file.iter_batches(_ROWS, columns=names):
                    values: list[Any] = [batch.column(name).to_pylist() for name in names]
                    for row in zip(*values, strict=True):
                        yield dict(zip(names, row, strict=True))
        except (arrow.ArrowException, OSError) as error:
            message = f"{Path(path).name} cannot be read to its end ({error})"
            raise RecordsError(message) from None

    return columns, read


def _no_column(path: Path, header: Sequence[str]) -> str:
    there = ", ".join(header) or "none"
    return f"{path.name} has no column of domains: name one `domain` or `url`; there are: {there}"
