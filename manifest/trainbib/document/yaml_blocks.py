"""Block scalars of the plain part of YAML: lines of text, with empty ones between them."""

import re

BLOCKS = {"|": "\n", "|-": "", ">": "\n", ">-": ""}
"""Headers of block scalars, and what follows their last line."""
_line_feeds = re.compile("\n+").sub


class NotPlainError(Exception):
    """The text has something that is not read here; libyaml may read it."""


class BlockScalar:
    """The lines of a block scalar, as they come; an empty one has not even blanks."""

    def __init__(self, header: str, indent: int) -> None:
        """Begin after the header.

        Args:
            header: One of `BLOCKS`.
            indent: Of the collection that it stands in: its lines stand further right.
        """
        self._folded = header[0] == ">"
        self._end = BLOCKS[header]
        self._least = indent + 1
        self._margin = ""
        self._lines: list[str] = []
        self._empty: list[str] = []
        """Those since the last line that is not empty; they do not count at the end."""

    def takes(self, line: str) -> bool:
        """Take a line; False if it is not of this scalar."""
        bare = line.lstrip(" ")
        width = len(line) - len(bare)
        if not self._margin:
            if width < self._least:
                raise NotPlainError
            self._margin = line[:width]
        if not line:
            self._empty.append(line)
            return True
        if not bare or (self._folded and width > len(self._margin)):
            raise NotPlainError
        if width < len(self._margin):
            return False
        if self._empty:
            self._lines += self._empty
            self._empty.clear()
        self._lines.append(line[len(self._margin) :])
        return True

    def text(self) -> str:
        """Return the text.

        Raises:
            NotPlainError: If there were no lines.
        """
        if not self._lines:
            raise NotPlainError
        text = "\n".join(self._lines)
        return (_line_feeds(_fold, text) if self._folded else text) + self._end


def _fold(feeds: re.Match[str]) -> str:
    """Return what line feeds in a row stand for: one a blank, of more all but the first."""
    return feeds[0][1:] or " "
