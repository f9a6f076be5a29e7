r"""Path patterns, as citing rules and the ignore file use them (SPEC.md, section 12.2).

A pattern is matched against the whole path below the files root, case-sensitively:

- ``*`` is any run of characters, also none, except ``/``; ``?`` is one character except ``/``;
- ``[abc]``, ``[a-z]`` and ``[!a-z]`` are one character in, or not in, a class, and never ``/``;
  a ``]`` that comes first in a class, and a ``-`` that comes first or last, stand for themselves;
- ``**``, only as a whole segment, is zero or more whole segments; as the last segment it needs at
  least one, so that ``a/**`` is all that lies below ``a`` and not a file of the name ``a``;
- ``\`` takes the special meaning from the next character; every other character is itself.

There is no implicit match of the base name, there are no braces, and a leading dot is ordinary.

Patterns become regular expressions in which every choice that need not be revisited is made once,
in an atomic group: after a star the earliest place where the next piece fits is always as good as
any later one. Matching time is so bounded by the product of the two lengths, for any pattern.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Glob", "GlobError", "RuleMatcher", "compile_glob"]


class GlobError(ValueError):
    """A pattern breaks the rules of this module.

    Attributes:
        pattern: The whole pattern.
        position: Index of the offending character in it, from 0.
        reason: What is wrong and what to write instead, without a full stop.
    """

    def __init__(self, pattern: str, position: int, reason: str) -> None:
        super().__init__(f"pattern {pattern!r}, character {position + 1}: {reason}")
        self.pattern = pattern
        self.position = position
        self.reason = reason

    def __reduce__(self) -> tuple[type["GlobError"], tuple[str, int, str]]:
        return type(self), (self.pattern, self.position, self.reason)


@dataclass(frozen=True, slots=True)
class Glob:
    """A valid pattern, ready to match.

    Attributes:
        pattern: The pattern as it was written.
        folder: The leading segments without wildcards, escapes undone: nothing outside this folder
            (relative to the files root, "" for the root itself) can match.
        literal: The one path that matches, when the pattern has no wildcard at all.
        subtree: Whether the pattern matches exactly all that lies below `folder`.
        regex: The equivalent regular expression, to be matched against the whole path.
    """

    pattern: str
    folder: str = field(compare=False)
    literal: str | None = field(compare=False)
    subtree: bool = field(compare=False)
    regex: str = field(compare=False, repr=False)
    _compiled: re.Pattern[str] = field(compare=False, repr=False)

    def matches(self, path: str) -> bool:
        """Say whether a path is covered.

        Args:
            path: Path below the files root with ``/`` between segments; surrogate escapes allowed.

        Returns:
            Whether the whole path matches.
        """
        return self._compiled.fullmatch(path) is not None


@lru_cache(maxsize=4096)
def compile_glob(pattern: str) -> Glob:
    """Check and compile a pattern; equal patterns share one `Glob`.

    Args:
        pattern: The pattern, see the module's description.

    Returns:
        The compiled pattern.

    Raises:
        GlobError: The pattern is not valid.
    """
    if not pattern:
        raise GlobError(pattern, 0, "the pattern is empty; `**` covers every file")
    if pattern[0] == "/":
        raise GlobError(pattern, 0, "a pattern starts below the files root, without `/`")
    segments: list[_Segment] = []
    start = 0
    for text in pattern.split("/"):
        segments.append(_segment(pattern, start, start + len(text)))
        start += len(text) + 1
    literals: list[str] = []
    for segment in segments:
        if segment.literal is None:
            break
        literals.append(segment.literal)
    whole = len(literals) == len(segments)
    regex = _regex(segments)
    return Glob(
        pattern=pattern,
        folder="/".join(literals[:-1] if whole else literals),
        literal="/".join(literals) if whole else None,
        subtree=not whole and all(each.regex is None for each in segments[len(literals) :]),
        regex=regex,
        _compiled=re.compile(regex, re.DOTALL),
    )


class _Segment(NamedTuple):
    """One segment: its regular expression (none for ``**``), its text when it has no wildcard."""

    regex: str | None
    literal: str | None


def _segment(pattern: str, start: int, end: int) -> _Segment:
    """Translate the segment between two indices of the pattern."""
    if start == end:
        raise GlobError(pattern, start, "empty segment: write one `/` between segments, none last")
    if pattern[start:end] == "**":
        return _Segment(None, None)
    pieces: list[list[str]] = [[]]  # what stands between the stars
    literal: list[str] | None = []
    at = start
    while at < end:
        character = pattern[at]
        if character == "*":
            if pattern[at + 1 : at + 2] == "*":
                raise GlobError(pattern, at, "`**` must be a whole segment; use `*` within one")
            pieces.append([])
            literal = None
        elif character == "?":
            pieces[-1].append("[^/]")
            literal = None
        elif character == "[":
            regex, at = _class(pattern, at, end)
            pieces[-1].append(regex)
            literal = None
        else:
            if character == "\\":
                at += 1
                if at == end:
                    raise GlobError(pattern, at - 1, _bare_escape(pattern, at))
                character = pattern[at]
            pieces[-1].append(re.escape(character))
            if literal is not None:
                literal.append(character)
        at += 1
    if literal is not None and literal in (["."], [".", "."]):
        raise GlobError(pattern, start, "`.` and `..` are no segments: name the folder itself")
    first, *others = ("".join(piece) for piece in pieces)
    middle = "".join(f"(?>[^/]*?{piece})" for piece in others[:-1])
    last = f"[^/]*{others[-1]}" if others else ""
    return _Segment(first + middle + last, None if literal is None else "".join(literal))


def _bare_escape(pattern: str, end: int) -> str:
    if end == len(pattern):
        return "nothing follows the `\\`; write `\\\\` for a backslash"
    return "`/` cannot be escaped: a name never holds one"


def _class(pattern: str, start: int, end: int) -> tuple[str, int]:
    """Translate the class that opens at `start`; return it and the index of its ``]``."""
    at = start + 1
    negated = pattern[at : min(at + 1, end)] == "!"
    if negated:
        at += 1
    first = at
    ranges: list[str] = []
    while at < end and (pattern[at] != "]" or at == first):
        low_at = at
        low, at = _class_member(pattern, at, end)
        high = low
        if at + 1 < end and pattern[at] == "-" and pattern[at + 1] != "]":
            high, at = _class_member(pattern, at + 1, end)
            if high < low:
                raise GlobError(pattern, low_at, f"the range {low}-{high} runs backwards")
        ranges.append(re.escape(low) + (f"-{re.escape(high)}" if high != low else ""))
    if at >= end:
        raise GlobError(pattern, start, "the `[` is never closed; write `\\[` for the character")
    return (f"[^/{''.join(ranges)}]" if negated else f"(?!/)[{''.join(ranges)}]"), at


def _class_member(pattern: str, at: int, end: int) -> tuple[str, int]:
    """Return the character of a class at `at`, escapes undone, and the index after it."""
    if pattern[at] == "\\":
        at += 1
        if at == end:
            raise GlobError(pattern, at - 1, _bare_escape(pattern, at))
    return pattern[at], at + 1


def _regex(segments: Sequence[_Segment]) -> str:
    """Join translated segments; groups of segments are separated by runs of ``**``."""
    groups: list[list[str]] = [[]]
    starred = False
    for segment in segments:
        if segment.regex is not None:
            groups[-1].append(segment.regex)
            starred = False
        elif not starred:
            groups.append([])
            starred = True
    parts = [_folders(groups[0])] if len(groups) > 1 else []
    parts += (f"(?>(?:[^/]*/)*?{_folders(group)})" for group in groups[1:-1])
    if len(groups) > 1:
        parts.append("(?:[^/]*/)*" if groups[-1] else ".+")
    if groups[-1]:
        parts += (_folders(groups[-1][:-1]), groups[-1][-1])
    return "".join(parts) + r"\Z"


def _folders(regexes: Iterable[str]) -> str:
    return "".join(f"(?>{regex}/)" for regex in regexes)


class _Bucket:
    """The patterns whose folder is one and the same, for the rules they belong to.

    Attributes:
        exact: Rule index by path, for patterns without wildcards.
        floor: Greatest index of a rule that covers all below the folder; -1 for none.
        regex: All other patterns, the last rule first; each is one group.
        rules: Rule index of each group.
    """

    __slots__ = ("exact", "floor", "regex", "rules")

    def __init__(self, globs: Iterable[tuple[int, Glob]]) -> None:
        self.exact: dict[str, int] = {}
        self.floor = -1
        others: list[tuple[int, Glob]] = []
        for index, glob in globs:
            if glob.literal is not None:
                self.exact[glob.literal] = max(index, self.exact.get(glob.literal, -1))
            elif glob.subtree:
                self.floor = max(index, self.floor)
            else:
                others.append((index, glob))
        # What an all-covering later rule hides need not be tried.
        others = sorted((each for each in others if each[0] > self.floor), key=_index, reverse=True)
        self.rules = [index for index, _ in others]
        self.regex: re.Pattern[str] | None = None
        if others:
            self.regex = re.compile("|".join(f"({glob.regex})" for _, glob in others), re.DOTALL)


def _index(entry: tuple[int, Glob]) -> int:
    return entry[0]


class RuleMatcher:
    """Finds, for a path, the last of many rules that covers it.

    Patterns are kept by the folder they are confined to, so that a path is tried only against the
    patterns of the folders above it. Paths that come folder by folder are answered fastest.
    """

    def __init__(self, patterns: Sequence[Sequence[str]]) -> None:
        """Compile the rules.

        Args:
            patterns: For each rule, in order, its patterns.

        Raises:
            GlobError: A pattern is not valid.
        """
        by_folder: dict[str, list[tuple[int, Glob]]] = {}
        for index, rule in enumerate(patterns):
            for pattern in rule:
                glob = compile_glob(pattern)
                by_folder.setdefault(glob.folder, []).append((index, glob))
        self._buckets = {folder: _Bucket(globs) for folder, globs in by_folder.items()}
        # The folder asked about last, the buckets above it that can matter, and their floor.
        self._recent = ("", *self._above(""))

    def last_match(self, path: str) -> int | None:
        """Find the last rule with a pattern that covers the path.

        Args:
            path: Path below the files root with ``/`` between segments; surrogate escapes allowed.

        Returns:
            The rule's index, or None when no rule covers the path.
        """
        folder = path[: max(path.rfind("/"), 0)]
        recent = self._recent
        if folder != recent[0]:
            recent = self._recent = (folder, *self._above(folder))
        _, buckets, best = recent
        for bucket in buckets:
            index = bucket.exact.get(path, -1)
            best = max(index, best)
            if bucket.regex is not None and bucket.rules[0] > best:
                match = bucket.regex.fullmatch(path)
                if match is not None and match.lastindex is not None:
                    best = max(bucket.rules[match.lastindex - 1], best)
        return None if best < 0 else best

    def _above(self, folder: str) -> tuple[list[_Bucket], int]:
        """Return the buckets of a folder and the folders above it, and their greatest floor."""
        names = [""]
        at = folder.find("/")
        while at >= 0:
            names.append(folder[:at])
            at = folder.find("/", at + 1)
        if folder:
            names.append(folder)
        found = [self._buckets[name] for name in names if name in self._buckets]
        floor = max((bucket.floor for bucket in found), default=-1)
        return found, floor
