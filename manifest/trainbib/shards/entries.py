"""Entries of the list of files: path, null byte, size and line feed; they sort as the paths do."""

import heapq
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

from trainbib.remote.stores import ListedFile

__all__ = ["parse_entries", "read_entries", "sorted_entries"]

_RUN = 1 << 19  # entries sorted in memory at a time, some 100 MB
_BLOCK = 1 << 20  # bytes
_MOST = 4096  # entries handed on at a time


def parse_entries(data: bytes) -> list[ListedFile]:
    """Read entries, joined; there is nothing else in the data."""
    files: list[ListedFile] = []
    at = 0
    while at < len(data):
        null = data.index(b"\0", at)
        end = data.index(b"\n", null)
        path = data[at:null].decode("utf-8", "surrogateescape")
        files.append(ListedFile(path, int(data[null + 1 : end])))
        at = end + 1
    return files


def read_entries(file: IO[bytes]) -> Iterator[Sequence[bytes]]:
    """Yield the entries of a list as they are, in blocks."""
    rest = b""
    while data := file.read(_BLOCK):
        rest += data
        entries, rest = _divided(rest)
        if entries:
            yield entries


def sorted_entries(
    files: Iterable[ListedFile], folder: os.PathLike[str], *, run: int = _RUN
) -> Iterator[Sequence[bytes]]:
    """Sort files by the bytes of their paths, in bounded memory.

    Args:
        files: The files, in any order; one that is listed twice is kept once.
        folder: Where temporary files are made, as large as the list.
        run: How many entries are held in memory.

    Yields:
        Their entries, in blocks.
    """
    unread = iter(files)
    held = _entries(unread, run)
    if len(held) < run:
        yield from _blocks(_once(held))
        return
    spilled: list[IO[bytes]] = []
    try:
        while held:
            file: IO[bytes] = TemporaryFile(prefix="trainbib-", dir=folder)  # noqa: SIM115 - closed below
            spilled.append(file)
            file.writelines(held)
            file.seek(0)
            held = _entries(unread, run)
        runs = [(raw for block in read_entries(file) for raw in block) for file in spilled]
        yield from _blocks(_once(heapq.merge(*runs)))
    finally:
        for file in spilled:
            file.close()


def _entries(files: Iterator[ListedFile], most: int) -> list[bytes]:
    entries = [
        b"%s\0%d\n" % (path.encode("utf-8", "surrogateescape"), size)
        for path, size in islice(files, most)
    ]
    entries.sort()
    return entries


def _divided(data: bytes) -> tuple[list[bytes], bytes]:
    """Cut data into its whole entries and the rest."""
    entries: list[bytes] = []
    at = 0
    while True:
        # A path may hold line feeds, but no null byte.
        null = data.find(b"\0", at)
        end = data.find(b"\n", null) if null >= 0 else -1
        if end < 0:
            return entries, data[at:]
        entries.append(data[at : end + 1])
        at = end + 1


def _once(entries: Iterable[bytes]) -> Iterator[bytes]:
    before = b""
    for raw in entries:
        path = raw[: raw.index(b"\0") + 1]
        if path != before:
            yield raw
        before = path


def _blocks(entries: Iterable[bytes]) -> Iterator[Sequence[bytes]]:
    unread = iter(entries)
    while block := list(islice(unread, _MOST)):
        yield block
