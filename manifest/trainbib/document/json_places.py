"""Places in JSON text, found when there is something to report."""

import contextlib
import json
import json.decoder
import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from trainbib.diagnostics import Finding, Related, Span
from trainbib.document.model import ParseFinding, Place, Target, tree_of, with_line_feeds
from trainbib.pointers import pointer as make_pointer
from trainbib.values import is_mapping

_space = re.compile(r"[ \t\n\r]*").match
_colon = re.compile(r"[ \t\n\r]*:").match
_to_value = re.compile(r"[ \t\n\r]*:[ \t\n\r]*").match
_to_next = re.compile(r"[ \t\n\r]*(?:,[ \t\n\r]*)?").match
_opens_line = re.compile(r"[{\[][ \t\r]*\n").match
# Both are parts of the standard library's C scanner that its type stubs leave out.
_scan_value: Callable[[str, int], tuple[object, int]] = vars(
    json.JSONDecoder(parse_int=bool)  # Python refuses integers of thousands of digits
)["scan_once"]
_scan_string: Callable[[str, int, bool], tuple[str, int]] = vars(json.decoder)["scanstring"]

_FEW = 16
"""How many keys are sought one by one: as long as that is faster than one walk to all of them."""
_USUAL = (': "', ": {", ": [")
"""What follows a key nearly always."""
_ENTRY = 2
"""How many tokens the path of an entry has: section and key."""
_SOUGHT = 3
"""How many members of a mapping are sought by their keys, where it is known to have them."""
_OFTEN = 64
"""How often a text is looked for one by one."""
_MANY = 1000
"""How many entries a section has that is better passed by a search for what follows."""
_plain_key = re.compile(r"[A-Za-z0-9._+@-]+").fullmatch
"""Matches a key that, between quotes, cannot be what stands between two strings."""
_escape_in_key = re.compile(r'\\[^"\\]*"[ \t\n\r]*:').search


class JsonLocator:
    """Finds places in a valid JSON text."""

    def __init__(self, text: str, data: object, *, repeated: bool = False) -> None:
        """Take a text and its data.

        Args:
            text: A valid JSON text.
            data: What it holds.
            repeated: Whether a mapping has a key twice; then the last one counts.
        """
        self._text = text
        self._data = data
        self._repeated = repeated

    def locate(self, targets: Iterable[Target]) -> dict[Target, Place]:
        """Return the places of the targets that exist."""
        text = self._text = with_line_feeds(self._text)
        wanted = set(targets)
        places: dict[Target, Place] = {}
        plain = not self._repeated and _escape_in_key(text) is None
        if plain:
            places = self._by_unique_keys(wanted)
        rest = wanted - places.keys()
        start = _skip(text, 0)
        if () in rest:
            rest.remove(())
            places[()] = Place(None, _Lines(text).span(start, len(text.rstrip(" \t\n\r"))))
        if rest:
            walk = _Walk(text, rest, repeated=self._repeated)
            with contextlib.suppress(_AllFoundError):
                walk.value(start, tree_of(rest), (), None, self._data if plain else None)
            places.update(walk.places)
        return places

    def _by_unique_keys(self, targets: Iterable[Target]) -> dict[Target, Place]:
        """Look into those entries whose keys are keys nowhere else in the text.

        Such an entry is found by a plain search: of large texts, thirty times faster than by a
        walk to it.
        """
        by_entry: dict[Target, list[Target]] = {}
        for target in targets:
            if len(target) > 1 and self._is_entry(*target[:2]):
                by_entry.setdefault(target[:2], []).append(target)
                if len(by_entry) > _FEW:
                    return {}
        if not by_entry:
            return {}
        offsets = [(_only_key(self._text, entry[1]), entry) for entry in by_entry]
        found = sorted((offset, entry) for offset, entry in offsets if offset is not None)
        walk = _Walk(self._text, {target for _, entry in found for target in by_entry[entry]})
        with contextlib.suppress(_AllFoundError):
            for offset, entry in found:
                relative = [target[2:] for target in by_entry[entry]]
                walk.member(offset, tree_of(relative), entry, None)
        return walk.places

    def _is_entry(self, section: str, key: str) -> bool:
        entries = self._data.get(section) if is_mapping(self._data) else None
        return is_mapping(entries) and key in entries


