"""Compressed files: unpacked as they are read, and counted by the reader of what is inside.

Files of several members (gzip), frames (zstd) or streams (bzip2, xz) are read to their end, as
parallel compressors and concatenation make them. What is unpacked is handed on in bounded pieces
and never kept, so that a small file that unpacks to a very large one needs time, but no memory.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from trainbib.inventory.readers import counter_for, needs_index
from trainbib.inventory.readers.base import Count, Counter, uncounted
from trainbib.inventory.sniff import is_compressed, sniff

__all__ = ["CompressedCounter"]

_PIECE = 1 << 20  # bytes unpacked at a time
_ZSTD_SLICE = 1 << 12  # zstd cannot bound its output, but a block of it is at most 128 KiB
_XZ_MEMORY = 1 << 29  # the greatest dictionary that is accepted
_HEAD = 1 << 16  # unpacked bytes by which the inner format is told


class CompressedCounter:
    """Counts what is inside a compressed file."""

    __slots__ = ("_any", "_counter", "_head", "_inner", "_media", "_member", "_name", "_only_type")

    def __init__(self, media: str, name: str, *, count: bool = True) -> None:
        """Begin a file.

        Args:
            media: Media type of the compressed file.
            name: Its name; the part before the last dot is taken for the name of what is inside.
            count: Whether to count at all, or only to find out what is inside.
        """
        self._media = media
        stem, _, extension = name.rpartition(".")
        self._name = f"{stem}.tar" if extension.lower() in _TAR_EXTENSIONS else stem
        self._only_type = not count
        self._member: _Member | None = None
        self._any = False  # whether a member was read to its end
        self._head = b""
        self._inner = ""
        self._counter: Counter | None = None

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file."""
        if self._only_type and self._inner:
            return
        while chunk:
            if self._member is None:
                if self._any:
                    chunk = chunk.lstrip(b"\0")  # padding after the last member
                    if not chunk:
                        return
                self._member = _MEMBERS[self._media]()
            for piece in self._member.unpack(chunk):
                self._take(piece)
            chunk = b""
            if self._member.eof:
                chunk = self._member.unused_data
                self._member = None
                self._any = True

    def _take(self, piece: bytes) -> None:
        if self._inner:
            if self._counter is not None:
                self._counter.feed(piece)
            return
        self._head += piece
        if len(self._head) >= _HEAD:
            self._begin()

    def _begin(self) -> None:
        """Find out what is inside, and hand on what was unpacked so far."""
        head, self._head = self._head, b""
        self._inner = sniff(self._name, head)
        if not self._only_type and not is_compressed(self._inner):
            self._counter = counter_for(self._inner)
            if self._counter is not None:
                self._counter.feed(head)

    def finish(self) -> Count:
        """Return the inner count, with both media types, the outer first."""
        if not self._inner:
            self._begin()
        media = f"{self._media},{self._inner}"
        if self._only_type:
            return Count(None, None, None, media)
        if self._member is not None:
            return uncounted("the compressed data is cut short", type=media)
        if self._counter is None:
            reason = (
                "can only be read from its end" if needs_index(self._inner) else "has no reader"
            )
            return uncounted(f"{self._inner} inside {self._media} {reason}", type=media)
        count = self._counter.finish()
        return count._replace(type=f"{self._media},{count.type or self._inner}")


class _Member(Protocol):
    """One member, frame or stream; the same face for all four libraries."""

    @property
    def eof(self) -> bool:
        """Whether its end was reached."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What follows its end."""
        ...

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """Unpack what belongs to it, in pieces."""
        ...


class _Gzip:
    def __init__(self) -> None:
        self._engine = zlib.decompressobj(16 + zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def unpack(self, data: bytes) -> Iterator[bytes]:
        while True:
            piece = self._engine.decompress(data, _PIECE)
            yield piece
            data = self._engine.unconsumed_tail
            # A full piece may leave more inside the engine than its tail tells.
            if self._engine.eof or (not data and len(piece) < _PIECE):
                return


class _Engine(Protocol):
    """What bz2's and lzma's decompressors have in common."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Bounded:
    def __init__(self, engine: _Engine) -> None:
        self._engine = engine

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def unpack(self, data: bytes) -> Iterator[bytes]:
        yield self._engine.decompress(data, _PIECE)
        while not self._engine.eof and not self._engine.needs_input:
            yield self._engine.decompress(b"", _PIECE)


def _bzip2() -> _Member:
    import bz2

    return _Bounded(bz2.BZ2Decompressor())


def _xz() -> _Member:
    import lzma

    return _Bounded(lzma.LZMADecompressor(memlimit=_XZ_MEMORY))


class _Zstd:
    def __init__(self) -> None:
        import zstandard

        self._engine = zstandard.ZstdDecompressor().decompressobj()
        self._rest = b""

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data + self._rest

    def unpack(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _ZSTD_SLICE):
            piece = self._engine.decompress(data[start : start + _ZSTD_SLICE])
            if self._engine.eof:
                self._rest = data[start + _ZSTD_SLICE :]
                yield piece
                return
            yield piece


_MEMBERS: dict[str, Callable[[], _Member]] = {
    "application/gzip": _Gzip,
    "application/x-bzip2": _bzip2,
    "application/x-xz": _xz,
    "application/zstd": _Zstd,
}
_TAR_EXTENSIONS = frozenset({"tgz", "tbz", "tbz2", "txz", "tzst"})
