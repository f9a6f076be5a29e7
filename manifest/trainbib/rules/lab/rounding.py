"""Numbers that people have rounded without saying so."""

from trainbib.values import Quantity, parse_quantity

_MOST = 1e300
"""Beyond, arithmetic ends; no amount of work or money does."""


def figure(value: object) -> Quantity | None:
    """Read a number to reckon with: a quantity that is neither a gap nor absurd."""
    quantity = parse_quantity(value)
    if quantity is None or not all(0 <= n <= _MOST for n in (quantity.low, quantity.high)):
        return None
    return quantity


def as_rounded(quantity: Quantity) -> Quantity:
    """Return what a number can stand for if it was rounded to its last digit.

    A plain 4 is 3.5 to 4.5, a plain 4.3 is 4.25 to 4.35. Numbers that say how exact they are keep
    that.
    """
    if not quantity.exact:
        return quantity
    digits = repr(float(quantity.value))
    decimals = 0
    if "e" not in digits and not digits.endswith(".0"):
        decimals = len(digits.partition(".")[2])
    half = 0.5 * 10.0**-decimals
    low = max(quantity.value - half, 0.0) if quantity.value > 0 else quantity.value
    high = quantity.value + half if quantity.value > 0 else quantity.value
    return Quantity(quantity.value, low, high, exact=False)
