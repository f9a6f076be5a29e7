"""Repairs that make one entry of two; the rules on entries that are the same share them."""

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from trainbib.diagnostics import Fix, Insert, Remove, Replace, Step
from trainbib.pointers import pointer, resolve
from trainbib.rules.context import Context, Entry
from trainbib.rules.leaves import Tokens
from trainbib.rules.references import REFERENCES, references_to
from trainbib.values import is_mapping


@dataclass(slots=True)
class _Kept:
    """An entry that others are merged into by one repair, as far as that goes.

    Attributes:
        fields: What it says, with what it has got from the others.
        keys: Its key, and those that lead to it.
        refers: What these refer to.
    """

    fields: dict[str, object]
    keys: set[str] = field(default_factory=set[str])
    refers: set[str] = field(default_factory=set[str])


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
        self._kept: dict[tuple[str, str], _Kept] = {}

    @cached_property
    def _references(self) -> dict[str, list[Tokens]]:
        """The places that name each entry; looked up once, if there is anything to merge."""
        places: dict[str, list[Tokens]] = defaultdict(list)
        for path, key in references_to(self._data, self._section, set(self._entries)):
            places[key].append(path)
        return places

    @cached_property
    def _referring(self) -> dict[str, set[str]]:
        """The entries of the section that each of them refers to."""
        found: dict[str, set[str]] = defaultdict(set)
        for key, places in self._references.items():
            for path in places:
                if path[0] == self._section:
                    found[str(path[1])].add(key)
        return found

    def merger(
        self, kept: str, dropped: str, *, cause: str = "", description: str = ""
    ) -> Fix | None:
        """Return the unsafe repair that merges an entry into another; None if they contradict.

        The one that is kept gets the fields that only the other has, and whatever refers to the
        other refers to it.

        Args:
            kept: Key of the entry that stays.
            dropped: Key of the other.
            cause: What the findings have in common whose repairs are made at once; each is then
                what is left to do after those before it.
            description: What all these do, if they are several.
        """
        if self._section not in REFERENCES:
            return None
        one = self._kept.get((cause, kept))
        if one is None:
            one = _Kept(dict(self._entries[kept]), {kept}, set(self._referring[kept]))
        if cause:
            self._kept[cause, kept] = one
        two = self._entries[dropped]
        if any(one.fields[n] != two[n] for n in one.fields.keys() & two.keys() - self._variants):
            return None
        if dropped in one.refers or not one.keys.isdisjoint(self._referring[dropped]):
            return None  # an entry cannot refer to itself
        added = {name: value for name, value in two.items() if name not in one.fields}
        target = pointer(self._section, kept)
        steps: list[Step] = [Insert(target, name, value) for name, value in added.items()]
        for step in self._redirected(kept, dropped, one.keys):
            if step is None:
                return None
            steps.append(step)
        steps.append(Remove(pointer(self._section, dropped)))
        one.fields |= added
        one.keys.add(dropped)
        one.refers |= self._referring[dropped]
        description = description or f"merge `{dropped}` into `{kept}`"
        return Fix(description, safe=False, steps=tuple(steps))

    def _redirected(self, kept: str, dropped: str, keys: AbstractSet[str]) -> Iterator[Step | None]:
        """Yield what becomes of each reference to the entry that goes; None if nothing can.

        A list does not name the same one twice.
        """
        for path in self._references[dropped]:
            if path[:2] == (self._section, dropped):
                continue
            *around, last = (str(token) for token in path)
            siblings = resolve(self._data, around)
            if self._is_named_beside(path, keys):
                yield None
            elif isinstance(siblings, list) and any(
                isinstance(each, str) and each in keys for each in siblings
            ):
                yield Remove(pointer(*around, last))
            else:
                yield Replace(pointer(*around, last), kept)

    def _is_named_beside(self, path: Tokens, keys: AbstractSet[str]) -> bool:
        """Tell whether another item of the list around a reference names a key in that field."""
        if isinstance(path[-1], int) or not isinstance(path[-2], int):
            return False
        items = resolve(self._data, [str(token) for token in path[:-2]])
        return isinstance(items, list) and any(
            is_mapping(item) and isinstance(named := item.get(str(path[-1])), str) and named in keys
            for item in items
        )
