"""What was observed of the files of a source; sums only, so that parts can be added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trainbib.domains.facts import DomainFacts
from trainbib.image_rights.counts import ImageCounts
from trainbib.language_shares.shares import LanguageCount

__all__ = ["SourceCounts"]


@dataclass(slots=True)
class SourceCounts:
    """What was observed of the files of a source.

    Attributes:
        files: How many cite it.
        bytes: Their sizes.
        passed_over: How many of them hold neither images nor records that are read.
        images: Its images.
        languages: The languages of its texts.
        domains: What is told beside the table of its domains, if domains were counted.
        runs: The files with the rows of that table, not yet added up.
    """

    files: int = 0
    bytes: int = 0
    passed_over: int = 0
    images: ImageCounts = field(default_factory=ImageCounts)
    languages: LanguageCount = field(default_factory=LanguageCount)
    domains: DomainFacts = field(default_factory=DomainFacts)
    runs: list[str] = field(default_factory=list[str])

    def add(self, part: Mapping[str, Any], size: int) -> None:
        """Add other files.

        Args:
            part: What `as_plain` returned.
            size: The most texts that a sample has.
        """
        self.files += part["files"]
        self.bytes += part["bytes"]
        self.passed_over += part["passed_over"]
        self.images.add(ImageCounts.from_json(part["images"]))
        texts, without, sample = part["languages"]
        self.languages.add(texts, without, sample, size)
        if part["domains"] is not None:
            self.domains.add(DomainFacts.from_json(part["domains"]))
            self.runs += part["runs"]

    def as_plain(self, *, with_domains: bool) -> dict[str, Any]:
        """Return plain values, such as processes hand over."""
        languages = self.languages
        return {
            "files": self.files,
            "bytes": self.bytes,
            "passed_over": self.passed_over,
            "images": self.images.as_json(),
            "languages": (languages.texts, languages.without, languages.sample),
            "domains": self.domains.as_json() if with_domains else None,
            "runs": self.runs,
        }
