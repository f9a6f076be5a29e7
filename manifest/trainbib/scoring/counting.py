"""Counting answers to our own questions: given, a gap by its state, or silence.

Values are taken column by column: a field of all sources is one list, so that a manifest of 100 000
sources is counted in a fraction of a second.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any

from trainbib.scoring.questions import Question, questions, table, tokens
from trainbib.scoring.tallies import QuestionScore, Tally
from trainbib.values import GAP_STATES, as_mapping, is_gap, is_mapping

_NOTHING: tuple[Any, ...] = (None, "", [], {})

Entries = list[dict[str, Any]]


def counted(data: dict[str, Any], profile: str) -> Iterator[QuestionScore]:
    """Yield how the questions of one of our own profiles are answered.

    Those that nothing is asked of are left out.
    """
    entries = _Entries(data)
    for question in questions(profile):
        tally = _answers(entries.asked(question), question.answers)
        if tally.asked:
            yield QuestionScore(question, tally)


class _Group:
    """Entries that are asked the same, and the fields that any of them has."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries
        self.fields = set[str]().union(*entries)
        self._below: dict[str, tuple[_Group, Tally]] = {}

    def count(self, path: tuple[str, ...]) -> Tally:
        """Count the values of one field, which may be a field of a field."""
        name = path[0]
        if name not in self.fields:
            return Tally(silent=len(self.entries))
        if len(path) == 1:
            return _counted(_values(self.entries, name), len(self.entries))
        group, rest = self._parted(name)
        return group.count(path[1:]) + rest

    def values(self, path: tuple[str, ...]) -> list[Any]:
        """Return the values of a field, which may be a field of a field, of those that have it."""
        name = path[0]
        if name not in self.fields:
            return []
        if len(path) == 1:
            return _values(self.entries, name)
        return self._parted(name)[0].values(path[1:])

    def _parted(self, name: str) -> "tuple[_Group, Tally]":
        """Return the mappings that a field holds, and the entries that have none there."""
        below = self._below.get(name)
        if below is None:
            below = self._below[name] = self._made(name)
        return below

    def _made(self, name: str) -> "tuple[_Group, Tally]":
        found = _values(self.entries, name)
        mappings = [value for value in found if value.__class__ is dict]
        silent = len(self.entries) - len(mappings)
        states = _states(mappings)
        if states:
            mappings = [value for value in mappings if not is_gap(value)]
        return _Group(mappings), Tally(0, Counter(states), silent)


