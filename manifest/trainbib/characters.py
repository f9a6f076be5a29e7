"""Characters that nobody sees: control characters, bidirectional overrides, zero-width signs.

They make text look like other text (Unicode Technical Report 36), and terminals obey some of them.
The sets are the insides of character classes. Tab, line feed and carriage return are in none.
"""

import re
from functools import cache

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
UNPRINTABLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff"
    f"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f{_NONCHARACTERS}"
)
"""What a terminal or another program obeys, hides, reorders or cannot hold: C0 and C1 controls,
DEL, soft hyphen, zero-width space, separators of lines and paragraphs, bidirectional overrides and
isolates, tags, lone surrogates, noncharacters (some of which XML forbids)."""
FILLERS = "\u115f\u1160\u3164"
"""The fillers of Hangul: letters that show as a blank, or as nothing."""
ALWAYS_HIDDEN = UNPRINTABLE + FILLERS
"""What no text needs."""
DIRECTION_MARKS = "\u061c\u200e\u200f"
"""Marks that put the characters beside them into another order."""
JOINERS = f"\u200c\u200d{DIRECTION_MARKS}"
"""Hidden too, unless they stand beside characters of scripts that need them, or emoji."""


@cache
def hidden_characters() -> re.Pattern[str]:
    """Return a pattern that matches a hidden character, or several joiners in a row."""
    return re.compile(f"[{ALWAYS_HIDDEN}]|{_idle_joiners().pattern}")


@cache
def _idle_joiners() -> re.Pattern[str]:
    """Match joiners that stand beside nothing but ASCII."""
    beyond = "[^\x00-\x7f]"
    return re.compile(f"(?<!{beyond})[{JOINERS}]+(?!{beyond})")


@cache
def _always_hidden() -> re.Pattern[str]:
    return re.compile(f"[{ALWAYS_HIDDEN}]+")


def visible(text: str) -> str:
    """Return text without its hidden characters."""
    # In this order: what stands beside a joiner is told when nothing hidden is between them.
    return _idle_joiners().sub("", _always_hidden().sub("", text))
