"""What begins on which line of a YAML text, for comments that speak of a line."""

import contextlib
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from trainbib.pointers import pointer

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class YamlLines:
    """The lines of a YAML text.

    Attributes:
        entities: JSON Pointer of the outermost member or item that begins on a line (from 1).
        scalars: Offsets of the scalars that hold a number sign: no comment begins there.
    """

    entities: dict[int, str] = field(default_factory=dict[int, str])
    scalars: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def in_scalar(self, offset: int) -> bool:
        """Tell whether a character belongs to a scalar."""
        before = bisect_right(self.scalars, offset, key=_start) - 1
        return before >= 0 and offset < self.scalars[before][1]


def _start(scalar: tuple[int, int]) -> int:
    return scalar[0]


def read_lines(text: str) -> YamlLines:
    """Go through the events of a text; a syntax error ends it, and what was found stands."""
    lines = YamlLines()
    with contextlib.suppress(yaml.YAMLError):
        _walk(_Loader(text).get_event, text, lines)
    return lines


def _walk(get: Callable[[], Any], text: str, lines: YamlLines) -> None:
    # A frame: the path of the collection, the next index of a list (None for a mapping), the key
    # that waits for its value.
    frames: list[list[Any]] = []
    while True:
        event = get()
        if event is None or isinstance(event, yaml.StreamEndEvent):
            return
        if isinstance(event, yaml.CollectionEndEvent):
            frames.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        start: Any = event.start_mark
        end: Any = event.end_mark
        scalar = isinstance(event, yaml.ScalarEvent)
        if scalar and "#" in text[start.index : end.index]:
            lines.scalars.append((start.index, end.index))
        path: tuple[str | int, ...] = ()
        if frames:
            frame = frames[-1]
            if frame[1] is None and frame[2] is None:
                key: str = event.value if isinstance(event, yaml.ScalarEvent) else ""
                frame[2] = key
                lines.entities.setdefault(start.line + 1, pointer(*frame[0], key))
                continue
            if frame[1] is None:
                path, frame[2] = (*frame[0], frame[2]), None
            else:
                path, frame[1] = (*frame[0], frame[1]), frame[1] + 1
                lines.entities.setdefault(start.line + 1, pointer(*path))
        if isinstance(event, yaml.CollectionStartEvent):
            frames.append([path, None if isinstance(event, yaml.MappingStartEvent) else 0, None])
