"""Rows of Parquet and Arrow files, from their footers and batch headers.

Needs pyarrow (``trainbib[parquet]``); without it the rows are not counted, and the note says so.
"""

from mmap import ACCESS_READ, mmap
from typing import Any, BinaryIO

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
    stream = pyarrow.ipc.open_stream(_mapped(file))
    return Count(sum(int(batch.num_rows) for batch in stream), "row")


def _mapped(file: BinaryIO) -> Any:
    """Return what a stream is read from without its columns: a map of the file, if there is one."""
    import pyarrow as pa

    try:
        return pa.py_buffer(mmap(file.fileno(), 0, access=ACCESS_READ))
    except (OSError, ValueError):  # a remote file, or an empty one
        return file