class _Entries:
    """The entries of a manifest that questions are asked of, each group found once."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self._groups: dict[tuple[Any, ...], _Group] = {}

    def asked(self, question: Question) -> _Group:
        """Return the entries that a question is asked of."""
        group = self._of(question.of, question.kinds)
        for name, value in question.when.items():
            key = (id(group), name, value)
            narrowed = self._groups.get(key)
            if narrowed is None:
                narrowed = _Group(_CONDITIONS[name](group, value, self._data))
                self._groups[key] = narrowed
            group = narrowed
        return group

    def _of(self, pointer: str, kinds: tuple[str, ...]) -> _Group:
        key = (pointer, kinds)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = self._found(pointer, kinds)
        return group

    def _found(self, pointer: str, kinds: tuple[str, ...]) -> _Group:
        if not pointer.startswith(_SOURCES):
            return _Group(_below([self._data], tokens(pointer)))
        path = tokens(pointer.removeprefix(_SOURCES))
        if path:
            sources = self._of(_SOURCES, kinds)
            return _Group(_below(sources.entries, path) if path[0] in sources.fields else [])
        if not kinds:
            return _Group(_below([self._data], tokens(_SOURCES)))
        everything = self._of(_SOURCES, ())
        entries = [each for kind in kinds for each in self._by_kind.get(kind, ())]
        return _Group(entries) if len(entries) < len(everything.entries) else everything

    @cached_property
    def _by_kind(self) -> dict[str, Entries]:
        found: dict[str, Entries] = {}
        for entry in self._of(_SOURCES, ()).entries:
            kind = entry.get("kind")
            if isinstance(kind, str):
                found.setdefault(kind, []).append(entry)
        return found


_SOURCES = "/sources/*"


def _below(entries: Entries, path: tuple[str, ...]) -> Entries:
    """Return the mappings that a path leads to from some others."""
    found: list[Any] = entries
    for name in path:
        # What is below a field that is missing, or a gap, is asked nothing.
        if name == "*":
            found = _each(found)
        else:
            found = [each[name] for each in found if each.__class__ is dict and name in each]
    return found


def _each(containers: Iterable[Any]) -> Entries:
    """Return the entries of mappings and the items of lists."""
    found: list[Iterable[Any]] = []
    for container in containers:
        if isinstance(container, list):
            found.append(container)
        elif is_mapping(container) and not is_gap(container):
            found.append(each for key, each in container.items() if not key.startswith("x-"))
    return [each for each in chain.from_iterable(found) if each.__class__ is dict]


def _answers(group: _Group, answers: tuple[str, ...]) -> Tally:
    known = [path for path in map(tokens, answers) if path[0] in group.fields]
    if not known:
        return Tally(silent=len(group.entries))
    first = group.count(known[0])
    if len(known) == 1 or first.given == len(group.entries):
        return first
    given, gaps, silent = 0, Counter[str](), 0
    for entry in group.entries:
        gap = ""
        for path in known:
            state = _state(entry, path)
            if state == "given":
                given += 1
                break
            gap = gap or state
        else:
            if gap:
                gaps[gap] += 1
            else:
                silent += 1
    return Tally(given, gaps, silent)


def _counted(found: list[Any], asked: int) -> Tally:
    """Count the values that so many entries have between them."""
    mappings = [value for value in found if value.__class__ is dict]
    states = _states(mappings) if mappings else []
    # Zero and false are answers; what is empty is none.
    empty = 0 if all(found) else sum(value in _NOTHING for value in found if not value)
    return Tally(len(found) - len(states) - empty, Counter(states), asked - len(found) + empty)


def _values(mappings: list[Any], name: str) -> list[Any]:
    """Return the values of a field: fast where all have it, as most do of most fields."""
    try:
        return list(map(itemgetter(name), mappings))
    except KeyError:
        return [mapping[name] for mapping in mappings if name in mapping]


def _states(mappings: list[Any]) -> list[str]:
    """Return the states of those that are gaps."""
    if 1 not in set(map(len, mappings)):
        return []
    return [
        state
        for mapping in mappings
        if len(mapping) == 1 and (state := next(iter(mapping))) in GAP_STATES
    ]


def _state(entry: dict[str, Any], path: tuple[str, ...]) -> str:
    """Return ``given``, the state of a gap, or "" for silence."""
    value: Any = entry
    for name in path:
        if value.__class__ is not dict or name not in value:
            return ""
        value = value[name]
        if value.__class__ is dict and len(value) == 1:
            state: str = next(iter(value))
            if state in GAP_STATES:
                return state
    return "" if not value and value in _NOTHING else "given"


def _value(entry: Mapping[str, Any], pointer: str) -> Any:
    value: Any = entry
    for name in tokens(pointer):
        value = value.get(name) if value.__class__ is dict else None
    return value


def _if_given(group: _Group, pointer: str, _: Mapping[str, Any]) -> Entries:
    path = tokens(pointer)
    if not group.values(path):
        return []
    return [entry for entry in group.entries if _state(entry, path) == "given"]


def _if_present(group: _Group, pointer: str, _: Mapping[str, Any]) -> Entries:
    """Keep the entries of which something is said to be present, in a word or in detail."""
    found = group.values(tokens(pointer))
    if "present" not in found and dict not in set(map(type, found)):
        return []
    values = ((entry, _value(entry, pointer)) for entry in group.entries)
    return [
        entry
        for entry, value in values
        if "present" in (value, value.get("status") if value.__class__ is dict else None)
    ]


def _if_named(group: _Group, pointer: str, data: Mapping[str, Any]) -> Entries:
    """Keep the entry that a field of the manifest names."""
    key = _value(data, pointer)
    party = as_mapping(data.get("parties")).get(key) if isinstance(key, str) else None
    return [entry for entry in group.entries if entry is party]


def _if_outside_eu(group: _Group, pointer: str, _: Mapping[str, Any]) -> Entries:
    """Keep the entries whose country is known, and none of the European Union."""
    members = set(table()["eu_countries"])
    countries = ((entry, _value(entry, pointer)) for entry in group.entries)
    return [
        entry
        for entry, country in countries
        if isinstance(country, str) and country and country not in members
    ]


_CONDITIONS: Mapping[str, Callable[[_Group, str, Mapping[str, Any]], Entries]] = {
    "given": _if_given,
    "present": _if_present,
    "named_by": _if_named,
    "outside_eu": _if_outside_eu,
}
