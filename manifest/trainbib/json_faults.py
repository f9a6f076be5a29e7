"""What is wrong with a text that is no JSON, in words of this program rather than of a reader's."""

import json
from codecs import BOM_UTF8

_PLAIN = {
    "Expecting property name": "a key in double quotes is wanted at column {column}{found}",
    "Expecting ':'": "a colon is wanted at column {column}{found}",
    "Expecting ','": "a comma, or the end of what is open, is wanted at column {column}{found}",
    "Unterminated string": "the text that begins at column {column} has no end",
    "Invalid \\escape": "the backslash at column {column} begins no escape of JSON",
    "Invalid \\u": "what follows `\\u` at column {column} is not four hexadecimal digits",
    "Invalid control": "the text holds {sign} at column {column}, which is written as an escape",
    "Illegal trailing comma": "nothing follows the comma at column {column}",
    "Extra data": "there is more after its end, from column {column}{found}",
    "Expecting value": "a value is wanted at column {column}{found}",
}
"""By how the reader's own messages begin."""


def json_fault(error: Exception, text: bytes) -> str:
    """Say what is wrong with a line of JSON, as a clause.

    Args:
        error: What the reader of the standard library raised, or the decoding of UTF-8 before it.
        text: The line.
    """
    if isinstance(error, UnicodeDecodeError):
        byte, at = error.object[error.start], error.start + 1
        return f"byte {at} is 0x{byte:02X}, which is not UTF-8 there"
    if isinstance(error, RecursionError):
        return "its brackets are nested too deeply"
    if not text.strip():
        return "it is empty"
    if text.startswith(BOM_UTF8):
        return "it begins with a byte order mark, U+FEFF; write it without one"
    if not isinstance(error, json.JSONDecodeError):  # the only other fault of the reader
        return "it holds a number of more digits than can be read"
    before = error.doc.rfind("\n", 0, error.pos) + 1
    sign = error.doc[error.pos : error.pos + 1]
    found = f", where {_named(sign)} is" if sign.strip() else ", where it ends"
    for begin, said in _PLAIN.items():
        if error.msg.startswith(begin):
            column = error.pos - before + 1
            return said.format(column=column, found=found, sign=_named(sign))
    return f"it cannot be read from column {error.pos - before + 1} on"


def _named(sign: str) -> str:
    return f"`{sign}`" if sign.isprintable() and sign != "`" else f"U+{ord(sign):04X}"
