"""The SPDX licence list: identifiers, names and which of them are deprecated.

The data lies beside this module in ``spdx.json``, which names the version of the list and where
the facts were read. It is read once, when the first identifier is looked up.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

_DATA_FILE = Path(__file__).with_name("spdx.json")

# Deprecated identifiers whose successors SPDX names; the GNU ones are derived in replacements().
_SUCCESSORS: Mapping[str, tuple[str, ...]] = {
    "BSD-2-Clause-FreeBSD": ("BSD-2-Clause-Views", "BSD-2-Clause"),
    "BSD-2-Clause-NetBSD": ("BSD-2-Clause",),
    "bzip2-1.0.5": ("bzip2-1.0.6",),
    "eCos-2.0": ("GPL-2.0-or-later WITH eCos-exception-2.0",),
    "Nunit": ("zlib-acknowledgement",),
    "StandardML-NJ": ("SMLNJ",),
    "wxWindows": ("LGPL-2.0-or-later WITH WxWindows-exception-3.1",),
}

# The "GPL-x-with-y" identifiers and the exception that each of them meant.
_GNU_WITH: Mapping[tuple[str, str], str] = {
    ("GPL-2.0", "autoconf-exception"): "Autoconf-exception-2.0",
    ("GPL-3.0", "autoconf-exception"): "Autoconf-exception-3.0",
    ("GPL-2.0", "bison-exception"): "Bison-exception-2.2",
    ("GPL-2.0", "classpath-exception"): "Classpath-exception-2.0",
    ("GPL-2.0", "font-exception"): "Font-exception-2.0",
    ("GPL-2.0", "GCC-exception"): "GCC-exception-2.0",
    ("GPL-3.0", "GCC-exception"): "GCC-exception-3.1",
}


class Entry(NamedTuple):
    """One identifier of the list.

    Attributes:
        id: The identifier in the case of the list.
        name: The full name.
        deprecated: Whether SPDX asks for another identifier in its place.
        is_exception: Whether it may only stand after ``WITH``.
    """

    id: str
    name: str
    deprecated: bool
    is_exception: bool


class LicenseList(NamedTuple):
    """The whole list, keyed by the identifier in lower case.

    Attributes:
        version: Version of the SPDX licence list.
        source: Where the facts were read.
        licenses: Licences, keyed by lower-cased identifier.
        exceptions: Exceptions, keyed by lower-cased identifier.
    """

    version: str
    source: str
    licenses: Mapping[str, Entry]
    exceptions: Mapping[str, Entry]


@lru_cache(maxsize=1)
def license_list() -> LicenseList:
    """The bundled SPDX licence list, read on the first call."""
    data = cast("dict[str, object]", json.loads(_DATA_FILE.read_bytes()))
    return LicenseList(
        version=str(data["version"]),
        source=str(data["source"]),
        licenses=_entries(data, "licenses", "deprecated_licenses", is_exception=False),
        exceptions=_entries(data, "exceptions", "deprecated_exceptions", is_exception=True),
    )


def find_license(identifier: str) -> Entry | None:
    """The licence of that identifier in any case, or ``None``."""
    return license_list().licenses.get(identifier.lower())


def find_exception(identifier: str) -> Entry | None:
    """The exception of that identifier in any case, or ``None``."""
    return license_list().exceptions.get(identifier.lower())


def replacements(identifier: str) -> tuple[str, ...]:
    """What to write in place of a deprecated licence identifier.

    More than one means that the choice is the licensor's: ``GPL-3.0`` does not say whether later
    versions are allowed.

    Args:
        identifier: A licence identifier in any case.

    Returns:
        The SPDX expressions to choose from; empty when the identifier is not deprecated, unknown,
        or SPDX names no successor.
    """
    entry = find_license(identifier)
    if entry is None or not entry.deprecated:
        return ()
    if entry.id in _SUCCESSORS:
        return _SUCCESSORS[entry.id]
    base, joint, exception = entry.id.partition("-with-")
    if joint:
        name = _GNU_WITH[base, exception]
        return (f"{base}-only WITH {name}", f"{base}-or-later WITH {name}")
    if base.endswith("+"):
        return (f"{base[:-1]}-or-later",)
    both = (f"{base}-only", f"{base}-or-later")
    return both if all(find_license(choice) for choice in both) else ()


def _entries(
    data: Mapping[str, object], names: str, deprecated: str, *, is_exception: bool
) -> dict[str, Entry]:
    old = frozenset(cast("list[str]", data[deprecated]))
    return {
        key.lower(): Entry(key, name, key in old, is_exception)
        for key, name in cast("dict[str, str]", data[names]).items()
    }
