"""Versions of a set: how far one was raised, and how far its changes ask for it.

The rule is that of Semantic Versioning (https://semver.org, 2.0.0), for data: a breaking change
asks for a new major version, a notable one for a new minor version, anything else for a new patch
version. So that it can be applied to what people write:

- a leading ``v`` is left out; ``2`` and ``2.1`` are read as ``2.0.0`` and ``2.1.0``, build metadata
  (``+…``) is ignored;
- while the major version is 0, the parts count one place lower: a breaking change asks for a minor
  version, all else for a patch version;
- a pre-release stands before the version that it leads to, so from ``2.0.0-rc.1`` to ``2.0.0`` (or
  to ``2.0.0-rc.2``) the raise is that of the number: major;
- anything else (dates such as ``2024-03`` and ``2024.03.15``, names, commits) has no order that is
  known here. Then it is only asked that the version is another one.
"""

import re
from typing import Literal, TypeAlias

from trainbib.comparing.changes import Level

RequiredBump: TypeAlias = Literal["major", "minor", "patch", "none"]
MadeBump: TypeAlias = Literal["major", "minor", "patch", "none", "lowered", "changed", "unknown"]

_VERSION = re.compile(
    r"[vV]?(?P<major>0|[1-9]\d{0,2})(?:\.(?P<minor>0|[1-9]\d*))?(?:\.(?P<patch>0|[1-9]\d*))?"
    r"(?:-(?P<pre>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?",
    re.ASCII,
)
_ORDER: dict[str, int] = {"none": 0, "patch": 1, "minor": 2, "major": 3}

_Numbers: TypeAlias = tuple[int, int, int]
# A release stands after all of its pre-releases.
_Pre: TypeAlias = tuple[int, tuple[tuple[int, int, str], ...]]


def parse_version(version: str) -> tuple[_Numbers, _Pre] | None:
    """Read a version; None if it does not follow the rule of this module.

    Major versions of more than three digits are taken for years.
    """
    match = _VERSION.fullmatch(version.strip())
    if match is None:
        return None
    numbers = (int(match["major"]), int(match["minor"] or 0), int(match["patch"] or 0))
    if match["pre"] is None:
        return numbers, (1, ())
    return numbers, (0, tuple(_identifier(part) for part in match["pre"].split(".")))


def _identifier(part: str) -> tuple[int, int, str]:
    """Return the key that orders a part of a pre-release: numbers come before words."""
    return (0, int(part), "") if part.isdigit() else (1, 0, part)


def made_bump(old: str | None, new: str | None) -> MadeBump:
    """Say which part of the version went up.

    Args:
        old: The old version; None if it is not given.
        new: The new version; None if it is not given.

    Returns:
        ``none`` if the versions are equal, ``lowered`` if the new one comes before the old one,
        ``changed`` if they differ and have no order, ``unknown`` if only one is given.
    """
    if old == new:
        return "none"
    if old is None or new is None:
        return "unknown"
    before, after = parse_version(old), parse_version(new)
    if before is None or after is None:
        return "changed"
    if before == after:
        return "none"
    if after < before:
        return "lowered"
    (old_numbers, _), (numbers, _) = before, after
    if numbers == old_numbers:  # from a pre-release on
        return "patch" if numbers[2] else "minor" if numbers[1] else "major"
    if numbers[0] != old_numbers[0]:
        return "major"
    return "minor" if numbers[1] != old_numbers[1] else "patch"


def required_bump(worst: Level | None, old: str | None) -> RequiredBump:
    """Say which part of the version must go up.

    Args:
        worst: The gravest level of the changes; None if there is none.
        old: The old version.
    """
    if worst is None:
        return "none"
    before = parse_version(old) if old is not None else None
    if before is not None and before[0][0] == 0:
        return "minor" if worst is Level.BREAKING else "patch"
    return {Level.BREAKING: "major", Level.NOTABLE: "minor", Level.INFO: "patch"}[worst]  # type: ignore[return-value]


def is_sufficient(made: MadeBump, required: RequiredBump) -> bool | None:
    """Tell whether a version was raised enough; None if only one version is given."""
    if required == "none":
        return made != "lowered"
    if made == "unknown":
        return None
    if made == "changed":
        return True
    return _ORDER.get(made, 0) >= _ORDER[required]
