"""Files read as a stream of bytes, unpacked where they are compressed.

What is cut short raises EOFError: a partial file must not pass for a whole one.
"""

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

__all__ = ["PACKED_ERRORS", "is_packed_error", "open_unpacked"]

_PIECE = 1 << 17
_SLICE = 1 << 12  # zstd cannot bound its output, but a block of it is at most 128 KiB


def open_unpacked(path: str, media: str) -> BinaryIO:
    """Open a file for reading what is in it.

    Args:
        path: The file.
        media: Its media type; one of a compression is unpacked.

    Returns:
        The stream, buffered.

    Raises:
        OSError: It cannot be opened.
    """
    opener = _OPENERS.get(media)
    return open(path, "rb") if opener is None else opener(path)  # noqa: PTH123 - the caller closes it


def _gzip(path: str) -> BinaryIO:
    import gzip

    return io.BufferedReader(gzip.GzipFile(path), _PIECE)


def _bzip2(path: str) -> BinaryIO:
    import bz2

    return io.BufferedReader(bz2.BZ2File(path), _PIECE)


def _xz(path: str) -> BinaryIO:
    import lzma

    return io.BufferedReader(lzma.LZMAFile(path), _PIECE)


def _zstd(path: str) -> BinaryIO:
    return io.BufferedReader(_Pieces(_zstd_pieces(path)), _PIECE)


_OPENERS: dict[str, Callable[[str], BinaryIO]] = {
    "application/gzip": _gzip,
    "application/x-bzip2": _bzip2,
    "application/x-xz": _xz,
    "application/zstd": _zstd,
}

PACKED_ERRORS: tuple[type[Exception], ...] = (EOFError, OSError)
"""What a damaged file raises; beside them those of the libraries, see `is_packed_error`."""


def is_packed_error(error: Exception) -> bool:
    """Say whether an exception means that compressed data is damaged."""
    import lzma
    import zlib

    if isinstance(error, (*PACKED_ERRORS, zlib.error, lzma.LZMAError)):
        return True
    return type(error).__name__ == "ZstdError"


def _zstd_pieces(path: str) -> Iterator[bytes]:
    """Yield what is in all frames of a file.

    Raises:
        EOFError: The last frame is cut short, which the library's own reader does not say.
    """
    import zstandard

    with open(path, "rb") as file:  # noqa: PTH123 - one call a file
        frame = None
        while data := file.read(_PIECE):
            while data:
                if frame is None:
                    frame = zstandard.ZstdDecompressor().decompressobj()
                piece = frame.decompress(data[:_SLICE])
                rest = data[_SLICE:]
                if frame.eof:
                    rest = frame.unused_data + rest
                    frame = None
                data = rest
                if piece:
                    yield piece
        if frame is not None:
            raise EOFError("the compressed data is cut short")


class _Pieces(io.RawIOBase):
    """Reads what an iterator yields."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # what BufferedReader hands over
        if not self._rest:
            self._rest = memoryview(next(self._pieces, b""))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
