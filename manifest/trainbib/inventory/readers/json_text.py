"""Elements of a JSON array, counted without building any of them.

Strings are cut out first (escaped quotes removed, then every other piece between quotes), what is
left is reduced to brackets and commas, and closed brackets are folded from the inside out. What
remains of a chunk is a handful of open brackets, and the commas between the elements.

The text is not validated: a count says how many elements the brackets enclose.
"""

import re

from trainbib.inventory.readers.base import Count, Counter, uncounted

__all__ = ["ValueCounter", "counter"]

_BOM = b"\xef\xbb\xbf"
_OPENING = len(_BOM) + 2  # a mark, a bracket, and what follows it
_WHITE = b" \t\r\n"
_REST = bytes(set(range(256)) - set(b"[]{},"))
_CLOSED = re.compile(rb"\[[,v]*\]|\{[,v]*\}")
_TOKENS = re.compile(rb",+|v+|[\[{]|[\]}]")
# Deeper nesting is rare; folding on would cost the square of the depth.
_FOLDS = 8


def counter(media: str) -> Counter:
    """Make a counter for JSON.

    Args:
        media: The media type.

    Returns:
        The counter.
    """
    del media
    return ValueCounter()


class ValueCounter:
    """Counts the elements of a top-level array; any other JSON text is one document."""

    __slots__ = ("_commas", "_damaged", "_depth", "_escape", "_head", "_in_string", "_values")

    def __init__(self) -> None:
        self._head = b""  # the first bytes that are not white space
        self._escape = b""  # a backslash at a chunk's end
        self._in_string = False
        self._depth = 0
        self._commas = 0  # between elements of a top-level array
        self._values = 0  # arrays and objects at the top level
        self._damaged = False

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file."""
        if len(self._head) < _OPENING:
            self._head = (self._head + chunk.translate(None, _WHITE)[:_OPENING])[:_OPENING]
        text = self._escape + chunk
        self._escape = b""
        if b"\\" in text:
            if (len(text) - len(text.rstrip(b"\\"))) % 2:
                text, self._escape = text[:-1], b"\\"
            text = text.replace(b"\\\\", b"").replace(b'\\"', b"")
        pieces = text.split(b'"')
        tokens = b"".join(pieces[self._in_string :: 2]).translate(None, _REST)
        self._in_string ^= len(pieces) % 2 == 0
        if not self._values and tokens:
            # The outermost bracket stays open, lest its commas be folded away.
            self._take(tokens[:1])
            tokens = tokens[1:]
        for _ in range(_FOLDS):
            tokens, folded = _CLOSED.subn(b"v", tokens)
            if not folded:
                break
        self._take(tokens)

    def _take(self, tokens: bytes) -> None:
        """Follow the brackets that are left."""
        depth = self._depth
        for match in _TOKENS.finditer(tokens):
            token = match[0]
            kind = token[:1]
            if kind == b",":
                if depth == 1:
                    self._commas += len(token)
            elif kind == b"v":
                if depth == 0:
                    self._values += len(token)
            elif kind in {b"[", b"{"}:
                if depth == 0:
                    self._values += 1
                depth += 1
            else:
                depth -= 1
                if depth < 0:
                    self._damaged = True
                    depth = 0
        self._depth = depth

    def finish(self) -> Count:
        """Return the number of elements, or of documents."""
        if self._damaged or self._depth or self._in_string or self._escape:
            return uncounted("the JSON text is cut short or damaged: its brackets do not match")
        opening = self._head.removeprefix(_BOM)
        if not opening:
            return Count(0, "document")
        if self._values > 1:
            return Count(self._values, "document")
        if opening[:1] != b"[":
            return Count(1, "document")
        return Count(0 if opening[1:2] == b"]" else self._commas + 1, "element")
