"""Places in YAML text, found when there is something to report."""

import contextlib
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import yaml

from trainbib.diagnostics import Span
from trainbib.document.model import Place, tree_of
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


class Entries:
    """Where the sections and their entries begin."""

    def __init__(self) -> None:
        self.marks: dict[tuple[str, str], Mark] = {}
        self.in_flow: set[str] = set()
        """The sections whose entries stand between braces; "" for the whole document."""
        self.line_by_line = False
        """Whether every key and every scalar that is not a block stands on a line of its own."""

    def note(self, section: str, key: str, mark: Mark) -> None:
        """Remember where a section (``""``, its name) or an entry (section, key) begins."""
        self.marks.setdefault((section, key), mark)


class YamlLocator:
    """Finds places; reads the lines of one entry only, where the layout allows it."""

    def __init__(self, text: str, entries: Entries) -> None:
        self.text = text
        self.entries = entries

    def locate(self, targets: list[tuple[str, ...]]) -> dict[tuple[str, ...], Place]:
        """Return the places of the targets that exist."""
        whole: list[tuple[str, ...]] = []
        by_entry: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        by_section: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        places: dict[tuple[str, ...], Place] = {}
        for target in targets:
            entry = target[:2]
            if not target:
                places[target] = Place(None, Span(1, 1, 1, 2))
                continue
            section = ("", target[0])
            if section not in self.entries.marks or "" in self.entries.in_flow:
                whole.append(target)
            elif target[0] in self.entries.in_flow:
                by_section.setdefault(section, []).append(target)
            elif len(entry) == 2 and entry in self.entries.marks:  # noqa: PLR2004 - section and key
                by_entry.setdefault((entry[0], entry[1]), []).append(target)
            elif len(target) == 1:
                mark = self.entries.marks[section]
                by_entry.setdefault(section, []).append(target)
                span = point(mark)
                places[target] = Place(span, span)
            else:
                whole.append(target)
        if by_entry:
            starts = sorted(mark.index for mark in self.entries.marks.values())
            for entry, wanted in by_entry.items():
                places.update(self._in_entry(entry, wanted, starts))
        if by_section:
            starts = sorted(mark.index for (of, _), mark in self.entries.marks.items() if not of)
            for entry, wanted in by_section.items():
                places.update(self._in_entry(entry, wanted, starts))
        if whole:
            places.update(_scan(self.text, whole) | {(): Place(None, Span(1, 1, 1, 2))})
        return places

    def _in_entry(
        self, entry: tuple[str, str], wanted: list[tuple[str, ...]], starts: list[int]
    ) -> dict[tuple[str, ...], Place]:
        mark = self.entries.marks[entry]
        following = bisect_right(starts, mark.index)
        end = starts[following] if following < len(starts) else len(self.text)
        if self.entries.line_by_line and entry[0] and len(wanted) <= _FEW:
            places = {target: on_lines(self.text, mark, end, target[2:]) for target in wanted}
            found = {target: place for target, place in places.items() if place is not None}
            if len(found) == len(wanted):
                return found
        fragment = " " * mark.column + self.text[mark.index : end]
        skipped = 1 if entry[0] else 0
        relative = [target[skipped:] for target in wanted]
        found = _scan(fragment, relative, first_line=mark.line)
        section = entry[:1] if skipped else ()
        return {(*section, *target): found[target] for target in relative if target in found}


def _shift(span: Span, lines: int) -> Span:
    return Span(span.line + lines, span.column, span.end_line + lines, span.end_column)


def _scan(
    text: str, targets: list[tuple[str, ...]], *, first_line: int = 0
) -> dict[tuple[str, ...], Place]:
    """Go through the events of a text and note the places of the targets.

    A syntax error ends the scan: what was found before it stands.
    """
    places: dict[tuple[str, ...], Place] = {}
    with contextlib.suppress(yaml.YAMLError):
        _walk(_Loader(text).get_event, tree_of(targets), places, first_line)
    return places


def _walk(
    get: Callable[[], Any],
    tree: dict[str, Any],
    places: dict[tuple[str, ...], Place],
    first_line: int,
) -> None:
    # A frame: the node of the target tree (None outside of it), its path, the next index of a
    # list (None for a mapping), the pending key and its span.
    frames: list[list[Any]] = []
    pending: tuple[Any, tuple[str, ...], Span | None] | None = (tree, (), None)
    while True:
        event = get()
        if isinstance(event, yaml.StreamEndEvent):
            return
        if not isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            frames.pop()
            continue
        node: Any = None
        path: tuple[str, ...] = ()
        key_span: Span | None = None
        if frames:
            frame = frames[-1]
            if frame[2] is None and frame[3] is None:  # a key
                key = event.value if isinstance(event, yaml.ScalarEvent) else ""
                frame[3] = (key, _shift(event_span(event), first_line))
                continue
            if frame[2] is None:
                token, key_span = frame[3]
                frame[3] = None
            else:
                token, frame[2] = str(frame[2]), frame[2] + 1
            if frame[0] is not None and token in frame[0]:
                node, path = frame[0][token], (*frame[1], token)
        elif pending is not None:
            node, path, key_span = pending
            pending = None
        if node is not None and path not in places:
            span = _shift(event_span(event), first_line)
            places[path] = Place(key_span, span)
        if isinstance(event, yaml.CollectionStartEvent):
            is_map = isinstance(event, yaml.MappingStartEvent)
            frames.append([node, path, None if is_map else 0, None])
