"""The canonical form of a manifest and its digest (SPEC.md, section 14; RFC 8785)."""

from hashlib import sha256

from trainbib.values import MAX_INTEGER


class CanonicalFormError(ValueError):
    """The data has no canonical form: a number that JSON cannot carry, or a lone surrogate."""


def canonical_form(data: object) -> bytes:
    """Return the canonical form: RFC 8785 JSON, UTF-8, without a final line feed.

    Args:
        data: What a JSON reader returns: dict, list, str, int, float, bool, None.

    Raises:
        CanonicalFormError: If RFC 8785 has no form for the data.
    """
    import rfc8785

    try:
        try:
            return rfc8785.dumps(data)  # type: ignore[arg-type]  # checked by the call itself
        except rfc8785.IntegerDomainError:
            return rfc8785.dumps(_as_doubles(data))  # type: ignore[arg-type]  # the same
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise CanonicalFormError(f"no canonical form: {error}") from error


def is_portable(number: int) -> bool:
    """Tell whether an integer is a double's value, or its shortest decimal spelling (section 14).

    The latter because RFC 8785 writes doubles below 1e21 as integers.
    """
    if abs(number) <= MAX_INTEGER:
        return True
    from decimal import Decimal

    try:
        double = float(number)
    except OverflowError:
        return False
    return number in {int(double), int(Decimal(repr(double)))}


def _as_doubles(data: object) -> object:
    """Turn large integers that stand for a double into that double.

    1.5e16 has the canonical form 15000000000000000, which must read back as the same number.
    """
    if isinstance(data, dict):
        return {key: _as_doubles(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_as_doubles(item) for item in data]
    if isinstance(data, int) and not isinstance(data, bool) and is_portable(data):
        return float(data) if abs(data) > MAX_INTEGER else data
    return data


def canonical_digest(data: object) -> str:
    """Return ``sha256:`` and the hexadecimal SHA-256 of the canonical form.

    Raises:
        CanonicalFormError: If RFC 8785 has no form for the data.
    """
    return "sha256:" + sha256(canonical_form(data)).hexdigest()
