"""What an image says of rights, and what its words mean.

Sources: PLUS Coalition, "Data Mining" vocabulary (http://ns.useplus.org/LDF/ldf-XMPSpecification),
which IPTC Photo Metadata Standard 2023.1 takes up; IPTC NewsCodes, "Digital Source Type"; C2PA 1.4
and CAWG Training and Data Mining Assertion 1.1.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from trainbib.values import as_list, as_mapping

__all__ = [
    "C2PA",
    "IPTC",
    "SOURCE_TYPES",
    "ImageRights",
    "Verdict",
    "data_mining",
    "source_type",
    "strictest",
    "training_mining",
]

Verdict = Literal["reserved", "conditional", "allowed", "unreadable", "none"]
"""What a statement comes to: mining or training is reserved, bound to a condition, allowed; there
is a statement that cannot be read; there is none."""

IPTC = "iptc-data-mining"
"""The protocol (SPEC.md, section 8) of the property ``plus:DataMining``."""
C2PA = "c2pa-training-mining"
"""The protocol of C2PA's and CAWG's assertion."""

_ORDER: tuple[Verdict, ...] = ("reserved", "conditional", "allowed", "unreadable", "none")
_VOCABULARY = "http://ns.useplus.org/ldf/vocab/"
_PROHIBITED = "DMI-PROHIBITED"
_MINING: Mapping[str, Verdict] = {
    "DMI-UNSPECIFIED": "none",
    "DMI-ALLOWED": "allowed",
    "DMI-PROHIBITED-AIMLTRAINING": "reserved",
    "DMI-PROHIBITED-GENAIMLTRAINING": "reserved",
    "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING": "reserved",
    "DMI-PROHIBITED": "reserved",
    "DMI-PROHIBITED-SEECONSTRAINT": "conditional",
    "DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR": "conditional",
    "DMI-PROHIBITED-SEELINKEDRIGHTSEXPR": "conditional",
}
OTHER = "other"
"""What stands in the place of a value that no vocabulary has."""

SOURCE_TYPES = frozenset(
    {
        "digitalCapture",
        "computationalCapture",
        "negativeFilm",
        "positiveFilm",
        "print",
        "minorHumanEdits",
        "humanEdits",
        "compositeCapture",
        "algorithmicallyEnhanced",
        "softwareImage",
        "digitalArt",
        "digitalCreation",
        "dataDrivenMedia",
        "trainedAlgorithmicMedia",
        "algorithmicMedia",
        "screenCapture",
        "virtualRecording",
        "composite",
        "compositeSynthetic",
        "compositeWithTrainedAlgorithmicMedia",
    }
)
"""The names of IPTC's digital source types."""

_ASSERTIONS = frozenset({"c2pa.training-mining", "cawg.training-mining"})
_USES: Mapping[object, Verdict] = {
    "notAllowed": "reserved",
    "constrained": "conditional",
    "allowed": "allowed",
}
_INFERENCE = ".ai_inference"


@dataclass(slots=True)
class ImageRights:
    """What one image says.

    Attributes:
        mining: What its ``plus:DataMining`` comes to.
        mining_values: The values, as the vocabulary has them; `OTHER` for one that it has not.
        c2pa: What its C2PA assertion comes to; None if there is a store that was not read.
        c2pa_invalid: Whether the store does not pass C2PA's own validation.
        source_type: IPTC's digital source type, or `OTHER`; "" without one.
        copyright: Whether it has a notice of copyright.
        creator: Whether it names a creator.
        license: Whether it names a licence by ``cc:license``.
        web_statement: Whether it links to a statement of rights.
        usage_terms: Whether it has terms of use.
        damage: Why not everything could be read; "" if it could.
    """

    mining: Verdict = "none"
    mining_values: tuple[str, ...] = ()
    c2pa: Verdict | None = "none"
    c2pa_invalid: bool = False
    source_type: str = ""
    copyright: bool = False
    creator: bool = False
    license: bool = False
    web_statement: bool = False
    usage_terms: bool = False
    damage: str = ""


def strictest(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the strictest of what several statements come to; ``none`` for no statement."""
    found = set(verdicts)
    for verdict in _ORDER:
        if verdict in found:
            return verdict
    return "none"


def data_mining(values: Iterable[str]) -> tuple[Verdict, tuple[str, ...]]:
    """Return what values of ``plus:DataMining`` come to, and the values.

    A value is a URL of the vocabulary or its last part. One that the vocabulary does not have, but
    that begins as its prohibitions do, is taken for one.
    """
    verdicts: list[Verdict] = []
    names: list[str] = []
    for value in values:
        name = value.removeprefix(_VOCABULARY).removeprefix(
            "https" + _VOCABULARY.removeprefix("http")
        )
        name = name.strip().upper()
        known = _MINING.get(name)
        if known is None:
            known = "reserved" if name.startswith(_PROHIBITED) else "unreadable"
            name = OTHER
        verdicts.append(known)
        names.append(name)
    return strictest(verdicts), tuple(dict.fromkeys(names))


def source_type(values: Iterable[str]) -> str:
    """Return the name of a digital source type; "" without one."""
    for value in values:
        name = value.rstrip("/").rpartition("/")[2]
        return name if name in SOURCE_TYPES else OTHER
    return ""


def training_mining(store: object) -> Verdict:
    """Return what the training and data mining assertions of a C2PA manifest store come to.

    Only the active manifest counts: the others are about earlier forms of the image, or parts of
    it. What is said of inference alone is not about training.

    Args:
        store: The store as JSON has it.
    """
    data = as_mapping(store)
    manifest = as_mapping(as_mapping(data.get("manifests")).get(str(data.get("active_manifest"))))
    verdicts: list[Verdict] = []
    for item in as_list(manifest.get("assertions")):
        assertion = as_mapping(item)
        label = str(assertion.get("label")).partition("__")[0]
        if label.removesuffix(".v1").removesuffix(".v2") not in _ASSERTIONS:
            continue
        entries = as_mapping(as_mapping(assertion.get("data")).get("entries"))
        uses: list[Verdict] = [
            _USES.get(as_mapping(entry).get("use"), "unreadable")
            for name, entry in entries.items()
            if not name.endswith(_INFERENCE)
        ]
        if not entries:
            uses = ["unreadable"]
        verdicts += uses
    return strictest(verdicts)
