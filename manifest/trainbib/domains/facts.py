"""What is told about a table of domains beside its rows: totals, and what has no domain."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

__all__ = ["FORMAT_VERSION", "WITHOUT_DOMAIN", "DomainFacts", "FactsError", "Total"]

FORMAT_VERSION = "1"
"""The version of the table's format."""

WITHOUT_DOMAIN = ("ip_addresses", "public_suffixes", "invalid_urls", "without_url")
"""Records that have no registrable domain, by the reason."""


class FactsError(ValueError):
    """The facts of a table cannot be read, or two tables cannot be added; the message says why."""


@dataclass(slots=True)
class Total:
    """How many records, and their bytes."""

    records: int = 0
    bytes: int = 0

    def add(self, other: "Total") -> None:
        """Add another total."""
        self.records += other.records
        self.bytes += other.bytes

    def as_json(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return {"records": self.records, "bytes": self.bytes}


@dataclass(slots=True)
class DomainFacts:
    """What is told about a table beside its rows. Sums only, so that tables can be added.

    Attributes:
        suffix_list: Version, SHA-256, and whether the private section counts; None before it is
            known.
        files: How many files were read.
        incomplete: How many of them not to their end.
        domains: How many domains there are.
        of_domains: The records that have a domain.
        others: The records that have none, by `WITHOUT_DOMAIN`.
        damaged_lines: Lines that are no record.
        damaged_bytes: Their bytes.
        whole: Of how many records the whole was measured, since they have no text.
        modalities: Names of the modalities that have a column.
    """

    suffix_list: tuple[str | None, str, bool] | None = None
    files: int = 0
    incomplete: int = 0
    domains: int = 0
    of_domains: Total = field(default_factory=Total)
    others: dict[str, Total] = field(
        default_factory=lambda: {name: Total() for name in WITHOUT_DOMAIN}
    )
    damaged_lines: int = 0
    damaged_bytes: int = 0
    whole: int = 0
    modalities: tuple[str, ...] = ()

    @property
    def total(self) -> Total:
        """All records, with a domain and without."""
        total = Total(self.of_domains.records, self.of_domains.bytes)
        for other in self.others.values():
            total.add(other)
        return total

    def add(self, other: "DomainFacts") -> None:
        """Add what is told of other records; the number of domains is left to the rows.

        Raises:
            FactsError: The two were made with different suffix lists.
        """
        if self.suffix_list is None:
            self.suffix_list = other.suffix_list
        elif other.suffix_list is not None and other.suffix_list != self.suffix_list:
            raise FactsError(
                f"it was made with another public suffix list ({_shown(other.suffix_list)}, not "
                f"{_shown(self.suffix_list)}), so that its domains are not the same: make it anew "
                "with one list"
            )
        self.files += other.files
        self.incomplete += other.incomplete
        self.of_domains.add(other.of_domains)
        for name, total in other.others.items():
            self.others[name].add(total)
        self.damaged_lines += other.damaged_lines
        self.damaged_bytes += other.damaged_bytes
        self.whole += other.whole
        self.modalities = tuple(sorted({*self.modalities, *other.modalities}))

    def as_json(self) -> dict[str, object]:
        """Return the facts as JSON has them."""
        version, digest, private = self.suffix_list or (None, "", False)
        return {
            "version": FORMAT_VERSION,
            "suffix_list": {
                "version": version,
                "date": None if version is None else version[:10],
                "sha256": digest,
                "private": private,
            },
            "files": self.files,
            "incomplete_files": self.incomplete,
            **self.total.as_json(),
            "domains": {"count": self.domains, **self.of_domains.as_json()},
            **{name: total.as_json() for name, total in self.others.items()},
            "damaged_lines": {"lines": self.damaged_lines, "bytes": self.damaged_bytes},
            "whole_records": self.whole,
            "modalities": list(self.modalities),
        }

    @classmethod
    def from_json(cls, data: object) -> "DomainFacts":
        """Read facts.

        Raises:
            FactsError: They are not of this version, or not complete.
        """
        if not isinstance(data, dict):
            raise FactsError("it has no facts of a table of domains")
        facts = cast("Mapping[str, Any]", data)
        if facts.get("version") != FORMAT_VERSION:
            raise FactsError(
                f"its format has version {facts.get('version')!r}, and this program reads "
                f"{FORMAT_VERSION!r}: use a newer one"
            )
        try:
            made_with = facts["suffix_list"]
            return cls(
                (made_with["version"], str(made_with["sha256"]), bool(made_with["private"])),
                int(facts["files"]),
                int(facts["incomplete_files"]),
                int(facts["domains"]["count"]),
                _total(facts["domains"]),
                {name: _total(facts[name]) for name in WITHOUT_DOMAIN},
                int(facts["damaged_lines"]["lines"]),
                int(facts["damaged_lines"]["bytes"]),
                int(facts["whole_records"]),
                tuple(map(str, facts["modalities"])),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise FactsError(f"its facts are not complete: {error}") from None


def _total(data: Mapping[str, Any]) -> Total:
    return Total(int(data["records"]), int(data["bytes"]))


def _shown(suffix_list: tuple[str | None, str, bool]) -> str:
    version, digest, private = suffix_list
    section = "with its private section" if private else "without its private section"
    return f"{version or 'no version'}, sha256 {digest[:12]}…, {section}"
