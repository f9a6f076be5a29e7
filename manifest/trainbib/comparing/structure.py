"""Differences between two trees of fields, whatever they mean.

Short and long forms of one answer are equal (``license: MIT`` and ``license: {expression: MIT}``),
what a field has by default may be written or left out, lists are sets, and their items are matched
by what identifies them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from trainbib.comparing.identifiers import normal_id, normal_url
from trainbib.comparing.model import canonical_text
from trainbib.pointers import join
from trainbib.values import is_gap, is_mapping, parse_quantity

Path: TypeAlias = tuple[str, ...]

ITEM_KEYS: Mapping[str, tuple[str, ...]] = {
    "access": ("who", "how"),
    "agreement": ("metric", "method"),
    "base": ("name",),
    "benchmarks": ("kind", "country"),
    "commitments": ("name",),
    "countries": ("country",),
    "crawlers": ("name", "user_agent"),
    "derived_from": ("source", "relation"),
    "domains": ("domain",),
    "excluded_lists": ("name",),
    "funding": ("by", "grant"),
    "generators": ("name",),
    "holders": ("party", "right", "territory"),
    "languages": ("tag",),
    "models": ("name",),
    "observations": ("at", "path", "url", "expression"),
    "other": ("unit", "modality"),
    "overlaps": ("source",),
    "previous": ("version",),
    "processing": ("step",),
    "removed": ("what",),
    "reservations": ("protocol",),
    "reviews": ("kind", "by"),
    "services": ("name",),
    "software": ("name",),
    "splits": ("name",),
    "use": ("stage", "model"),
    "works": ("title", "url", "list"),
}
"""What identifies an item of a list, by the name of the list."""

_SHORT_FORMS: Mapping[str, str] = {
    "license": "expression",
    "personal_data": "status",
    "languages": "tag",
}
"""Fields (or items of lists) that may be a text, and the field of the long form that it is."""

_DEFAULTS: Mapping[tuple[str, str], object] = {
    ("holders", "territory"): "world",
    ("languages", "unit"): "records",
    ("", "links"): "inside",
    ("size", "compressed"): False,
    ("raw_size", "compressed"): False,
}
"""What a field is where it is left out, by its parent ("" is the entry) and its name."""

_PARTIES = "parties"
_REFERENCES: Mapping[str, str] = {
    "authors": _PARTIES,
    "creators": _PARTIES,
    "commissioned_by": _PARTIES,
    "employer": _PARTIES,
    "eu_representative": _PARTIES,
    "labelled_by": "labellers",
    "licensor": _PARTIES,
    "operator": _PARTIES,
    "part_of": _PARTIES,
    "party": _PARTIES,
    "publisher": _PARTIES,
    "seeds": "sources",
    "vendors": _PARTIES,
    "verified_by": _PARTIES,
    "with": _PARTIES,
}
_REFERENCES_BELOW: Mapping[tuple[str, str], str] = {
    ("derived_from", "source"): "sources",
    ("overlaps", "source"): "sources",
    ("processing", "by"): _PARTIES,
}
"""Fields that hold keys of a section; the second table where the name alone does not tell."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values that differ at one place.

    Attributes:
        path: Field names from the entity down; an item of a list is ``[`` what identifies it ``]``.
        old: The old value; None for silence.
        new: The new value; None for silence.
        old_pointer: Where the old value stands; None for silence.
        new_pointer: Where the new value stands; None for silence.
    """

    path: Path
    old: object
    new: object
    old_pointer: str | None
    new_pointer: str | None


@dataclass(slots=True)
class Differ:
    """Walks two trees side by side.

    Attributes:
        renames: For each section the old keys that have a new one.
        reformatted: Pointers into the new manifest where texts differ that mean the same.
    """

    renames: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    reformatted: list[str] = field(default_factory=list[str])

    def fields(
        self, old: object, new: object, old_pointer: str, new_pointer: str
    ) -> Iterator[Difference]:
        """Yield the differences between the fields of two entries.

        Args:
            old: The old entry; anything but a mapping has no fields.
            new: The new entry.
            old_pointer: JSON Pointer of the old entry.
            new_pointer: JSON Pointer of the new entry.
        """
        if not same(old, new):
            yield from self._mappings(_mapping(old), _mapping(new), old_pointer, new_pointer, ())

    def differences(
        self, old: object, new: object, old_pointer: str, new_pointer: str, path: Path
    ) -> Iterator[Difference]:
        """Yield the differences between two values of one field.

        Args:
            old: The old value; None for silence.
            new: The new value; None for silence.
            old_pointer: JSON Pointer of the old value, whether or not there is one.
            new_pointer: JSON Pointer of the new value, whether or not there is one.
            path: The field; never empty.
        """
        old, new = _answer(old), _answer(new)
        if same(old, new):
            return
        name = _name(path)
        if is_mapping(old) and is_mapping(new) and not (_is_leaf(old) or _is_leaf(new)):
            yield from self._mappings(old, new, old_pointer, new_pointer, path)
        elif isinstance(old, list) and isinstance(new, list):
            yield from self._lists(old, new, old_pointer, new_pointer, path)
        elif name in _SHORT_FORMS and isinstance(old, str) and _is_long(new):
            yield from self._long_forms(
                {_SHORT_FORMS[name]: old}, new, (old_pointer, new_pointer), path, short="old"
            )
        elif name in _SHORT_FORMS and isinstance(new, str) and _is_long(old):
            yield from self._long_forms(
                old, {_SHORT_FORMS[name]: new}, (old_pointer, new_pointer), path, short="new"
            )
        elif isinstance(old, str) and isinstance(new, str):
            yield from self._texts(old, new, old_pointer, new_pointer, path)
        else:
            yield _difference(path, old, new, old_pointer, new_pointer)

    def _mappings(
        self,
        old: Mapping[str, object],
        new: Mapping[str, object],
        old_pointer: str,
        new_pointer: str,
        path: Path,
    ) -> Iterator[Difference]:
        parent = _name(path)
        for key in dict.fromkeys((*old, *new)):
            default = _DEFAULTS.get((parent, key))
            yield from self.differences(
                old.get(key, default),
                new.get(key, default),
                # A default stands nowhere but in the mapping that leaves it out.
                join(old_pointer, key) if key in old else old_pointer,
                join(new_pointer, key) if key in new else new_pointer,
                (*path, key),
            )

    def _long_forms(
        self,
        old: object,
        new: object,
        pointers: tuple[str, str],
        path: Path,
        *,
        short: str,
    ) -> Iterator[Difference]:
        """Compare a text with its long form; the text stands where the long form would."""
        at = pointers[short == "new"]
        for found in self._mappings(_mapping(old), _mapping(new), *pointers, path):
            old_at, new_at = found.old_pointer, found.new_pointer
            if short == "old":
                old_at = None if old_at is None else at
            else:
                new_at = None if new_at is None else at
            yield Difference(found.path, found.old, found.new, old_at, new_at)

    def _texts(
        self, old: str, new: str, old_pointer: str, new_pointer: str, path: Path
    ) -> Iterator[Difference]:
        renamed = self._renamed(path, old)
        if renamed == new:
            return
        if _spelling(path, str(renamed)) == _spelling(path, new):
            self.reformatted.append(new_pointer)
            return
        yield Difference(path, old, new, old_pointer, new_pointer)

    def _lists(
        self,
        old: Sequence[object],
        new: Sequence[object],
        old_pointer: str,
        new_pointer: str,
        path: Path,
    ) -> Iterator[Difference]:
        if not any(is_mapping(item) for item in (*old, *new)):
            names = sorted(canonical_text(self._renamed(path, item)) for item in old)
            if names != sorted(map(canonical_text, new)):
                yield Difference(path, old, new, old_pointer, new_pointer)
            else:
                self.reformatted.append(new_pointer)
            return
        left = self._items(old, path, renamed=True)
        right = self._items(new, path, renamed=False)
        if list(left) != list(right) and left.keys() == right.keys():
            self.reformatted.append(new_pointer)
        for key in dict.fromkeys((*left, *right)):
            at, before = left.get(key, (0, None))
            to, after = right.get(key, (0, None))
            yield from self.differences(
                before,
                after,
                join(old_pointer, at),
                join(new_pointer, to),
                (*path, f"[{key}]"),
            )

    def _items(
        self, items: Sequence[object], path: Path, *, renamed: bool
    ) -> dict[str, tuple[int, object]]:
        """Return index and item by what identifies it; equal ones are numbered."""
        groups: defaultdict[str, list[tuple[str, int, object]]] = defaultdict(list)
        for index, item in enumerate(items):
            key = self._item_key(item, path, renamed=renamed)
            groups[key].append((canonical_text(item), index, item))
        found: dict[str, tuple[int, object]] = {}
        for key, group in groups.items():
            if len(group) > 1:
                group.sort(key=lambda entry: entry[:2])
            for number, (_, index, item) in enumerate(group, start=1):
                found[key if number == 1 else f"{key} #{number}"] = (index, item)
        return found

    def _item_key(self, item: object, path: Path, *, renamed: bool) -> str:
        name = _name(path)
        if name in _SHORT_FORMS and isinstance(item, str):
            return item
        parts: list[str] = []
        if not is_mapping(item):
            return canonical_text(item)
        for key in ITEM_KEYS.get(name, ()):
            value = _answer(item.get(key, _DEFAULTS.get((name, key))))
            if renamed:
                value = self._renamed((*path, key), value)
            if value is not None and value != _DEFAULTS.get((name, key)):
                parts.append(value if isinstance(value, str) else canonical_text(value))
        return ", ".join(parts) or canonical_text(item)

    def _renamed(self, path: Path, value: object) -> object:
        """Return the new key for an old one, in fields that hold keys."""
        if not self.renames or not isinstance(value, str):
            return value
        names = [token for token in path[-3:] if not token.startswith("[")]
        section = _REFERENCES.get(names[-1]) if names else None
        if section is None and len(names) > 1:
            section = _REFERENCES_BELOW.get((names[-2], names[-1]))
        return self.renames.get(section, {}).get(value, value) if section else value


def same(old: object, new: object) -> bool:
    """Tell whether two values are equal in the data model: 1 and 1.0 are, 1 and true are not."""
    if old is new:
        return True
    if isinstance(old, bool) or isinstance(new, bool):
        return type(old) is type(new) and old == new
    if isinstance(old, dict):
        return (
            isinstance(new, dict)
            and old.keys() == new.keys()
            and all(same(value, new[key]) for key, value in old.items())
        )
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(same, old, new))
    return old == new


def _answer(value: object) -> object:
    """Return None for what is no answer: null, an empty text, list or mapping."""
    return None if value in ("", [], {}) else value


def _name(path: Path) -> str:
    """Return the name of the field, or of the list that an item is in."""
    for token in reversed(path):
        if not token.startswith("["):
            return token
    return ""


def _is_leaf(value: object) -> bool:
    """Tell whether a mapping is one value: a gap, or a quantity."""
    return is_gap(value) or parse_quantity(value) is not None


def _is_long(value: object) -> bool:
    return is_mapping(value) and not is_gap(value)


def _mapping(value: object) -> Mapping[str, object]:
    return value if is_mapping(value) else {}


def _spelling(path: Path, text: str) -> str:
    """Return a text without what has no meaning in it."""
    if path[-1] == "url":
        return normal_url(text)
    if path[-2:-1] == ("ids",):
        return normal_id(path[-1], text)
    return " ".join(text.split())


def _difference(
    path: Path, old: object, new: object, old_pointer: str, new_pointer: str
) -> Difference:
    return Difference(
        path,
        old,
        new,
        None if old is None else old_pointer,
        None if new is None else new_pointer,
    )
