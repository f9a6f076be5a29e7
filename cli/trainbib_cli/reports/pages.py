"""Where the pages of the checks are on the web."""

_RULES = "https://trainbib.org/rules/"


def page_url(code: str) -> str:
    """Return the address of the page of a check: ``https://trainbib.org/rules/REF001``."""
    return _RULES + code