def _only_key(text: str, key: str, start: int = 0, end: int | None = None) -> int | None:
    """Return where a key stands; None if it is a key in several places, or may be."""
    if not _plain_key(key):
        return None
    end = len(text) if end is None else end
    quoted = f'"{key}"'
    only: int | None = None
    offset = text.find(quoted, start, end)
    for _ in range(_OFTEN):
        if offset < 0:
            return only
        after = offset + len(quoted)
        if text.startswith(":", after) or _colon(text, after):
            if only is not None:
                return None
            only = offset
        offset = text.find(quoted, after, end)
    # It is a value, too, of very many members: a pattern passes those faster.
    keys = re.compile(rf"{re.escape(quoted)}[ \t\n\r]*:").finditer(text, offset, end)
    found = [only] if only is not None else []
    found += [match.start() for match in islice(keys, 2)] if offset >= 0 else []
    return found[0] if len(found) == 1 else None


class _Lines:
    """Offsets to lines and columns, for offsets that go forward through the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.line = 1
        self.line_start = 0

    def point(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset that is not before the one asked for last."""
        breaks = self.text.count("\n", self.offset, offset)
        if breaks:
            self.line += breaks
            self.line_start = self.text.rfind("\n", self.offset, offset) + 1
        self.offset = offset
        return self.line, offset - self.line_start + 1

    def span(self, start: int, end: int) -> Span:
        """Return the span of some characters; where they run over lines, of the first."""
        return self.span_from(self.point(start), start, end)

    def span_from(self, point: tuple[int, int], start: int, end: int) -> Span:
        """Do the same where the start has been looked up before what is inside."""
        line, column = point
        width = 1 if self.text.find("\n", start, end) >= 0 else end - start
        return Span(line, column, line, column + width)


def _end(match: Callable[[str, int], re.Match[str] | None], text: str, index: int) -> int:
    found = match(text, index)
    return found.end() if found else index


def _value_after(text: str, key_end: int) -> int:
    """Return where the value of a member begins."""
    if text.startswith(_USUAL, key_end):
        return key_end + 2
    return _end(_to_value, text, key_end)


def _skip(text: str, index: int) -> int:
    match = _space(text, index)
    return match.end() if match else index


class _AllFoundError(Exception):
    """Nothing is left to look for."""


class _Walk:
    """Walks through a text to its targets; the C scanner skips everything else.

    Attributes:
        places: Of the targets met so far.
    """

    def __init__(self, text: str, wanted: set[Target], *, repeated: bool = False) -> None:
        self.places: dict[Target, Place] = {}
        self._text = text
        self._wanted = wanted
        self._repeated = repeated
        self._lines = _Lines(text)

    def _note(self, path: Target, place: Place) -> None:
        self.places[path] = place
        if len(self.places) == len(self._wanted):
            raise _AllFoundError

    def value(
        self, index: int, node: dict[str, Any], path: Target, key: Span | None, data: object
    ) -> int:
        """Walk through a value.

        Args:
            index: Where it begins.
            node: The targets below it, as a tree.
            path: Of the value.
            key: The place of its key.
            data: What it holds, if members of entries may be found by a search for their keys.

        Returns:
            Where it ends.

        Raises:
            _AllFoundError: If this was the last one.
        """
        text, start = self._text, index
        wanted = path in self._wanted
        point = self._lines.point(index) if wanted else (0, 0)
        if wanted and _opens_line(text, index):  # its end need not be known
            line, column = point
            wanted = False
            self._note(path, Place(key, Span(line, column, line, column + 1)))
        if text[index] == "{" and node:
            index = self._members(index, node, path, data)
        elif text[index] == "[" and node:
            index = self._items(index, node, path, data)
        else:
            index = _scan_value(text, index)[1]
        if wanted:
            self._note(path, Place(key, self._lines.span_from(point, start, index)))
        return index

    def member(
        self, index: int, node: dict[str, Any], path: Target, data: object, after: int = 0
    ) -> int:
        """Walk through a member of a mapping, which begins with its key.

        Args:
            index: Where it begins.
            node: The targets below its value, as a tree.
            path: Of the value.
            data: As of :meth:`value`.
            after: Where the key ends, where that is known.
        """
        text = self._text
        after = after or _scan_string(text, index + 1, True)[1]  # noqa: FBT003 - the C signature
        key = self._lines.span(index, after) if path in self._wanted else None
        return self.value(_value_after(text, after), node, path, key, data)

    def _members(self, index: int, node: dict[str, Any], path: Target, data: object) -> int:
        text = self._text
        known: dict[str, object] = data if is_mapping(data) else {}
        if known and len(path) >= _ENTRY and len(node) <= _SOUGHT:
            end = _scan_value(text, index)[1]
            if self._leap(index, end, node, path, known):
                return end
        if self._repeated:
            return self._last_of_each(index, node, path)
        index = _skip(text, index + 1)
        while text[index] != "}":
            key, after = _scan_string(text, index + 1, True)  # noqa: FBT003 - the C signature
            if key in node:
                end = self.member(index, node[key], (*path, key), known.get(key), after)
            elif not path and is_mapping(section := known.get(key)) and len(section) > _MANY:
                end = self._past_section(key, after, known)
            else:
                end = _scan_value(text, _value_after(text, after))[1]
            index = _end(_to_next, text, end)
        return index + 1

    def _past_section(self, name: str, after: int, sections: dict[str, object]) -> int:
        """Return where a section ends, or the next one begins, if there is only one of its name."""
        names = list(sections)
        following = names[names.index(name) + 1 :][:1]
        offset = _only_key(self._text, following[0], after) if following else None
        if offset is None:
            return _scan_value(self._text, _value_after(self._text, after))[1]
        return offset

    def _last_of_each(self, index: int, node: dict[str, Any], path: Target) -> int:
        """Walk through the members of a mapping that may have a key twice."""
        text = self._text
        last: dict[str, tuple[int, int]] = {}
        index = _skip(text, index + 1)
        while text[index] != "}":
            key, after = _scan_string(text, index + 1, True)  # noqa: FBT003 - the C signature
            if key in node:
                last[key] = index, after
            index = _end(_to_next, text, _scan_value(text, _value_after(text, after))[1])
        for start, key, after in sorted(
            (start, key, after) for key, (start, after) in last.items()
        ):
            self.member(start, node[key], (*path, key), None, after)
        return index + 1

    def _leap(
        self, start: int, end: int, node: dict[str, Any], path: Target, data: dict[str, object]
    ) -> bool:
        """Go straight to some members; False if a key of theirs is not the only one of its name."""
        found: list[tuple[int, str]] = []
        for token in node:
            if token in data:
                offset = _only_key(self._text, token, start, end)
                if offset is None:
                    return False
                found.append((offset, token))
        found.sort()
        for offset, token in found:
            after = offset + len(token) + 2  # a plain key between its quotes
            self.member(offset, node[token], (*path, token), data[token], after)
        return True

    def _items(self, index: int, node: dict[str, Any], path: Target, data: object) -> int:
        text = self._text
        known: list[object] = data if isinstance(data, list) else []
        index = _skip(text, index + 1)
        position = 0
        while text[index] != "]":
            token = str(position)
            if token in node:
                below = known[position] if known else None
                end = self.value(index, node[token], (*path, token), None, below)
            else:
                end = _scan_value(text, index)[1]
            position += 1
            index = _end(_to_next, text, end)
        return index + 1


