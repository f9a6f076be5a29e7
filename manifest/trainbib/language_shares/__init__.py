"""Shares of languages, told on a sample of texts (docs/observations.md).

Names are imported when they are used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.language_shares.identifying import Identifier, LanguagesError, load_identifier
    from trainbib.language_shares.sampling import Sample, Told
    from trainbib.language_shares.shares import LanguageCount, SampleSettings

__all__ = [
    "Identifier",
    "LanguageCount",
    "LanguagesError",
    "Sample",
    "SampleSettings",
    "Told",
    "load_identifier",
]

_HOMES = {
    "Identifier": "identifying",
    "LanguageCount": "shares",
    "LanguagesError": "identifying",
    "Sample": "sampling",
    "SampleSettings": "shares",
    "Told": "sampling",
    "load_identifier": "identifying",
}

__getattr__ = names_from(__name__, _HOMES)
