"""Answers that came, went, or changed from one gap to another (DIF301, DIF302, DIF304)."""

from typing import Final

from trainbib.comparing.changes import Level
from trainbib.values import gap_state

# From what says nothing to what settles the matter.
_INFORMATIVE: Final = {
    None: 0,
    "withheld": 1,
    "unknown": 2,
    "lost": 3,
    "not_applicable": 4,
    "none": 5,
}
# Collisions of the first two have been found; no weakness of the others is known.
_STRENGTH: Final = {"md5": 1, "sha1": 2}
_STRONG: Final = 3


def disclosure_change(old: object, new: object) -> tuple[str, Level] | None:
    """Judge a change of whether something is answered.

    Args:
        old: The old value; None for silence.
        new: The new value; None for silence.

    Returns:
        Code and level; None if both are answers, or both the same gap with another reason.
    """
    before, after = gap_state(old), gap_state(new)
    answered, answers = old is not None and before is None, new is not None and after is None
    if answered and answers:
        return None
    if answered:
        return "DIF301", Level.BREAKING
    if answers:
        return "DIF302", Level.INFO
    if before == after:
        return None
    if _INFORMATIVE[after] < _INFORMATIVE[before]:
        return "DIF301", Level.NOTABLE
    return "DIF302", Level.INFO


def digest_change(old: object, new: object) -> str | None:
    """Judge a change of a digest that was given.

    Args:
        old: The old digest.
        new: What stands there now; None for silence.

    Returns:
        ``DIF304`` if it is gone or weaker, ``DIF302`` if stronger; None if it is as strong.
    """
    if not isinstance(old, str):
        return None
    if not isinstance(new, str):
        return "DIF304"
    before, after = strength(old), strength(new)
    if before == after:
        return None
    return "DIF304" if after < before else "DIF302"


def strength(digest: str) -> int:
    """Rank the algorithm of a digest."""
    return _STRENGTH.get(digest.partition(":")[0], _STRONG)
