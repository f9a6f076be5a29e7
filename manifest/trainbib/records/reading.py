"""Reading the records of one file, in batches."""

from collections.abc import Iterator

from trainbib.records.batches import Batch, Damage, Wanted
from trainbib.records.files import JSON_LINES, PARQUET, RecordFile, RecordsError
from trainbib.records.unpacking import is_packed_error, open_unpacked

__all__ = ["Batch", "Damage", "Wanted", "read_records"]


def read_records(file: RecordFile, wanted: Wanted, damage: Damage) -> Iterator[Batch]:
    """Read the records of a file.

    Args:
        file: The file.
        wanted: What is wanted of each.
        damage: Takes lines that are no records.

    Yields:
        Batches of some thousand records.

    Raises:
        RecordsError: The file cannot be read, or not to its end; what was yielded before holds.
    """
    try:
        if file.media == PARQUET:
            from trainbib.records.parquet import parquet_batches

            yield from parquet_batches(file.path, wanted)
            return
        with open_unpacked(file.path, file.packing) as stream:
            if file.media == JSON_LINES:
                from trainbib.records.json_lines import json_batches

                yield from json_batches(stream, wanted, damage)
            else:
                from trainbib.records.warc import warc_batches

                yield from warc_batches(stream, wanted)
    except RecordsError as error:
        raise RecordsError(f"{file.path}: {error}") from error
    except Exception as error:
        if not is_packed_error(error):
            raise
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise RecordsError(f"{file.path}: cannot be read to its end ({reason})") from error
