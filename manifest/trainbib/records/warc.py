"""Records of WARC files (ISO 28500): captured pages, and the texts of WET files.

Read are the records that carry what was captured: ``response``, ``resource`` and ``conversion``.
The size is that of the record's block; of an HTTP response that of the body, as it was sent. A text
have only conversions, which is what the records of WET files are.
"""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from trainbib.records.batches import Batch, Wanted
from trainbib.records.files import RecordsError
from trainbib.records.json_fields import Lists

__all__ = ["warc_batches"]

_CAPTURES = frozenset({b"response", b"resource", b"conversion"})
_ROWS = 4096
_LONGEST_HEADER = 1 << 20
_LONGEST_TEXT = 1 << 28
_HTTP_HEAD = 1 << 16
_PIECE = 1 << 20


def warc_batches(stream: BinaryIO, wanted: Wanted) -> Iterator[Batch]:
    """Yield the captures of a WARC file.

    Args:
        stream: The file, unpacked.
        wanted: What is wanted of each capture.

    Yields:
        The captures in order.

    Raises:
        RecordsError: The file is damaged or cut short.
    """
    lists = Lists([], [], [])
    count = 0
    try:
        while True:
            header = _header(stream)
            if header is None:
                break
            kind = header.get(b"warc-type", b"").lower()
            try:
                length = int(header[b"content-length"])
            except (KeyError, ValueError):
                raise RecordsError("a record of the WARC file does not state its length") from None
            if kind not in _CAPTURES:
                _skip(stream, length)
                continue
            _add(lists, _Capture(header, kind, length), stream, wanted)
            count += 1
            if count == _ROWS:
                yield Batch(lists.urls, lists.sizes, lists.texts, 0)
                lists = Lists([], [], [])
                count = 0
    except RecordsError:
        yield Batch(lists.urls, lists.sizes, lists.texts, 0)
        raise
    yield Batch(lists.urls, lists.sizes, lists.texts, 0)


class _Capture(NamedTuple):
    """The header of a capture, its type, and the length of its block."""

    header: dict[bytes, bytes]
    kind: bytes
    length: int


def _add(lists: Lists, capture: _Capture, stream: BinaryIO, wanted: Wanted) -> None:
    """Read the block of a capture; nothing is added if it is cut short."""
    header, kind, length = capture
    text = None
    size = length
    if kind == b"conversion" and wanted.texts:
        if length > _LONGEST_TEXT:
            raise RecordsError("a text of the WARC file is longer than 256 MiB")
        block = stream.read(length)
        if len(block) < length:
            raise RecordsError("the WARC file is cut short")
        text = block.decode("utf-8", "surrogateescape")
    elif kind == b"response" and b"application/http" in header.get(b"content-type", b"").lower():
        head = stream.read(min(length, _HTTP_HEAD))
        end = head.find(b"\r\n\r\n")
        size = length - end - 4 if end >= 0 else length
        _skip(stream, length - len(head))
    else:
        _skip(stream, length)
    if wanted.urls:
        # Some writers put the URL in angle brackets, as the grammar of WARC 1.0 has it.
        url = header.get(b"warc-target-uri", b"").removeprefix(b"<").removesuffix(b">")
        lists.urls.append(url.decode("utf-8", "surrogateescape") or None)
    if wanted.sizes:
        lists.sizes.append(size)
    if wanted.texts:
        lists.texts.append(text)


def _header(stream: BinaryIO) -> dict[bytes, bytes] | None:
    """Read the header of the next record; None at the end of the file."""
    line = b"\n"
    while line in {b"\n", b"\r\n"}:
        line = stream.readline(_LONGEST_HEADER)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise RecordsError("the WARC file is damaged: no record stands where one should begin")
    fields: dict[bytes, bytes] = {}
    size = 0
    while True:
        line = stream.readline(_LONGEST_HEADER)
        size += len(line)
        if line in {b"\n", b"\r\n"}:
            return fields
        if not line.endswith(b"\n") or size > _LONGEST_HEADER:
            raise RecordsError("the WARC file is cut short: the header of a record does not end")
        name, _, value = line.partition(b":")
        fields.setdefault(name.strip().lower(), value.strip())


def _skip(stream: BinaryIO, length: int) -> None:
    while length > 0:
        piece = stream.read(min(length, _PIECE))
        if not piece:
            raise RecordsError("the WARC file is cut short: its last record is not complete")
        length -= len(piece)
