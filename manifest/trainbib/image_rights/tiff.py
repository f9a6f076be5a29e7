"""Tags of TIFF files and of EXIF data, which has the same form (TIFF 6.0; CIPA DC-008)."""

from collections.abc import Set as AbstractSet
from typing import BinaryIO

__all__ = ["TiffError", "read_tags"]

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_ENTRY = 12
_INLINE = 4


class TiffError(ValueError):
    """The data is no TIFF, or is damaged; the message says why."""


def read_tags(
    file: BinaryIO, wanted: AbstractSet[int], missing: set[int] | None = None, *, largest: int
) -> dict[int, bytes]:
    """Read tags of the first directory.

    Args:
        file: A TIFF file, or EXIF data; where it stands is offset 0.
        wanted: Numbers of the tags whose values are wanted.
        missing: Numbers of tags of which only matters whether they are there; they are taken out
            if so.
        largest: The most bytes that a value may have.

    Returns:
        The values, as the bytes that are there.

    Raises:
        TiffError: The data is no TIFF, or is damaged.
    """
    start = file.tell()
    head = file.read(8)
    order = "little" if head[:2] == b"II" else "big"

    def number(data: bytes) -> int:
        return int.from_bytes(data, "little" if order == "little" else "big")

    if head[:2] not in {b"II", b"MM"} or number(head[2:4]) != 42 or len(head) < 8:  # noqa: PLR2004 - TIFF's own
        raise TiffError("it does not begin as TIFF does")
    file.seek(start + number(head[4:]))
    count = file.read(2)
    entries = file.read(number(count) * _ENTRY)
    if len(count) < 2 or len(entries) < number(count) * _ENTRY:  # noqa: PLR2004 - two bytes
        raise TiffError("its directory is cut short")
    found: dict[int, bytes] = {}
    for at in range(0, len(entries), _ENTRY):
        entry = entries[at : at + _ENTRY]
        tag = number(entry[:2])
        if missing is not None:
            missing.discard(tag)
        if tag not in wanted or tag in found:
            continue
        size = _SIZES.get(number(entry[2:4]), 0) * number(entry[4:8])
        if size > largest:
            raise TiffError(f"a value has {size} bytes, more than is read")
        value = entry[8 : 8 + size]
        if size > _INLINE:
            file.seek(start + number(entry[8:]))
            value = file.read(size)
            if len(value) < size:
                raise TiffError("a value is cut short")
        found[tag] = value
    return found
