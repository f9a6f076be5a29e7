"""Dates as forms write them; a date that is too coarse for a form is no answer to it."""

from datetime import date

from trainbib.values import parse_date

__all__ = ["day", "first_day", "last_day", "month"]


def day(value: object) -> str | None:
    """Return a date as DD/MM/YY; None for one without a day, and for what is no date."""
    span = parse_date(value)
    return span.first.strftime("%d/%m/%y") if span and span.first == span.last else None


def month(value: object) -> str | None:
    """Return a date as MM/YYYY; None for one without a month, and for what is no date."""
    span = parse_date(value)
    if span is None or (span.first.year, span.first.month) != (span.last.year, span.last.month):
        return None
    return f"{span.first.month:02}/{span.first.year:04}"


def first_day(value: object) -> date | None:
    """Return the first day that a date can mean; None for what is no date."""
    span = parse_date(value)
    return None if span is None else span.first


def last_day(value: object) -> date | None:
    """Return the last day that a date can mean; None for what is no date."""
    span = parse_date(value)
    return None if span is None else span.last
