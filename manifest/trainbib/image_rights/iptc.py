"""IPTC-IIM: the older of the two forms of IPTC's photo metadata, in Photoshop's resource blocks.

Sources: IPTC-NAA Information Interchange Model, version 4.2, section 1.5; Adobe Photoshop File
Formats Specification, "Image Resource Blocks".
"""

from collections.abc import Iterator

__all__ = ["BY_LINE", "COPYRIGHT_NOTICE", "application_records", "iptc_resource"]

BY_LINE = 80
"""Data set 2:80, the creator."""
COPYRIGHT_NOTICE = 116
"""Data set 2:116."""

_RESOURCE = 0x0404
_TAG = 0x1C
_APPLICATION = 2
_EXTENDED = 0x8000


def iptc_resource(blocks: bytes) -> bytes:
    """Return the IPTC-IIM data in image resource blocks; b"" if there is none.

    Args:
        blocks: The blocks, each with the signature ``8BIM``.
    """
    at = 0
    while blocks[at : at + 4] == b"8BIM":
        number = int.from_bytes(blocks[at + 4 : at + 6], "big")
        name = blocks[at + 6] if at + 6 < len(blocks) else 0
        at += 6 + name + 1 + (name + 1) % 2
        size = int.from_bytes(blocks[at : at + 4], "big")
        at += 4
        if number == _RESOURCE:
            return blocks[at : at + size]
        at += size + size % 2
    return b""


def application_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and value of the data sets of record 2; those behind a damaged one are left out.

    Args:
        data: IPTC-IIM data.
    """
    at = 0
    while at + 5 <= len(data) and data[at] == _TAG:
        record, number = data[at + 1], data[at + 2]
        size = int.from_bytes(data[at + 3 : at + 5], "big")
        if size & _EXTENDED:  # longer than any notice
            return
        if record == _APPLICATION:
            yield number, data[at + 5 : at + 5 + size]
        at += 5 + size
