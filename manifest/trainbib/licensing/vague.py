"""Words that stand where a licence should, and name none."""

import re
from collections.abc import Mapping

_NOT_STATED = "says that no licence is stated"
_NOT_A_LICENCE = "names no licence"
_ACCESS = "says how the data can be reached, which is no licence"
_RESTRICTION = "states a restriction, not the licence that carries it"
_PUBLIC_DOMAIN = (
    "public domain is a status; name the dedication (CC0-1.0, PDDL-1.0), the mark (CC-PDM-1.0) "
    "or the law it rests on"
)
_DEFENCE = "an exception in law is the ground for a use, not a licence"
_POINTER = "points to another place instead of naming the licence"

_GROUPS: Mapping[str, tuple[str, ...]] = {
    _NOT_STATED: (
        "", "?", "absent", "missing", "n a", "na", "nan", "nil", "no", "no license",
        "no license found", "no license given", "no license provided", "no license specified",
        "no license stated", "no licensing information", "noassertion", "none", "none given",
        "none provided", "none specified", "not applicable", "not available", "not given",
        "not known", "not provided", "not specified", "not stated", "notspecified", "null",
        "tba", "tbd", "todo", "more information needed", "unclear", "undefined", "undetermined",
        "unknown", "unlicensed", "unspecified", "needs more information", "other unknown",
    ),
    _NOT_A_LICENCE: (
        "custom", "data license", "license", "licensed", "miscellaneous", "mixed", "multiple",
        "open", "open content", "open data", "open license", "open source", "opensource",
        "open source license", "other", "other open", "own", "own license", "permissive",
        "copyleft", "proprietary", "commercial", "private", "closed", "other closed", "standard",
        "terms", "terms of service", "terms of use", "tos", "user agreement", "various",
        "varies", "several", "see below", "default", "request form", "other at", "yes", "true",
        "other attribution", "copyright", "copyrighted", "all rights reserved", "internal",
        "confidential", "license not specified", "free license", "community license",
    ),
    _ACCESS: (
        "crawl", "crawled", "free", "free access", "free to use", "freely available", "internet",
        "on request", "online", "open access", "openly available", "public", "public access",
        "public data", "public dataset", "public use", "publicly accessible",
        "publicly available", "registration", "scraped", "web", "www", "available",
        "restricted", "restricted access", "gated",
    ),
    _RESTRICTION: (
        "academic", "academic only", "academic research purposes only",
        "academic use", "academic use only", "attribution", "by attribution",
        "for academic use only", "for non commercial use", "for non commercial use only",
        "for research only", "for research purposes only", "for research use only",
        "free for academic use", "free for non commercial use", "free for research",
        "free for research use", "non commercial", "non commercial only", "non commercial use",
        "non commercial use only", "noncommercial", "nc", "other nc", "other non commercial",
        "personal use", "research", "research only", "research purposes only", "research use",
        "research use only", "share alike", "sharealike",
    ),
    _PUBLIC_DOMAIN: (
        "pd", "other pd", "other public domain", "public domain", "publicdomain",
        "us government work", "us public domain", "public domain us", "us gov",
    ),
    _DEFENCE: ("fair dealing", "fair use", "tdm", "text and data mining", "tdm exception"),
    _POINTER: (
        "license file", "license md", "license txt", "see license", "see license file",
        "see license in license", "see original", "see paper", "see readme", "see repository",
        "see source", "see terms", "see website", "same as source", "same as original",
        "link", "website",
    ),
}  # fmt: skip
_WORDS: Mapping[str, str] = {word: reason for reason, words in _GROUPS.items() for word in words}

