"""Words that stand where an answer is due and are none (SPEC.md, section 4)."""

from collections.abc import Iterable
from functools import cache

_PLACEHOLDERS = (
    "todo", "to do", "fixme", "tbd", "tba", "tbc", "to be determined", "to be decided",
    "to be announced", "to be confirmed", "to be done", "xxx", "xxxx", "placeholder",
    "change me", "changeme", "change-me", "fill in", "fill me in", "insert here",
    "your name", "your-name", "your_name", "your org", "your-org", "your organisation",
    "your organization", "your dataset", "your-dataset", "your-username",
    "more information needed", "[more information needed]", "needs more information",
    "[needs more information]", "n/a", "n.a", "null", "nil", "undefined",
    "?", "??", "???", "-", "--", "---", "..", "...", "…",
)  # fmt: skip
_NON_ANSWERS = (
    "unknown", "not known", "not applicable", "unspecified", "not specified", "not stated",
    "not given", "not provided", "not disclosed", "undisclosed", "not available",
    "no information",
)  # fmt: skip
_EMPTY_REASONS = (
    "none", "not_applicable", "withheld", "lost", "no", "yes", "true", "false", "missing",
    "nothing", "empty", "blank", "no reason", "no answer", "because", "reason", "na",
)  # fmt: skip


@cache
def placeholders() -> frozenset[str]:
    """Return what people write until they write an answer, in the usual casings."""
    return _casings(_PLACEHOLDERS)


@cache
def non_answers() -> frozenset[str]:
    """Return ways to say in text that there is no answer, in the usual casings."""
    return _casings(_NON_ANSWERS)


@cache
def empty_reasons() -> frozenset[str]:
    """Return reasons that give none: those above, and the names of states themselves."""
    return _casings(_EMPTY_REASONS) | placeholders() | non_answers()


def _casings(words: Iterable[str]) -> frozenset[str]:
    """Spell words small, large, capitalised and as titles, with and without a full stop."""
    spelled = {
        spelling
        for word in words
        for spelling in (word, word.upper(), word.capitalize(), word.title())
    }
    return frozenset(spelled | {f"{spelling}." for spelling in spelled})
