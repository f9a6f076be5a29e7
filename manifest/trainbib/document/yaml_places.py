"""Places in YAML text, found when there is something to report."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import yaml

from trainbib.diagnostics import Span
from trainbib.document.model import Place, Target, tree_of
from trainbib.document.yaml_line_places import Mark, on_lines, point

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def event_span(event: yaml.Event) -> Span:
    """Return the span of a scalar; where it runs over lines, of its first character."""
    start: Any = event.start_mark  # typed as optional, but libyaml always has them
    end: Any = event.end_mark
    if end.line != start.line or end.column <= start.column:
        return point(start)
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


_FEW = 16
"""How many places of an entry are sought one by one: one walk finds any number."""
ENTRY_LEVEL = 2
"""How many containers are open around the key of a section (1) or of an entry (2)."""


_Name: TypeAlias = tuple[str | None, str]
"""Of an entry: its section and its key; of a section: None and its name."""


class Entries:
    """Where the sections and their entries begin."""

    def __init__(self) -> None:
        self.marks: dict[_Name, Mark] = {}
        """Of sections and entries; none where any key is given twice."""
        self.in_flow: set[str | None] = set()
        """The sections whose entries stand between braces; None for the whole document."""
        self.line_by_line = False
        """Whether every key and every scalar that is not a block stands on a line of its own."""


class YamlLocator:
    """Finds places; reads the lines of one entry only, where the layout allows it."""

    def __init__(self, text: str, entries: Entries) -> None:
        self.text = text
        self.entries = entries

    def locate(self, targets: list[Target]) -> dict[Target, Place]:
        """Return the places of the targets that exist."""
        marks, in_flow = self.entries.marks, self.entries.in_flow
        whole: list[Target] = []
        by_entry: dict[_Name, list[Target]] = {}
        by_section: dict[_Name, list[Target]] = {}
        places: dict[Target, Place] = {}
        for target in targets:
            if not target:
                places[target] = Place(None, Span(1, 1, 1, 2))
                continue
            section = (None, target[0])
            entry = target[:2]
            if section not in marks or None in in_flow:
                whole.append(target)
            elif target[0] in in_flow:
                by_section.setdefault(section, []).append(target)
            elif len(target) == 1:
                by_entry[None, target[0]] = [target]
            elif len(entry) == 2 and entry in marks:  # noqa: PLR2004 - section and key
                by_entry.setdefault((entry[0], entry[1]), []).append(target)
            else:
                whole.append(target)
        if by_entry:
            starts = sorted(mark.index for mark in marks.values())
            for name, wanted in by_entry.items():
                whole += self._in_entry(name, wanted, starts, places)
        if by_section:
            starts = sorted(mark.index for (of, _), mark in marks.items() if of is None)
            for name, wanted in by_section.items():
                whole += self._in_entry(name, wanted, starts, places)
        if whole:
            places.update(_scan(self.text, whole)[0])
        return places

    def _in_entry(
        self,
        entry: _Name,
        wanted: list[Target],
        starts: list[int],
        places: dict[Target, Place],
    ) -> list[Target]:
        """Add the places of what is in an entry, or of a section.

        Args:
            entry: An entry; or a section, for itself or for what is in all of its text.
            wanted: The targets.
            starts: Offsets at which entries begin, and so those before them end.
            places: To be filled.

        Returns:
            The targets for which the whole text has to be read: the lines of an entry cannot be
            read by themselves where its key stands behind a question mark, or needs a directive.
        """
        mark = self.entries.marks[entry]
        following = bisect_right(starts, mark.index)
        section, key = entry
        if section is None and key not in self.entries.in_flow:
            following += 1  # the value of a section begins with its first entry
        end = starts[following] if following < len(starts) else len(self.text)
        if self.entries.line_by_line and section is not None and len(wanted) <= _FEW:
            by_line = {target: on_lines(self.text, mark, end, target[2:]) for target in wanted}
            found = {target: place for target, place in by_line.items() if place is not None}
            if len(found) == len(wanted):
                places.update(found)
                return []
        fragment = " " * mark.column + self.text[mark.index : end]
        above = () if section is None else (section,)
        relative = [(key,), *(target[len(above) :] for target in wanted)]
        found, is_yaml = _scan(fragment, relative, first_line=mark.line, only_first=True)
        if not is_yaml or (key,) not in found:
            return wanted
        found = {(*above, *target): place for target, place in found.items()}
        places.update({target: found[target] for target in wanted if target in found})
        return []


def _scan(
    text: str, targets: list[Target], *, first_line: int = 0, only_first: bool = False
) -> tuple[dict[Target, Place], bool]:
    """Go through the events of a text and note the places of the targets.

    Args:
        text: YAML.
        targets: What to look for.
        first_line: How many lines stand before the text.
        only_first: Whether the first member of the text is all that counts.

    Returns:
        The places, and whether there was no syntax error. One ends the scan: what was found before
        it stands.
    """
    walk = _Walk(_Loader(text).get_event, first_line)
    try:
        walk.to_the_end(tree_of(targets), only_first=only_first)
    except yaml.YAMLError:
        return dict(walk.places()), False
    return dict(walk.places()), True


class _Found:
    """What was found of a target, and below it: of a key given twice, the last one counts."""

    __slots__ = ("below", "place")

    def __init__(self, place: Place) -> None:
        self.place = place
        self.below: dict[str, _Found] = {}


class _Frame:
    """A collection that is open.

    Attributes:
        tree: The targets below it; None outside of what is wanted.
        found: Those that were found.
        index: Of the next item of a list; None for a mapping.
        key: The pending key of a mapping, with its span.
    """

    __slots__ = ("found", "index", "key", "tree")

    def __init__(
        self, tree: dict[str, Any] | None, found: dict[str, _Found], index: int | None
    ) -> None:
        self.tree = tree
        self.found = found
        self.index = index
        self.key: tuple[str, Span] | None = None


class _Walk:
    """Goes through events to targets."""

    def __init__(self, get: Callable[[], Any], first_line: int) -> None:
        self._get = get
        self._first_line = first_line
        self._found: dict[str, _Found] = {}

    def places(self) -> Iterator[tuple[Target, Place]]:
        """Yield the targets that were found, with their places."""
        waiting: list[tuple[Target, dict[str, _Found]]] = [((), self._found)]
        while waiting:
            path, level = waiting.pop()
            for token, found in level.items():
                yield (*path, token), found.place
                waiting.append(((*path, token), found.below))

    def to_the_end(self, tree: dict[str, Any], *, only_first: bool) -> None:
        """Look for the targets of a tree.

        Raises:
            yaml.YAMLError: If there is a syntax error.
        """
        frames: list[_Frame] = []
        while True:
            event = self._get()
            if isinstance(event, yaml.StreamEndEvent):
                return
            if isinstance(event, yaml.CollectionEndEvent):
                frames.pop()
            elif isinstance(event, yaml.NodeEvent):
                frame = frames[-1] if frames else None
                if frame is not None and frame.index is None and frame.key is None:
                    if only_first and len(frames) == 1 and frame.found:
                        return
                    key = event.value if isinstance(event, yaml.ScalarEvent) else ""
                    frame.key = key, _shift(event_span(event), self._first_line)
                    continue
                below, found = (tree, self._found) if frame is None else self._note(frame, event)
                if isinstance(event, yaml.CollectionStartEvent):
                    is_map = isinstance(event, yaml.MappingStartEvent)
                    frames.append(_Frame(below, found, None if is_map else 0))

    def _note(self, frame: _Frame, event: Any) -> tuple[dict[str, Any] | None, dict[str, _Found]]:
        """Note the place of a value, if it is wanted; return what is wanted below it."""
        key_span: Span | None = None
        if frame.key is not None:
            token, key_span = frame.key
            frame.key = None
        else:
            index = frame.index or 0
            token, frame.index = str(index), index + 1
        if frame.tree is None or token not in frame.tree:
            return None, {}
        place = Place(key_span, _shift(event_span(event), self._first_line))
        found = frame.found[token] = _Found(place)
        return frame.tree[token], found.below


def _shift(span: Span, lines: int) -> Span:
    return Span(span.line + lines, span.column, span.end_line + lines, span.end_column)
