"""Which files hold records that can be read one by one."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trainbib.inventory.sniff import is_compressed, sniff
from trainbib.records.unpacking import is_packed_error, open_unpacked

__all__ = ["JSON_LINES", "PARQUET", "WARC", "RecordFile", "RecordFiles", "RecordsError"]
__all__ += ["record_files"]

JSON_LINES = "application/jsonl"
PARQUET = "application/vnd.apache.parquet"
WARC = "application/warc"
_HEAD = 1 << 16
_TAKEN = "JSON Lines, Parquet or WARC"


class RecordsError(ValueError):
    """Records cannot be read; the message names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of records.

    Attributes:
        path: Where it is.
        media: Media type of what is in it.
        packing: Media type of its compression; "" without one.
        size: Its size in bytes.
    """

    path: str
    media: str
    packing: str
    size: int


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """What was found under the names that were given.

    Attributes:
        files: The files of records, each once, sorted by path.
        others: Files in folders that hold no records that can be read.
        problems: Sentences about what cannot be read.
    """

    files: Sequence[RecordFile]
    others: Sequence[str]
    problems: Sequence[str]


def record_files(sources: Iterable[str], *, leave_out: Iterable[str] = ()) -> RecordFiles:
    """Find the files of records among files and folders.

    Args:
        sources: Paths of files and folders; the latter are walked as a data folder is, its ignore
            file heeded.
        leave_out: Paths that are none of them, such as that of the result.

    Raises:
        RecordsError: A source is not there, or is a file of another format.
    """
    left_out = {os.path.realpath(path) for path in leave_out}
    found: dict[str, RecordFile] = {}
    others: list[str] = []
    problems: list[str] = []
    for source in sources:
        if os.path.isdir(source):  # noqa: PTH112 - names only
            paths = _in_folder(source, problems)
        elif os.path.exists(source):  # noqa: PTH110 - names only
            paths = [source]
        else:
            raise RecordsError(f"there is no file or folder {source!r}: check the path")
        for path in paths:
            real = os.path.realpath(path)
            if real in left_out or real in found:
                continue
            try:
                file = _looked_at(path)
            except OSError as error:
                problems.append(f"{path} cannot be read ({error.strerror}): check its permissions")
                continue
            if file is not None:
                found[real] = file
            elif path == source:
                raise RecordsError(f"{path}: its content is neither {_TAKEN}; name files that are")
            else:
                others.append(path)
    return RecordFiles(sorted(found.values(), key=lambda file: file.path), others, problems)


def _in_folder(folder: str, problems: list[str]) -> list[str]:
    from trainbib.inventory import InventoryError, Problem, walk_files

    met: list[Problem] = []
    try:
        paths = walk_files(Path(folder), problems=met)
    except InventoryError as error:
        raise RecordsError(str(error)) from error
    problems += [f"{folder}: {problem.message}" for problem in met]
    return [f"{folder.rstrip('/')}/{path}" for path in sorted(paths)]


def _looked_at(path: str) -> RecordFile | None:
    """Tell by its first bytes what a file is; None if it has no records to read."""
    size = os.stat(path).st_size  # noqa: PTH116 - one call a file
    with open(path, "rb") as file:  # noqa: PTH123 - one call a file
        head = file.read(_HEAD)
    media = sniff(path, head)
    packing = ""
    if is_compressed(media):
        packing = media
        try:
            with open_unpacked(path, packing) as unpacked:
                head = unpacked.read(_HEAD)
        except Exception as error:
            if not is_packed_error(error):
                raise
            head = b""
        media = sniff(path.rpartition(".")[0], head)
    if media not in {JSON_LINES, PARQUET, WARC} or (packing and media == PARQUET):
        return None
    return RecordFile(path, media, packing, size)
