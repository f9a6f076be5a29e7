"""Records of JSON Lines.

Only the fields that are wanted are made into objects, by msgspec where it is installed: it reads
the whole line, and refuses what is no JSON. A line that it refuses is given to the reader of the
standard library, whose verdict counts, so that the result is the same with and without msgspec.
Bytes that are not UTF-8 in a field that is not wanted do no harm to a record.
"""

import json
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from trainbib.records.batches import Batch, Damage, Wanted
from trainbib.records.fields import value_at
from trainbib.records.files import RecordsError
from trainbib.records.json_fields import FieldReader, Lists, utf8_size

__all__ = ["json_batches"]

_PIECE = 1 << 20
_LONGEST_LINE = 1 << 28
_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r\v\f"


def json_batches(stream: BinaryIO, wanted: Wanted, damage: Damage) -> Iterator[Batch]:
    """Yield the records of a stream of JSON Lines.

    Args:
        stream: The lines.
        wanted: What is wanted of each.
        damage: Takes the lines that are no JSON object.

    Yields:
        The records, those of some lines at a time; their order within a batch is not that of the
        lines.

    Raises:
        RecordsError: A line is longer than 256 MiB.
    """
    urls = wanted.fields.url if wanted.urls else ()
    texts = wanted.fields.text if wanted.texts or wanted.sizes else ()
    url_paths = [tuple(name.split(".")) for name in dict.fromkeys(urls)]
    text_paths = [tuple(name.split(".")) for name in dict.fromkeys(texts)]
    fast = FieldReader.make(url_paths, text_paths)
    number = 1
    for lines in _lines(stream):
        lists = Lists([], [], [])
        refused: Sequence[int] = range(len(lines))
        whole = 0
        if fast is not None:
            refused, whole = fast.read(lines, lists, wanted)
        for index in refused:
            line = lines[index].strip(_BLANK)
            if not line:
                continue
            record = _parsed(line)
            if record is None:
                damage.lines += 1
                damage.bytes += len(line)
                if damage.first is None:
                    damage.first = number + index
                continue
            text = _first_text(record, text_paths)
            if wanted.urls:
                lists.urls.append(_first_url(record, url_paths))
            if wanted.texts:
                lists.texts.append(text)
            if wanted.sizes:
                lists.sizes.append(len(line) if text is None else utf8_size(text))
                whole += text is None
        number += len(lines)
        yield Batch(lists.urls, lists.sizes, lists.texts, whole)


def _parsed(line: bytes) -> dict[str, object] | None:
    """Parse a line; None if it is no JSON object."""
    try:
        # Numbers are not wanted, and as floats they have no limit of digits.
        value = json.loads(line.decode("utf-8", "surrogateescape"), parse_int=float)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, object]", value) if isinstance(value, dict) else None


def _first_url(record: object, paths: Sequence[Sequence[str]]) -> str | None:
    for path in paths:
        value = value_at(record, path)
        if isinstance(value, str) and value:
            return value
    return None


def _first_text(record: object, paths: Sequence[Sequence[str]]) -> str | None:
    for path in paths:
        value = value_at(record, path)
        if isinstance(value, str):
            return value
    return None


def _lines(stream: BinaryIO) -> Iterator[list[bytes]]:
    """Yield lists of lines without their ends."""
    pending: list[bytes] = []
    size = 0
    first = True
    while piece := stream.read(_PIECE):
        if first:
            piece = piece.removeprefix(_BOM)
            first = False
        if b"\n" not in piece:
            pending.append(piece)
            size += len(piece)
            if size > _LONGEST_LINE:
                raise RecordsError("a line is longer than 256 MiB, which no record is")
            continue
        lines = piece.split(b"\n")
        if pending:
            lines[0] = b"".join([*pending, lines[0]])
        pending = [lines.pop()]
        size = len(pending[0])
        yield lines
    if size:
        yield [b"".join(pending)]
