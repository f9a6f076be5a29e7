"""Numbers as messages, reports and documents write them."""


def grouped(number: float, precision: str = "") -> str:
    """Write a number with a blank between thousands: ``9 812 334``.

    Args:
        number: The number.
        precision: How it is rounded, in the words of a format: ``.2f``, ``.6g``; not at all if
            left out.
    """
    return f"{number:,{precision}}".replace(",", " ")
