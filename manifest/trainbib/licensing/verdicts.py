"""What is said of a mixture: verdicts, the reasons for them, and where each fact comes from."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from trainbib.settings import Release, Use

ATTRIBUTES = (
    "commercial_use",
    "derivatives",
    "attribution",
    "share_alike",
    "non_commercial",
    "redistribution",
    "training",
)
"""What is known of a licence, by the names that manifests and settings use."""

ANSWERS = ("yes", "no", "conditional", "unknown")
TRAINING_ANSWERS = ("allowed", "silent", "conditional", "restricted", "prohibited", "unclear")

Rule: TypeAlias = Literal[
    "statement",
    "training",
    "commercial",
    "redistribution",
    "derivatives",
    "credit",
    "model",
    "outbound-share-alike",
    "outbound-non-commercial",
    "outbound-attribution",
    "generator",
    "reservation",
    "term",
    "requirement",
]
"""Which question a reason answers (SPEC.md, section 7)."""

OUTBOUND_RULES: frozenset[str] = frozenset(
    {"outbound-share-alike", "outbound-non-commercial", "outbound-attribution"}
)


class Verdict(enum.IntEnum):
    """Whether something may be used as intended, as far as the texts say."""

    OK = 0
    REVIEW = 1
    CONFLICT = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact comes from.

    Attributes:
        kind: ``table`` of the program, ``manifest``, or ``configuration`` of the user.
        where: Source of the row; JSON Pointer into the manifest, or the field of the source that is
            judged (``license``, ``agreement/term/to``); name of the setting.
        evidence: What is given as proof, if anything.
    """

    kind: Literal["table", "manifest", "configuration"]
    where: str
    evidence: str = ""

    def __str__(self) -> str:
        evidence = f" ({self.evidence})" if self.evidence else ""
        if self.kind == "configuration" and not evidence:
            evidence = " (no evidence is given)"
        if self.kind == "manifest" and not self.where.startswith("/"):
            return f"manifest, {self.where} of the source{evidence}"
        return f"{self.kind}, {self.where}{evidence}"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a verdict.

    Attributes:
        verdict: What it leads to; ``OK`` for a note.
        rule: Which question it answers.
        license: The licence, or what stands in its place.
        attribute: The attribute of the licence, or the field of the manifest.
        value: Its value.
        origin: Where the value comes from.
        text: Why, in one clause.
        asserted: Whether it is to review because the manifest alone says so, in its own favour.
    """

    verdict: Verdict
    rule: Rule
    license: str
    attribute: str
    value: str
    origin: Origin
    text: str
    asserted: bool = False


class SourceVerdict(NamedTuple):
    """What is said of one source.

    Attributes:
        key: Its key.
        license: What it states: the expression, or words for what stands in its place.
        verdict: The worst of its reasons.
        reasons: All of them, the worst first.
    """

    key: str
    license: str
    verdict: Verdict
    reasons: tuple[Reason, ...]

    def deciding(self) -> tuple[Reason, ...]:
        """Return the reasons that the verdict rests on; none if it is ``OK``."""
        if self.verdict is Verdict.OK:
            return ()
        return tuple(reason for reason in self.reasons if reason.verdict is self.verdict)


@dataclass(frozen=True, slots=True)
class Mixture:
    """What is said of a whole training set.

    Attributes:
        verdict: The worst verdict of its sources.
        sources: Each source, in the order of the manifest.
        uses: What it was judged for.
        release: As what it is published.
        outbound: The licence that it is published under; None if none is stated.
        outbound_by: Who states that.
        choices: Where none is stated: licences that an adaptation may be published under, as far
            as share-alike terms leave a choice; empty if nothing restricts it.
    """

    verdict: Verdict
    sources: Sequence[SourceVerdict]
    uses: tuple[Use, ...]
    release: Release
    outbound: str | None
    outbound_by: Literal["manifest", "user"] | None
    choices: tuple[str, ...] = ()

    def count(self, verdict: Verdict) -> int:
        """Count the sources of a verdict."""
        return sum(source.verdict is verdict for source in self.sources)


@dataclass(frozen=True, slots=True)
class Override:
    """What a user knows better about a licence, with the evidence for it.

    Attributes:
        value: The value of the attribute; true and false are ``yes`` and ``no``.
        evidence: URL or words that prove it.
        date: When it was found, ISO 8601.
    """

    value: str | bool
    evidence: str = ""
    date: str = ""


Overrides: TypeAlias = Mapping[str, Mapping[str, "str | bool | Override"]]
"""Licence identifier to attribute to value."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a mixture is judged for.

    Attributes:
        uses: What the set is meant for.
        release: As what it is published, if it is.
        outbound: The licence that it is published under; None if none is stated.
        outbound_by: Who states that.
        today: The day that terms are compared with.
    """

    uses: tuple[Use, ...]
    today: date
    release: Release = "collection"
    outbound: str | None = None
    outbound_by: Literal["manifest", "user"] | None = None

    @property
    def trains(self) -> bool:
        """Whether a model is trained."""
        return "train" in self.uses or "publish_model" in self.uses

    @property
    def publishes_data(self) -> bool:
        """Whether the data is passed on."""
        return "publish_data" in self.uses


def worst(reasons: "tuple[Reason, ...]") -> Verdict:
    """Return the worst verdict of some reasons."""
    return max((reason.verdict for reason in reasons), default=Verdict.OK)
