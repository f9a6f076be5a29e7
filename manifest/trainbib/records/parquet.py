"""Records of Parquet files: only the columns that are wanted are read.

Needs pyarrow (``trainbib[parquet]``).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from trainbib.records.batches import Batch, Wanted
from trainbib.records.files import RecordsError

__all__ = ["parquet_batches", "pyarrow_module"]

_ROWS = 1 << 14
_BUFFER = 1 << 20


def pyarrow_module(name: str) -> Any:
    """Import a module of pyarrow, which has no type information.

    Raises:
        RecordsError: It is not installed.
    """
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise RecordsError(
            "Parquet files need pyarrow: install it with `pip install trainbib[parquet]`"
        ) from None


def parquet_batches(path: str, wanted: Wanted) -> Iterator[Batch]:
    """Yield the rows of a Parquet file.

    A text is measured by its bytes in UTF-8, a binary value by its bytes; a value that is null has
    none. Without any column of text that is named, the sizes of all columns at the top that hold
    texts or binary values are added up.

    Args:
        path: The file.
        wanted: What is wanted of each row.

    Yields:
        The rows in order.

    Raises:
        RecordsError: pyarrow is not installed, or the file is damaged.
    """
    arrow = pyarrow_module("pyarrow")
    parquet = pyarrow_module("pyarrow.parquet")
    try:
        # Pages are read when they are needed: a row group may hold gigabytes of text.
        with parquet.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False) as file:
            schema = file.schema_arrow
            urls = _columns(schema, wanted.fields.url, texts=True) if wanted.urls else []
            wants_text = wanted.sizes or wanted.texts
            texts = _columns(schema, wanted.fields.text, texts=False) if wants_text else []
            whole = wanted.sizes and not texts
            measured = [[item.name] for item in schema if _is_sized(item.type)] if whole else texts
            names = [".".join(column) for column in [*urls, *texts, *measured]]
            for table in file.iter_batches(
                _ROWS, columns=list(dict.fromkeys(names)), use_threads=False
            ):
                yield _batch(table, urls, texts, measured, wanted)
    except (arrow.ArrowException, OSError) as error:
        reason = str(error).strip().split("\n", 1)[0]
        raise RecordsError(f"the Parquet file cannot be read ({reason[:200]})") from error


def _batch(
    table: Any,
    urls: Sequence[Sequence[str]],
    texts: Sequence[Sequence[str]],
    measured: Sequence[Sequence[str]],
    wanted: Wanted,
) -> Batch:
    rows = int(table.num_rows)
    no_text: list[Any] = [None] * rows
    found_urls: list[str | None] = []
    sizes: list[int] = []
    found_texts: list[str | None] = []
    if wanted.urls:
        columns = [_column(table, path) for path in urls]
        found_urls = _first(columns, empty_counts=False).to_pylist() if columns else no_text
    if wanted.texts:
        columns = [_column(table, path) for path in texts]
        values = _first(columns, empty_counts=True).to_pylist() if columns else no_text
        found_texts = [value if isinstance(value, str) else None for value in values]
    if wanted.sizes:
        columns = [_column(table, path) for path in measured]
        sizes = _sizes(columns, rows, added=not texts)
    return Batch(found_urls, sizes, found_texts, 0 if texts or not wanted.sizes else rows)


def _sizes(columns: Sequence[Any], rows: int, *, added: bool) -> list[int]:
    """Return the bytes of each row: of all columns, or of the first that is not null."""
    if not columns:
        return [0] * rows
    arrow = pyarrow_module("pyarrow")
    compute = pyarrow_module("pyarrow.compute")
    lengths = [compute.binary_length(column).cast(arrow.int64()) for column in columns]
    if not added:
        return list(compute.fill_null(compute.coalesce(*lengths), 0).to_pylist())
    total = compute.fill_null(lengths[0], 0)
    for length in lengths[1:]:
        total = compute.add(total, compute.fill_null(length, 0))
    return list(total.to_pylist())


def _first(columns: Sequence[Any], *, empty_counts: bool) -> Any:
    """Return, for each row, the first value that is not null, nor empty unless that counts."""
    if len(columns) == 1:
        return columns[0]
    compute = pyarrow_module("pyarrow.compute")
    large = pyarrow_module("pyarrow").large_string()
    cast = [column.cast(large) for column in columns]
    if not empty_counts:
        cast = [
            compute.if_else(compute.equal(compute.binary_length(column), 0), None, column)
            for column in cast
        ]
    return compute.coalesce(*cast)


def _columns(schema: Any, names: Sequence[str], *, texts: bool) -> list[list[str]]:
    """Return the paths of the columns that are there and hold texts, or binary values as well."""
    types = pyarrow_module("pyarrow.types")
    found: list[list[str]] = []
    for name in dict.fromkeys(names):
        path = name.split(".")
        index = schema.get_field_index(path[0])
        if index < 0:
            continue
        kind = schema.field(index).type
        for part in path[1:]:
            if not types.is_struct(kind) or kind.get_field_index(part) < 0:
                kind = None
                break
            kind = kind.field(kind.get_field_index(part)).type
        if kind is not None and (_is_text(kind) if texts else _is_sized(kind)):
            found.append(path)
    return found


def _column(table: Any, path: Sequence[str]) -> Any:
    """Return the column at a path, as plain texts or binary values."""
    compute = pyarrow_module("pyarrow.compute")
    types = pyarrow_module("pyarrow.types")
    column = table.column(path[0])
    for part in path[1:]:
        column = compute.struct_field(column, part)
    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if types.is_string_view(column.type):
        column = column.cast(pyarrow_module("pyarrow").large_string())
    return column


def _is_text(kind: Any) -> bool:
    types = pyarrow_module("pyarrow.types")
    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_sized(kind: Any) -> bool:
    types = pyarrow_module("pyarrow.types")
    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(_is_text(kind) or types.is_binary(kind) or types.is_large_binary(kind))
