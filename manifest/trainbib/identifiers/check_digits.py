"""Check digits of identifiers, each after the document that defines it.

All functions take the characters alone, without hyphens and blanks, and return False for what has
another length or other characters.
"""

from itertools import cycle

_DECIMAL = frozenset("0123456789")
_CAPITALS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
"""The alphabet of ROR identifiers: base 32 without i, l, o and u."""


def mod_11_2(text: str) -> bool:
    """Check a number with a last digit after ISO/IEC 7064, MOD 11-2: ORCID iD, ISNI.

    Args:
        text: 16 characters, the last of which may be ``X``.
    """
    body = text[:-1]
    if len(text) != len("0000000218250097") or not _DECIMAL.issuperset(body):
        return False
    total = 0
    for digit in body:
        total = 2 * (total + int(digit))
    return text[-1] == "0123456789X"[(12 - total % 11) % 11]


def mod_97_10(text: str) -> bool:
    """Check text with two last digits after ISO/IEC 7064, MOD 97-10: LEI (ISO 17442).

    Args:
        text: 20 capital letters and digits.
    """
    if len(text) != len("5493000IBP32UQZ0KL24") or not _CAPITALS.issuperset(text):
        return False
    return int("".join(str(int(character, 36)) for character in text)) % 97 == 1


def ror(text: str) -> bool:
    """Check the last part of a ROR identifier: a nought, six characters, two digits.

    The digits are those of ISO/IEC 7064, MOD 97-10, over the number that the characters write in
    base 32 (https://ror.readme.io/docs/identifier).

    Args:
        text: Nine characters, small letters.
    """
    body, digits = text[:-2], text[-2:]
    if len(text) != len("03yrm5c26") or text[0] != "0" or not _DECIMAL.issuperset(digits):
        return False
    number = 0
    for character in body:
        value = _CROCKFORD.find(character)
        if value < 0:
            return False
        number = 32 * number + value
    return int(digits) == 98 - 100 * number % 97


def isbn_10(text: str) -> bool:
    """Check an ISBN of ten characters, the last of which may be ``X`` (ISO 2108:1992)."""
    return len(text) == 10 and _weighted_11(text)  # noqa: PLR2004 - as its name says


def isbn_13(text: str) -> bool:
    """Check an ISBN of thirteen digits (ISO 2108:2017, annex A)."""
    if len(text) != 13 or not _DECIMAL.issuperset(text):  # noqa: PLR2004 - as its name says
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, cycle((1, 3)), strict=False))
    return text.startswith(("978", "979")) and total % 10 == 0


def issn(text: str) -> bool:
    """Check an ISSN of eight characters, the last of which may be ``X`` (ISO 3297)."""
    return len(text) == 8 and _weighted_11(text)  # noqa: PLR2004 - seven digits and one


def iswc(text: str) -> bool:
    """Check an ISWC: ``T`` and ten digits, the last of which checks (ISO 15707)."""
    digits = text[1:]
    if text[:1] != "T" or len(digits) != len("0345246801") or not _DECIMAL.issuperset(digits):
        return False
    total = 1 + sum(place * int(digit) for place, digit in enumerate(digits[:9], start=1))
    return int(digits[9]) == -total % 10


def ipi_name(text: str) -> bool:
    """Check an IPI name number: eleven digits, the last two of which check (CISAC)."""
    if len(text) != len("00052210040") or not _DECIMAL.issuperset(text):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), text, strict=False))
    return int(text[-2:]) == -total % 101 % 100


def ipi_base(text: str) -> bool:
    """Check an IPI base number: ``I`` and ten digits, the last of which checks (CISAC)."""
    digits = text[1:]
    if text[:1] != "I" or len(digits) != len("0000002297") or not _DECIMAL.issuperset(digits):
        return False
    total = 2 + sum(place * int(digit) for place, digit in enumerate(digits[:9], start=1))
    return int(digits[9]) == -total % 10


def _weighted_11(text: str) -> bool:
    """Check digits that are weighted by their distance from the end, modulo 11."""
    if not _DECIMAL.issuperset(text[:-1]) or text[-1] not in "0123456789X":
        return False
    digits = [10 if character == "X" else int(character) for character in text]
    return sum(digit * (len(digits) - place) for place, digit in enumerate(digits)) % 11 == 0
