"""How many images say what."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trainbib.image_rights.statements import C2PA, IPTC, ImageRights

__all__ = ["NOTICES", "NOT_READ", "ImageCounts"]

NOTICES = ("copyright", "creator", "license", "web_statement", "usage_terms")
"""What else an image may have, by the attributes of `ImageRights`."""
NOT_READ = "not_read"
"""Where images are counted that have a C2PA store which was not read."""


@dataclass(slots=True)
class ImageCounts:
    """Images of a source by what they say; sums only, so that counts can be added.

    Attributes:
        images: How many there are.
        unsupported: How many of them are of a format that is not read.
        damaged: How many of them could not be read, or not wholly; what was read counts.
        protocols: For each protocol, how many images come to which verdict; those of a format that
            is not read are in none.
        mining_values: How many images have which value of ``plus:DataMining``.
        notices: How many have which of `NOTICES`.
        source_types: How many have which digital source type.
        c2pa_invalid: How many C2PA stores do not pass validation.
    """

    images: int = 0
    unsupported: int = 0
    damaged: int = 0
    protocols: dict[str, Counter[str]] = field(
        default_factory=lambda: {IPTC: Counter[str](), C2PA: Counter[str]()}
    )
    mining_values: Counter[str] = field(default_factory=Counter[str])
    notices: Counter[str] = field(default_factory=Counter[str])
    source_types: Counter[str] = field(default_factory=Counter[str])
    c2pa_invalid: int = 0

    @property
    def read(self) -> int:
        """How many images were read, if not wholly."""
        return self.images - self.unsupported

    def add_image(self, rights: ImageRights) -> None:
        """Count an image that was read."""
        self.images += 1
        self.damaged += bool(rights.damage)
        self.protocols[IPTC][rights.mining] += 1
        self.protocols[C2PA][rights.c2pa or NOT_READ] += 1
        self.mining_values.update(rights.mining_values)
        self.notices.update(name for name in NOTICES if getattr(rights, name))
        if rights.source_type:
            self.source_types[rights.source_type] += 1
        self.c2pa_invalid += rights.c2pa_invalid

    def add_unsupported(self) -> None:
        """Count an image of a format that is not read."""
        self.images += 1
        self.unsupported += 1

    def add(self, other: "ImageCounts") -> None:
        """Add other images."""
        self.images += other.images
        self.unsupported += other.unsupported
        self.damaged += other.damaged
        for name, verdicts in other.protocols.items():
            self.protocols[name] += verdicts
        self.mining_values += other.mining_values
        self.notices += other.notices
        self.source_types += other.source_types
        self.c2pa_invalid += other.c2pa_invalid

    def as_json(self) -> dict[str, Any]:
        """Return the counts as JSON has them."""
        return {
            "images": self.images,
            "unsupported": self.unsupported,
            "damaged": self.damaged,
            "protocols": {name: _sorted(found) for name, found in self.protocols.items()},
            "mining_values": _sorted(self.mining_values),
            "notices": {name: self.notices[name] for name in NOTICES},
            "source_types": _sorted(self.source_types),
            "c2pa_invalid": self.c2pa_invalid,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ImageCounts":
        """Read what `as_json` returned."""
        return cls(
            data["images"],
            data["unsupported"],
            data["damaged"],
            {name: Counter(found) for name, found in data["protocols"].items()},
            Counter(data["mining_values"]),
            Counter({name: number for name, number in data["notices"].items() if number}),
            Counter(data["source_types"]),
            data["c2pa_invalid"],
        )


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))
