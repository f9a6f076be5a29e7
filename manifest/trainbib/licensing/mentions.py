"""Licences that a piece of prose names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from trainbib.licensing.creative_commons import (
    ANY_CREATIVE_COMMONS,
    elements_of,
    leading_country,
    leading_name,
)
from trainbib.licensing.doubts import doubt
from trainbib.licensing.gnu import leading_gnu_name
from trainbib.licensing.readings import Reading
from trainbib.licensing.urls import read_url

MAX_PROSE = 20_000

_VERSION = r"(?:v(?:ersion)? ?)?"
_CDLA = r"(?:cdla|community data licen[sc]e agreement)\W{1,3}"

# Only names that cannot be other words; each pattern is one licence.
_NAMES: Mapping[str, str] = {
    r"apache(?: software)?(?: public)?(?: licen[sc]e)?[, ]{0,2}(?:version |v\.? ?|-)?2(?:\.0)?": (
        "Apache-2.0"
    ),
    r"mit[ -](?:open[ -]source[ -])?licen[sc]ed?": "MIT",
    # In capitals, and not the university.
    r"(?-i:MIT)(?=[,;.]?$|[,;]| (?:for|and|or)\b| \()": "MIT",
    r"(?:bsd[ -]3(?:[ -]clause)?|(?:new|revised|modified|3[ -]clause) bsd)": "BSD-3-Clause",
    r"(?:bsd[ -]2(?:[ -]clause)?|(?:simplified|2[ -]clause) bsd)": "BSD-2-Clause",
    r"(?:odc[ -])?open database licen[sc]e|(?:odc-)?odbl(?:-1\.0)?": "ODbL-1.0",
    r"odc[ -]by(?:[ -]1\.0)?|open data commons attribution": "ODC-By-1.0",
    r"(?:odc-)?pddl(?:-1\.0)?|public domain dedication and licen[sc]e": "PDDL-1.0",
    rf"mpl[ -]2\.0|mozilla public licen[sc]e,? ?{_VERSION}2\.0": "MPL-2.0",
    rf"{_CDLA}permissive\W{{1,3}}{_VERSION}1\.0": "CDLA-Permissive-1.0",
    rf"{_CDLA}permissive\W{{1,3}}{_VERSION}2\.0": "CDLA-Permissive-2.0",
    rf"{_CDLA}sharing\W{{1,3}}{_VERSION}1\.0": "CDLA-Sharing-1.0",
    r"computational use of data agreement|c-uda(?:-1\.0)?": "C-UDA-1.0",
    r"open use of data agreement|o-uda(?:-1\.0)?": "O-UDA-1.0",
    rf"open government licen[sc]e {_VERSION}3\.0": "OGL-UK-3.0",
    r"the unlicense": "Unlicense",
}
_NAMED_IDS = tuple(_NAMES.values())
_RESTRICTION = re.compile(
    r"non-?\s?commercial|research (?:use|purposes?) only|(?:research|academic) purposes?"
    r"|for research|academic use|\b(?:no|not|without)\b[^.;]{0,30}\bcommercial"
    r"|\bcommercial(?:ly)? (?:use |exploitation )?(?:is |are )?(?:prohibited|forbidden|not\b|only)",
    re.IGNORECASE,
)
_RESEARCH_ONLY = re.compile(
    r"\b(?:research|academic|educational)(?: (?:use|purposes?))? only\b"
    r"|\bonly for (?:\w+ )?(?:research|academic|educational)\b",
    re.IGNORECASE,
)
_VERSIONED = re.compile(r"\d\.\d$")
_LATER = re.compile(
    r"\+|[\s,(-]*\bor[\s-](?:\(?at your option\)? )?(?:any )?(?:later|newer)\b", re.IGNORECASE
)
# Words after which terms are named; the place of a mention shows whether they were read.
_GRANT = re.compile(
    r"\b(?:licen[sc]ed|released|distributed|published|governed|covered|provided|available|shared)"
    r"\s+(?:by\s+[\w ]{1,40}\s+)?under\b(?!\s+(?:the|this|that|its)\s+(?:same\s+)?licen[sc]e\b)",
    re.IGNORECASE,
)
_REACH = 80
# A family of licences in an enumeration ("MIT, BSD and Apache"); alone it may be another word.
_FAMILY = r"(?:Apache|BSD|[AL]?GPL|MPL|EPL)"
_ENUMERATED = re.compile(
    rf"(?:[,;/&]|\b(?i:and|or))\s*{_FAMILY}(?=\s*(?:[.,;/&)]|$|(?:and|or|licen[sc]es?)\b))"
    rf"|(?<![\w-]){_FAMILY}(?:\s*[/&]|,?\s+(?:and|or)\b)"
)
_PARTS = re.compile(
    r"\b(?:depend(?:s|ing) on|each|respective|various|different|several|multiple|individual)\b"
    r"[^.]{0,60}\blicen[sc]es?\b"
    r"|\b(?:following|original|mixed) licen[sc]es\b"
    r"|\blicen[sc]es (?:are\b|vary|differ|of (?:the|its))"
    r"|\bmixed licen[sc]ed\b|\b(?:everything else|all other|the rest|the remaining)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A licence named in prose.

    Attributes:
        text: The words that name it.
        start: Offset of the first character.
        end: Offset after the last character.
        reading: What they mean.
    """

    text: str
    start: int
    end: int
    reading: Reading


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Find the licence names and licence URLs in prose.

    Args:
        text: Any text; only the first 20 000 characters are looked at.

    Returns:
        The mentions in the order of the text.
    """
    return tuple(_mentions(text[:MAX_PROSE]))


def read_prose(text: str) -> Reading | None:
    """What a sentence or paragraph about the licence says, if it names exactly one.

    Args:
        text: Such as ``This data set is licensed under CC BY-SA 4.0``.

    Returns:
        The licence; a vague reading when several are named, or one without its version, or when
        the text adds a restriction of its own; ``None`` when none is named.
    """
    text = " ".join(text[:MAX_PROSE].split())
    mentions = find_mentions(text)
    if not mentions:
        return None
    named = [
        expression for mention in mentions if (expression := mention.reading.expression) is not None
    ]
    expressions = list(dict.fromkeys(named))
    if len(expressions) > 1:
        return Reading(
            None,
            vague=True,
            reason="names more than one licence and does not say which applies to the data",
            candidates=tuple(expressions),
        )
    open_readings = [mention.reading for mention in mentions if mention.reading.expression is None]
    if not expressions:
        if len(set(open_readings)) == 1:
            return open_readings[0]
        return Reading(None, vague=True, reason="names licences, none of them exactly")
    expression = expressions[0]
    if any(not _covers(expression, reading) for reading in open_readings):
        return Reading(
            None,
            vague=True,
            reason="names a second licence that cannot be read",
            candidates=(expression,),
        )
    if _PARTS.search(text) is not None:
        return Reading(
            None,
            vague=True,
            reason="speaks of licences that differ between the parts",
            candidates=(expression,),
        )
    if _another_name(text, mentions) or _other_terms(text, mentions):
        return Reading(
            None,
            vague=True,
            reason="names other terms beside it that cannot be read",
            candidates=(expression,),
        )
    if _restricted(text, mentions, expression):
        return Reading(
            None,
            vague=True,
            reason=f"adds a restriction that {expression} does not have",
            candidates=(expression,),
        )
    reason = doubt(text, [(mention.start, mention.end) for mention in mentions], expression)
    if reason:
        return Reading(None, vague=True, reason=reason, candidates=(expression,))
    if _VERSIONED.search(expression) and all(_LATER.match(text, each.end) for each in mentions):
        expression += "+"
    return Reading(expression, reason="named in a sentence")


@lru_cache(maxsize=1)
def _start() -> re.Pattern[str]:
    # Compiled when first needed: it takes longer than reading a small manifest.
    return re.compile(
        r"(?P<url>(?:https?://|www\.)[^\s<>\"')\]}`|]+)"
        r"|(?<![\w.-])(?:"
        r"(?P<cc>creative[ -]?commons\b|cc0\b|cc(?=[\s-])|attribution[ -](?=non|share|no|\d))"
        r"|(?P<gnu>gnu\b|[al]?gpl(?=v?[\d\s-])|gfdl\b)"
        rf"|(?P<named>{'|'.join(_NAMES)}))(?!\w)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _named() -> re.Pattern[str]:
    groups = (f"(?P<n{number}>{pattern})" for number, pattern in enumerate(_NAMES))
    return re.compile("|".join(groups), re.IGNORECASE)


def _mentions(text: str) -> Iterator[Mention]:
    position = 0
    while (match := _start().search(text, position)) is not None:
        reading, end = _read(text, match)
        if reading is not None:
            yield Mention(text[match.start() : end], match.start(), end, reading)
        position = max(end, match.start() + 1)


def _read(text: str, match: re.Match[str]) -> tuple[Reading | None, int]:
    start = match.start()
    if match["url"] is not None:
        return read_url(match["url"].rstrip(".,;:")), match.end()
    if match["named"] is not None:
        named = _named().fullmatch(match["named"])
        if named is None or named.lastgroup is None:
            return None, match.end()
        reading, end = _of_version(_NAMED_IDS[int(named.lastgroup[1:])], text, start, match.end())
        return _of_country(reading, text, end)
    leading = leading_name if match["cc"] is not None else leading_gnu_name
    found = leading(text[start : start + 200])
    if found is None:
        return None, match.end()
    reading, end = found[0], start + found[1]
    return (reading, end) if match["cc"] is not None else _of_country(reading, text, end)


_VERSION_AT_END = re.compile(r"\d+(?:\.\d+)*$")
_MORE_DIGITS = re.compile(r"(?:\.\d+)+")
_VERSION_BEHIND = re.compile(r"(?:,? |-)(?:v(?:ersion)?\.? ?)?(\d+(?:\.\d+)+)", re.IGNORECASE)


def _of_version(identifier: str, text: str, start: int, end: int) -> tuple[Reading, int]:
    """Read a name with the version beside it: "ODbL 2.0" names another licence than ODbL-1.0 is."""
    said = _VERSION_AT_END.search(text, start, end)
    behind = (_MORE_DIGITS if said else _VERSION_BEHIND).match(text, end)
    if behind is None:
        return Reading(identifier), end
    version = said[0] + behind[0] if said else behind[1]
    if identifier.endswith(f"-{version}"):
        return Reading(identifier), behind.end()
    name = _VERSION_AT_END.sub("", identifier).rstrip("-")
    reason = f"names version {version} of {name}, which is not known"
    return Reading(None, vague=True, reason=reason), behind.end()


_FOR_ONE_COUNTRY = "was not ported to single countries"
_TO_COUNTRY = re.compile(r"(?: licen[sc]e)?[ ,(-]{1,3}", re.IGNORECASE)


def _of_country(reading: Reading, text: str, end: int) -> tuple[Reading, int]:
    """Read a name with the country right behind it: only Creative Commons has such licences."""
    space = _TO_COUNTRY.match(text, end)
    if reading.expression is None or space is None:
        return reading, end
    country = leading_country(text[space.end() : space.end() + _REACH])
    if country is None or country in reading.expression.split("-"):  # OGL-UK-3.0
        return reading, end
    reason = f"{reading.expression} {_FOR_ONE_COUNTRY} ({country})"
    named = Reading(None, vague=True, reason=reason, candidates=(reading.expression,))
    return named, space.end()


def _covers(expression: str, reading: Reading) -> bool:
    """Whether a vague mention (``CC-BY``) may be a short form of the licence that is named."""
    if reading.candidates:
        other = _FOR_ONE_COUNTRY in (reading.reason or "")
        return expression in reading.candidates and not other
    return reading == ANY_CREATIVE_COMMONS and expression.startswith("CC")


def _another_name(text: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether a licence is enumerated that no mention covers, for want of its version."""
    return any(
        not any(mention.start < found.end() and mention.end > found.start() for mention in mentions)
        for found in _ENUMERATED.finditer(text)
    )


def _other_terms(text: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether a clause "licensed under …" names something that is no mention we can read."""
    return any(
        not any(
            mention.start < grant.end() + _REACH and mention.end > grant.start()
            for mention in mentions
        )
        for grant in _GRANT.finditer(text)
    )


def _restricted(text: str, mentions: tuple[Mention, ...], expression: str) -> bool:
    position = 0
    outside: list[str] = []
    for mention in mentions:
        outside.append(text[position : mention.start])
        position = mention.end
    outside.append(text[position:])
    stricter = "NC" in (elements_of(expression) or ())
    return (_RESEARCH_ONLY if stricter else _RESTRICTION).search(" ".join(outside)) is not None
