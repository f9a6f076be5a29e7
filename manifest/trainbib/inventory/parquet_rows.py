"""Reading inventories in Parquet, for sets of very many files (SPEC.md, section 13.2).

The rows and their order are those of JSON Lines. Digests are binary, so that a row takes a fifth of
the space, and what reads columns need not read all of them. Needs pyarrow (``trainbib[parquet]``).
"""

import contextlib
import json
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from trainbib.inventory.json_rows import KEYS, no_constant
from trainbib.inventory.parquet_writing import (
    DIGEST_BYTES,
    ROWS_A_GROUP,
    VERSION,
    VERSION_KEY,
    digest_array,
    inventory_schema,
    pyarrow_modules,
)
from trainbib.inventory.row import (
    ADVICE,
    FileRow,
    InventoryError,
    PathOrder,
    UnsupportedError,
    is_text,
    path_bytes,
    path_text,
    row_of,
)

__all__ = ["FileColumns", "column_batches", "foreign_columns", "read_parquet_rows", "row_columns"]

_LARGEST = (1 << 53) - 1
_OBJECTS = 1 << 13  # rows that are made objects together
_BUFFER = 1 << 20  # bytes of a column that are fetched together


class FileColumns(NamedTuple):
    """Some files, as arrays of pyarrow.

    Attributes:
        paths: The bytes of their paths: binary.
        sizes: Their sizes in bytes: int64.
        digests: SHA-256 of their contents: binary(32).
    """

    paths: Any
    sizes: Any
    digests: Any


