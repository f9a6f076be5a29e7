"""What images say of rights in their metadata (docs/observations.md).

Only metadata is read, no image is decoded. Names are imported when they are used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.image_rights.counts import ImageCounts
    from trainbib.image_rights.reading import READ_TYPES, read_image
    from trainbib.image_rights.statements import ImageRights, Verdict

__all__ = ["READ_TYPES", "ImageCounts", "ImageRights", "Verdict", "read_image"]

_HOMES = {
    "READ_TYPES": "reading",
    "ImageCounts": "counts",
    "ImageRights": "statements",
    "Verdict": "statements",
    "read_image": "reading",
}

__getattr__ = names_from(__name__, _HOMES)
