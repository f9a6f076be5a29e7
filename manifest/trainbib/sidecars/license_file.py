"""Licence files: which licence their text is, and what it is for by the file's name."""

import re

from trainbib.licensing.aliases import read_license
from trainbib.licensing.mentions import read_prose
from trainbib.licensing.readings import Reading
from trainbib.licensing.texts import recognise_text
from trainbib.sidecars.claims import Claims, LicenseClaim, ProblemLog
from trainbib.sidecars.licences import scope_of, shown
from trainbib.sidecars.plain_data import decode

_STEM = re.compile(
    r"(?:(?P<before>[a-z0-9_.-]+?)[-_. ])?"
    r"(?:licen[cs]es?|copying|copyright|unlicen[cs]e)"
    r"(?:[-_. ](?P<after>[a-z0-9_.+-]+))?",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\.(?:md|markdown|txt|rst|text)$", re.IGNORECASE)
_OTHER_FILES = re.compile(
    r"\.(?:py|js|ts|json|ya?ml|csv|tsv|parquet|html?|png|jpe?g|svg|pdf|gz|zip|c|h|java|go|rs)$",
    re.IGNORECASE,
)
_PROSE_LENGTH = 6_000


def detect(path: str, data: bytes) -> bool:
    """Whether the file is named as a licence is, or lies in a ``LICENSES`` folder as one."""
    folder, _, name = path.rpartition("/")
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if _OTHER_FILES.search(name):
        return False
    stem = _EXTENSION.sub("", name)
    if folder.rpartition("/")[2] == "LICENSES":
        return read_license(stem).expression is not None
    return _STEM.fullmatch(stem) is not None


def read(path: str, data: bytes) -> Claims:
    """Read a licence file; a text that is not known is told by the licence it names, if one."""
    problems = ProblemLog(path)
    text = decode(data, problems)
    name = path.rpartition("/")[2]
    stem = _EXTENSION.sub("", name)
    match = _STEM.fullmatch(stem)
    named = stem if match is None else (match["after"] or "")
    around = "" if match is None else f"{match['before'] or ''} {match['after'] or ''}"
    reading = _reading(text, named)
    if reading is None:
        problems.add("is no licence text that we know; say which licence it is")
        reading = Reading(None, reason="is a text that we do not know")
    first = next((line.strip(" #*=-") for line in text.split("\n") if line.strip(" #*=-")), name)
    found = LicenseClaim(
        shown(first), None, reading, "repository file", scope_of(around.replace("_", " "))
    )
    return Claims(
        path=path,
        format="license-file",
        licenses=(found,) if text.strip() or reading.expression is not None else (),
        problems=tuple(problems.found),
    )


def _reading(text: str, named: str) -> Reading | None:
    if (evidence := recognise_text(text)) is not None:
        by_name = read_license(named) if named else None
        # LICENSE-GPL-3.0-or-later decides what the text leaves open.
        if by_name is not None and by_name.expression in evidence.reading.candidates:
            return by_name
        return evidence.reading
    if len(text) <= _PROSE_LENGTH and (prose := read_prose(text)) is not None:
        return prose
    by_name = read_license(named) if named else None
    if by_name is not None and by_name.expression is not None:
        return Reading(by_name.expression, reason="by the name of the file; the text is not known")
    return None
