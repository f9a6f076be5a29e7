"""Text in cells of a spreadsheet, which takes some texts for formulas and runs them."""

import re

__all__ = ["disarmed"]

# Spreadsheets pass over blanks before a formula, and read signs of full width as the others.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def disarmed(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe is before one.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if _FORMULA.match(text) else text
