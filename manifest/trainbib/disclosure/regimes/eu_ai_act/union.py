"""Facts about the European Union that the form turns on: its members and official languages."""

from typing import cast

from trainbib.scoring.questions import table

__all__ = ["IN_UNION", "OFFICIAL_LANGUAGES"]

IN_UNION: frozenset[str] = frozenset(cast("list[str]", table()["eu_countries"]))
"""ISO 3166-1 codes of the member states."""

OFFICIAL_LANGUAGES: tuple[str, ...] = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr",
    "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv",
)  # fmt: skip
"""BCP 47 tags of the 24 official languages (Regulation No 1 of 1958, as amended)."""
