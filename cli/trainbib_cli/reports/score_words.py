"""A disclosure score in words and whole per cents, as all its reports write it."""

from typing import TYPE_CHECKING

from trainbib.values import GAP_STATES
from trainbib_cli.reports.wording import counted, grouped

if TYPE_CHECKING:
    from trainbib.scoring import Score, Tally

CAUTION = (
    "Answers are counted, not judged: not whether they are true or enough, and not whether a law "
    "is obeyed."
)
"""What a score is not."""

_WHOLE = 100


def shares(tally: "Tally") -> tuple[int, int, int]:
    """Return given, gap and silent in whole per cents that add up to 100.

    What is there has at least 1, so that 100 means all and 0 means none.
    """
    parts = (tally.given, tally.gap, tally.silent)
    if not tally.asked:
        return 0, 0, 0
    found = [max(1, part * _WHOLE // tally.asked) if part else 0 for part in parts]
    rests = [part * _WHOLE % tally.asked for part in parts]
    while sum(found) < _WHOLE:
        largest = max(range(3), key=lambda index: (rests[index], parts[index]))
        found[largest] += 1
        rests[largest] = -1
    while sum(found) > _WHOLE:
        found[found.index(max(found))] -= 1
    given, gap, silent = found
    return given, gap, silent


def counts(tally: "Tally") -> tuple[str, str, str]:
    """Return given, gap and silent, each with its share: ``15 (33 %)``."""
    given, gap, silent = (
        f"{grouped(part)} ({percent(part, tally.asked)})"
        for part in (tally.given, tally.gap, tally.silent)
    )
    return given, gap, silent


def percent(part: int, whole: int) -> str:
    """Write a share in whole per cents: 100 is all of it, 0 is none of it."""
    if part in (0, whole):
        return f"{_WHOLE if part else 0} %"
    return f"{min(max(round(part * _WHOLE / whole), 1), _WHOLE - 1)} %"


def headline(score: "Score") -> str:
    """Return the totals: ``131 given, 46 gaps, 342 silent, of 519 questions``."""
    total = score.total
    return (
        f"{grouped(total.given)} given, {counted(total.gap, 'gap')}, "
        f"{grouped(total.silent)} silent, of {counted(total.asked, 'question')}"
    )


def gap_states(tally: "Tally") -> str:
    """Return the gaps by state: ``30 unknown, 4 withheld``; "" if there is none."""
    states = ((state, tally.gaps.get(state, 0)) for state in GAP_STATES)
    return ", ".join(f"{grouped(count)} {state}" for state, count in states if count)


def section_name(section: str) -> str:
    """Return a section as it is shown: ``user data``."""
    return section.replace("_", " ")
