"""What is known of files from before: of a run that was interrupted, or of the last one.

A journal is a file beside the inventory: blocks of rows as they stand in the inventory, each with
the stamps of its files. A file whose stamp is still the same is not read again. A block that was
cut short, or that a power cut spoiled, has a wrong checksum and ends the journal. One of a run that
came to its end has a summary behind its blocks.
"""

import os
import struct
from binascii import crc32
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from trainbib.inventory.json_rows import plain_lines, row_in
from trainbib.inventory.reading import Batch, RawRow
from trainbib.inventory.row import FileRow, PathOrder, path_bytes
from trainbib.inventory.stamps import NO_STAMP, Stamp, stamp, unpacked_stamps

__all__ = ["Journal", "Memory", "Place", "block_at", "journal_mark", "summary_of"]

_MAGIC = b"trainbib journal 2\n"
_BLOCK = struct.Struct("=III")  # lengths of text and stamps, checksum of both
_END = struct.Struct("=QII")  # where the summary begins, its length and checksum


def journal_mark(
    root: str, version: str, *, follow_links: bool, also: Collection[str] = ()
) -> bytes:
    """Return what a journal has to begin with to be believed.

    Args:
        root: The data folder.
        version: That of the program: another may tell types and count otherwise.
        follow_links: Whether links out of the folder are followed.
        also: Which digests rows have besides SHA-256.
    """
    found = os.stat(root)  # noqa: PTH116 - names only, as in the whole scan
    what = [version, found.st_dev, found.st_ino, follow_links, *sorted(also)]
    return _MAGIC + f"{' '.join(map(str, what))}\n".encode()


class Place(NamedTuple):
    """Where a block is in a journal.

    Attributes:
        offset: Where its text begins.
        text: The length of that.
        stamps: The length of the stamps, which follow it.
    """

    offset: int
    text: int
    stamps: int

    @property
    def end(self) -> int:
        """Where the text ends, and the stamps begin."""
        return self.offset + self.text


def block_at(file: int, place: Place) -> bytes | None:
    """Read the text of a block again; None if it is not what was written."""
    begin = place.offset - _BLOCK.size
    data = os.pread(file, _BLOCK.size + place.text + place.stamps, begin)
    if len(data) < _BLOCK.size:
        return None
    text, stamps, check = _BLOCK.unpack_from(data)
    body = data[_BLOCK.size :]
    if (text, stamps) != (place.text, place.stamps) or crc32(body) != check:
        return None
    return body[:text]


def summary_of(file: int, mark: bytes) -> bytes:
    """Read the summary of a journal; empty if it has none, or is for another folder."""
    size = os.fstat(file).st_size
    if size < len(mark) + _END.size or os.pread(file, len(mark), 0) != mark:
        return b""
    offset, length, check = _END.unpack(os.pread(file, _END.size, size - _END.size))
    if offset + length + _END.size != size:
        return b""
    summary = os.pread(file, length, offset)
    return summary if crc32(summary) == check else b""


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
        self._mark = mark
        self._files: list[int] = []
        self._blocks: list[_Block] = []
        self._firsts: list[bytes] = []
        self._lasts: list[bytes] = []
        self.read(files)

    def read(self, files: Sequence[Path]) -> None:
        """Take in more journals."""
        for file in files:
            with suppress(OSError):
                opened = os.open(file, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0))
                self._files.append(opened)
                number = len(self._files) - 1
                found = _blocks(opened, self._mark)
                self._blocks += [block._replace(file=number) for block in found]
        self._blocks.sort(key=lambda block: block.first)
        self._firsts = [block.first for block in self._blocks]
        # Up to each block, the last path of all so far: blocks of several runs may overlap.
        self._lasts = []
        for block in self._blocks:
            self._lasts.append(max(block.last, self._lasts[-1] if self._lasts else b""))

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the journals."""
        self.close()

    def close(self) -> None:
        """Close the journals."""
        while self._files:
            os.close(self._files.pop())

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
        stamps = unpacked_stamps(data[block.text :])
        for row, known in zip(_rows_in(data[: block.text]), stamps, strict=True):
            raw = (row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7])
            yield row[0], (raw, known)


def _rows_in(text: bytes) -> list[FileRow]:
    lines = text.splitlines(keepends=True)
    plain = plain_lines(lines, PathOrder("journal", "line"))
    return [row_in(line, "journal") for line in lines] if plain is None else list(plain.rows())


def _is_same(file: str, row: RawRow, known: Stamp) -> bool:
    if known == NO_STAMP or known[0] != row[1]:
        return False
    try:
        found = os.stat(file)  # noqa: PTH116 - one call a file
    except OSError:
        return False
    return stamp(found) == known


def _blocks(file: int, mark: bytes) -> Iterator[_Block]:
    """Yield the sound blocks of a journal."""
    offset = len(mark)
    if os.pread(file, offset, 0) != mark:
        return
    while len(head := os.pread(file, _BLOCK.size, offset)) == _BLOCK.size:
        text, stamps, check = _BLOCK.unpack(head)
        offset += _BLOCK.size
        data = os.pread(file, text + stamps, offset)
        if not text or len(data) != text + stamps or crc32(data) != check:
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
        self._end = 0

    def __enter__(self) -> Self:
        """Begin; the file is made when there is something to write."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it; it stays, for the next run."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def add(self, text: bytes, stamps: bytes) -> Place:
        """Write a block.

        Args:
            text: Rows as they stand in the inventory.
            stamps: Their stamps, joined.

        Returns:
            Where it is.

        Raises:
            OSError: The file cannot be written.
        """
        if self._file < 0:
            self._file = self._open()
        check = crc32(text + stamps)
        offset = self._end + _BLOCK.size
        self._write(_BLOCK.pack(len(text), len(stamps), check) + text + stamps)
        return Place(offset, len(text), len(stamps))

    def conclude(self, summary: bytes) -> None:
        """Write the summary, after which there are no more blocks."""
        if self._file < 0:
            self._file = self._open()
        # As a block of no length it ends the blocks.
        self._write(_BLOCK.pack(0, 0, 0))
        end = _END.pack(self._end, len(summary), crc32(summary))
        self._write(summary + end)

    def _write(self, data: bytes) -> None:
        self._end += len(data)
        while data:
            data = data[os.write(self._file, data) :]

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
            end = os.write(file, self._mark)
        self._end = end
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
