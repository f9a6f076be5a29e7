"""What is known of files from before: of a run that was interrupted, or of the last one.

A journal is a file beside the inventory: blocks of rows as they stand in the inventory, each with
times of change and inodes. A file whose size, time and inode are still the same is not read again.
A block that was cut short, or that a power cut spoiled, has a wrong checksum and ends the journal.
"""

import os
import struct
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from trainbib.inventory.json_rows import plain_lines, row_in
from trainbib.inventory.reading import Batch, RawRow
from trainbib.inventory.row import FileRow, PathOrder, path_bytes

__all__ = ["Journal", "Memory", "Stamp", "journal_mark"]

Stamp = tuple[int, int]
"""Time of change in nanoseconds and inode; zeros for a file that must be read again."""

_MAGIC = b"trainbib journal 1\n"
_BLOCK = struct.Struct("=III")  # lengths of text and stamps, checksum of both


def journal_mark(root: str, version: str, *, follow_links: bool) -> bytes:
    """Return what a journal has to begin with to be believed.

    Args:
        root: The data folder.
        version: That of the program: another may tell types and count otherwise.
        follow_links: Whether links out of the folder are followed.
    """
    found = os.stat(root)  # noqa: PTH116 - names only, as in the whole scan
    return _MAGIC + f"{version} {found.st_dev} {found.st_ino} {follow_links}\n".encode()


class _Block(NamedTuple):
    """Where rows are.

    Attributes:
        first: The first path, as bytes.
        last: The last one.
        file: Which journal.
        offset: Where the text begins.
        text: Its length.
        stamps: The length of the stamps, which follow it.
    """

    first: bytes
    last: bytes
    file: int
    offset: int
    text: int
    stamps: int


class Memory:
    """Journals that can be asked about files; a context that closes them.

    Args:
        files: The journals, the one that is believed most last; those that are not there, or that
            are not for this folder, are as if empty.
        mark: What they have to begin with.
    """

    def __init__(self, files: Sequence[Path], mark: bytes) -> None:
        self._files: list[int] = []
        blocks: list[_Block] = []
        for file in files:
            with suppress(OSError):
                opened = os.open(file, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0))
                self._files.append(opened)
                number = len(self._files) - 1
                blocks += [block._replace(file=number) for block in _blocks(opened, mark)]
        blocks.sort(key=lambda block: block.first)
        self._blocks = blocks
        self._firsts = [block.first for block in blocks]
        # Up to each block, the last path of all so far: blocks of several runs may overlap.
        self._lasts: list[bytes] = []
        for block in blocks:
            self._lasts.append(max(block.last, self._lasts[-1] if self._lasts else b""))

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the journals."""
        for file in self._files:
            os.close(file)

    def __bool__(self) -> bool:
        """Tell whether anything is known."""
        return bool(self._blocks)

    def known(self, root: str, parts: Sequence[Batch]) -> dict[str, tuple[RawRow, Stamp]]:
        """Return the rows of those files that are still what they were.

        Args:
            root: The data folder.
            parts: The files that are asked for, in the order of paths.
        """
        first = path_bytes(parts[0].prefix + parts[0].names[0])
        last = path_bytes(parts[-1].prefix + parts[-1].names[-1])
        wanted: list[_Block] = []
        at = bisect_right(self._firsts, last) - 1
        while at >= 0 and self._lasts[at] >= first:
            if self._blocks[at].last >= first:
                wanted.append(self._blocks[at])
            at -= 1
        remembered: dict[str, tuple[RawRow, Stamp]] = {}
        for block in sorted(wanted, key=lambda block: (block.file, block.offset)):
            remembered.update(self._rows(block))
        return {
            path: remembered[path]
            for prefix, names in parts
            for path in [prefix + name for name in names]
            if path in remembered and _is_same(f"{root}/{path}", *remembered[path])
        }

    def _rows(self, block: _Block) -> Iterator[tuple[str, tuple[RawRow, Stamp]]]:
        data = os.pread(self._files[block.file], block.text + block.stamps, block.offset)
        values = array("Q", data[block.text :])
        stamps = zip(values[::2], values[1::2], strict=True)
        for row, stamp in zip(_rows_in(data[: block.text]), stamps, strict=True):
            raw = (row[0], row[1], row[2], row[3], row[4], row[5], row[6])
            yield row[0], (raw, stamp)


def _rows_in(text: bytes) -> list[FileRow]:
    lines = text.splitlines(keepends=True)
    plain = plain_lines(lines, PathOrder("journal", "line"))
    return [row_in(line, "journal") for line in lines] if plain is None else list(plain.rows())


def _is_same(file: str, row: RawRow, stamp: Stamp) -> bool:
    if not stamp[0]:
        return False
    try:
        found = os.stat(file)  # noqa: PTH116 - one call a file
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns, found.st_ino) == (row[1], *stamp)


def _blocks(file: int, mark: bytes) -> Iterator[_Block]:
    """Yield the sound blocks of a journal."""
    offset = len(mark)
    if os.pread(file, offset, 0) != mark:
        return
    while len(head := os.pread(file, _BLOCK.size, offset)) == _BLOCK.size:
        text, stamps, check = _BLOCK.unpack(head)
        offset += _BLOCK.size
        data = os.pread(file, text + stamps, offset)
        if not text or len(data) != text + stamps or zlib.crc32(data) != check:
            return
        last = data.rfind(b"\n", 0, text - 1) + 1
        lines = data[: data.find(b"\n") + 1], data[last:text]
        paths = [path_bytes(row_in(line, "journal").path) for line in lines]
        yield _Block(paths[0], paths[1], 0, offset, text, stamps)
        offset += text + stamps


class Journal:
    """A journal that is written.

    Args:
        file: Its name. If it holds blocks already and `goes_on`, those stay.
        mark: What it begins with.
        goes_on: Whether to add to what there is.
    """

    def __init__(self, file: Path, mark: bytes, *, goes_on: bool) -> None:
        self._path = file
        self._mark = mark
        self._goes_on = goes_on
        self._file = -1

    def __enter__(self) -> Self:
        """Begin; the file is made when there is something to write."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it; it stays, for the next run."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def add(self, text: bytes, stamps: bytes) -> None:
        """Write a block.

        Args:
            text: Rows as they stand in the inventory.
            stamps: Their stamps, 16 bytes each.

        Raises:
            OSError: The file cannot be written.
        """
        if self._file < 0:
            self._file = self._open()
        check = zlib.crc32(text + stamps)
        block = _BLOCK.pack(len(text), len(stamps), check) + text + stamps
        while block:
            block = block[os.write(self._file, block) :]

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)
        file = os.open(self._path, flags, 0o600)
        end = 0
        if self._goes_on:
            for block in _blocks(file, self._mark):
                end = block.offset + block.text + block.stamps
        # Behind a block that was cut short nothing would be found.
        os.ftruncate(file, end)
        os.lseek(file, end, os.SEEK_SET)
        if not end:
            os.write(file, self._mark)
        return file

    def remove(self) -> None:
        """Remove the journal: what it was kept for is done."""
        self.__exit__()
        with suppress(FileNotFoundError):
            self._path.unlink()

    def become(self, name: Path) -> None:
        """Give the journal its final name."""
        if self._file < 0:
            self._file = self._open()
        self.__exit__()
        self._path.replace(name)
