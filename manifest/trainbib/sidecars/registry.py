"""The formats of metadata files; the first in the list that knows a file reads it."""

from collections.abc import Callable
from typing import NamedTuple

from trainbib.sidecars import (
    bibtex,
    citation_file,
    croissant,
    data_package,
    hugging_face_card,
    hugging_face_info,
    license_file,
    readme,
    universal_dependencies,
)
from trainbib.sidecars.claims import Claims


class SidecarFormat(NamedTuple):
    """One format.

    Attributes:
        detect: Whether a file is of the format, by its path and content; cheap, never raises.
        read: Its claims; never raises for any content.
    """

    detect: Callable[[str, bytes], bool]
    read: Callable[[str, bytes], Claims]


FORMATS: tuple[SidecarFormat, ...] = (
    SidecarFormat(universal_dependencies.detect, universal_dependencies.read),
    SidecarFormat(hugging_face_card.detect, hugging_face_card.read),
    SidecarFormat(readme.detect, readme.read),
    SidecarFormat(license_file.detect, license_file.read),
    SidecarFormat(citation_file.detect, citation_file.read),
    SidecarFormat(data_package.detect, data_package.read),
    SidecarFormat(hugging_face_info.detect, hugging_face_info.read),
    SidecarFormat(croissant.detect, croissant.read),
    SidecarFormat(bibtex.detect, bibtex.read),
)


def find_format(path: str, data: bytes) -> SidecarFormat | None:
    """The format of a file, or ``None`` when it is no metadata that we know."""
    return next((entry for entry in FORMATS if entry.detect(path, data)), None)
