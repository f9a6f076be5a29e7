"""Codes of languages, countries and currencies, and the lists that they are from.

The lists lie beside this module in ``codes.json``, which names where each was read and of what day
it is. They are read once, when the first code is looked up.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA_FILE = Path(__file__).with_name("codes.json")

_MISTAKEN_LANGUAGES: Mapping[str, str] = {
    "cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "jp": "ja", "ua": "uk",
}  # fmt: skip
"""Codes of countries that are written where a language is meant, and that no language has."""

_MISTAKEN_COUNTRIES: Mapping[str, str] = {"UK": "GB", "EL": "GR"}
"""Codes that are used beside ISO 3166-1: by the European Union, for one."""

_MISTAKEN_CURRENCIES: Mapping[str, str] = {
    "RMB": "CNY", "CNH": "CNY", "NTD": "TWD", "STG": "GBP", "UKP": "GBP",
    "YEN": "JPY", "EURO": "EUR", "NIS": "ILS", "DOL": "USD",
}  # fmt: skip
"""What currencies are called beside ISO 4217."""

_TAG = (
    r"(?P<language>[a-z]{2,3})(?P<extended>(?:-[a-z]{3}){0,3})(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)(?P<private>-x(?:-[a-z0-9]{1,8})+)?"
)
"""A language tag in small letters (RFC 5646, section 2.1)."""
_PRIVATE_TAG = r"x(?:-[a-z0-9]{1,8})+"
_USER_ASSIGNED_COUNTRY = r"AA|Q[M-Z]|X[A-Z]|ZZ"
_USER_ASSIGNED_LANGUAGE = r"q[a-t][a-z]"
_USER_ASSIGNED_SCRIPT = r"qa(?:a[a-z]|b[a-x])"


@dataclass(frozen=True, slots=True)
class CodeFault:
    """What is wrong with a code.

    Attributes:
        what: Completes "`…` …": "is not a language".
        better: What was probably meant; None if that cannot be told.
    """

    what: str
    better: str | None = None


class _Lists:
    """The lists, as sets."""

    def __init__(self) -> None:
        data: dict[str, Any] = json.loads(_DATA_FILE.read_text(encoding="utf-8"))
        self.languages = frozenset(data["languages"].split())
        self.extended = {
            language: frozenset(subtags.split()) for language, subtags in data["extended"].items()
        }
        self.scripts = frozenset(data["scripts"].lower().split())
        self.regions = frozenset(data["regions"].lower().split())
        self.variants = frozenset(data["variants"].lower().split())
        self.whole_tags: dict[str, str] = data["whole tags"]
        self.preferred: dict[str, str] = data["preferred languages"]
        self.short: dict[str, str] = data["short languages"]
        self.preferred_regions: dict[str, str] = data["preferred regions"]
        self.preferred_variants: dict[str, str] = data["preferred variants"]
        self.countries = frozenset(
            f"{data['countries']} {data['reserved countries']} {data['former countries']}".split()
        )
        self.currencies = frozenset(f"{data['currencies']} {data['former currencies']}".split())


@cache
def _lists() -> _Lists:
    return _Lists()


def _parts(tag: str) -> re.Match[str] | None:
    return re.fullmatch(_TAG, tag, flags=re.ASCII)


def language_fault(tag: str) -> CodeFault | None:
    """Tell what makes a language tag invalid (RFC 5646, section 2.2.9).

    A three-letter code of a language that has one of two letters is passed over here:
    :func:`canonical_language` says what it should be.

    Args:
        tag: The tag, in any letter case.
    """
    lists, small = _lists(), tag.lower()
    if small in lists.whole_tags or re.fullmatch(_PRIVATE_TAG, small, flags=re.ASCII):
        return None
    parts = _parts(small)
    if parts is None:
        return CodeFault("is no language tag: its parts are in the wrong order, or too long")
    for what, subtag, better in _unknown_subtags(parts, lists):
        cased = _cased(small.replace(subtag, better, 1)) if better else None
        return CodeFault(f"has the {what} `{subtag}`, which is not registered", cased)
    for subtags in (
        parts["variants"].split("-")[1:],
        re.findall(r"-(\w)(?=-)", _singletons(parts)),
    ):
        if len(set(subtags)) < len(subtags):
            return CodeFault("has a subtag twice")
    return None


def _singletons(parts: re.Match[str]) -> str:
    return f"{parts['extensions']}-" if parts["extensions"] else ""


def _unknown_subtags(parts: re.Match[str], lists: _Lists) -> Iterator[tuple[str, str, str | None]]:
    """Yield kind, subtag and what was probably meant of each that is not registered."""
    language = parts["language"]
    if (
        language not in lists.languages
        and language not in lists.short
        and not re.fullmatch(_USER_ASSIGNED_LANGUAGE, language)
    ):
        yield "language", language, _MISTAKEN_LANGUAGES.get(language)
    extended = parts["extended"].split("-")[1:]
    known = lists.extended.get(lists.short.get(language, language), frozenset())
    for subtag in extended:
        if subtag not in known:
            yield "extended language", subtag, None
    script = parts["script"]
    if script and script not in lists.scripts and not re.fullmatch(_USER_ASSIGNED_SCRIPT, script):
        yield "script", script, None
    region = parts["region"]
    if (
        region
        and region not in lists.regions
        and not re.fullmatch(_USER_ASSIGNED_COUNTRY, region.upper())
    ):
        better = _MISTAKEN_COUNTRIES.get(region.upper())
        yield "region", region, better.lower() if better else None
    for variant in parts["variants"].split("-")[1:]:
        if variant not in lists.variants:
            yield "variant", variant, None


def canonical_language(tag: str) -> str:
    """Return a valid language tag in its canonical form (RFC 5646, sections 2.1.1 and 4.5).

    Deprecated subtags are replaced by those that the registry prefers, extended language subtags
    stand alone, codes of three letters give way to those of two, and each part has its case.
    Extensions and private parts are left as they are, but for their case.

    Args:
        tag: The tag, in any letter case.

    Returns:
        The canonical form; the tag itself if it is no tag.
    """
    lists, small = _lists(), tag.lower()
    if small in lists.whole_tags:
        return lists.whole_tags[small] or tag
    parts = _parts(small)
    if parts is None:
        return small if re.fullmatch(_PRIVATE_TAG, small, flags=re.ASCII) else tag
    language = lists.short.get(parts["language"], parts["language"])
    language = lists.preferred.get(language, language)
    extended = parts["extended"].split("-")[1:]
    if len(extended) == 1 and extended[0] in lists.extended.get(language, ()):
        language, extended = extended[0], []
    region = (parts["region"] or "").upper()
    variants = [
        lists.preferred_variants.get(variant, variant)
        for variant in parts["variants"].split("-")[1:]
    ]
    kept = [
        language,
        *extended,
        parts["script"] or "",
        lists.preferred_regions.get(region, region),
        *variants,
    ]
    rest = f"{parts['extensions']}{parts['private'] or ''}"
    canonical = _cased("-".join(part for part in kept if part) + rest)
    return lists.whole_tags.get(canonical.lower()) or canonical


def tag_of_locale(name: str) -> str | None:
    """Return the language tag that the name of a locale stands for: ``en-US`` for ``en_US``.

    POSIX joins the parts by underscores, and so do many programs (Unicode Technical Standard 35,
    section 3.2.1). In small letters that may be a pair of languages just as well (``en_fr``).

    Args:
        name: Text that is no language tag.

    Returns:
        The tag in its canonical form; None if the text is none with hyphens either.
    """
    if "_" not in name:
        return None
    tag = name.strip().replace("_", "-")
    fault = language_fault(tag)
    return canonical_language(tag) if fault is None else fault.better


def _cased(tag: str) -> str:
    """Put the parts of a tag into their case: ``zh-hant-tw`` into ``zh-Hant-TW``."""
    cased: list[str] = []
    for index, part in enumerate(tag.lower().split("-")):
        singleton = any(len(earlier) == 1 for earlier in cased)
        if index and not singleton and len(part) == 2:  # noqa: PLR2004 - a region
            cased.append(part.upper())
        elif index and not singleton and len(part) == 4 and part.isalpha():  # noqa: PLR2004 - a script
            cased.append(part.title())
        else:
            cased.append(part)
    return "-".join(cased)


def country_fault(code: str) -> CodeFault | None:
    """Tell what makes a code none of a country (ISO 3166-1 alpha-2).

    Codes that ISO reserves, that it has withdrawn, and that are left to users are accepted.

    Args:
        code: Two capital letters.
    """
    if code in _lists().countries or re.fullmatch(_USER_ASSIGNED_COUNTRY, code):
        return None
    return CodeFault("is no country code of ISO 3166-1", _MISTAKEN_COUNTRIES.get(code))


def canonical_country(code: str) -> str:
    """Return the code of today for one that was withdrawn, or the code itself."""
    return _lists().preferred_regions.get(code, code)


def currency_fault(code: str) -> CodeFault | None:
    """Tell what makes a code none of a currency (ISO 4217).

    Former currencies are accepted, since a price can be an old one. The codes for tests (``XTS``)
    and for no currency (``XXX``) name none.

    Args:
        code: Three capital letters.
    """
    if code in _lists().currencies:
        return None
    return CodeFault("is no currency of ISO 4217", _MISTAKEN_CURRENCIES.get(code))
