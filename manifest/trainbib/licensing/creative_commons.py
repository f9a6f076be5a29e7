"""The names of the Creative Commons licences, however they are put together.

``CC BY-NC 4.0``, ``cc-by-nc-4.0``, ``Creative Commons Attribution-NonCommercial 4.0
International`` and ``by-nc/4.0`` are one licence. All elements must be read before an identifier is
given: ``CC-BY-4.0`` for a statement that says NC would be the worst of mistakes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from trainbib.licensing.readings import Reading
from trainbib.licensing.spdx import find_license

_TOKEN = re.compile(r"cc0|[^\W\d_]+|\d+(?:\.\d+)*")
_OPEN_END = re.compile(r"\d\s*\+|\?")  # a later version; a question
# What may lie between two words of one name: no full stop, no semicolon, little space.
_GAP = re.compile(r"[^\w.;!?]{0,8}|\.")

_ELEMENTS: Mapping[str, str] = {
    "by": "BY",
    "attribution": "BY",
    "attr": "BY",
    "nc": "NC",
    "noncommercial": "NC",
    "nd": "ND",
    "noderivatives": "ND",
    "noderivative": "ND",
    "noderivs": "ND",
    "sa": "SA",
    "sharealike": "SA",
}
_PAIRS: Mapping[tuple[str, str], str] = {
    ("creative", "commons"): "cc",
    ("non", "commercial"): "nc",
    ("not", "commercial"): "nc",
    ("no", "derivatives"): "nd",
    ("no", "derivative"): "nd",
    ("no", "derivs"): "nd",
    ("non", "derivative"): "nd",
    ("share", "alike"): "sa",
    ("united", "states"): "us",
    ("united", "kingdom"): "uk",
    ("south", "africa"): "za",
    ("new", "zealand"): "nz",
    ("hong", "kong"): "hk",
    ("puerto", "rico"): "pr",
    ("costa", "rica"): "cr",
    ("czech", "republic"): "cz",
    ("south", "korea"): "kr",
    ("china", "mainland"): "cn",
    ("mainland", "china"): "cn",
    ("england", "and"): "england",
    ("public", "domain"): "publicdomain",
    ("cc", "zero"): "cc0",
    ("cc", "0"): "cc0",
}
# Words that say nothing about which of the licences is meant.
_NOISE = frozenset(
    (
        "license", "licence", "licenses", "licenced", "licensed", "public", "legal", "code",
        "legalcode", "deed", "dedication", "v", "ver", "version", "the", "a", "an", "s", "work",
        "works", "universal", "publicdomain", "org", "ccpl", "lizenz",
    )
)  # fmt: skip
_NOT_PORTED = frozenset({"international", "intl", "inter", "int", "unported", "generic"})
_LONGEST_CODE = 3
_LONGEST_NAME = 200
# All jurisdictions that some version before 4.0 was ported to.
_CODES = frozenset(
    (
        "am", "ar", "at", "au", "az", "be", "bg", "br", "ca", "ch", "cl", "cn", "co", "cr", "cz",
        "de", "dk", "ec", "ee", "eg", "es", "fi", "fr", "ge", "gr", "gt", "hk", "hr", "hu", "ie",
        "igo", "il", "in", "it", "jp", "kr", "lu", "mk", "mt", "mx", "my", "nl", "no", "nz", "pe",
        "ph", "pl", "pr", "pt", "ro", "rs", "scotland", "se", "sg", "si", "th", "tw", "ug", "uk",
        "us", "ve", "vn", "za",
    )
)  # fmt: skip
_PORTS: Mapping[str, str] = {
    **{code: code.upper() for code in _CODES},
    "argentina": "AR", "armenia": "AM", "australia": "AU", "austria": "AT", "azerbaijan": "AZ",
    "belgium": "BE", "brasil": "BR", "brazil": "BR", "bulgaria": "BG", "canada": "CA",
    "chile": "CL", "china": "CN", "colombia": "CO", "croatia": "HR", "czechia": "CZ",
    "danmark": "DK", "denmark": "DK", "deutschland": "DE", "ecuador": "EC", "egypt": "EG",
    "england": "UK", "españa": "ES", "estonia": "EE", "finland": "FI", "france": "FR",
    "georgia": "GE", "germany": "DE", "greece": "GR", "guatemala": "GT", "hungary": "HU",
    "india": "IN", "ireland": "IE", "israel": "IL", "italia": "IT", "italy": "IT", "japan": "JP",
    "korea": "KR", "luxembourg": "LU", "macedonia": "MK", "malaysia": "MY", "malta": "MT",
    "mexico": "MX", "méxico": "MX", "nederland": "NL", "netherlands": "NL", "norge": "NO",
    "norway": "NO", "peru": "PE", "philippines": "PH", "poland": "PL", "polska": "PL",
    "portugal": "PT", "romania": "RO", "schweiz": "CH", "serbia": "RS", "singapore": "SG",
    "slovenia": "SI", "spain": "ES", "suisse": "CH", "sverige": "SE", "sweden": "SE",
    "switzerland": "CH", "taiwan": "TW", "thailand": "TH", "uganda": "UG", "usa": "US",
    "venezuela": "VE", "vietnam": "VN", "wales": "UK", "österreich": "AT",
}  # fmt: skip
_VERSIONS: Mapping[str, str] = {
    "1": "1.0", "2": "2.0", "3": "3.0", "4": "4.0",
    "1.0": "1.0", "2.0": "2.0", "2.1": "2.1", "2.5": "2.5", "3.0": "3.0", "4.0": "4.0",
}  # fmt: skip
ANY_CREATIVE_COMMONS = Reading(
    None,
    vague=True,
    reason="Creative Commons has many licences; say which one, with its version",
)
_ORDER = ("BY", "NC", "ND", "SA")


class _Word(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Mention:
    """The facts of one mention; a text often gives the name and then the short form."""

    elements: set[str] = field(default_factory=set[str])
    versions: set[str] = field(default_factory=set[str])
    ports: set[str] = field(default_factory=set[str])
    prefixed: bool = False
    spelt_out: bool = False
    zero: bool = False
    mark: bool = False
    scoped: bool = False
    complete: bool = False
    altered: bool = False

    def add(self, word: str) -> None:
        """Take in a word of the vocabulary."""
        if word in ("cc", "cc0"):
            self.prefixed = True
            self.zero |= word == "cc0"
        elif word in _ELEMENTS:
            element = _ELEMENTS[word]
            self.altered |= self.complete and element not in self.elements
            self.elements.add(element)
            self.spelt_out |= word == "attribution"
        elif word in _VERSIONS:
            self.versions.add(_VERSIONS[word])
            self.complete |= bool(self.elements)
        elif word in _PORTS:
            self.ports.add(_PORTS[word])
        self.mark |= word == "mark"
        self.scoped |= word in _NOT_PORTED

    @property
    def named(self) -> tuple[frozenset[str], bool, bool]:
        """What must be equal in two mentions of one licence."""
        return frozenset(self.elements), self.zero, self.mark


def read_creative_commons(text: str) -> Reading | None:
    """Read a text that is nothing but the name of a Creative Commons licence.

    Args:
        text: A short statement in any spelling.

    Returns:
        The reading, or ``None`` when some word of the text belongs to no such name.
    """
    words = _words(text)
    if not words or not all(map(_in_vocabulary, words)) or _OPEN_END.search(text):
        return None
    if any(word.text == "in" and not text[word.start : word.end].isupper() for word in words[:-1]):
        return None  # "in Germany" is prose; the code of India comes last
    return _reading(words)


def leading_name(text: str) -> tuple[Reading, int] | None:
    """Read the name that the text begins with, as far as it goes.

    Args:
        text: Prose that begins with ``CC`` or ``Creative Commons``.

    Returns:
        The reading and the offset in the text where the name ends, or ``None``.
    """
    run: list[_Word] = []
    for word in _words(text[:_LONGEST_NAME]):
        if not _in_vocabulary(word):
            break
        if run and _GAP.fullmatch(text, run[-1].end, word.start) is None:
            break
        short = word.end - word.start <= _LONGEST_CODE
        if short and word.text in _CODES and not text[word.start : word.end].isupper():
            break  # "it" and "at" are words before they are countries
        run.append(word)
    while run:
        if (reading := _reading(run)) is not None:
            return reading, run[-1].end
        run.pop()
    return None


def leading_country(text: str) -> str | None:
    """Return the country that a text begins with, as the code that a port to it has.

    Args:
        text: What is behind the name of a licence.

    Returns:
        The code, in capitals; None if the text begins with another word. A code counts only in
        capitals and where nothing follows it, since many are words; the name of a country not where
        it is part of another name ("Georgia Tech").
    """
    word = next(iter(_words(text[:_LONGEST_NAME])), None)
    if word is None or word.start or word.text not in _PORTS:
        return None
    written, behind = text[: word.end], text[word.end :].lstrip()
    is_code = word.end <= _LONGEST_CODE
    if is_code and not (written.isupper() and (not behind or behind[0] in ").,;:")):
        return None
    if behind[:1].isupper() and not behind.casefold().startswith("licen"):
        return None
    return _PORTS[word.text]


def elements_of(identifier: str) -> frozenset[str] | None:
    """The licence elements (``BY``, ``NC``, ``ND``, ``SA``) of a CC identifier, else ``None``."""
    parts = identifier.upper().split("-")
    if parts[0] != "CC" or "PDM" in parts or "PDDC" in parts:
        return None
    return frozenset(part for part in parts if part in _ORDER)


def assemble(elements: Iterable[str], version: str, port: str | None) -> Reading:
    """Put an identifier together and see whether such a licence exists.

    Args:
        elements: Any of ``BY``, ``NC``, ``ND``, ``SA``.
        version: Such as ``4.0``.
        port: A jurisdiction such as ``DE``, or ``None``.

    Returns:
        The identifier; or a ``LicenseRef-`` for a port that SPDX does not list; or the reason why
        there is no such licence.
    """
    given = set(elements)
    name = "-".join(["CC", *(element for element in _ORDER if element in given), version])
    ported = None if port is None else find_license(f"{name}-{port}")
    if ported is not None:
        return Reading(ported.id)
    base = find_license(name)
    if base is None:
        return Reading(None, reason=f"Creative Commons has no licence {name}")
    if port is None:
        return Reading(base.id)
    if version == "4.0":
        return Reading(None, reason=f"version 4.0 was not ported to single countries ({port})")
    return Reading(
        None,
        reason=f"the {port} port of {name} is not on the SPDX list",
        reference=f"LicenseRef-{name}-{port}",
    )


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    for match in _TOKEN.finditer(text.lower()):
        word = _Word(match[0], match.start(), match.end())
        joined = _PAIRS.get((words[-1].text, word.text)) if words else None
        if joined is None:
            words.append(word)
        else:
            words[-1] = _Word(joined, words[-1].start, word.end)
    return words


def _in_vocabulary(word: _Word) -> bool:
    text = word.text
    return (
        text in ("cc", "cc0", "mark", "creativecommons")
        or text in _ELEMENTS
        or text in _VERSIONS
        or text in _PORTS
        or text in _NOT_PORTED
        or text in _NOISE
    )


def _reading(words: Sequence[_Word]) -> Reading | None:
    mentions = [_Mention()]
    for word in words:
        text = "cc" if word.text == "creativecommons" else word.text
        last = mentions[-1]
        if text in ("cc", "cc0") and (last.prefixed or last.elements):
            mentions.append(last := _Mention())
        last.add(text)
    if not any(mention.prefixed for mention in mentions) and not _spelt_out(mentions[0]):
        return None
    if any(mention.altered for mention in mentions):
        # "CC BY 4.0, non-commercial" is not the name of CC BY-NC 4.0.
        return Reading(None, vague=True, reason="adds a condition to a Creative Commons licence")
    named = {mention.named for mention in mentions if mention.named != _Mention().named}
    if len(named) > 1:
        return Reading(None, vague=True, reason="names more than one Creative Commons licence")
    if not named:
        return ANY_CREATIVE_COMMONS
    elements, zero, mark = named.pop()
    versions = {version for mention in mentions for version in mention.versions}
    ports = {port for mention in mentions for port in mention.ports}
    if zero or mark:
        return _dedication(elements, versions, ports, "CC0-1.0" if zero else "CC-PDM-1.0")
    if len(versions) > 1 or len(ports) > 1:
        return Reading(None, vague=True, reason="names more than one version of the licence")
    if not versions:
        return _without_version(elements)
    return assemble(elements, versions.pop(), ports.pop() if ports else None)


def _spelt_out(mention: _Mention) -> bool:
    # "Attribution 4.0 International" is a licence title; the word alone is not.
    if mention.mark:
        return bool(mention.versions)
    return mention.spelt_out and (mention.scoped or len(mention.elements) > 1)


def _dedication(
    elements: frozenset[str], versions: set[str], ports: set[str], identifier: str
) -> Reading | None:
    if elements:
        return None
    if versions - {"1.0"}:
        return Reading(None, reason=f"{identifier} is the only version of that dedication")
    if ports:
        said = ", ".join(sorted(ports))
        return Reading(None, reason=f"{identifier} was not ported to single countries ({said})")
    return Reading(identifier)


def _without_version(elements: frozenset[str]) -> Reading:
    name = "-".join(["CC", *(element for element in _ORDER if element in elements)])
    candidates = tuple(
        f"{name}-{version}"
        for version in ("4.0", "3.0", "2.5", "2.0", "1.0")
        if find_license(f"{name}-{version}")
    )
    if not candidates:
        return Reading(None, reason=f"Creative Commons has no licence {name}")
    return Reading(
        None, vague=True, reason=f"{name} without a version is a family", candidates=candidates
    )
