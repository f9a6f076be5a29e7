"""Dates as forms write them, and read back; one too coarse for a form is no answer to it."""

import calendar
import re
from datetime import date
from functools import lru_cache

from trainbib.values import DateSpan, parse_date

__all__ = [
    "day",
    "first_day",
    "last_day",
    "month",
    "months_later",
    "read_day",
    "read_month",
    "read_months",
]

_DAY = r"(\d\d)/(\d\d)/(\d\d)"
_MONTH = r"(0[1-9]|1[0-2])/(\d{4})"
# As the documents are in English, whatever the locale is.
_NAMES = (
    *("", "January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_IN_WORDS = rf"\b({'|'.join(_NAMES[1:])}) (\d{{4}})\b"


@lru_cache(maxsize=1 << 12)
def _span(text: str) -> DateSpan | None:
    """Return the days that a date can mean; sources share their dates."""
    return parse_date(text)


def _days(value: object) -> DateSpan | None:
    return _span(value) if isinstance(value, str) else None


def day(value: object) -> str | None:
    """Return a date as DD/MM/YY; None for one without a day, and for what is no date."""
    span = _days(value)
    return span.first.strftime("%d/%m/%y") if span and span.first == span.last else None


def month(value: object) -> str | None:
    """Return a date as MM/YYYY; None for one without a month, and for what is no date."""
    return _month(value) if isinstance(value, str) else None


@lru_cache(maxsize=1 << 12)
def _month(text: str) -> str | None:
    span = _span(text)
    if span is None or (span.first.year, span.first.month) != (span.last.year, span.last.month):
        return None
    return f"{span.first.month:02}/{span.first.year:04}"


def first_day(value: object) -> date | None:
    """Return the first day that a date can mean; None for what is no date."""
    span = _days(value)
    return None if span is None else span.first


def last_day(value: object) -> date | None:
    """Return the last day that a date can mean; None for what is no date."""
    span = _days(value)
    return None if span is None else span.last


def read_day(text: str) -> date | None:
    """Return the day that DD/MM/YY or ISO 8601 means, None for anything else."""
    found = re.fullmatch(_DAY, text, re.ASCII)
    try:
        if found:
            return date(2000 + int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_month(text: str) -> date | None:
    """Return the first day of the month that MM/YYYY means, None for anything else."""
    found = re.fullmatch(_MONTH, text.strip(), re.ASCII)
    return date(int(found[2]), int(found[1]), 1) if found and int(found[2]) else None


def read_months(text: str) -> list[date]:
    """Return the first days of the months that a text names, as MM/YYYY and in words."""
    named = [match[0] for match in re.finditer(_MONTH, text, re.ASCII)]
    named += [
        f"{_NAMES.index(name):02}/{year}" for name, year in re.findall(_IN_WORDS, text, re.ASCII)
    ]
    days = map(read_month, named)
    return [each for each in days if each is not None]


def months_later(start: date, months: int) -> date:
    """Return the same day so many months later, the last one of a month that is shorter.

    Beyond the year 9999 it is the last day that there is.
    """
    year, month_ = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month_ + 1, min(start.day, calendar.monthrange(year, month_ + 1)[1]))
