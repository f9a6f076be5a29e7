"""Reading what an image says of rights."""

from io import BytesIO
from typing import BinaryIO

from trainbib.image_rights.credentials import read_credentials
from trainbib.image_rights.iptc import (
    BY_LINE,
    COPYRIGHT_NOTICE,
    application_records,
    iptc_resource,
)
from trainbib.image_rights.segments import Segments, read_segments
from trainbib.image_rights.statements import ImageRights, data_mining, source_type
from trainbib.image_rights.tiff import TiffError, read_tags
from trainbib.image_rights.xmp import XmpError, xmp_properties

__all__ = ["READ_TYPES", "read_image"]

READ_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/tiff"})
"""Media types of the images that are read."""

_ARTIST, _COPYRIGHT = 315, 33432
_LARGEST = 1 << 16
_BLANK = b" \t\r\n\0"


def read_image(file: BinaryIO, media: str) -> ImageRights:
    """Read what an image says of rights.

    Args:
        file: The image, at its beginning; it can be sought in.
        media: Its media type, one of `READ_TYPES`.

    Returns:
        What it says; of a damaged image, what could be read.

    Raises:
        OSError: The file cannot be read.
    """
    segments = read_segments(file, media)
    rights = ImageRights(damage=segments.damage)
    _read_older(segments, rights)
    properties: dict[str, list[str]] = {}
    for packet in segments.xmp:
        try:
            xmp_properties(packet, properties)
        except XmpError as error:
            rights.damage = str(error)
    rights.mining, rights.mining_values = data_mining(properties.get("plus:DataMining", ()))
    rights.source_type = source_type(properties.get("Iptc4xmpExt:DigitalSourceType", ()))
    rights.copyright |= "dc:rights" in properties
    rights.creator |= "dc:creator" in properties
    rights.license = "cc:license" in properties
    rights.web_statement = "xmpRights:WebStatement" in properties
    rights.usage_terms = "xmpRights:UsageTerms" in properties
    if segments.c2pa:
        rights.c2pa, rights.c2pa_invalid = read_credentials(file, media)
    return rights


def _read_older(segments: Segments, rights: ImageRights) -> None:
    """Read EXIF, IPTC-IIM and PNG's own texts."""
    if segments.exif:
        try:
            tags = read_tags(BytesIO(segments.exif), {_ARTIST, _COPYRIGHT}, largest=_LARGEST)
        except TiffError as error:
            rights.damage = f"its EXIF data cannot be read ({error})"
            tags = {}
        rights.creator |= bool(tags.get(_ARTIST, b"").strip(_BLANK))
        rights.copyright |= bool(tags.get(_COPYRIGHT, b"").strip(_BLANK))
    for data in (segments.iptc, iptc_resource(segments.photoshop)):
        for number, value in application_records(data):
            rights.creator |= number == BY_LINE and bool(value.strip(_BLANK))
            rights.copyright |= number == COPYRIGHT_NOTICE and bool(value.strip(_BLANK))
    for keyword, text in segments.texts:
        if text.strip("\0 \t\r\n"):
            rights.creator |= keyword in {"Author", "Artist"}
            rights.copyright |= keyword == "Copyright"
