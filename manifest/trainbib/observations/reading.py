"""Reading a file once for everything that is observed of it: images, texts, URLs."""

import csv
import io
import json
import tarfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from trainbib.image_rights.counts import ImageCounts
from trainbib.image_rights.reading import READ_TYPES, read_image
from trainbib.inventory.sniff import sniff
from trainbib.observations.cited import CitedFile
from trainbib.records.fields import Fields, value_at
from trainbib.records.files import JSON_LINES, PARQUET, WARC, RecordFile, RecordsError
from trainbib.records.reading import Batch, Damage, Wanted, read_records
from trainbib.records.unpacking import is_packed_error, open_unpacked

__all__ = ["Takers", "read_file"]

_RECORDS = frozenset({JSON_LINES, PARQUET, WARC})
_TABLES = {"text/csv": ",", "text/tab-separated-values": "\t"}
_LARGEST_JSON = 1 << 26
_LARGEST_MEMBER = 1 << 25  # bytes of a member of a packed archive that are held
_LARGEST_CAPTION = 1 << 20
_LONGEST_LINE = 1 << 20
_LONGEST_FIELD = 1 << 24
_MANY = 1024
_HEAD = 1 << 12


@dataclass(frozen=True, slots=True)
class Takers:
    """What takes what is read.

    Attributes:
        fields: Where URL and text of a record are.
        images: Takes images; None if they are not wanted.
        texts: Takes texts, some at a time; None if they are not wanted.
        records: Takes URLs and sizes of records; None if they are not wanted.
        damage: Takes lines that are no records.
    """

    fields: Fields
    images: ImageCounts | None
    texts: Callable[[Sequence[str | None]], None] | None
    records: Callable[[Batch], None] | None
    damage: Damage


def read_file(file: CitedFile, takers: Takers) -> bool:
    """Read a file.

    Args:
        file: The file.
        takers: What takes what is read.

    Returns:
        Whether it is of a format that is read, if what it holds is wanted.

    Raises:
        RecordsError: It cannot be read to its end; what was read before has been taken.
    """
    media = file.media
    try:
        if media.startswith("image/"):
            return _image(file, takers)
        if media == "application/x-tar":
            return _archive(file, takers)
        if media in _RECORDS:
            return _records(file, takers)
        read = _TEXTS.get(media)
        if read is None or takers.texts is None:
            return read is not None
        with open_unpacked(file.path, file.packing) as stream, _long_fields():
            _offer(read(stream, media, takers.fields), takers.texts)
    except RecordsError:
        raise
    except Exception as error:
        if not is_packed_error(error) and not isinstance(
            error, (tarfile.TarError, csv.Error, ValueError, RecursionError)
        ):
            raise
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise RecordsError(f"{file.path}: cannot be read to its end ({reason})") from error
    return True


def _image(file: CitedFile, takers: Takers) -> bool:
    if takers.images is None:
        return True
    if file.packing or file.media not in READ_TYPES:
        takers.images.add_unsupported()
        return True
    with open(file.path, "rb") as stream:  # noqa: PTH123 - one call a file
        takers.images.add_image(read_image(stream, file.media))
    return True


def _archive(file: CitedFile, takers: Takers) -> bool:
    """Read the images of a tar archive, and the captions in files of text."""
    with open_unpacked(file.path, file.packing) as stream:
        # An archive that is not packed is sought in, so that images are not read but for metadata.
        mode: Any = "r|" if file.packing else "r:"
        with tarfile.open(fileobj=stream, mode=mode) as archive:
            captions: list[str | None] = []
            while (info := archive.next()) is not None:
                vars(archive)["members"].clear()  # else memory grows with their number
                if info.isreg():
                    _member(archive, info, takers, captions, packed=bool(file.packing))
            if takers.texts is not None and captions:
                takers.texts(captions)
    return True


