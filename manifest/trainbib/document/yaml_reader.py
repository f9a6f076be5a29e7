"""Reading YAML: libyaml's events to plain data, with the scalars of the YAML 1.2 core schema.

Events are several times faster than PyYAML's constructors and keep the places. At parse time only
the places of the entries two levels down are kept; the place of anything inside an entry is found
by reading that entry's lines again, when there is something to report. Of large documents the
plainest part needs no events at all: :mod:`trainbib.document.yaml_plain`.
"""

from collections.abc import Callable
from typing import Any

import yaml

from trainbib.collection import collection_paused
from trainbib.diagnostics import Finding, Span
from trainbib.document.model import MAX_DEPTH, Document, ParseFinding, with_yaml_line_feeds
from trainbib.document.numbers import Foreign
from trainbib.document.yaml_line_places import point
from trainbib.document.yaml_places import ENTRY_LEVEL, Entries, YamlLocator, event_span
from trainbib.document.yaml_repeats import effective, repeated_keys
from trainbib.document.yaml_scalars import (
    NUMERIC_START,
    OLD_WORDS,
    SPECIAL,
    SUSPICIOUS,
    Scalars,
    resolve,
    type_name,
)
from trainbib.pointers import pointer as make_pointer

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_ALIASED_NODES = 100_000
"""How many nodes aliases may add to a document (SPEC.md, section 2.3)."""

_MUCH = 1 << 16
"""From so many characters on it pays to try the reader of plain YAML first."""
_MAX_NAMES = 100_000
_STANDARD_TAG = "tag:yaml.org,2002:"


class _RefusedError(Exception):
    """The document uses something that the standard does not allow."""

    def __init__(self, code: str, message: str, help_: str, mark: Any) -> None:
        super().__init__(message)
        place = point(mark)
        self.finding = ParseFinding(code, Finding("", message, help=help_, span=place))


def read(text: str, path: str) -> Document:
    """Parse YAML text; what the standard does not allow becomes findings."""
    plain = read_plain(text, path) if len(text) >= _MUCH else None
    return plain or read_events(text, path)


def read_plain(text: str, path: str) -> Document | None:
    """Read a text of the plain part; None if it is not, or there is no libyaml to confirm it."""
    from trainbib.document.yaml_blocks import NotPlainError
    from trainbib.document.yaml_plain import PlainReader

    if not hasattr(yaml, "CSafeLoader"):
        return None
    reader = PlainReader(text)
    try:
        with collection_paused():
            data = reader.read()
    except NotPlainError:
        return None
    locate = YamlLocator(text, reader.entries).locate
    return Document(
        path=path,
        text=text,
        format="yaml",
        data=data,
        parsed=True,
        locator=locate,
        findings=reader.findings,
        ambiguities=reader.ambiguities,
    )


def read_events(text: str, path: str) -> Document:
    """Read any text that libyaml reads."""
    builder = _Builder(text)
    try:
        with collection_paused():
            data, parsed = builder.build(), True
    except _RefusedError as refused:
        data, parsed = None, False
        builder.findings.append(refused.finding)
    except yaml.YAMLError as error:
        data, parsed = None, False
        builder.findings.append(_syntax_error(error, text))
    if builder.repeated:
        builder.entries.marks.clear()
        # A syntax error stays the last one: it is why nothing else is known.
        builder.findings[:0] = repeated_keys(text)[: len(builder.repeated)]
        builder.ambiguities = effective(builder.ambiguities, builder.repeated)
    locate = YamlLocator(text, builder.entries).locate
    return Document(path, text, "yaml", data, parsed, locate, builder.findings, builder.ambiguities)


def _syntax_error(error: yaml.YAMLError, text: str) -> ParseFinding:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    help_ = "repair the syntax at this place; nothing after it was read"
    if mark is not None:
        lines = text.splitlines()
        line = lines[mark.line] if mark.line < len(lines) else ""
        if "\t" in line[: mark.column + 1]:
            help_ = "YAML does not indent with tabs: use spaces"
        span = point(mark)
        if mark.line >= len(lines) and lines:  # at the end: after the last character that there is
            span = Span(len(lines), len(lines[-1]) + 1, len(lines), len(lines[-1]) + 2)
    else:  # a character that YAML does not allow
        before = with_yaml_line_feeds(text[: _position(error, text)])
        line_number, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        span = Span(line_number, column, line_number, column + 1)
    return ParseFinding("PAR001", Finding("", f"not YAML: {problem}", help=help_, span=span))


