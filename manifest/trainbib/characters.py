"""Characters that nobody sees: control characters, bidirectional overrides, zero-width signs.

They make text look like other text (Unicode Technical Report 36), and terminals obey some of them.
"""

import re
from functools import cache

ALWAYS_HIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u115f\u1160\u180e\u200b\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
)
"""As the inside of a character class."""
JOINERS = "\u061c\u200c-\u200f"
"""Hidden too, unless they stand beside characters of scripts that need them, or emoji."""


@cache
def hidden_characters() -> re.Pattern[str]:
    """Return a pattern that matches one hidden character."""
    beyond = "[^\x00-\x7f]"
    return re.compile(f"[{ALWAYS_HIDDEN}]|(?<!{beyond})[{JOINERS}](?!{beyond})")


def visible(text: str) -> str:
    """Return text without its hidden characters."""
    return hidden_characters().sub("", text)
