"""The metadata in image files, taken out without decoding an image.

JPEG (ISO/IEC 10918-1, Annex B), PNG (W3C, third edition), WebP (RFC 9649) and TIFF 6.0 are walked
segment by segment; what is no metadata is passed over unread. XMP stands where XMP Specification
Part 3 puts it, C2PA where the C2PA specification, "Embedding manifests", does.
"""

import zlib
from dataclasses import dataclass, field
from typing import BinaryIO

from trainbib.image_rights.tiff import TiffError, read_tags

__all__ = ["Segments", "read_segments"]

_LARGEST = 1 << 22  # bytes of one piece of metadata
_MOST = 1 << 14  # segments of a file
_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_MORE_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_PNG_XMP = b"XML:com.adobe.xmp"
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_SOS, _EOI, _APP1, _APP11, _APP13 = 0xDA, 0xD9, 0xE1, 0xEB, 0xED
_XMP_TAG, _IPTC_TAG, _PHOTOSHOP_TAG, _C2PA_TAG = 700, 33723, 34377, 52545


@dataclass(slots=True)
class Segments:
    """The metadata of an image.

    Attributes:
        exif: EXIF data, which has the form of TIFF; what comes first if there are several.
        xmp: XMP packets.
        photoshop: Image resource blocks, in which IPTC-IIM stands.
        iptc: IPTC-IIM that stands by itself.
        texts: Keyword and text of PNG's text chunks.
        c2pa: Whether there is a C2PA manifest store.
        damage: Why the metadata may not be all there is; "" if it is.
    """

    exif: bytes = b""
    xmp: list[bytes] = field(default_factory=list[bytes])
    photoshop: bytes = b""
    iptc: bytes = b""
    texts: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    c2pa: bool = False
    damage: str = ""


class _DamagedError(ValueError):
    """The file is not what its format asks for, or ends too early."""


def read_segments(file: BinaryIO, media: str) -> Segments:
    """Take the metadata out of an image.

    Args:
        file: The image; it is read from where it stands, which is taken for its beginning.
        media: Its media type: ``image/jpeg``, ``image/png``, ``image/webp`` or ``image/tiff``.

    Returns:
        What was found; of a damaged file what was found before the damage.

    Raises:
        KeyError: Images of the type are not read.
        OSError: The file cannot be read.
    """
    read = _FORMATS[media]
    found = Segments()
    try:
        read(file, found)
    except (_DamagedError, TiffError) as error:
        found.damage = str(error)
    return found


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise _DamagedError("it is cut short")
    return data


def _bounded(file: BinaryIO, size: int) -> bytes:
    """Read a piece of metadata.

    Raises:
        _DamagedError: It is larger than metadata is believed to be, or cut short.
    """
    if size > _LARGEST:
        raise _DamagedError(f"a piece of its metadata has {size} bytes, more than is read")
    return _exactly(file, size)


def _jpeg(file: BinaryIO, found: Segments) -> None:
    if _exactly(file, 2) != b"\xff\xd8":
        raise _DamagedError("it does not begin as JPEG does")
    parts: dict[bytes, bytearray] = {}
    resources: list[bytes] = []
    size = 0
    try:
        for _ in range(_MOST):
            marker = _marker(file)
            if marker in {_SOS, _EOI}:
                return
            if marker in _STANDALONE:
                continue
            length = int.from_bytes(_exactly(file, 2), "big") - 2
            if length < 0:
                raise _DamagedError("a segment has no length")
            if marker not in {_APP1, _APP11, _APP13}:
                file.seek(length, 1)
                continue
            data = _exactly(file, length)
            size += length
            if size > 4 * _LARGEST:
                raise _DamagedError("it has more metadata than is read")
            if marker == _APP11:
                found.c2pa |= data[:2] == b"JP" and b"jumb" in data[8:32]
            elif marker == _APP13 and data.startswith(_PHOTOSHOP):
                resources.append(data[len(_PHOTOSHOP) :])
            elif data.startswith(_EXIF):
                found.exif = found.exif or data[len(_EXIF) :]
            elif data.startswith(_XMP):
                found.xmp.append(data[len(_XMP) :])
            elif data.startswith(_MORE_XMP):
                _extend(parts, data[len(_MORE_XMP) :])
        raise _DamagedError("it has more segments than are read")
    finally:
        found.photoshop = b"".join(resources)
        # A part belongs to the packet that names its digest.
        found.xmp += [bytes(p) for guid, p in parts.items() if any(guid in x for x in found.xmp)]


