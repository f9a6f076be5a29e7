"""Entries that are alike, in groups: found and known in the same way however they are ordered."""

from collections import defaultdict
from collections.abc import Sequence


class Groups:
    """Entries by key, of which some were found to be alike."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, key: str) -> str:
        """Return what stands for the group that an entry is in: one of its keys."""
        above = self._above
        top = key
        while top in above:
            top = above[top]
        while key in above:  # so that the way is short the next time
            above[key], key = top, above[key]
        return top

    def join(self, one: str, other: str) -> None:
        """Put the groups of two entries together."""
        first, second = self.of(one), self.of(other)
        if first != second:
            self._above[second] = first


def known_by(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return a key for each finding: all of a group but the one that is the first by alphabet.

    Whichever entry stands first in the manifest has no finding of its own.

    Args:
        pairs: Keys of two entries that are alike, the earlier one first, of groups that were apart.
    """
    groups = Groups()
    for one, other in pairs:
        groups.join(one, other)
    left: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        left[groups.of(pair[0])].update(pair)
    for keys in left.values():
        keys.remove(min(keys))
    # Its own key where that is left, and one that no other finding has where it is not.
    own: list[str | None] = []
    for _, key in pairs:
        keys = left[groups.of(key)]
        own.append(key if key in keys else None)
        keys.discard(key)
    others = {group: iter(sorted(keys)) for group, keys in left.items()}
    return [
        next(others[groups.of(key)]) if mine is None else mine
        for mine, (_, key) in zip(own, pairs, strict=True)
    ]
