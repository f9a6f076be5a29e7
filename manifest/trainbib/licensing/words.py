"""The words of ``permits``, ``forbids`` and ``requires`` that are read (SPEC.md, section 7)."""

import re
from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    # What may be permitted or forbidden.
    "training": "training",
    "train": "training",
    "training of models": "training",
    "model training": "training",
    "ai training": "training",
    "machine learning": "training",
    "redistribution": "redistribution",
    "distribution": "redistribution",
    "sharing": "redistribution",
    "publication": "redistribution",
    "derivatives": "derivatives",
    "derivative works": "derivatives",
    "adaptation": "derivatives",
    "adaptations": "derivatives",
    "modification": "derivatives",
    "modifications": "derivatives",
    "commercial": "commercial_use",
    "commercial use": "commercial_use",
    # What may be required.
    "attribution": "attribution",
    "credit": "attribution",
    "share alike": "share_alike",
    "sharealike": "share_alike",
    "same licence": "share_alike",
    "same license": "share_alike",
    "non commercial": "non_commercial",
    "non commercial use": "non_commercial",
    "noncommercial": "non_commercial",
    "noncommercial use": "non_commercial",
}
_PERMITTED = frozenset({"training", "redistribution", "derivatives", "commercial_use"})
_SEPARATORS = re.compile(r"[\s_-]+")


def attribute_meant(field: str, text: str) -> str | None:
    """Return the attribute that words are about; None if a person has to read them.

    Args:
        field: The list that they stand in: ``permits``, ``forbids`` or ``requires``.
        text: The words.
    """
    attribute = _WORDS.get(_SEPARATORS.sub(" ", text.strip().lower()))
    if attribute is None or (attribute in _PERMITTED) is (field == "requires"):
        return None
    return attribute
