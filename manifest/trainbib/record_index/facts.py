"""What a record index says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

__all__ = ["FORMAT_VERSION", "IndexFacts", "KindFacts", "RecordIndexError"]

FORMAT_VERSION = "1"
"""The version of the file's format."""

_BITS = 64
_EMPTY = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class RecordIndexError(ValueError):
    """A record index cannot be made or used; the message says why and what to do."""


@dataclass(slots=True)
class KindFacts:
    """What is told about the URLs, or about the texts.

    Attributes:
        records: Records with one that is listed.
        missing: Records without one, or with one that is empty.
        invalid: Records with one that has no normal form.
        distinct: How many digests there are.
        digest: SHA-256 of all digests, ascending, 8 bytes each, most significant byte first.
    """

    records: int = 0
    missing: int = 0
    invalid: int = 0
    distinct: int = 0
    digest: str = _EMPTY


@dataclass(slots=True)
class IndexFacts:
    """What a record index says of itself.

    Attributes:
        kinds: What is listed: ``text``, ``url``.
        key_check: What tells its key; None without one.
        files: How many files were read.
        incomplete: How many of them not to their end.
    """

    kinds: dict[str, KindFacts] = field(default_factory=dict[str, KindFacts])
    key_check: str | None = None
    files: int = 0
    incomplete: int = 0

    def add(self, other: "IndexFacts") -> None:
        """Add what is told of other records; numbers of digests are left to the digests.

        Raises:
            RecordIndexError: The two do not list the same.
        """
        if other.key_check != self.key_check:
            raise RecordIndexError("it was made with another key, or without one")
        if set(other.kinds) != set(self.kinds):
            listed = " and ".join(sorted(other.kinds))
            wanted = " and ".join(sorted(self.kinds))
            raise RecordIndexError(f"it lists {listed}, not {wanted}: choose with --of")
        self.files += other.files
        self.incomplete += other.incomplete
        for name, kind in other.kinds.items():
            mine = self.kinds[name]
            mine.records += kind.records
            mine.missing += kind.missing
            mine.invalid += kind.invalid

    def as_json(self) -> dict[str, object]:
        """Return the facts as JSON has them."""
        kinds = {
            name: {
                "records": kind.records,
                "missing": kind.missing,
                "invalid": kind.invalid,
                "distinct": kind.distinct,
                "digest": kind.digest,
            }
            for name, kind in sorted(self.kinds.items())
        }
        key = {} if self.key_check is None else {"key_check": self.key_check}
        return {
            "version": FORMAT_VERSION,
            "bits": _BITS,
            "keyed": self.key_check is not None,
            **key,
            "files": self.files,
            "incomplete_files": self.incomplete,
            **kinds,
        }

    @classmethod
    def from_json(cls, data: object) -> "IndexFacts":
        """Read facts.

        Raises:
            RecordIndexError: They are not of this version, or not complete.
        """
        facts = cast("Mapping[str, Any]", data) if isinstance(data, dict) else {}
        if facts.get("version") != FORMAT_VERSION or facts.get("bits") != _BITS:
            raise RecordIndexError(
                f"its format has version {facts.get('version')!r}, and this program reads "
                f"{FORMAT_VERSION!r}: use a newer one"
            )
        try:
            keyed = bool(facts["keyed"])
            return cls(
                {name: _kind(facts[name]) for name in ("text", "url") if name in facts},
                str(facts["key_check"]) if keyed else None,
                int(facts["files"]),
                int(facts["incomplete_files"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordIndexError(f"what it says of itself is not complete: {error}") from None


def _kind(data: Mapping[str, Any]) -> KindFacts:
    return KindFacts(
        int(data["records"]),
        int(data["missing"]),
        int(data["invalid"]),
        int(data["distinct"]),
        str(data["digest"]),
    )
