"""Lists of crawled domains as crawls name them: tables that Trainbib wrote, and simple others.

A list of others is a text with one domain or URL a line, or a table (CSV, JSON Lines, Parquet) with
a column of domains or URLs and, where sizes are known, columns of bytes: ``bytes``, or one for each
modality, such as ``bytes_text``. Rows that are none are counted, never passed over in silence.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from trainbib.disclosure.regimes.eu_ai_act.domain_rows import (
    MOST_BYTES,
    UNSORTED,
    Columns,
    NotARow,
    Read,
    csv_rows,
    json_rows,
    parquet_rows,
    text_rows,
    whole,
)
from trainbib.domains import SuffixList, open_table
from trainbib.domains.tables import DomainTable, TableFormat
from trainbib.inventory.sniff import is_compressed, sniff
from trainbib.records.files import RecordsError
from trainbib.records.urls import UrlError, host_of, url_host

__all__ = ["UNSORTED", "DomainFile", "ListFacts", "Listed", "open_list"]

_SUFFIXES: Mapping[str, TableFormat] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
}
_HEAD = 1 << 12
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
    if not path.is_file():  # a pipe would not end, nor a device
        path.stat()  # says what is wrong with a path that leads nowhere
        raise RecordsError(f"{path.name!r} is a folder, a pipe or a device, and no file")
    with path.open("rb") as file:
        media = sniff(str(path), file.read(_HEAD))
    packing = media if is_compressed(media) else ""
    kind = _SUFFIXES.get(Path(path.stem if packing else path.name).suffix.lower())
    table = _own_table(path, kind) if kind is not None and not packing else None
    if table is not None:
        return _own(table, suffixes)
    facts = ListFacts()
    domain_of = _domains(suffixes)
    if kind == "parquet":
        columns, read = parquet_rows(str(path))
    elif kind is None:
        columns, read = text_rows(path, packing)
    else:
        columns, read = (csv_rows if kind == "csv" else json_rows)(path, packing)
    rows = _Rows(columns, read, domain_of, facts)
    return DomainFile(columns.named, unique=False, rows=rows, facts=facts)


def _own_table(path: Path, kind: TableFormat) -> DomainTable | None:
    try:
        return open_table(str(path), kind)
    except (ValueError, OverflowError, RecursionError) as error:
        raise RecordsError(f"{path.name} is no table that can be read ({error!s:.200})") from None


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
        for name, numbers in _read_through(table):
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


def _read_through(table: DomainTable) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the rows of a table; whatever is wrong with one, the table cannot be read."""
    try:
        for name, numbers in table.rows():
            if max(numbers, default=0) > MOST_BYTES:
                raise RecordsError("it has sizes that no file has: make it anew")
            yield name, numbers
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise RecordsError(f"its rows cannot be read ({error!s:.200})") from None


@dataclass(frozen=True, slots=True)
class _Rows:
    """Reads rows of a table into domains and sizes."""

    columns: Columns
    read: Read
    domain_of: Callable[[str], str]
    facts: ListFacts

    def __call__(self) -> Iterator[Listed]:
        self.facts.clear()
        for row in self.read():
            if isinstance(row, NotARow):
                self.facts.dirty[row.why] += 1
                continue
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
        sizes = [whole(_cell(row, place)) for place in columns.modalities.values()]
        if columns.total is not None:
            total = whole(_cell(row, columns.total))
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
