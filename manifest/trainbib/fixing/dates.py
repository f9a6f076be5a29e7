"""Dates that are written otherwise than ISO 8601, and can be read in one way only."""

import re
from datetime import UTC, datetime

from trainbib.values import parse_date

_NUMERIC = re.compile(
    r"(?P<year>\d{4})(?:-(?P<only>\d)|(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2}))",
    re.ASCII,
)
_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTHS = {
    **{name: number for number, name in enumerate(_NAMES, start=1)},
    **{name[:3]: number for number, name in enumerate(_NAMES, start=1)},
    "sept": 9,
}
_DAY_FIRST = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\.? )?(?P<month>[A-Za-z]+)\.?,? (?P<year>\d{4})", re.ASCII
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[A-Za-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})", re.ASCII
)


def iso_date(text: str) -> str | None:
    """Return a date in the form of SPEC.md, section 5.3; None if several readings are left.

    Year first with any sign, and English names of months, have one reading: ``2024/3/15``,
    ``15 March 2024``, ``Mar 2024``. ``3/4/2024`` has two, and so has ``2010/11``, a season. A time
    of day needs its offset.

    Args:
        text: What is written.
    """
    written = " ".join(text.split())
    match = _NUMERIC.fullmatch(written)
    month = int(match["only"] or match["month"]) if match else None
    if match is None:
        match = _DAY_FIRST.fullmatch(written) or _MONTH_FIRST.fullmatch(written)
        month = _MONTHS.get(match["month"].casefold()) if match else None
    found = _joined(match["year"], month, match["day"]) if match and month else _moment(written)
    return found if found != text and parse_date(found) is not None else None


def _joined(year: str, month: int, day: str | None) -> str:
    return f"{year}-{month:02}" + (f"-{int(day):02}" if day else "")


def _moment(text: str) -> str | None:
    """Return a day with a time and an offset as that second in UTC."""
    if ":" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None or moment.microsecond:
            return None
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None