# Names of families: a version, or more, is missing.
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "academic free": ("AFL-3.0", "AFL-2.1", "AFL-2.0", "AFL-1.2", "AFL-1.1"),
    "afl": ("AFL-3.0", "AFL-2.1", "AFL-2.0", "AFL-1.2", "AFL-1.1"),
    "apache": ("Apache-2.0", "Apache-1.1", "Apache-1.0"),
    "apache software": ("Apache-2.0", "Apache-1.1", "Apache-1.0"),
    "artistic": ("Artistic-2.0", "Artistic-1.0"),
    "asl": ("Apache-2.0", "Apache-1.1", "Apache-1.0"),
    "bsd": ("BSD-3-Clause", "BSD-2-Clause", "BSD-4-Clause"),
    "bsd style": ("BSD-3-Clause", "BSD-2-Clause"),
    "cdla": ("CDLA-Permissive-2.0", "CDLA-Permissive-1.0", "CDLA-Sharing-1.0"),
    "cdla permissive": ("CDLA-Permissive-2.0", "CDLA-Permissive-1.0"),
    "community data license agreement": (
        "CDLA-Permissive-2.0", "CDLA-Permissive-1.0", "CDLA-Sharing-1.0",
    ),
    "datenlizenz deutschland": ("DL-DE-BY-2.0", "DL-DE-ZERO-2.0"),
    "eclipse public": ("EPL-2.0", "EPL-1.0"),
    "epl": ("EPL-2.0", "EPL-1.0"),
    "etalab": ("etalab-2.0",),
    "eupl": ("EUPL-1.2", "EUPL-1.1", "EUPL-1.0"),
    "european union public": ("EUPL-1.2", "EUPL-1.1", "EUPL-1.0"),
    "licence ouverte": ("etalab-2.0",),
    "llama": (),
    "lppl": ("LPPL-1.3c", "LPPL-1.3a", "LPPL-1.2"),
    "mozilla": ("MPL-2.0", "MPL-1.1"),
    "mozilla public": ("MPL-2.0", "MPL-1.1", "MPL-1.0"),
    "mpl": ("MPL-2.0", "MPL-1.1", "MPL-1.0"),
    "nlod": ("NLOD-2.0", "NLOD-1.0"),
    "ofl": ("OFL-1.1", "OFL-1.0"),
    "ogl": ("OGL-UK-3.0", "OGL-UK-2.0", "OGL-Canada-2.0"),
    "ogl 3.0": ("OGL-UK-3.0",),
    "ogl 2.0": ("OGL-UK-2.0", "OGL-Canada-2.0"),
    "open government": ("OGL-UK-3.0", "OGL-UK-2.0", "OGL-Canada-2.0"),
    "openrail": (),
    "osl": ("OSL-3.0", "OSL-2.1"),
    "uk ogl": ("OGL-UK-3.0", "OGL-UK-2.0", "OGL-UK-1.0"),
}  # fmt: skip

_DECORATION = re.compile(r"[\s_\-,;:/()\[\]{}<>\"'`*.!…|=#]+")


def fold(text: str) -> str:
    """Bring a short licence statement to one spelling, for look-up.

    Case, punctuation and the words "the" and, at the end, "licence" fall away; "version 2" and
    "v2" become "2"; a dot between digits stays.

    Args:
        text: As found.

    Returns:
        Lower-case words with one space between them.
    """
    folded = text.lower().replace("licence", "license")
    folded = re.sub(r"(?<=\d)\.(?=\d)", "\0", folded)
    folded = _DECORATION.sub(" ", folded).replace("\0", ".").strip()
    folded = re.sub(r"\b(?:version|ver|v) ?(?=\d)", "", folded)
    folded = re.sub(r"^the ", "", folded)
    shorter = re.sub(r" licenses?$", "", folded)
    return shorter if shorter != folded and _keeps_meaning(folded, shorter) else folded


def vague_reason(text: str) -> str | None:
    """Why a text that stands in the place of a licence is none.

    Args:
        text: As found: ``other``, ``Public``, ``fair use``, ``unknown`` …

    Returns:
        The reason as the end of a sentence ("names no licence"), or ``None`` when the text is not
        one of the words we know to be empty.
    """
    folded = fold(text)
    if (reason := _WORDS.get(folded)) is not None:
        return reason
    if folded.startswith("other "):
        return _NOT_A_LICENCE
    if folded.startswith(("unknown ", "not specified ")):
        return _NOT_STATED
    return None


def family_candidates(text: str) -> tuple[str, ...] | None:
    """The licences of a family that is named without version or variant.

    Args:
        text: Such as ``apache`` or ``BSD License``.

    Returns:
        SPDX identifiers, the most used first (none when the family is not on the list), or
        ``None`` when the text names no family.
    """
    return _FAMILIES.get(fold(text))


def _keeps_meaning(folded: str, shorter: str) -> bool:
    # "no license" and "see license" must not become "no" and "see".
    return folded not in _WORDS and shorter not in ("", "no", "see", "free", "own", "open")
