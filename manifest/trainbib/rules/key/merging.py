"""Repairs that make one entry of two; the rules on entries that are the same share them."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from trainbib.diagnostics import Fix, Insert, Remove, Replace, Step
from trainbib.pointers import pointer, resolve
from trainbib.rules.context import Context, Entry
from trainbib.rules.leaves import Tokens
from trainbib.rules.references import REFERENCES, references_to
from trainbib.values import is_mapping


class Mergers:
    """Repairs that merge entries of one section, with what refers to them.

    Args:
        context: The manifest.
        section: The section.
        entries: Its entries.
        variants: Fields that may differ; those of the entry that stays count.
    """

    def __init__(
        self,
        context: Context,
        section: str,
        entries: dict[str, Entry],
        variants: tuple[str, ...] = (),
    ) -> None:
        self._data = context.data
        self._section = section
        self._entries = entries
        self._variants = frozenset(variants)

    @cached_property
    def _references(self) -> dict[str, list[Tokens]]:
        """The places that name each entry; looked up once, if there is anything to merge."""
        places: dict[str, list[Tokens]] = defaultdict(list)
        for path, key in references_to(self._data, self._section, set(self._entries)):
            places[key].append(path)
        return places

    def merger(self, kept: str, dropped: str) -> Fix | None:
        """Return the unsafe repair that merges an entry into another; None if they contradict.

        The one that is kept gets the fields that only the other has, and whatever refers to the
        other refers to it.

        Args:
            kept: Key of the entry that stays.
            dropped: Key of the other.
        """
        if self._section not in REFERENCES:
            return None
        one, two = self._entries[kept], self._entries[dropped]
        if any(one[name] != two[name] for name in one.keys() & two.keys() - self._variants):
            return None
        target = pointer(self._section, kept)
        steps: list[Step] = [
            Insert(target, name, value) for name, value in two.items() if name not in one
        ]
        for step in self._redirected(kept, dropped):
            if step is None:
                return None
            steps.append(step)
        steps.append(Remove(pointer(self._section, dropped)))
        return Fix(f"merge `{dropped}` into `{kept}`", safe=False, steps=tuple(steps))

    def _redirected(self, kept: str, dropped: str) -> Iterator[Step | None]:
        """Yield what becomes of each reference to the entry that goes; None if nothing can.

        An entry cannot refer to itself, and a list does not name the same one twice.
        """
        for path in self._references[dropped]:
            if path[:2] == (self._section, dropped):
                continue
            *around, last = (str(token) for token in path)
            siblings = resolve(self._data, around)
            if path[:2] == (self._section, kept) or self._is_named_beside(path, kept):
                yield None
            elif isinstance(siblings, list) and kept in siblings:
                yield Remove(pointer(*around, last))
            else:
                yield Replace(pointer(*around, last), kept)

    def _is_named_beside(self, path: Tokens, key: str) -> bool:
        """Tell whether another item of the list around a reference names a key in that field."""
        if isinstance(path[-1], int) or not isinstance(path[-2], int):
            return False
        items = resolve(self._data, [str(token) for token in path[:-2]])
        return isinstance(items, list) and any(
            is_mapping(item) and item.get(path[-1]) == key for item in items
        )
