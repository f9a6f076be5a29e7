"""The languages of a source, as counted and as a manifest states them."""

from collections import Counter
from dataclasses import dataclass, field

from trainbib.language_shares.identifying import NO_LANGUAGE, UNDETERMINED
from trainbib.language_shares.sampling import Told, joined

__all__ = ["LanguageCount", "SampleSettings"]

_STATED = 0.01
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class SampleSettings:
    """How texts are sampled.

    Attributes:
        size: How many texts of a source at most.
        seed: The seed.
    """

    size: int = 1000
    seed: int = 0


@dataclass(slots=True)
class LanguageCount:
    """The languages of the texts of a source.

    Attributes:
        texts: How many texts there are.
        without: How many records have none.
        sample: The sampled texts with their languages.
    """

    texts: int = 0
    without: int = 0
    sample: list[Told] = field(default_factory=list[Told])

    def add(self, texts: int, without: int, sample: list[Told], size: int) -> None:
        """Add other texts.

        Args:
            texts: How many they are.
            without: How many records have none.
            sample: Their sample.
            size: The most texts that are kept in all.
        """
        self.texts += texts
        self.without += without
        self.sample = joined((self.sample, sample), size)

    @property
    def languages(self) -> dict[str, int]:
        """How many sampled texts are in which language, those aside in which none was told."""
        none = (UNDETERMINED, NO_LANGUAGE)
        return {tag: number for tag, number in self.tags.items() if tag not in none}

    @property
    def undetermined(self) -> int:
        """In how many sampled texts no language was told: doubtful ones, and such without one."""
        tags = self.tags
        return tags.get(UNDETERMINED, 0) + tags.get(NO_LANGUAGE, 0)

    @property
    def tags(self) -> dict[str, int]:
        """How many sampled texts have which tag, ``und`` and ``zxx`` too, most frequent first."""
        counts = Counter(tag for _, _, _, tag in self.sample)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def stated(self) -> dict[str, float]:
        """Return the shares that are worth stating: of a hundredth and more, in two decimals.

        They are shares of all sampled texts, also of those in which no language was told. They are
        rounded down where rounding up would make them more than all.
        """
        total = len(self.sample)
        kept = {tag: n for tag, n in self.languages.items() if n >= _STATED * total}
        scale = 10**_DIGITS
        parts = {tag: n * scale // total for tag, n in kept.items()}
        left = round(sum(kept.values()) * scale / total) - sum(parts.values())
        by_rest = sorted(kept, key=lambda tag: (-(kept[tag] * scale % total), tag))
        for tag in by_rest[: max(left, 0)]:
            parts[tag] += 1
        return {tag: part / scale for tag, part in parts.items() if part}

    def tool(self, tool: str, seed: int) -> str:
        """Say how the shares were told, as ``tool`` in the manifest does.

        Args:
            tool: The tool's name and version.
            seed: The seed of the sample.
        """
        sampled = len(self.sample)
        if sampled < self.texts:
            return f"{tool}, sample of {sampled} of {self.texts} texts, seed {seed}"
        return f"{tool}, all {sampled} texts"

    def as_fields(self, tool: str, seed: int) -> list[dict[str, object]]:
        """Return the value of the field ``languages`` of a source; empty if there was no text.

        A share is one of records, and as exact as its digits (SPEC.md, section 2).

        Args:
            tool: The tool's name and version.
            seed: The seed of the sample.
        """
        how = self.tool(tool, seed)
        shares = self.stated() if self.sample else {}
        return [{"tag": tag, "share": _about(share), "tool": how} for tag, share in shares.items()]


def _about(share: float) -> dict[str, object]:
    """Write a share as approximate: two digits at most, also where the last one is a zero."""
    if round(share * 10**_DIGITS) % 10:
        return {"about": share}
    return {"about": share, "digits": _DIGITS}
