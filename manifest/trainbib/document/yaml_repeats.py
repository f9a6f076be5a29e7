"""Keys that stand twice in one mapping of YAML text, found when there is one."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import yaml

from trainbib.diagnostics import Span
from trainbib.document.json_places import repeated_key
from trainbib.document.model import Ambiguity, ParseFinding
from trainbib.document.yaml_places import event_span

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Frame:
    """A collection that is open: its keys, or the index of its next item, and what is read now."""

    __slots__ = ("index", "keys", "token")

    def __init__(self, *, is_map: bool) -> None:
        self.keys: dict[str, Span] = {}
        self.index = None if is_map else 0
        self.token: str | int | None = None


def repeated_keys(text: str) -> list[ParseFinding]:
    """Say where a key stands twice, in the order of the text, up to where it cannot be read."""
    findings: list[ParseFinding] = []
    with contextlib.suppress(yaml.YAMLError):
        for path, again, first in _walk(_Loader(text).get_event):
            findings.append(repeated_key(path, again, first))
    return findings


def _walk(get: Callable[[], Any]) -> Iterator[tuple[tuple[str | int, ...], Span, Span]]:
    """Yield the path of each key that was there before, its place, and that of the first one."""
    frames: list[_Frame] = []
    while not isinstance(event := get(), yaml.StreamEndEvent):
        if isinstance(event, yaml.CollectionEndEvent):
            frames.pop()
            if frames and frames[-1].index is None:
                frames[-1].token = None
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        frame = frames[-1] if frames else None
        if frame is not None and frame.index is not None:
            frame.token, frame.index = frame.index, frame.index + 1
        elif frame is not None and frame.token is None:
            if not isinstance(event, yaml.ScalarEvent):
                return  # a key that is no text: the reader went no further
            key, span = event.value, event_span(event)
            frame.token = key
            first = frame.keys.setdefault(key, span)
            if first is not span:
                yield tuple(f.token for f in frames if f.token is not None), span, first
            continue
        if isinstance(event, yaml.CollectionStartEvent):
            frames.append(_Frame(is_map=isinstance(event, yaml.MappingStartEvent)))
        elif frame is not None and frame.index is None:
            frame.token = None


def effective(
    ambiguities: Sequence[Ambiguity], repeated: Sequence[tuple[tuple[str | int, ...], int]]
) -> list[Ambiguity]:
    """Return the ambiguities of a document without those of values that do not count.

    Args:
        ambiguities: In the order of the text.
        repeated: The path of each key that is given again, and how many ambiguities were noted
            before it.
    """
    again = dict(repeated)  # the last one of each
    return [
        ambiguity
        for number, ambiguity in enumerate(ambiguities)
        if not any(
            number < again.get(ambiguity.path[:length], 0)
            for length in range(1, len(ambiguity.path) + 1)
        )
    ]