def _marker(file: BinaryIO) -> int:
    byte = _exactly(file, 1)
    if byte != b"\xff":
        raise _DamagedError("no marker stands where a segment should begin")
    while byte == b"\xff":
        byte = _exactly(file, 1)
    return byte[0]


def _extend(parts: dict[bytes, bytearray], data: bytes) -> None:
    """Put a part of extended XMP where it belongs: digest, whole length, offset, content."""
    guid, whole, offset = data[:32], int.from_bytes(data[32:36], "big"), data[36:40]
    content, at = data[40:], int.from_bytes(offset, "big")
    if whole > _LARGEST or at + len(content) > whole or (len(parts) > 1 and guid not in parts):
        return
    kept = parts.setdefault(guid, bytearray(whole))
    if at + len(content) <= len(kept):
        kept[at : at + len(content)] = content


def _png(file: BinaryIO, found: Segments) -> None:
    if _exactly(file, 8) != b"\x89PNG\r\n\x1a\n":
        raise _DamagedError("it does not begin as PNG does")
    for _ in range(1 << 20):  # the image itself may stand in very many chunks
        head = _exactly(file, 8)
        size, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == b"IEND":
            return
        if kind not in {b"eXIf", b"iTXt", b"tEXt", b"zTXt", b"caBX"}:
            file.seek(size + 4, 1)
            continue
        if kind == b"caBX":
            found.c2pa = True
            file.seek(size + 4, 1)
            continue
        data = _bounded(file, size)
        _exactly(file, 4)
        if kind == b"eXIf":
            found.exif = found.exif or data
        else:
            _png_text(kind, data, found)
    raise _DamagedError("it has more chunks than are read")


def _png_text(kind: bytes, data: bytes, found: Segments) -> None:
    keyword, _, rest = data.partition(b"\0")
    packed = kind == b"zTXt"
    if kind == b"iTXt":
        packed = rest[:1] == b"\1"
        rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    elif packed:
        rest = rest[1:]
    if packed:
        engine = zlib.decompressobj()
        try:
            rest = engine.decompress(rest, _LARGEST)
        except zlib.error:
            found.damage = "a compressed text in it cannot be read"
            return
    if keyword == _PNG_XMP:
        found.xmp.append(rest)
    elif len(found.texts) < _MOST:
        text = rest[: 1 << 10].decode("utf-8" if kind == b"iTXt" else "latin-1", "replace")
        found.texts.append((keyword[:79].decode("latin-1"), text))


def _webp(file: BinaryIO, found: Segments) -> None:
    head = _exactly(file, 12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP":
        raise _DamagedError("it does not begin as WebP does")
    left = int.from_bytes(head[4:8], "little") - 4
    for _ in range(_MOST):
        if left < 8:  # noqa: PLR2004 - the head of a chunk
            return
        head = _exactly(file, 8)
        size = int.from_bytes(head[4:], "little")
        padded = size + size % 2
        left -= 8 + padded
        kind = head[:4]
        if kind == b"EXIF":
            data = _bounded(file, size)
            found.exif = found.exif or data.removeprefix(_EXIF)
            file.seek(padded - size, 1)
        elif kind == b"XMP ":
            found.xmp.append(_bounded(file, size))
            file.seek(padded - size, 1)
        else:
            found.c2pa |= kind == b"C2PA"
            file.seek(padded, 1)
    raise _DamagedError("it has more chunks than are read")


def _tiff(file: BinaryIO, found: Segments) -> None:
    # The tags of rights stand in the first directory, as those of EXIF data do.
    wanted = {_XMP_TAG, _IPTC_TAG, _PHOTOSHOP_TAG, 315, 33432}
    tags = read_tags(file, wanted, present := {_C2PA_TAG}, largest=_LARGEST)
    found.c2pa = not present
    if _XMP_TAG in tags:
        found.xmp.append(tags[_XMP_TAG])
    found.iptc = tags.get(_IPTC_TAG, b"")
    found.photoshop = tags.get(_PHOTOSHOP_TAG, b"")
    names = ((315, "Artist"), (33432, "Copyright"))
    found.texts += [(name, tags[tag].decode("latin-1")) for tag, name in names if tag in tags]


_FORMATS = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "image/tiff": _tiff,
}
