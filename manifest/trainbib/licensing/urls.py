"""Licence URLs: which licence an address stands for, without asking the network."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from trainbib.licensing.creative_commons import assemble, read_creative_commons
from trainbib.licensing.gnu import gnu_family, read_gnu
from trainbib.licensing.names import named_licenses
from trainbib.licensing.readings import Reading
from trainbib.licensing.spdx import find_license, replacements
from trainbib.licensing.vague import fold

_URL = re.compile(
    r"(?:https?:)?(?://)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d+)?(?P<path>/[^?#]*)?(?:[?#].*)?",
    re.IGNORECASE,
)
_CC_PATH = re.compile(
    r"/licenses/(?P<elements>[a-z+-]+)(?:/(?P<version>\d\.\d)(?:/(?P<port>[a-z]{2,3})(?:/|$))?)?.*"
)
_CC_ELEMENTS = frozenset({"by", "nc", "nd", "sa"})
_GNU_PATH = re.compile(
    r"/licen[sc]es/(?:old-licenses/)?(?P<family>agpl|lgpl|gpl|fdl)(?:-(?P<version>\d\.\d))?.*"
)
_SUFFIX = re.compile(r"\.(?:html?|php|txt|json|jsonld|rdf|pdf|md)$")

# Host and a pattern for the whole path (lower case, without "/" at the end); the licence.
_FIXED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "apache.org": (
        (r"/licenses/license-2\.0(?:\.html|\.txt)?", "Apache-2.0"),
        (r"/licenses/license-1\.1(?:\.html|\.txt)?", "Apache-1.1"),
    ),
    "cdla.dev": (
        (r"/permissive-1-0", "CDLA-Permissive-1.0"),
        (r"/permissive-2-0", "CDLA-Permissive-2.0"),
        (r"/sharing-1-0", "CDLA-Sharing-1.0"),
    ),
    "data.norge.no": (
        (r"/nlod(?:/[a-z]{2})?/1\.0", "NLOD-1.0"),
        (r"/nlod(?:/[a-z]{2})?/2\.0", "NLOD-2.0"),
    ),
    "eclipse.org": (
        (r"/legal/epl-v10(?:\.html)?", "EPL-1.0"),
        (r"/(?:legal|org/documents)/epl-(?:v20|2\.0)(?:/.*|\.html)?", "EPL-2.0"),
    ),
    "govdata.de": (
        (r"/dl-de/by-2-0", "DL-DE-BY-2.0"),
        (r"/dl-de/zero-2-0", "DL-DE-ZERO-2.0"),
    ),
    "mozilla.org": (
        (r"(?:/[a-z]{2}(?:-[a-z]{2})?)?/mpl/2\.0(?:/index\.txt)?", "MPL-2.0"),
        (r"(?:/[a-z]{2}(?:-[a-z]{2})?)?/mpl/(?:mpl-)?1\.1(?:\.html)?", "MPL-1.1"),
    ),
    "nationalarchives.gov.uk": (
        (r"/doc/open-government-licence/version/1", "OGL-UK-1.0"),
        (r"/doc/open-government-licence/version/2", "OGL-UK-2.0"),
        (r"/doc/open-government-licence/version/3", "OGL-UK-3.0"),
        (r"/doc/non-commercial-government-licence/version/2", "NCGL-UK-2.0"),
    ),
    "opendatacommons.org": (
        (r"/licenses/by(?:[/-]1[-.]0|/summary)?", "ODC-By-1.0"),
        (r"/licenses/odbl(?:[/-]1[-.]0|/summary)?", "ODbL-1.0"),
        (r"/licenses/pddl(?:[/-]1[-.]0|/summary)?", "PDDL-1.0"),
    ),
    "open.canada.ca": ((r"/en/open-government-licence-canada", "OGL-Canada-2.0"),),
    "polyformproject.org": (
        (r"/licenses/noncommercial/1\.0\.0", "PolyForm-Noncommercial-1.0.0"),
    ),
    "scripts.sil.org": ((r"/ofl", "OFL-1.1"),),
    "openfontlicense.org": ((r"/?.*", "OFL-1.1"),),
    "unlicense.org": ((r"/?", "Unlicense"),),
    "wtfpl.net": ((r"(?:/about)?", "WTFPL"),),
}  # fmt: skip
_FIXED_HOSTS: Mapping[str, str] = {"cdla.io": "cdla.dev"}

# Slugs of opensource.org that are not SPDX identifiers in lower case.
_OSI_SLUGS: Mapping[str, str] = {
    "mit-license": "MIT",
    "isc-license": "ISC",
    "apache2.0": "Apache-2.0",
    "apache-2-0": "Apache-2.0",
    "artistic-license-2.0": "Artistic-2.0",
    "artistic-2-0": "Artistic-2.0",
    "mozilla-public-2.0": "MPL-2.0",
    "mpl-2-0": "MPL-2.0",
    "epl-2-0": "EPL-2.0",
    "afl-3-0-php": "AFL-3.0",
    "unlicense": "Unlicense",
}
_OPEN_DEFINITION: Mapping[str, str] = {
    "cc-zero": "CC0-1.0",
    "odc-by": "ODC-By-1.0",
    "odc-odbl": "ODbL-1.0",
    "odc-pddl": "PDDL-1.0",
}


@lru_cache(maxsize=2048)
def read_url(url: str) -> Reading | None:
    """Read the address of a licence.

    Args:
        url: An address, with or without scheme, such as
            ``https://creativecommons.org/licenses/by-nc/4.0/``.

    Returns:
        The reading; ``None`` when the text is no URL or the host publishes no licences we know. It
        has no identifier when the address does not decide it
        (``https://www.gnu.org/licenses/gpl-3.0.html`` is the text of both ``GPL-3.0-only`` and
        ``GPL-3.0-or-later``).
    """
    match = _URL.fullmatch(url.strip().strip("<>"))
    if match is None:
        return None
    host = match["host"].lower().removeprefix("www.")
    path = (match["path"] or "").lower().rstrip("/.")
    if host in _READERS:
        return _READERS[host](path)
    for pattern, identifier in _FIXED.get(_FIXED_HOSTS.get(host, host), ()):
        if re.fullmatch(pattern, path):
            return Reading(identifier)
    return None


def _creative_commons(path: str) -> Reading | None:
    if path.startswith("/publicdomain/zero"):
        return Reading("CC0-1.0")
    if path.startswith("/publicdomain/mark"):
        return Reading("CC-PDM-1.0")
    if path.startswith("/licenses/publicdomain"):
        return Reading("CC-PDDC")
    match = _CC_PATH.fullmatch(path)
    if match is None:
        return None
    elements = match["elements"].split("-")
    if not _CC_ELEMENTS.issuperset(elements):
        return None
    upper = [element.upper() for element in elements]
    if match["version"] is None:
        name = "-".join(["CC", *upper])
        return Reading(None, vague=True, reason=f"the address names {name} without a version")
    # After version 4.0 the path goes on with the language of the page, not with a jurisdiction.
    port = match["port"] if match["version"] != "4.0" else None
    if port in ("en", "deed", None):
        return assemble(upper, match["version"], None)
    return assemble(upper, match["version"], port.upper())


def _gnu(path: str) -> Reading | None:
    match = _GNU_PATH.fullmatch(path)
    if match is None:
        return None
    family = {"fdl": "GFDL"}.get(match["family"], match["family"].upper())
    return gnu_family(family, match["version"])


def _identifier_page(path: str) -> Reading | None:
    """A page named for an identifier: spdx.org, choosealicense.com, opensource.org."""
    match = re.fullmatch(r"/licen[sc]es?/(?P<slug>[^/]+)", path)
    if match is None:
        return None
    slug = match["slug"]
    for name in (slug, _SUFFIX.sub("", slug)):
        slug_id = _OSI_SLUGS.get(name, name)
        # opensource.org writes "gpl-3-0" for "GPL-3.0".
        for candidate in (slug_id, re.sub(r"(\d)-(\d)$", r"\1.\2", slug_id)):
            if (reading := read_identifier(candidate)) is not None:
                return reading
    name = fold(_SUFFIX.sub("", slug))
    if (identifier := named_licenses().get(name)) is not None:
        return Reading(identifier)
    return (
        read_creative_commons(slug)
        or read_gnu(slug)
        or Reading(None, vague=True, reason=f'"{slug}" names no licence')
    )


def read_identifier(text: str) -> Reading | None:
    """Read an SPDX licence identifier in any case.

    Args:
        text: Such as ``mit`` or ``GPL-3.0``.

    Returns:
        The identifier, or its one successor; a vague reading for a GNU identifier that leaves
        ``-only`` or ``-or-later`` open; ``None`` when it is not on the list.
    """
    entry = find_license(text)
    if entry is None:
        return None
    successors = replacements(entry.id)
    if not successors:
        return Reading(entry.id)
    if len(successors) == 1:
        return Reading(successors[0], reason=f"successor of the deprecated {entry.id}")
    return Reading(
        None,
        vague=True,
        reason=f"{entry.id} is deprecated; the licensor's choice between its successors is open",
        candidates=successors,
    )


def _open_definition(path: str) -> Reading | None:
    slug = path.removeprefix("/licenses/")
    if slug in _OPEN_DEFINITION:
        return Reading(_OPEN_DEFINITION[slug])
    return Reading(None, vague=True, reason="the address does not give the version of the licence")


_READERS: Mapping[str, Callable[[str], Reading | None]] = {
    "choosealicense.com": _identifier_page,
    "creativecommons.org": _creative_commons,
    "gnu.org": _gnu,
    "opendefinition.org": _open_definition,
    "opensource.org": _identifier_page,
    "spdx.org": _identifier_page,
}