@contextlib.contextmanager
def _opened(name: str) -> Generator[tuple[Any, set[str]]]:
    """Open a Parquet file that has the columns of an inventory.

    Raises:
        InventoryError: It is none, or is damaged, or pyarrow is not installed.
        OSError: It cannot be read.
    """
    arrow, _, parquet = pyarrow_modules()
    try:
        with (
            open(name, "rb") as raw,  # noqa: PTH123 - its name is all that is needed
            parquet.ParquetFile(raw, buffer_size=_BUFFER, pre_buffer=False) as file,
        ):
            version = (file.metadata.metadata or {}).get(VERSION_KEY.encode(), VERSION.encode())
            if version.split(b".")[0] != VERSION.split(".", maxsplit=1)[0].encode():
                raise UnsupportedError(
                    f"{name}: is an inventory of version {version.decode('utf-8', 'replace')} of "
                    f"the standard, and this program reads {VERSION}: update the program"
                )
            names = list(file.schema_arrow.names)
            for column in ("path", "bytes", "sha256", "type"):
                if column not in names:
                    raise InventoryError(f"{name}: has no column `{column}`: {ADVICE}")
            if len(set(names)) != len(names):
                twice = next(column for column in names if names.count(column) > 1)
                raise InventoryError(f"{name}: has the column `{twice}` twice: {ADVICE}")
            yield file, set(names)
    # Names of columns that are no text are only found out when they are asked for.
    except (arrow.ArrowException, UnicodeDecodeError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        reason = str(error).strip().split("\n", 1)[0]
        raise InventoryError(
            f"{name}: the Parquet file cannot be read ({reason[:200]}): {ADVICE}"
        ) from error


def foreign_columns(name: str) -> list[str]:
    """Return the columns of a Parquet inventory that are not of the standard: reading leaves them.

    Raises:
        InventoryError: It is no inventory.
        OSError: It cannot be read.
    """
    with _opened(name) as (_, names):
        return sorted(names - KEYS - {"more"})


def _batches(file: Any, wanted: Iterable[str], name: str, size: int) -> Iterator[dict[str, Any]]:
    """Read columns, so many rows at a time, each as one array of the type that it has to have.

    Not a row group at a time: those of others may have millions of rows.

    Raises:
        InventoryError: A column is of another type, or has gaps where there can be none.
    """
    arrow, _, _ = pyarrow_modules()
    fields = [field for field in inventory_schema(arrow) if field.name in wanted]
    for batch in file.iter_batches(size, columns=[field.name for field in fields]):
        columns: dict[str, Any] = {}
        for field in fields:
            array = batch.column(field.name)
            try:
                if array.type != field.type:
                    array = _cast(arrow, array, field.type)
                array.validate(full=True)
            except arrow.ArrowException as error:
                raise InventoryError(
                    f"{name}: the column `{field.name}` holds something else than {field.type} "
                    f"({str(error).splitlines()[0][:200]}): {ADVICE}"
                ) from error
            if array.null_count and not field.nullable:
                raise InventoryError(f"{name}: a row has no `{field.name}`: {ADVICE}")
            columns[field.name] = array
        yield columns


def _cast(arrow: Any, column: Any, wanted: Any) -> Any:
    """Give a column another type of the same kind: others write text, or numbers, as they like."""
    found = column.type
    kinds = arrow.types
    if kinds.is_dictionary(found):
        found = found.value_type
    if kinds.is_string(wanted):
        fits = kinds.is_string(found) or kinds.is_large_string(found) or str(found) == "string_view"
    elif kinds.is_integer(wanted):
        fits = kinds.is_integer(found)
    else:
        fits = kinds.is_binary(found) or kinds.is_large_binary(found) or kinds.is_null(found)
    if not fits and not kinds.is_null(found):
        raise arrow.ArrowTypeError(f"it is {found}")
    return column.cast(wanted)


def _paths(columns: dict[str, Any], name: str) -> Any:
    """Return the bytes of all paths."""
    arrow, compute, _ = pyarrow_modules()
    texts = columns["path"].view(arrow.binary())
    raw = columns.get("path_bytes")
    given = len(raw) - raw.null_count if raw is not None else 0
    if texts.null_count == given == 0:
        return texts
    if (
        raw is None
        or texts.null_count != given
        or compute.any(compute.equal(texts.is_valid(), raw.is_valid())).as_py()
    ):
        raise InventoryError(f"{name}: a row has either `path` or `path_bytes`: {ADVICE}")
    for path in raw.drop_null().to_pylist():
        if is_text(path.decode("utf-8", "surrogateescape")):
            raise InventoryError(
                f"{name}: path_bytes {path!r} is UTF-8, which is written as `path`: {ADVICE}"
            )
    return compute.coalesce(texts, raw)


def _must_be_sizes(array: Any, column: str, name: str) -> None:
    _, compute, _ = pyarrow_modules()
    least, most = compute.min_max(array).as_py().values()
    if least is not None and not 0 <= least <= most <= _LARGEST:
        wrong = least if least < 0 else most
        raise InventoryError(
            f"{name}: {column} is {wrong}, not a whole number from 0 to 2^53 - 1: {ADVICE}"
        )


def column_batches(name: str) -> Iterator[FileColumns]:
    """Read what tells files apart, and only that; some thousand rows at a time.

    Paths are checked for their order, not for where they lead.

    Args:
        name: The Parquet file.

    Raises:
        InventoryError: It is no inventory.
        OSError: It cannot be read.
    """
    _, compute, _ = pyarrow_modules()
    before: Any = None
    with _opened(name) as (file, names):
        wanted = names & {"path", "path_bytes", "bytes", "sha256"}
        for columns in _batches(file, wanted, name, ROWS_A_GROUP):
            paths = _paths(columns, name)
            if not len(paths):
                continue
            _must_be_sizes(columns["bytes"], "bytes", name)
            ascending = compute.all(compute.less(paths[:-1], paths[1:]), min_count=0).as_py()
            if not ascending or (before is not None and paths[0].as_py() <= before):
                raise _disorder(name, before, paths)
            before = paths[-1].as_py()
            yield FileColumns(paths, columns["bytes"], columns["sha256"])


def _disorder(name: str, before: bytes | None, paths: Any) -> InventoryError:
    """Find the row that is out of order, and say so."""
    order = PathOrder(name, "a row group with a row like")
    if before is not None:
        order.take(before)
    try:
        for path in paths.to_pylist():
            order.take(path)
    except InventoryError as error:
        return error
    raise AssertionError("the rows are in order")


def row_columns(rows: Iterable[FileRow], size: int) -> Iterator[FileColumns]:
    """Make columns of rows.

    Args:
        rows: The rows.
        size: How many are taken at a time.
    """
    arrow, _, _ = pyarrow_modules()
    unread = iter(rows)
    while batch := list(islice(unread, size)):
        yield FileColumns(
            arrow.array([path_bytes(row[0]) for row in batch], arrow.binary()),
            arrow.array([row[1] for row in batch], arrow.int64()),
            digest_array(arrow, [row[2] for row in batch]),
        )


def read_parquet_rows(name: str) -> Iterator[FileRow]:
    """Read an inventory; memory does not grow with it.

    Args:
        name: The Parquet file.

    Yields:
        The rows.

    Raises:
        InventoryError: It is no inventory, or a row is not in its place.
        OSError: It cannot be read.
    """
    order = PathOrder(name, "row")
    with _opened(name) as (file, names):
        for columns in _batches(file, names & {*KEYS, "more"}, name, _OBJECTS):
            raw = _paths(columns, name).to_pylist()
            joined = b"\n".join(raw)
            single = joined.count(b"\n") == len(raw) - 1
            if b"" in raw or not single or not order.take_all(raw):
                for path in raw:
                    order.take(path)
            text = joined.decode("utf-8", "surrogateescape")
            paths = text.split("\n") if single else map(path_text, raw)
            for key in ("bytes", "records"):
                if key in columns:
                    _must_be_sizes(columns[key], key, name)
            count = len(raw)
            values = zip(
                paths,
                columns["bytes"].to_pylist(),
                _hexadecimal(columns["sha256"]),
                _texts(columns, "type", count, name),
                columns["records"].to_pylist() if "records" in columns else [None] * count,
                _texts(columns, "unit", count, name),
                _texts(columns, "note", count, name),
                _hexadecimal(columns["blake3"]) if "blake3" in columns else [None] * count,
                _more(columns, count, name),
                strict=True,
            )
            yield from map(row_of, values)


def _hexadecimal(array: Any) -> Sequence[str | None]:
    if array.null_count == len(array):
        return [None] * len(array)
    if array.null_count:
        return [None if each is None else each.hex() for each in array.to_pylist()]
    raw = (
        array.buffers()[1]
        .slice(array.offset * DIGEST_BYTES, len(array) * DIGEST_BYTES)
        .to_pybytes()
    )
    return str(raw.hex("\n", DIGEST_BYTES)).split("\n")


def _texts(columns: dict[str, Any], key: str, count: int, name: str) -> Sequence[Any]:
    array = columns.get(key)
    if array is None or array.null_count == count:
        return [None] * count
    encoded = array.dictionary_encode()
    # Most rows have one of a few texts.
    texts: list[str | None] = [*encoded.dictionary.to_pylist(), None]
    if "" in texts:
        raise InventoryError(f"{name}: {key} is '', not a text: {ADVICE}")
    return list(map(texts.__getitem__, encoded.indices.fill_null(-1).to_pylist()))


def _more(columns: dict[str, Any], count: int, name: str) -> Sequence[Any]:
    values = _texts(columns, "more", count, name)
    for text in values:
        if text is not None and not _is_object(text):
            raise InventoryError(
                f"{name}: `more` is {text[:80]!r}, not a JSON object on one line with keys that "
                f"are not of the standard, each once: {ADVICE}"
            )
    return values


def _is_object(text: str) -> bool:
    """Tell whether a text can stand in a line of an inventory as it is, but for its braces."""
    if not text.startswith("{") or not text.endswith("}") or "\n" in text:
        return False
    try:
        keys = json.loads(text, object_pairs_hook=_once, parse_constant=no_constant)
    except (ValueError, RecursionError):
        return False
    return bool(keys) and not KEYS & keys.keys()


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise ValueError("a key is given twice")
    return keys
