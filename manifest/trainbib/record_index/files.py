"""Record indexes as Parquet files (SPEC.md, section 21.4)."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trainbib.record_index.facts import IndexFacts, RecordIndexError
from trainbib.record_index.sorting import SortedDigests
from trainbib.records.files import RecordsError
from trainbib.records.parquet import pyarrow_module
from trainbib.writing.atomic import replacing

__all__ = ["RecordIndex", "is_record_index", "open_record_index", "write_record_index"]

_MARK = b"trainbib.record-index"
_BUCKET = 1 << 18
_DEEPEST = 24
_BYTES = 8


def depth_for(count: int) -> int:
    """Return how many bits of a digest name its bucket: 2^18 digests a bucket, on average."""
    depth = 0
    while depth < _DEEPEST and count > _BUCKET << depth:
        depth += 1
    return depth


def write_record_index(
    path: str | os.PathLike[str], facts: IndexFacts, digests: Mapping[str, SortedDigests]
) -> None:
    """Write a record index.

    Args:
        path: The file, which is replaced.
        facts: What it says of itself; numbers and digests of the lists are filled in.
        digests: Each list.

    Raises:
        RecordsError: pyarrow is not installed.
        OSError: The file cannot be written.
    """
    arrow = pyarrow_module("pyarrow")
    parquet = pyarrow_module("pyarrow.parquet")
    for name, listed in digests.items():
        facts.kinds[name].distinct = listed.count
        facts.kinds[name].digest = listed.digest
    schema = arrow.schema(
        [
            arrow.field("of", arrow.string(), nullable=False),
            arrow.field("digest", arrow.uint64(), nullable=False),
        ]
    )
    metadata = {_MARK: json.dumps(facts.as_json(), separators=(",", ":")).encode()}
    target = Path(path)
    with replacing(target) as temporary:
        writer = parquet.ParquetWriter(
            temporary,
            schema,
            compression="none",
            use_dictionary=["of"],
            column_encoding={"digest": "DELTA_BINARY_PACKED"},
            write_statistics=True,
            write_page_index=True,
            write_page_checksum=True,
            store_schema=False,
            sorting_columns=[parquet.SortingColumn(0), parquet.SortingColumn(1)],
        )
        with writer:
            writer.add_key_value_metadata(metadata)
            for name, listed in sorted(digests.items()):
                for bucket in listed.buckets(depth_for(listed.count)):
                    count = len(bucket) // _BYTES
                    numbers = arrow.Array.from_buffers(
                        arrow.uint64(), count, [None, arrow.py_buffer(bucket)]
                    )
                    names = arrow.repeat(arrow.scalar(name), count)
                    table = arrow.Table.from_arrays([names, numbers], schema=schema)
                    writer.write_table(table, row_group_size=count)


@dataclass(frozen=True, slots=True)
class RecordIndex:
    """A record index that is open.

    Attributes:
        path: Its file.
        facts: What it says of itself.
    """

    path: str
    facts: IndexFacts
    _file: Any
    _groups: list[tuple[str, int, int]]

    def holds(self, kind: str, digest: int) -> bool:
        """Say whether a digest is listed; one row group is read, or none.

        Args:
            kind: ``text`` or ``url``.
            digest: A number below 2^64.

        Raises:
            RecordIndexError: The file is damaged.
        """
        arrow = pyarrow_module("pyarrow")
        compute = pyarrow_module("pyarrow.compute")
        wanted = arrow.scalar(digest, arrow.uint64())
        for number, (name, least, greatest) in enumerate(self._groups):
            if name == kind and least <= digest <= greatest:
                column = self._group(number)
                if compute.index(column, wanted).as_py() >= 0:
                    return True
        return False

    def digests(self, kind: str) -> Iterator[Any]:
        """Yield the digests of each bucket, ascending, as pyarrow arrays of unsigned numbers.

        Raises:
            RecordIndexError: The file is damaged.
        """
        for number, (name, _, _) in enumerate(self._groups):
            if name == kind:
                yield self._group(number).combine_chunks()

    def _group(self, number: int) -> Any:
        arrow = pyarrow_module("pyarrow")
        try:
            return self._file.read_row_group(number, columns=["digest"]).column(0)
        except (arrow.ArrowException, OSError) as error:
            raise RecordIndexError(f"{self.path} is damaged: {_reason(error)}") from error


def is_record_index(path: str) -> bool:
    """Say whether a Parquet file is a record index."""
    arrow = pyarrow_module("pyarrow")
    try:
        return _MARK in (pyarrow_module("pyarrow.parquet").read_metadata(path).metadata or {})
    except (arrow.ArrowException, OSError):
        return False  # whoever reads its records says what is wrong with it


def open_record_index(path: str) -> RecordIndex:
    """Open a record index; only its footer is read.

    Args:
        path: The file.

    Raises:
        RecordIndexError: It is no record index, or is damaged, or pyarrow is not installed.
        OSError: It cannot be read.
    """
    try:
        arrow = pyarrow_module("pyarrow")
        parquet = pyarrow_module("pyarrow.parquet")
    except RecordsError as error:
        raise RecordIndexError(str(error)) from None
    Path(path).open("rb").close()
    try:
        file = parquet.ParquetFile(path, page_checksum_verification=True)
    except (arrow.ArrowException, OSError) as error:
        raise RecordIndexError(f"{path} is no record index: {_reason(error)}") from None
    metadata = file.metadata.metadata or {}
    if _MARK not in metadata:
        raise RecordIndexError(
            f"{path} is no record index, but another Parquet file: `trainbib index` writes them"
        )
    try:
        facts = IndexFacts.from_json(json.loads(metadata[_MARK]))
    except ValueError as error:
        raise RecordIndexError(f"{path}: {error}") from None
    return RecordIndex(path, facts, file, _groups(file.metadata, path))


def _groups(metadata: Any, path: str) -> list[tuple[str, int, int]]:
    """Return the kind and the range of digests of each row group."""
    groups: list[tuple[str, int, int]] = []
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        kinds, digests = group.column(0).statistics, group.column(1).statistics
        if kinds is None or digests is None or not digests.has_min_max or kinds.min != kinds.max:
            raise RecordIndexError(
                f"{path}: a row group does not say which digests it has; write the index anew "
                "with `trainbib index`"
            )
        groups.append((str(kinds.min), int(digests.min), int(digests.max)))
    return groups


def _reason(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0][:200]
