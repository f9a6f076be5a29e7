"""The readers: which module counts the records of which media type.

To add a format, write one module beside the others and add one line to `READERS`. A module has
either ``counter(media)``, which makes a `Counter` that is fed the file's bytes while they are
hashed, or ``read(file, media)``, for formats that can only be read from their index. Beside the
former it may have ``whole(media)``, which makes a function that counts a file given in one piece:
most files are small, and a set may have millions of them.
"""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import NamedTuple, cast

from trainbib.inventory.readers.base import Count, Counter, FileReader, Uncounted, uncounted

__all__ = [
    "READERS",
    "Count",
    "Counter",
    "FileReader",
    "Reader",
    "Uncounted",
    "WholeCounter",
    "counter_for",
    "file_reader_for",
    "is_foreign",
    "needs_index",
    "uncounted",
    "whole_counter_for",
]


class Reader(NamedTuple):
    """A line of the registry.

    Attributes:
        module: Name of the module in this package; it is imported when first needed.
        types: Media types that it reads; ``image/*`` stands for all of a kind.
        indexed: Whether it reads files by their index instead of being fed their bytes.
        foreign: Whether it uses native code of others, which a bad file may crash.
    """

    module: str
    types: tuple[str, ...]
    indexed: bool = False
    foreign: bool = False


READERS: tuple[Reader, ...] = (
    Reader("lines", ("application/jsonl", "text/plain", "text/x-conllu")),
    Reader("delimited", ("text/csv", "text/tab-separated-values")),
    Reader("json_text", ("application/json",)),
    Reader(
        "columnar",
        (
            "application/vnd.apache.parquet",
            "application/vnd.apache.arrow.file",
            "application/vnd.apache.arrow.stream",
        ),
        indexed=True,
        foreign=True,
    ),
    Reader("tar", ("application/x-tar",)),
    Reader("zip_archive", ("application/zip",), indexed=True),
    Reader("warc", ("application/warc",)),
    Reader("tfrecord", ("application/x-tfrecord",)),
    Reader("mosaic", ("application/x-mds",)),
    Reader("megatron", ("application/x-megatron-index",)),
    Reader("pointer", ("text/x-git-lfs-pointer",)),
    Reader(
        "single",
        (
            "image/*",
            "audio/*",
            "video/*",
            "text/*",
            "application/epub+zip",
            "application/geo+json",
            "application/ld+json",
            "application/pdf",
            "application/rdf+xml",
            "application/toml",
            "application/x-ipynb+json",
            "application/xml",
            "application/yaml",
        ),
    ),
)
"""All readers, in order: the first that names a media type, or failing that its kind, reads it."""

WholeCounter = Callable[[bytes], Count]
"""Counts a file given in one piece."""

_CounterMaker = Callable[[str], Counter]
_by_type = {media: reader for reader in reversed(READERS) for media in reader.types}
_makers: dict[str, _CounterMaker | None] = {}
_wholes: dict[str, WholeCounter | None] = {}


def counter_for(media: str) -> Counter | None:
    """Make a counter for a file that is about to be read.

    Args:
        media: Its media type.

    Returns:
        The counter; None when no reader is fed files of this type.
    """
    try:
        make = _makers[media]
    except KeyError:
        reader = _reader(media)
        make = None
        if reader is not None and not reader.indexed:
            make = cast("_CounterMaker", _load(reader.module, "counter"))
        _makers[media] = make
    return None if make is None else make(media)


def whole_counter_for(media: str) -> WholeCounter | None:
    """Find the function that counts a file which has been read in one piece.

    Args:
        media: The file's media type.

    Returns:
        The function; None when no reader is fed files of this type.
    """
    try:
        return _wholes[media]
    except KeyError:
        reader = _reader(media)
        found: WholeCounter | None = None
        if reader is not None and not reader.indexed:
            make = _load(reader.module, "whole")
            if make is not None:
                found = cast("Callable[[str], WholeCounter]", make)(media)
            else:
                found = partial(_feed_whole, media)
        _wholes[media] = found
        return found


def _feed_whole(media: str, content: bytes) -> Count:
    counter = counter_for(media)
    if counter is None:
        return uncounted(f"no reader for {media}")
    counter.feed(content)
    return counter.finish()


def file_reader_for(media: str) -> FileReader | None:
    """Find the reader of a file that is read by its index.

    Args:
        media: Its media type.

    Returns:
        The reader; None when there is none for this type.
    """
    reader = _reader(media)
    if reader is None or not reader.indexed:
        return None
    return cast("FileReader", _load(reader.module, "read"))


def needs_index(media: str) -> bool:
    """Say whether files of a media type are read by their index.

    Args:
        media: The media type.

    Returns:
        Whether they are.
    """
    reader = _reader(media)
    return reader is not None and reader.indexed


def is_foreign(media: str) -> bool:
    """Say whether the reader of a media type uses native code of others.

    Args:
        media: The media type.

    Returns:
        Whether it does, so that a bad file may end the process.
    """
    reader = _reader(media)
    return reader is not None and reader.foreign


def _reader(media: str) -> Reader | None:
    return _by_type.get(media) or _by_type.get(f"{media.partition('/')[0]}/*")


def _load(module: str, name: str) -> object:
    return getattr(import_module(f"{__name__}.{module}"), name, None)