def _position(error: yaml.YAMLError, text: str) -> int:
    """Return the offset of a character that YAML does not allow; libyaml counts bytes."""
    position: int = getattr(error, "position", None) or 0
    if not hasattr(yaml, "CSafeLoader"):
        return position
    return len(text.encode("utf-8", "surrogatepass")[:position].decode("utf-8", "ignore"))


class _Builder(Scalars):
    """One pass over the events."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.entries = Entries()
        self.repeated: list[tuple[tuple[str | int, ...], int]] = []
        """Paths of keys that are given again, and how many ambiguities were noted before them."""
        self.anchors: dict[str, object] = {}
        self.nodes_aliased = 0

    def build(self) -> object:
        """Return the data.

        Raises:
            _RefusedError: If the standard does not allow what is there.
            yaml.YAMLError: If it is not YAML.
        """
        get: Callable[[], Any] = _Loader(self.text).get_event
        start: Any = get()  # of the stream
        if self.text.startswith("\ufeff"):  # libyaml passes over it, and is one character behind
            message = "a second byte order mark stands where the text begins"
            help_ = "save the file as UTF-8 without a byte order mark"
            raise _RefusedError("PAR001", message, help_, start.start_mark)
        event: Any = get()
        if isinstance(event, yaml.StreamEndEvent):
            help_ = "write a manifest, or make one with `trainbib init`"
            raise _RefusedError("PAR001", "the file is empty", help_, event.start_mark)
        data = self._node(get)
        get()  # document end
        event = get()
        if not isinstance(event, yaml.StreamEndEvent):
            message = "a second document begins here; a manifest is one document"
            help_ = "remove the `---` line and what follows, or move it to a file of its own"
            raise _RefusedError("PAR001", message, help_, event.start_mark)
        return self.whole(data)

    def _node(self, get: Callable[[], Any]) -> object:  # noqa: C901, PLR0912, PLR0915 - the hot loop, one piece
        scalar_event = yaml.ScalarEvent
        map_start, map_end = yaml.MappingStartEvent, yaml.MappingEndEvent
        sequence_start, sequence_end = yaml.SequenceStartEvent, yaml.SequenceEndEvent
        frames = self.frames
        names: dict[str, str] = {}  # keys that are plainly text, one object for each
        suspicious, numeric, special = SUSPICIOUS, NUMERIC_START, SPECIAL
        anchored = "&" in self.text
        root: list[object] = []
        container: Any = root
        key: Any = None
        in_map = False
        careful = True  # look at each key: it may begin an entry, or have an anchor
        value: Any
        while True:
            event = get()
            kind = event.__class__
            if in_map:
                if kind is scalar_event:
                    value = event.value
                    key = names.get(value)
                    if careful or key is None or key in container:
                        key = self._key(event, container, names)
                    event = get()
                    kind = event.__class__
                elif kind is not map_end:
                    alias = kind is yaml.AliasEvent
                    what = "an alias" if alias else "a mapping or a list, not text"
                    raise _RefusedError("PAR011", f"a key is {what}", _AS_TEXT, event.start_mark)
            if kind is scalar_event:
                value = event.value
                if event.implicit[0]:
                    first = value[:1]
                    if first in suspicious and (first in numeric or value in special):
                        value = self.plain(value, container, key)
                elif event.tag is not None and not event.implicit[1]:
                    value = self._tagged(event)
                if anchored and event.anchor is not None:
                    self.anchors[event.anchor] = value
            elif kind is map_start or kind is sequence_start:
                level = len(frames)
                if level <= 1 or level >= MAX_DEPTH or event.tag is not None:
                    self._check_container(event, level, key)
                value = {} if kind is map_start else []
                if anchored and event.anchor is not None:
                    self.anchors[event.anchor] = value
                if in_map:
                    container[key] = value
                else:
                    key = len(container)
                    container.append(value)
                frames.append((container, key))
                container, key = value, None
                in_map = kind is map_start
                careful = anchored or level < ENTRY_LEVEL
                continue
            elif kind is map_end or kind is sequence_end:
                container, key = frames.pop()
                if not frames:
                    return root[0]
                in_map = container.__class__ is dict
                careful = anchored or len(frames) <= ENTRY_LEVEL
                continue
            else:
                value = self._alias(event, container)
            if in_map:
                container[key] = value
            else:
                container.append(value)
                if container is root:
                    return value

    def _key(self, event: Any, container: dict[str, object], names: dict[str, str]) -> str:
        """Look at a key that is new, is given twice, or begins a section or an entry.

        Returns:
            The key under which the value is to stand: of two equal keys the last one counts.
        """
        key: str = event.value
        if key in container:
            self.repeated.append((self.path(key, container), len(self.ambiguities)))
        if event.implicit[0] and (key[:1] in NUMERIC_START or key in SPECIAL):
            if key == "<<":
                message = "a merge key (`<<`) is not part of YAML 1.2"
                raise _RefusedError("PAR009", message, "write the fields out", event.start_mark)
            read_as = key if key in OLD_WORDS else resolve(key)
            if not isinstance(read_as, str):
                self.findings.append(
                    ParseFinding(
                        "PAR011",
                        Finding(
                            make_pointer(*self.path(key, container)),
                            f"the key `{key}` reads as {type_name(read_as)}, not as text",
                            on_key=True,
                            help=f'write "{key}" in quotes',
                            span=event_span(event),
                            value=key,
                        ),
                    )
                )
            elif key in OLD_WORDS:
                self.ambiguous(key, "a truth value", container, key)
        elif len(names) < _MAX_NAMES:
            key = names.setdefault(key, key)
        if event.anchor is not None:
            self.anchors[event.anchor] = key
        level = len(self.frames)
        if level <= ENTRY_LEVEL:
            section = str(self.frames[1][1]) if level > 1 else None
            self.entries.marks[section, key] = event.start_mark
        return key

    def _check_container(self, event: Any, level: int, key: str | None) -> None:
        if level >= MAX_DEPTH:
            message = f"containers are nested more than {MAX_DEPTH} deep"
            raise _RefusedError("PAR012", message, "flatten the data", event.start_mark)
        if event.tag not in {None, "!", _STANDARD_TAG + "map", _STANDARD_TAG + "seq"}:
            raise _refused_tag(event)
        if level <= 1 and event.flow_style:
            self.entries.in_flow.add(str(key) if level else None)

    def _alias(self, event: Any, filling: object) -> object:
        name: str = event.anchor
        if name not in self.anchors:
            message = f"the alias `*{name}` has no anchor before it"
            raise _RefusedError("PAR001", message, "write the value out", event.start_mark)
        value = self.anchors[name]
        if value is filling or any(container is value for container, _ in self.frames):
            message = f"the alias `*{name}` stands inside its own anchor"
            raise _RefusedError("PAR009", message, "write the value out", event.start_mark)
        self.nodes_aliased += _size(value)
        if self.nodes_aliased > MAX_ALIASED_NODES:
            message = f"aliases add more than {MAX_ALIASED_NODES} nodes to the document"
            raise _RefusedError("PAR009", message, "write the values out", event.start_mark)
        return value

    def _tagged(self, event: Any) -> object:
        tag: str = event.tag
        text: str = event.value
        if tag in {"!", _STANDARD_TAG + "str"}:
            return text
        value = resolve(text)
        expected = _TAGGED_TYPES.get(tag)
        read_as = value.stand_in if isinstance(value, Foreign) else value
        if expected is None or not isinstance(read_as, expected):
            raise _refused_tag(event)
        if isinstance(value, Foreign):
            self.foreign += 1
            return value
        return float(value) if tag.endswith(":float") and isinstance(value, int) else value


_AS_TEXT = "use text as the key"
_TAGGED_TYPES: dict[str, type | tuple[type, ...]] = {
    _STANDARD_TAG + "int": int,
    _STANDARD_TAG + "float": (int, float),
    _STANDARD_TAG + "bool": bool,
    _STANDARD_TAG + "null": type(None),
}


def _refused_tag(event: Any) -> _RefusedError:
    tag = getattr(event, "tag", "")
    message = f"the tag `{tag}` is not one of JSON's types"
    return _RefusedError("PAR001", message, "remove the tag", event.start_mark)


def _size(value: object) -> int:
    """Count the nodes of a value; shared containers count as often as they stand there."""
    count = 0
    waiting: list[Any] = [value]
    while waiting and count <= MAX_ALIASED_NODES:
        node = waiting.pop()
        count += 1
        if isinstance(node, dict):
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return count
