"""Words and numbers as reports write them."""

from trainbib.numerals import grouped

__all__ = ["counted", "grouped", "percentage"]


def counted(number: int, noun: str) -> str:
    """Write a number and its noun: ``1 source``, ``9 812 sources``."""
    return f"{grouped(number)} {noun}" if number == 1 else f"{grouped(number)} {noun}s"


def percentage(part: int, whole: int) -> str:
    """Write a share with one decimal; never all where something is missing: ``99.9 %``."""
    tenths = round(part * 1000 / whole) if whole else 0
    if part < whole:
        tenths = min(tenths, 999)
    return f"{tenths // 10}.{tenths % 10} %"
