"""Rows of Parquet and Arrow files, from their footers and batch headers.

Needs pyarrow (``trainbib[parquet]``); without it the rows are not counted, and the note says so.
"""

from typing import BinaryIO

from trainbib.inventory.readers.base import Count, uncounted

__all__ = ["read"]


def read(file: BinaryIO, media: str, /) -> Count:
    """Count the rows of a Parquet file, an Arrow file or an Arrow stream.

    Args:
        file: The file, open for reading.
        media: Its media type.

    Returns:
        The count; without a number when pyarrow is missing.

    Raises:
        pyarrow.ArrowException: The file is damaged.
    """
    try:
        import pyarrow.ipc
        import pyarrow.parquet
    except ImportError:
        return uncounted("rows are counted with pyarrow, which is not installed")
    if media == "application/vnd.apache.parquet":
        return Count(int(pyarrow.parquet.read_metadata(file).num_rows), "row")
    if media == "application/vnd.apache.arrow.file":
        reader = pyarrow.ipc.open_file(file)
        batches = (reader.get_batch(number) for number in range(reader.num_record_batches))
        return Count(sum(int(batch.num_rows) for batch in batches), "row")
    return Count(sum(int(batch.num_rows) for batch in pyarrow.ipc.open_stream(file)), "row")