def repeated_keys(text: str) -> list[ParseFinding]:
    """Walk the text once more to say where a key stands twice.

    Args:
        text: A valid JSON text, or one up to where it is not.
    """
    text = with_line_feeds(text)
    lines = _Lines(text)
    found: list[ParseFinding] = []

    def walk(index: int, path: tuple[str | int, ...]) -> int:
        if text[index] == "{":
            seen: dict[str, Span] = {}
            index = _skip(text, index + 1)
            while text[index] != "}":
                key, after = _scan_string(text, index + 1, True)  # noqa: FBT003 - the C signature
                span = lines.span(index, after)
                if key in seen:
                    found.append(repeated_key((*path, key), span, seen[key]))
                else:
                    seen[key] = span
                value = _skip(text, _skip(text, after) + 1)
                index = _skip(text, walk(value, (*path, key)))
                if text[index] == ",":
                    index = _skip(text, index + 1)
            return index + 1
        if text[index] == "[":
            index = _skip(text, index + 1)
            position = 0
            while text[index] != "]":
                index = _skip(text, walk(index, (*path, position)))
                position += 1
                if text[index] == ",":
                    index = _skip(text, index + 1)
            return index + 1
        return _scan_value(text, index)[1]

    # The end of what is valid: of the text, of a key, of a value.
    with contextlib.suppress(IndexError, ValueError, StopIteration, RecursionError):
        walk(_skip(text, 0), ())
    return found


_MAPS_OF_KEYS = frozenset({"parties", "licenses", "sources", "labellers", "models"})


def repeated_key(path: tuple[str | int, ...], span: Span, first: Span) -> ParseFinding:
    """Make the finding for a key that stands twice in one mapping.

    A citation key given twice is KEY001, any other key PAR003.
    """
    key = str(path[-1])
    where = make_pointer(*path)
    citation = len(path) == 2 and path[0] in _MAPS_OF_KEYS  # noqa: PLR2004 - map and key
    code = "KEY001" if citation else "PAR003"
    what = f"the key `{key}` of `{path[0]}`" if citation else f"the field `{key}`"
    return ParseFinding(
        code,
        Finding(
            where,
            f"{what} is given twice",
            on_key=True,
            label="given again",
            help="keep one of them: readers disagree on which one counts",
            related=(Related(where, "first given here", span=first),),
            span=span,
            value=key,
        ),
    )
