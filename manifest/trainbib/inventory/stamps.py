"""By what a file is known again without being read: size, times, inode and device.

The time of change of the inode cannot be set by programs, as that of the content can: a file that
was written and given its old time back is another one.
"""

import os
import time
from array import array
from collections.abc import Iterable, Iterator

__all__ = ["NO_STAMP", "Stamp", "packed_stamps", "settled_stamp", "stamp"]
__all__ += ["unpacked_stamps"]

Stamp = tuple[int, int, int, int, int]
"""Size, times of change of content and inode in nanoseconds, inode, device; each below 2^64."""

NO_STAMP: Stamp = (0, 0, 0, 0, 0)
"""Of a file that must be read again; no file has it, since there is no inode 0."""

_SETTLED = 2_000_000_000  # nanoseconds; what some file systems take for the same moment
_MASK = (1 << 64) - 1


def stamp(found: os.stat_result) -> Stamp:
    """Return the stamp of a file."""
    content, inode = found.st_mtime_ns & _MASK, found.st_ctime_ns & _MASK
    return found.st_size, content, inode, found.st_ino & _MASK, found.st_dev & _MASK


def settled_stamp(found: os.stat_result, size: int) -> Stamp:
    """Return the stamp of a file that has just been read.

    What was written in the same moment in which it was read may change without a trace.

    Args:
        found: What the file's status is.
        size: How many bytes were read.
    """
    changed = max(found.st_mtime_ns, found.st_ctime_ns)
    if found.st_size != size or time.time_ns() - changed < _SETTLED:
        return NO_STAMP
    return stamp(found)


def packed_stamps(found: Iterable[os.stat_result]) -> bytes:
    """Return the stamps of some files, joined."""
    several = list(found)
    try:  # without a call for each file
        values = array(
            "Q",
            [
                value
                for one in several
                for value in (
                    one.st_size,
                    one.st_mtime_ns,
                    one.st_ctime_ns,
                    one.st_ino,
                    one.st_dev,
                )
            ],
        )
    except OverflowError:  # a time before 1970
        values = array("Q", [value for one in several for value in stamp(one)])
    return values.tobytes()


def unpacked_stamps(packed: bytes) -> Iterator[Stamp]:
    """Yield the stamps that were joined."""
    values = iter(array("Q", packed))
    return zip(values, values, values, values, values, strict=True)
