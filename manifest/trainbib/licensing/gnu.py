"""The names of the GNU licences; the name alone rarely says ``-only`` or ``-or-later``."""

import re
from collections.abc import Mapping
from functools import lru_cache

from trainbib.licensing.readings import Reading
from trainbib.licensing.spdx import find_license

_FAMILIES: Mapping[str, str] = {
    "affero general public": "AGPL",
    "affero gpl": "AGPL",
    "lesser general public": "LGPL",
    "lesser gpl": "LGPL",
    "library general public": "LGPL",
    "general public": "GPL",
    "free documentation": "GFDL",
    "agpl": "AGPL",
    "lgpl": "LGPL",
    "gpl": "GPL",
    "gfdl": "GFDL",
    "fdl": "GFDL",
}
_VERSIONS: Mapping[str, Mapping[str, str]] = {
    "AGPL": {"3": "3.0", "3.0": "3.0"},
    "GFDL": {"1.1": "1.1", "1.2": "1.2", "1.3": "1.3"},
    "GPL": {"1": "1.0", "1.0": "1.0", "2": "2.0", "2.0": "2.0", "3": "3.0", "3.0": "3.0"},
    "LGPL": {"2": "2.0", "2.0": "2.0", "2.1": "2.1", "3": "3.0", "3.0": "3.0"},
}
_SEPARATOR = r"[\s\-_,.()]{0,6}"


@lru_cache(maxsize=1)
def _name() -> re.Pattern[str]:
    return re.compile(
        r"(?:the\s+)?(?:gnu[\s\-/]*)?"
        rf"(?P<family>{'|'.join(_FAMILIES).replace(' ', '[ -]')})"
        rf"(?:{_SEPARATOR}licen[sc]e\b)?"
        rf"(?:{_SEPARATOR}(?:version|ver|v)?{_SEPARATOR}(?P<version>\d(?:\.\d)?)(?:\.0)?)?"
        rf"(?:{_SEPARATOR}(?:a|l)?gpl{_SEPARATOR}v?\d?(?:\.\d)?\)?)?"
        rf"(?:(?P<later>\+|{_SEPARATOR}or{_SEPARATOR}(?:\(?at your option\)? )?(?:any )?"
        rf"(?:later|newer)(?:[ -]versions?)?)|(?P<only>{_SEPARATOR}only\b))?"
        rf"(?:{_SEPARATOR}(?:licen[sc]e|public licen[sc]e)\b)?",
        re.IGNORECASE,
    )


def read_gnu(text: str) -> Reading | None:
    """Read a text that is nothing but the name of a GNU licence, else ``None``."""
    match = _name().fullmatch(text.strip().strip(".()"))
    return None if match is None else _reading(match)


def leading_gnu_name(text: str) -> tuple[Reading, int] | None:
    """Read the GNU licence name that the text begins with; the reading and where it ends."""
    match = _name().match(text)
    if match is None or text[match.end() : match.end() + 1].isalnum():
        return None
    return _reading(match), match.end()


def gnu_family(family: str, version: str | None) -> Reading:
    """A GNU licence of which it is not known whether later versions are allowed.

    Args:
        family: ``GPL``, ``LGPL``, ``AGPL`` or ``GFDL``.
        version: Such as ``3.0``, or ``None`` when not even that is known.

    Returns:
        A vague reading with the identifiers to choose from.
    """
    if version is None:
        return Reading(None, vague=True, reason=f"{family} without a version is a family")
    return Reading(
        None,
        vague=True,
        reason=f'does not say whether "{family} {version} only" or "or later" is meant',
        candidates=(f"{family}-{version}-only", f"{family}-{version}-or-later"),
    )


def _reading(match: re.Match[str]) -> Reading:
    family = _FAMILIES[match["family"].lower().replace("-", " ")]
    if match["version"] is None:
        return gnu_family(family, None)
    version = _VERSIONS[family].get(match["version"])
    if version is None:
        return Reading(None, reason=f"there is no version {match['version']} of the {family}")
    if match["later"] is None and match["only"] is None:
        return gnu_family(family, version)
    name = f"{family}-{version}-{'only' if match['only'] else 'or-later'}"
    entry = find_license(name)
    return Reading(None, reason=f"SPDX has no {name}") if entry is None else Reading(entry.id)
