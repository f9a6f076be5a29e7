"""Small images with metadata, made byte by byte."""

import struct
import zlib
from collections.abc import Sequence

MINING = "http://ns.useplus.org/ldf/vocab/"
_HEAD = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
)
_NAMES = (
    'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" '
    'xmlns:i="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:cc="http://creativecommons.org/ns#"'
)


def xmp(content: str = "", attributes: str = "") -> bytes:
    """Return an XMP packet with properties as elements and as attributes."""
    body = f'<rdf:Description rdf:about="" {_NAMES} {attributes}>{content}</rdf:Description>'
    return f'{_HEAD}{body}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'.encode()


def mining(name: str) -> bytes:
    """Return an XMP packet that says something of data mining."""
    return xmp(attributes=f'plus:DataMining="{MINING}{name}"')


def tiff(tags: dict[int, tuple[int, bytes]], order: str = "<") -> bytes:
    """Return TIFF, or EXIF data, with a directory of tags: number, type and bytes."""
    out = struct.pack(f"{order}2sHI", b"II" if order == "<" else b"MM", 42, 8)
    out += struct.pack(f"{order}H", len(tags))
    values = b""
    start = 8 + 2 + 12 * len(tags) + 4
    for tag, (kind, value) in sorted(tags.items()):
        size = {3: 2, 4: 4}.get(kind, 1)
        out += struct.pack(f"{order}HHI", tag, kind, len(value) // size)
        if len(value) <= 4:
            out += value.ljust(4, b"\0")
        else:
            out += struct.pack(f"{order}I", start + len(values))
            values += value
    return out + bytes(4) + values


def exif(artist: bytes = b"Me\0", notice: bytes = b"(c) Me\0", order: str = ">") -> bytes:
    """Return EXIF data with a creator and a notice."""
    return tiff({315: (2, artist), 33432: (2, notice)}, order)


def iptc(*datasets: tuple[int, bytes]) -> bytes:
    """Return IPTC-IIM with data sets of record 2."""
    return b"".join(struct.pack(">BBBH", 0x1C, 2, n, len(v)) + v for n, v in datasets)


def resource(number: int, data: bytes, name: bytes = b"") -> bytes:
    """Return an image resource block of Photoshop."""
    title = bytes([len(name)]) + name
    title += bytes(len(title) % 2)
    block = b"8BIM" + struct.pack(">H", number) + title
    return block + struct.pack(">I", len(data)) + data + bytes(len(data) % 2)


def segment(marker: int, data: bytes) -> bytes:
    """Return a segment of JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg(*segments: bytes) -> bytes:
    """Return JPEG with segments in front of a scan that looks like segments."""
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\xff\xe1\0\x08http\xff\xd9"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + b"".join(segments) + scan


def jpeg_xmp(packet: bytes) -> bytes:
    """Return the segment of JPEG that XMP stands in."""
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(chunks: Sequence[bytes] = (), after: Sequence[bytes] = ()) -> bytes:
    """Return PNG with chunks in front of the image and behind it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    image = chunk(b"IDAT", zlib.compress(b"\0\0"))
    parts = [b"\x89PNG\r\n\x1a\n", head, *chunks, image, *after, chunk(b"IEND", b"")]
    return b"".join(parts)


def png_xmp(packet: bytes, *, packed: bool = False) -> bytes:
    """Return the chunk of PNG that XMP stands in."""
    flags = b"\1\0" if packed else b"\0\0"
    text = zlib.compress(packet) if packed else packet
    return chunk(b"iTXt", b"XML:com.adobe.xmp\0" + flags + b"\0\0" + text)


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return WebP with chunks behind an image."""
    body = b"WEBP"
    for kind, data in ((b"VP8X", bytes(10)), (b"VP8 ", bytes(7)), *chunks):
        body += kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body
