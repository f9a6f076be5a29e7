"""Files that stand for data elsewhere: pointers of Git LFS and git-annex, and the heads of files.

A pointer of Git LFS is a text of some lines that begins with ``version`` and has the SHA-256 of the
content (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md). One of git-annex is a line that
begins with ``/annex/objects/``, followed by a key, which for most back ends ends in a digest, and
is at most 32 KiB long (https://git-annex.branchable.com/internals/pointer_file/).
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

LARGEST = 32 << 10
"""Bytes of the longest pointer."""

_LFS = re.compile(rb"version https://git-lfs\.github\.com/spec/[^\n]+\n")
_LFS_DIGEST = re.compile(rb"^oid sha256:([0-9a-f]{64})$", re.MULTILINE)
_ANNEX = re.compile(rb"/annex/objects/(?:SHA256E?-s\d+--([0-9a-f]{64}))?")
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class PointerFile:
    """What a pointer says.

    Attributes:
        program: The program that wrote it: ``Git LFS`` or ``git-annex``.
        sha256: Digest of the content that it stands for; None if it does not say.
    """

    program: str
    sha256: str | None


def read_head(file: Path, size: int) -> bytes:
    """Read the first bytes of a file, without waiting if it has become a pipe.

    Raises:
        OSError: If it cannot be read.
    """
    descriptor = os.open(file, _FLAGS)
    try:
        return os.read(descriptor, size)
    finally:
        os.close(descriptor)


def pointer_in(content: bytes) -> PointerFile | None:
    """Read a pointer; None for any other content."""
    if len(content) > LARGEST:
        return None
    if _LFS.match(content) is not None:
        digest = _LFS_DIGEST.search(content)
        return PointerFile("Git LFS", digest[1].decode() if digest else None)
    annex = _ANNEX.match(content)
    if annex is not None:
        return PointerFile("git-annex", annex[1].decode() if annex[1] else None)
    return None
