r"""The text of a document, and as it reads where characters are escaped.

Rules that look for words look at the text as a whole first. There, ``<b>`` may stand as
``\u003cb\u003e`` (encoders for web pages write it so) or ``\x3cb>``, ``/`` as ``\/``, and a blank
of folded text as the end of a line. A pattern that takes any white space for a blank finds in one
of the spellings whatever it would find in the data, and more: the data is to be asked after that.
"""

import re
from functools import cache

from trainbib.document import Document


def spellings(document: Document) -> list[str]:
    """Return the text of a document, in place of one with escaped ASCII characters that without.

    In YAML a backslash is one in some places, and begins an escape in others: both are returned.
    """
    text = document.text
    if "\\" not in text or _of_ascii().search(text) is None:
        return [text]
    plain = _escape().sub(_written, text)
    return [plain] if document.format == "json" else [text, plain]


@cache
def _of_ascii() -> re.Pattern[str]:
    """Match what can be the escape of a character that could stand for itself, or of a line end.

    One backslash in front of everything, so that the search skips from backslash to backslash.
    """
    return re.compile(r"\\(?:u00[2-7]|x[2-7]|U000000[2-7]|[/ \r\n])")


@cache
def _escape() -> re.Pattern[str]:
    """Match every escape, so that a backslash that is escaped itself begins none."""
    return re.compile(
        r"\\(?:(?:u00|x|U000000)(?P<code>[2-7][0-9A-Fa-f])|(?P<plain>[/ ])|(?P<end>\r?\n\s*|\r\s*)"
        r"|.)"
    )


def _written(escape: re.Match[str]) -> str:
    if escape["code"]:
        return chr(int(escape["code"], 16))
    if escape["end"]:
        return ""
    return escape["plain"] or escape[0]
