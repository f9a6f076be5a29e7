"""Writing inventories as Parquet (SPEC.md, section 13.2).

The same rows give the same bytes with the same version of pyarrow, which writes its version into
the file.
"""

import shutil
import tempfile
from binascii import unhexlify
from collections.abc import Iterable, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from trainbib.inventory.row import FileRow, UnsupportedError, is_text, path_bytes

__all__ = [
    "DIGEST_BYTES",
    "ROWS_A_GROUP",
    "VERSION",
    "VERSION_KEY",
    "digest_array",
    "inventory_schema",
]
__all__ += ["pyarrow_modules", "write_parquet_rows"]

VERSION_KEY = "trainbib.inventory"
"""Key of the file's metadata; its value is the version of the standard."""

VERSION = "1.0"
ROWS_A_GROUP = 1 << 16
"""Rows of a row group: about 2 MB, which is read at once by what reads over a network."""

_PAGE = 1 << 17
DIGEST_BYTES = 32


def pyarrow_modules() -> tuple[Any, Any, Any]:
    """Import pyarrow, which has no type information.

    Raises:
        UnsupportedError: It is not installed.
    """
    try:
        return (
            import_module("pyarrow"),
            import_module("pyarrow.compute"),
            import_module("pyarrow.parquet"),
        )
    except ImportError:
        raise UnsupportedError(
            "an inventory in Parquet needs pyarrow: install it with `pip install trainbib[parquet]`"
        ) from None


def inventory_schema(arrow: Any) -> Any:
    """Return the columns of an inventory."""
    digest = arrow.binary(DIGEST_BYTES)
    return arrow.schema(
        [
            arrow.field("path", arrow.string()),
            arrow.field("path_bytes", arrow.binary()),
            arrow.field("bytes", arrow.int64(), nullable=False),
            arrow.field("sha256", digest, nullable=False),
            arrow.field("blake3", digest),
            arrow.field("type", arrow.string(), nullable=False),
            arrow.field("records", arrow.int64()),
            arrow.field("unit", arrow.string()),
            arrow.field("note", arrow.string()),
            arrow.field("more", arrow.string()),
        ]
    )


def write_parquet_rows(rows: Iterable[FileRow], target: str) -> None:
    """Write rows that are in order.

    Args:
        rows: The rows.
        target: The file, which is written over.

    Raises:
        InventoryError: pyarrow is not installed.
        OSError: The file cannot be written.
    """
    arrow, _, parquet = pyarrow_modules()
    schema = inventory_schema(arrow)
    unread = iter(rows)
    # A reader may rely on an order that a file states, and a path that is no text is null in the
    # column of the others: so the order is stated where there is none such.
    stated = True
    writer = _writer(parquet, schema, target, stated=stated)
    try:
        while batch := list(islice(unread, ROWS_A_GROUP)):
            table = _table(arrow, schema, batch)
            if stated and table.column("path").null_count:
                stated = False
                _finish(writer)
                writer = _rewritten(parquet, schema, target)
            writer.write_table(table, row_group_size=ROWS_A_GROUP)
    finally:
        _finish(writer)


def _writer(parquet: Any, schema: Any, target: str, *, stated: bool) -> Any:
    # What is said here makes the bytes: defaults of pyarrow may change.
    return parquet.ParquetWriter(
        target,
        schema,
        version="2.6",
        data_page_version="1.0",
        use_dictionary=["type", "unit", "note"],
        compression={
            name: "NONE" if name in {"sha256", "blake3"} else "ZSTD" for name in schema.names
        },
        compression_level={name: 3 for name in schema.names if name not in {"sha256", "blake3"}},
        write_statistics=True,
        write_page_index=True,
        data_page_size=_PAGE,
        dictionary_pagesize_limit=1 << 20,
        write_batch_size=1024,
        store_schema=False,
        sorting_columns=[parquet.SortingColumn(0)] if stated else None,
    )


def _finish(writer: Any) -> None:
    if writer.is_open:
        writer.add_key_value_metadata({VERSION_KEY: VERSION})
        writer.close()


def _rewritten(parquet: Any, schema: Any, target: str) -> Any:
    """Write what was written once more, without its order; go on from there."""
    with tempfile.TemporaryFile(dir=Path(target).parent) as before:
        with open(target, "rb") as file:  # noqa: PTH123 - its name is all that is needed
            shutil.copyfileobj(file, before)
        before.seek(0)
        writer = _writer(parquet, schema, target, stated=False)
        with parquet.ParquetFile(before) as written:
            for group in range(written.num_row_groups):
                writer.write_table(written.read_row_group(group), row_group_size=ROWS_A_GROUP)
    return writer


def _table(arrow: Any, schema: Any, rows: Sequence[FileRow]) -> Any:
    paths, sizes, digests, types, records, units, notes, second, more = zip(*rows, strict=True)
    texts: Sequence[str | None] = paths
    raw: Sequence[bytes | None] = ()
    if not is_text("".join(paths)):
        texts = [path if is_text(path) else None for path in paths]
        raw = [None if is_text(path) else path_bytes(path) for path in paths]
    kinds, nouns, reasons = (_encodable(each) for each in (types, units, notes))
    columns: Sequence[Sequence[Any]] = (texts, raw, sizes, kinds, records, nouns, reasons, more)
    fields = [field for field in schema if field.name not in {"sha256", "blake3"}]
    arrays = [
        arrow.array(values, field.type)
        if any(value is not None for value in values)
        else arrow.nulls(len(rows), field.type)
        for field, values in zip(fields, columns, strict=True)
    ]
    arrays[3:3] = (digest_array(arrow, digests), digest_array(arrow, second))
    return arrow.Table.from_arrays(arrays, schema=schema)


def _encodable(texts: Sequence[str | None]) -> Sequence[str | None]:
    """Return texts, which may quote a foreign library, so that they can be encoded."""
    if is_text("".join(filter(None, texts))):
        return texts
    return [text and text.encode("utf-8", "backslashreplace").decode() for text in texts]


def digest_array(arrow: Any, digests: Sequence[str | None]) -> Any:
    """Return hexadecimal digests as binary ones."""
    kind = arrow.binary(DIGEST_BYTES)
    if None not in digests:
        raw = unhexlify("".join(digests))  # type: ignore[arg-type]
        return arrow.Array.from_buffers(kind, len(digests), [None, arrow.py_buffer(raw)])
    return arrow.array([None if each is None else unhexlify(each) for each in digests], kind)
