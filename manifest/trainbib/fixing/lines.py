"""Which lines of two texts are the same: patience first, so that a long file takes no long time.

Lines that stand once in either text are what people see as fixed points; between two of them the
search starts again. Where there are none, the standard library compares the few lines that are
left.
"""

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_FEW = 250
"""How many lines without a fixed point are compared one by one."""

Block = tuple[int, int, int]
"""A run of lines that are the same: where it begins in either text, and how many they are."""


def matching_blocks(one: Sequence[str], two: Sequence[str]) -> list[Block]:
    """Return the runs of lines that two texts have in common, in order, none touching the next.

    Args:
        one: Lines.
        two: Other lines.
    """
    pairs = sorted(_pairs(one, two))
    blocks: list[Block] = []
    for i, j in pairs:
        if blocks and (i, j) == (blocks[-1][0] + blocks[-1][2], blocks[-1][1] + blocks[-1][2]):
            blocks[-1] = (blocks[-1][0], blocks[-1][1], blocks[-1][2] + 1)
        else:
            blocks.append((i, j, 1))
    return blocks


def _pairs(one: Sequence[str], two: Sequence[str]) -> Iterator[tuple[int, int]]:
    waiting = [(0, len(one), 0, len(two))]
    while waiting:
        low, high, low2, high2 = waiting.pop()
        while low < high and low2 < high2 and one[low] == two[low2]:
            yield low, low2
            low, low2 = low + 1, low2 + 1
        while low < high and low2 < high2 and one[high - 1] == two[high2 - 1]:
            high, high2 = high - 1, high2 - 1
            yield high, high2
        if low == high or low2 == high2:
            continue
        fixed = _fixed_points(one[low:high], two[low2:high2])
        if fixed:
            edges = [(0, 0), *fixed, (high - low, high2 - low2)]
            for (i, j), (k, m) in itertools.pairwise(edges):
                waiting.append((low + i, low + k, low2 + j, low2 + m))
        elif high - low <= _FEW and high2 - low2 <= _FEW:
            matcher = SequenceMatcher(None, one[low:high], two[low2:high2], autojunk=False)
            for i, j, size in matcher.get_matching_blocks():
                for step in range(size):
                    yield low + i + step, low2 + j + step


def _fixed_points(one: Sequence[str], two: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest row of lines that stand once in either text, in the same order."""
    counts, others = Counter(one), Counter(two)
    places = {line: place for place, line in enumerate(two) if others[line] == 1}
    ends: list[int] = []  # for each length of a row, the least place in which one ends
    rows: list[tuple[int, int, int]] = []  # place, place, row that it goes on from
    last: list[int] = []
    for place, line in enumerate(one):
        if counts[line] != 1 or line not in places:
            continue
        other = places[line]
        at = bisect_left(ends, other)
        rows.append((place, other, last[at - 1] if at else -1))
        if at == len(ends):
            ends.append(other)
            last.append(len(rows) - 1)
        else:
            ends[at], last[at] = other, len(rows) - 1
    found: list[tuple[int, int]] = []
    row = last[-1] if last else -1
    while row >= 0:
        place, other, row = rows[row]
        found.append((place, other))
    return found[::-1]
