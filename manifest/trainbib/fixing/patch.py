"""Unified diffs, exact to the byte: ``git apply`` and ``patch`` make one text of the other."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from trainbib.fixing.lines import matching_blocks

_CONTEXT = 3
_NO_END = "\\ No newline at end of file\n"

_Change = tuple[int, int, int, int]
"""Lines of the old text that others of the new one take the place of: begin and end of either."""


def unified_diff(old: str, new: str, path: str) -> str:
    """Return the patch that makes one text of another; nothing if they are the same.

    Lines end at line feeds only, so that carriage returns, form feeds and the like are part of
    them; a byte order mark is a character like any other.

    Args:
        old: The text as it is.
        new: The text as it is to be.
        path: The file, as the user named it.
    """
    if old == new:
        return ""
    return "".join(_lines(old, new, path))


def _lines(old: str, new: str, path: str) -> Iterator[str]:
    name = re.sub(r"^(?:\./)+|^/+", "", PurePath(path).as_posix())
    yield f"--- {_quoted('a/' + name)}\n"
    yield f"+++ {_quoted('b/' + name)}\n"
    before, after = _split(old), _split(new)
    for hunk in _hunks(before, after):
        start, end = max(hunk[0][0] - _CONTEXT, 0), min(hunk[-1][1] + _CONTEXT, len(before))
        start2 = hunk[0][2] - (hunk[0][0] - start)
        end2 = hunk[-1][3] + (end - hunk[-1][1])
        yield f"@@ -{_range(start, end - start)} +{_range(start2, end2 - start2)} @@\n"
        at = start
        for low, high, low2, high2 in hunk:
            yield from _marked(" ", before[at:low])
            yield from _marked("-", before[low:high])
            yield from _marked("+", after[low2:high2])
            at = high
        yield from _marked(" ", before[at:end])


def _hunks(before: list[str], after: list[str]) -> Iterator[list[_Change]]:
    """Yield changes, those together that are so near to each other that they share context."""
    hunk: list[_Change] = []
    at = at2 = 0
    for i, j, size in [*matching_blocks(before, after), (len(before), len(after), 0)]:
        if at < i or at2 < j:
            if hunk and at - hunk[-1][1] > 2 * _CONTEXT:
                yield hunk
                hunk = []
            hunk.append((at, i, at2, j))
        at, at2 = i + size, j + size
    yield hunk


def _split(text: str) -> list[str]:
    lines = re.split(r"(?<=\n)", text)
    return lines if lines[-1] else lines[:-1]


def _range(start: int, length: int) -> str:
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _marked(sign: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield sign + line
        if not line.endswith("\n"):
            yield "\n" + _NO_END


def _quoted(name: str) -> str:
    """Quote a file name as git does, if it has characters that would end it."""
    if not re.search(r'[\x00-\x1f\x7f"\\]', name):
        return f"{name}\t" if " " in name else name
    named = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return (
        '"'
        + re.sub(
            r'[\x00-\x1f\x7f"\\]',
            lambda match: named.get(match[0], f"\\{ord(match[0]):03o}"),
            name,
        )
        + '"'
    )
