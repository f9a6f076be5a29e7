"""Tables of domains as files: CSV, JSON Lines or Parquet, written and read again."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from trainbib.domains.facts import DomainFacts, FactsError
from trainbib.domains.runs import Row
from trainbib.records.files import RecordsError
from trainbib.records.parquet import pyarrow_module
from trainbib.writing.atomic import replacing

__all__ = ["DomainTable", "TableFormat", "open_table", "table_format", "write_table"]

TableFormat = Literal["csv", "jsonl", "parquet"]

_FORMATS: dict[str, TableFormat] = {".csv": "csv", ".jsonl": "jsonl", ".parquet": "parquet"}
_MARK = "trainbib_domains"
_PARQUET_MARK = b"trainbib.domains"
_CSVW = "-metadata.json"
_CSVW_FACTS = "https://trainbib.org/schema/v1/domains"
_ROWS = 100_000
_FIRST_LINE = 1 << 16


@dataclass(frozen=True, slots=True)
class DomainTable:
    """Bytes and records by registrable domain, most bytes first.

    Attributes:
        facts: Totals, and what has no domain.
        rows: Yields domain, and records, bytes and the bytes of each modality; as often as called.
    """

    facts: DomainFacts
    rows: Callable[[], Iterator[Row]]

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return ["domain", "records", "bytes", *(f"bytes_{name}" for name in self.facts.modalities)]


def table_format(path: str | os.PathLike[str]) -> TableFormat:
    """Return the format that the name of a file stands for.

    Raises:
        RecordsError: It stands for none.
    """
    found = _FORMATS.get(Path(path).suffix.lower())
    if found is None:
        raise RecordsError(
            f"{os.fspath(path)}: a table of domains is written as .csv, .jsonl or .parquet; give "
            "it one of these endings"
        )
    return found


def write_table(table: DomainTable, path: str | os.PathLike[str]) -> None:
    """Write a table; the same table gives the same bytes.

    A CSV file has a second one beside it, its name and ``-metadata.json``, which tells its columns
    and facts as W3C's CSV on the Web has it.

    Args:
        table: The table.
        path: The file, which is replaced; its ending says the format.

    Raises:
        RecordsError: The ending says none, or pyarrow is needed and not installed.
        OSError: The file cannot be written.
    """
    target = Path(path)
    kind = table_format(target)
    with replacing(target) as temporary:
        if kind == "parquet":
            _write_parquet(table, temporary)
        else:
            with temporary.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(_csv_lines(table) if kind == "csv" else _json_lines(table))
        if kind == "csv":
            target.with_name(target.name + _CSVW).write_text(_csvw(table, target.name), "utf-8")


def _csv_lines(table: DomainTable) -> Iterator[str]:
    yield ",".join(table.columns) + "\n"
    for domain, numbers in table.rows():
        yield ",".join([domain, *map(str, numbers)]) + "\n"


def _csvw(table: DomainTable, name: str) -> str:
    columns = [
        {"name": column, "titles": column, "datatype": "integer" if at else "string"}
        for at, column in enumerate(table.columns)
    ]
    metadata = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": name,
        "tableSchema": {"columns": columns, "primaryKey": "domain"},
        _CSVW_FACTS: table.facts.as_json(),
    }
    return json.dumps(metadata, indent=2) + "\n"


def _json_lines(table: DomainTable) -> Iterator[str]:
    yield json.dumps({_MARK: table.facts.as_json()}, separators=(",", ":")) + "\n"
    names = table.columns[1:]
    for domain, numbers in table.rows():
        row = {"domain": domain, **dict(zip(names, numbers, strict=True))}
        yield json.dumps(row, separators=(",", ":")) + "\n"


def _write_parquet(table: DomainTable, path: Path) -> None:
    arrow = pyarrow_module("pyarrow")
    parquet = pyarrow_module("pyarrow.parquet")
    names = table.columns
    numbers = [arrow.field(name, arrow.int64(), nullable=False) for name in names[1:]]
    facts = json.dumps(table.facts.as_json(), separators=(",", ":"))
    schema = arrow.schema([arrow.field("domain", arrow.string(), nullable=False), *numbers])
    writer = parquet.ParquetWriter(
        path,
        schema,
        compression="zstd",
        use_dictionary=False,
        write_page_index=True,
        store_schema=False,
        sorting_columns=[parquet.SortingColumn(2, descending=True), parquet.SortingColumn(0)],
    )
    with writer:
        writer.add_key_value_metadata({_PARQUET_MARK: facts.encode()})
        held: list[Row] = []
        for row in table.rows():
            held.append(row)
            if len(held) == _ROWS:
                writer.write_table(_arrow_table(arrow, schema, held))
                held = []
        if held:
            writer.write_table(_arrow_table(arrow, schema, held))


def _arrow_table(arrow: Any, schema: Any, rows: Sequence[Row]) -> Any:
    columns: list[Any] = [[row[0] for row in rows]]
    columns += map(list, zip(*(row[1] for row in rows), strict=True))
    arrays = [
        arrow.array(column, type=item.type) for column, item in zip(columns, schema, strict=True)
    ]
    return arrow.Table.from_arrays(arrays, schema=schema)


def open_table(path: str, kind: TableFormat) -> DomainTable | None:
    """Open a file if it is a table that was written here.

    Args:
        path: The file.
        kind: What its content may be.

    Returns:
        The table; None if the file is something else.

    Raises:
        RecordsError: It is a table, but cannot be read.
    """
    try:
        if kind == "parquet":
            return _open_parquet(path)
        return _open_csv(path) if kind == "csv" else _open_json_lines(path)
    except FactsError as error:
        raise RecordsError(f"{path}: {error}") from None


def _open_json_lines(path: str) -> DomainTable | None:
    with Path(path).open("rb") as file:
        first = file.readline(_FIRST_LINE)
    if not first.startswith(b'{"' + _MARK.encode() + b'":'):
        return None
    try:
        facts = DomainFacts.from_json(json.loads(first)[_MARK])
    except ValueError as error:
        raise FactsError(str(error)) from None
    columns = DomainTable(facts, lambda: iter(())).columns[1:]

    def rows() -> Iterator[Row]:
        with Path(path).open("rb") as file:
            file.readline()
            for number, line in enumerate(file, start=2):
                try:
                    row = json.loads(line)
                    yield row["domain"], tuple(int(row[name]) for name in columns)
                except (ValueError, KeyError, TypeError):
                    raise RecordsError(f"{path}: line {number} is no row of the table") from None

    return DomainTable(facts, rows)


def _open_csv(path: str) -> DomainTable | None:
    metadata = Path(path + _CSVW)
    if not metadata.is_file():
        return None
    try:
        data = json.loads(metadata.read_bytes())
    except ValueError as error:
        raise FactsError(f"{metadata} is no JSON ({error})") from None
    found = cast("dict[str, object]", data) if isinstance(data, dict) else {}
    if _CSVW_FACTS not in found:
        return None
    facts = DomainFacts.from_json(found[_CSVW_FACTS])
    head = ",".join(DomainTable(facts, lambda: iter(())).columns)

    def rows() -> Iterator[Row]:
        with Path(path).open(encoding="utf-8", newline="") as file:
            if file.readline().rstrip("\r\n") != head:
                raise RecordsError(f"{path}: its columns are not {head}, as {metadata} says")
            for number, line in enumerate(file, start=2):
                domain, *values = line.rstrip("\r\n").split(",")
                try:
                    yield domain, tuple(map(int, values))
                except ValueError:
                    raise RecordsError(f"{path}: line {number} is no row of the table") from None

    return DomainTable(facts, rows)


def _open_parquet(path: str) -> DomainTable | None:
    arrow = pyarrow_module("pyarrow")
    parquet = pyarrow_module("pyarrow.parquet")
    try:
        metadata = parquet.read_metadata(path).metadata or {}
    except (arrow.ArrowException, OSError):
        return None  # whoever reads its records says what is wrong with it
    if _PARQUET_MARK not in metadata:
        return None
    try:
        facts = DomainFacts.from_json(json.loads(metadata[_PARQUET_MARK]))
    except ValueError as error:
        raise FactsError(str(error)) from None
    columns = DomainTable(facts, lambda: iter(())).columns

    def rows() -> Iterator[Row]:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(_ROWS, columns=columns):
                domains, *numbers = (batch.column(name).to_pylist() for name in columns)
                yield from zip(domains, zip(*numbers, strict=True), strict=True)

    return DomainTable(facts, rows)
