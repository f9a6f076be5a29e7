"""Members of tar archives, and samples of WebDataset shards.

The archive is read header by header, 512 bytes each, and contents are skipped as they go by.
Header fields are those of POSIX.1-2017, pax, "ustar Interchange Format"; the extended headers of
pax and GNU tar are no members, but the names and sizes in them hold for the member that follows.

A sample of a WebDataset shard is the files that share folder and base name up to the first dot
(https://github.com/webdataset/webdataset). An archive is taken for a shard when it could be
nothing else: every regular file belongs to a sample of at least two, the files of a sample stand
together, and there are few kinds of them.
"""

import re
from zlib import adler32

from trainbib.inventory.readers.base import Count, Counter, uncounted

__all__ = ["MemberCounter", "counter"]

_BLOCK = 512
_LONGEST_EXTENSION = 1 << 20  # extended headers beyond a mebibyte are not believed
_REGULAR = b"\x0007S"
_NAMES = {b"L": "name", b"x": "pax"}
_PAX = re.compile(rb"(?:\A|\n)[0-9]+ (path|size)=([^\n]*)(?=\n)")
_MOST_KINDS = 16


def counter(media: str) -> Counter:
    """Make a counter for a tar archive.

    Args:
        media: The media type.

    Returns:
        The counter.
    """
    del media
    return MemberCounter()


class MemberCounter:
    """Counts regular files, and the samples they form."""

    __slots__ = (
        "_companions",
        "_damage",
        "_ended",
        "_extension",
        "_kinds",
        "_last",
        "_members",
        "_name",
        "_rest",
        "_samples",
        "_seen",
        "_shard",
        "_size",
        "_skip",
        "_sparse",
        "_stored",
        "_wanted",
    )

    def __init__(self) -> None:
        self._rest = b""
        self._skip = 0  # bytes of contents still to pass
        self._wanted = 0  # bytes of an extended header still to gather
        self._extension = ""  # which extended header that is
        self._sparse = False  # whether a block of a sparse map comes next
        self._stored = 0  # bytes of contents that follow the map
        self._ended = False
        self._damage = ""
        self._name = b""  # name and size that an extended header gave
        self._size: int | None = None
        self._members = 0
        self._samples = 0
        self._last = b""  # the sample that the last member belongs to
        self._companions = 0  # how many other members that sample has so far
        self._shard = True  # whether all is as in a WebDataset shard, so far
        self._seen: set[int] = set()
        self._kinds: set[bytes] = set()

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file."""
        if self._ended or self._damage:
            return
        if self._skip >= len(chunk) and not self._rest:
            self._skip -= len(chunk)
            return
        data = self._rest + chunk
        at = 0
        while True:
            passed = min(self._skip, len(data) - at)
            at += passed
            self._skip -= passed
            need = self._wanted or _BLOCK
            if self._skip or len(data) - at < need:
                break
            block = data[at : at + need]
            at += need
            if self._wanted:
                self._extend(block)
            elif self._sparse:
                self._sparse = block[504] != 0
                if not self._sparse:
                    self._skip = self._stored
            elif not self._header(block):
                break
        self._rest = data[at:]

    def _extend(self, block: bytes) -> None:
        """Take the contents of an extended header."""
        self._skip = -self._wanted % _BLOCK
        self._wanted = 0
        if self._extension == "name":
            self._name = block.rstrip(b"\0")
        else:
            for key, value in _PAX.findall(block):
                if key == b"path":
                    self._name = value
                elif value.isdigit():
                    self._size = int(value)

    def _header(self, block: bytes) -> bool:
        """Take a member's header; return whether anything can follow."""
        if not block.strip(b"\0"):
            self._ended = True
            return False
        size = _number(block[124:136])
        if size is None or not _is_sound(block):
            self._damage = "the tar archive is damaged: a header's check sum does not match"
            return False
        kind = block[156:157]
        if kind in _NAMES and size <= _LONGEST_EXTENSION:
            self._extension = _NAMES[kind]
            self._wanted = size
            return True
        if self._size is not None:
            size = self._size
        # Links, devices, folders and pipes have no contents, whatever their size says.
        self._skip = 0 if kind in b"123456" else size + -size % _BLOCK
        if kind in b"gKx":
            return True  # a global header, a long link target: they precede the member
        name = self._name or _name(block)
        if kind in _REGULAR and not name.endswith(b"/"):
            self._member(name)
        self._sparse = kind == b"S" and block[482] != 0
        if self._sparse:
            # More of the map of holes stands between the header and the contents.
            self._stored, self._skip = self._skip, 0
        self._name, self._size = b"", None
        return True

    def _member(self, name: bytes) -> None:
        """Count a regular file, and find the sample it belongs to."""
        self._members += 1
        folder, slash, base = name.rpartition(b"/")
        stem, dot, kind = base.partition(b".")
        sample = folder + slash + stem
        if len(self._kinds) <= _MOST_KINDS:
            self._kinds.add(kind)
        if sample == self._last and self._samples:
            self._companions += 1
            return
        self._close_sample()
        self._samples += 1
        self._last = sample
        self._companions = 0
        number = hash(sample)
        self._shard &= number not in self._seen and bool(dot)
        if self._shard:
            self._seen.add(number)

    def _close_sample(self) -> None:
        if self._samples and not self._companions:
            self._shard = False

    def finish(self) -> Count:
        """Return the number of samples or members."""
        if self._damage:
            return uncounted(self._damage)
        if not self._ended and (self._skip or self._rest or self._wanted):
            return uncounted("the tar archive is cut short: its last member is not complete")
        if not self._ended and self._members:
            # Cut between two members; whoever writes an archive to its end writes empty blocks.
            return uncounted("the tar archive is cut short: the mark of its end is missing")
        self._close_sample()
        if self._shard and self._members and len(self._kinds) <= _MOST_KINDS:
            return Count(self._samples, "sample")
        return Count(self._members, "member")


def _number(field: bytes) -> int | None:
    """Read a number of a header: octal digits, or GNU's base 256."""
    if field[:1] == b"\x80":
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0")
    try:
        return int(digits or b"0", 8)
    except ValueError:
        return None


def _is_sound(block: bytes) -> bool:
    """Check a header's sum: that of its bytes, with blanks in place of the sum itself."""
    stated = _number(block[148:156])
    # Adler-32 keeps, in its lower half, one more than the sum of the bytes modulo 65521.
    actual = adler32(block[:148] + b" " * 8 + block[156:]) & 0xFFFF
    return stated is not None and (stated + 1) % 65521 == actual


def _name(block: bytes) -> bytes:
    """Put a member's name together."""
    name = block[:100].split(b"\0", 1)[0]
    prefix = block[345:500].split(b"\0", 1)[0] if block[257:263] == b"ustar\0" else b""
    return prefix + b"/" + name if prefix else name