def _member(
    archive: tarfile.TarFile,
    info: tarfile.TarInfo,
    takers: Takers,
    captions: list[str | None],
    *,
    packed: bool,
) -> None:
    content = archive.extractfile(info)
    if content is None:
        return
    if info.name.endswith(".txt"):
        if takers.texts is not None and info.size <= _LARGEST_CAPTION:
            captions.append(content.read().decode("utf-8", "replace"))
            if len(captions) == _MANY:
                takers.texts(captions)
                captions.clear()
        return
    if takers.images is None:
        return
    held: BinaryIO = cast("BinaryIO", content)
    if packed:
        held = io.BytesIO(content.read(_LARGEST_MEMBER))
    media = sniff(info.name, held.read(_HEAD))
    held.seek(0)
    if media in READ_TYPES:
        takers.images.add_image(read_image(held, media))
    elif media.startswith("image/"):
        takers.images.add_unsupported()


def _records(file: CitedFile, takers: Takers) -> bool:
    counts = takers.records is not None
    texts = takers.texts is not None
    if not counts and not texts:
        return True
    wanted = Wanted(takers.fields, urls=counts, sizes=counts, texts=texts)
    source = RecordFile(file.path, file.media, file.packing, file.size)
    for batch in read_records(source, wanted, takers.damage):
        if takers.records is not None:
            takers.records(batch)
        if takers.texts is not None:
            takers.texts(batch.texts)
    return True


def _offer(texts: Iterator[str | None], take: Callable[[Sequence[str | None]], None]) -> None:
    held: list[str | None] = []
    for text in texts:
        held.append(text)
        if len(held) == _MANY:
            take(held)
            held = []
    take(held)


@contextmanager
def _long_fields() -> Generator[None]:
    """Let fields of CSV be long, which Python has one limit for in a whole process."""
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _lines(stream: BinaryIO, media: str, fields: Fields) -> Iterator[str | None]:
    """Yield the lines of a text that are not empty."""
    del media, fields
    while line := stream.readline(_LONGEST_LINE):
        text = line.decode("utf-8", "replace")
        if not text.isspace():
            yield text


def _sentences(stream: BinaryIO, media: str, fields: Fields) -> Iterator[str | None]:
    """Yield the sentences that CoNLL-U states in its comments."""
    del media, fields
    while line := stream.readline(_LONGEST_LINE):
        name, equals, text = line.partition(b"=")
        if equals and name.strip() == b"# text":
            yield text.decode("utf-8", "replace")


def _rows(stream: BinaryIO, media: str, fields: Fields) -> Iterator[str | None]:
    """Yield the first column with a name of a text's."""
    reading = io.TextIOWrapper(stream, "utf-8-sig", "replace", newline="")
    try:
        head = reading.readline(_LONGEST_LINE)
        delimiter = _TABLES[media]
        if media == "text/csv":
            delimiter = max(",;\t|", key=lambda mark: (head.count(mark), mark == ","))
        names = next(csv.reader([head], delimiter=delimiter), [])
        column = next((names.index(name) for name in fields.text if name in names), None)
        for row in csv.reader(reading, delimiter=delimiter):
            yield row[column] if column is not None and column < len(row) else None
    finally:
        reading.detach()  # the stream belongs to the caller


def _elements(stream: BinaryIO, media: str, fields: Fields) -> Iterator[str | None]:
    """Yield the texts of the objects in a list."""
    del media
    data = stream.read(_LARGEST_JSON + 1)
    if len(data) > _LARGEST_JSON:
        raise ValueError("a JSON document of more than 64 MiB; make it JSON Lines")
    found: object = json.loads(data)
    paths = [name.split(".") for name in fields.text]
    for record in cast("list[object]", found) if isinstance(found, list) else [found]:
        values = (value_at(record, path) for path in paths)
        yield next((value for value in values if isinstance(value, str)), None)


_TEXTS: dict[str, Callable[[BinaryIO, str, Fields], Iterator[str | None]]] = {
    "text/plain": _lines,
    "text/x-conllu": _sentences,
    "text/csv": _rows,
    "text/tab-separated-values": _rows,
    "application/json": _elements,
}
