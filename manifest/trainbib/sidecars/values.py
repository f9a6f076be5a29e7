"""Take the values that metadata files should have, whatever type they were written in."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from trainbib.sidecars.claims import Stated
from trainbib.sidecars.plain_data import Plain

MAX_VALUE = 2_000
_LARGEST = 2**63
_PLACEHOLDERS = frozenset(
    {
        "", "-", "?", "n/a", "na", "none", "null", "nil", "tbd", "tba", "todo", "unknown", "xxx",
        "more information needed", "needs more information", "more info needed",
        "needs more info", "add later", "to be added", "dataset name", "not available",
    }
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_LANGUAGE = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-[a-z]{3}){0,3}(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s<>\"')\]}]+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SHA256 = re.compile(r"(?:sha-?256:)?([0-9a-f]{64})", re.IGNORECASE)


def is_placeholder(text: str) -> bool:
    """Whether a text stands for "nothing was filled in"."""
    return text.strip().strip("[](){}*_.:!").strip().lower() in _PLACEHOLDERS


def raw_of(value: Plain, limit: int = MAX_VALUE) -> str | None:
    """A text (or number written where a text should be) with single spaces, or ``None``."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return " ".join(str(value)[: limit * 2].split())[:limit].strip() or None


def text_of(value: Plain, limit: int = MAX_VALUE) -> str | None:
    """As :func:`raw_of`, but ``None`` for what stands for "nothing was filled in"."""
    text = raw_of(value, limit)
    return None if text is None or is_placeholder(text) else text


def texts_of(value: Plain) -> list[str]:
    """The texts in a text, a list, or a mapping of lists (as older cards wrote), in order."""
    return list(dict.fromkeys(_texts(value)))


def items_of(value: Plain) -> list[Plain]:
    """A list as it is, anything else that is there as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def mapping_of(value: Plain) -> Mapping[str, Plain]:
    """A mapping as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def whole(value: Plain) -> int | None:
    """A whole number that is not negative, also when it was written as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value) if 0 <= value < _LARGEST and value == int(value) else None
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}", value.strip()):
        return int(value)
    return None


def date_of(value: Plain) -> Stated | None:
    """A date; its ISO 8601 form keeps the precision given."""
    raw = text_of(value, 100)
    if raw is None:
        return None
    match = _DATE.fullmatch(raw)
    if match is None:
        return Stated(raw, None)
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return Stated(raw, None)
    return Stated(raw, "-".join(part for part in (year, month, day) if part is not None))


def doi_of(value: Plain) -> Stated | None:
    """A DOI, bare or as an address."""
    raw = text_of(value, 300)
    match = None if raw is None else _DOI.search(raw)
    return None if raw is None or match is None else Stated(raw, match[0].rstrip(".,;)"))


def language_of(value: str) -> Stated:
    """A language as found, and its preferred tag if all parts are registered (BCP 47)."""
    tag = value.strip().replace("_", "-")
    if _LANGUAGE.fullmatch(tag) is None:
        return Stated(value, None)
    from trainbib.identifiers.codes import canonical_language, language_fault

    return Stated(value, None if language_fault(tag) else canonical_language(tag))


def url_of(value: Plain) -> str | None:
    """The first http(s) address in a text."""
    raw = text_of(value)
    match = None if raw is None else _URL.search(raw)
    return None if match is None else match[0].rstrip(".,;:")


def email_of(value: Plain) -> str | None:
    """The first e-mail address in a text."""
    raw = text_of(value)
    match = None if raw is None else _EMAIL.search(raw)
    return None if match is None else match[0]


def sha256_of(value: Plain) -> str | None:
    """A SHA-256 digest of 64 hex digits in lower case, with or without its name before it."""
    raw = text_of(value, 200)
    match = None if raw is None else _SHA256.fullmatch(raw)
    return None if match is None else match[1].lower()


def _texts(value: Plain) -> Iterator[str]:
    if isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    elif (text := text_of(value)) is not None:
        yield text
