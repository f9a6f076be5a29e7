"""Suppressions: findings that someone has looked at and silences, with a reason, for a time.

In YAML, a comment ``# trainbib: ignore[REF002] until=2027-03-01 reason`` at the end of a line
speaks of what begins on that line; alone on a line, of what begins on the next one. In the
configuration, an entry names codes and a JSON Pointer. Either holds for the entity and everything
in it, so that a suppression survives any edit elsewhere (SPEC.md, section 17.2).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from trainbib.diagnostics import Span

if TYPE_CHECKING:
    from trainbib.document import Document


@dataclass(frozen=True, slots=True)
class Suppression:
    """One decision to silence findings.

    Attributes:
        codes: Codes or prefixes of codes.
        pointer: JSON Pointer of the entity; "" is the whole manifest. ``*`` stands for one token.
        reason: Why; if it is empty, that is a finding (SUP002).
        until: The last day on which it holds; None: for ever.
        origin: Where it was written: ``comment``, or the path of a configuration.
        manifest: Pattern of the paths of the manifests that it is for; empty: all.
        span: The place of the comment.
        fault: What is wrong with how it is written, so that it silences nothing.
        edit: Offsets of the text of the comment, so that it can be taken out.
    """

    codes: tuple[str, ...]
    pointer: str = ""
    reason: str = ""
    until: date | None = None
    origin: str = "comment"
    manifest: str = ""
    span: Span | None = None
    fault: str = ""
    edit: tuple[int, int] | None = None

    def covers(self, code: str, pointer: str) -> bool:
        """Tell whether it speaks of a finding, expired or not."""
        if not any(code.startswith(own.upper()) for own in self.codes):
            return False
        own, other = self.pointer.split("/"), pointer.split("/")
        return len(own) <= len(other) and all(
            mine in ("*", its) for mine, its in zip(own, other, strict=False)
        )

    def expired(self, today: date) -> bool:
        """Tell whether its last day has passed."""
        return self.until is not None and self.until < today


def is_for(pattern: str, manifest: str) -> bool:
    """Tell whether a suppression is for a manifest.

    Args:
        pattern: Pattern of the paths of the manifests that it is for; empty: all.
        manifest: The path of one.
    """
    return not pattern or PurePath(manifest).match(pattern)


class Suppressions:
    """The suppressions that hold for one manifest, and which of them were of use.

    Args:
        each: In the order in which they were written; comments first.
        today: The day that ends are compared with.
    """

    def __init__(self, each: tuple[Suppression, ...], today: date) -> None:
        self.each = each
        self.today = today
        self.used: set[int] = set()
        # By pointer, so that many suppressions do not cost each finding a look at all of them.
        self._at: dict[str, list[int]] = {}
        self._patterns: list[int] = []
        for index, suppression in enumerate(each):
            if suppression.fault:
                continue  # what cannot be read must not silence anything
            if "*" in suppression.pointer.split("/"):
                self._patterns.append(index)
            else:
                self._at.setdefault(suppression.pointer, []).append(index)

    def of(self, code: str, pointer: str) -> Suppression | None:
        """Return the suppression that silences a finding; None if none does.

        Findings of the family SUP are never silenced.
        """
        if not self.each or code.startswith("SUP"):
            return None
        holding: Suppression | None = None
        for index in self._near(pointer):
            suppression = self.each[index]
            if suppression.covers(code, pointer):
                self.used.add(index)
                if holding is None and not suppression.expired(self.today):
                    holding = suppression
        return holding

    def _near(self, pointer: str) -> Iterator[int]:
        """Yield those that speak of an entity that something belongs to."""
        yield from self._patterns
        while True:
            yield from self._at.get(pointer, ())
            if not pointer:
                return
            pointer = pointer.rpartition("/")[0]

    def unused(self) -> Iterator[Suppression]:
        """Yield those that covered no finding."""
        for index, suppression in enumerate(self.each):
            if index not in self.used:
                yield suppression


# The number sign comes first, so that the search goes from one to the next, and looks back then.
_MARK = re.compile(r"#(?:(?<=^#)|(?<=[\s\ufeff]#))[ \t]*trainbib:[ \t]*ignore\b(?P<rest>[^\n\r]*)")
_REST = re.compile(r"\[(?P<codes>[^\]\n]*)\](?P<more>.*)", re.DOTALL)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MISPLACED = re.compile(r"\buntil\s*=", re.IGNORECASE)
_COMMENTS = re.compile(r"[^\n]*\n(?:[ \t\r]*(?:#[^\n]*)?\n)*")
_UNTIL = re.compile(r"[ \t]*until=(?P<day>\S*)")


def comments(document: "Document") -> tuple[Suppression, ...]:
    """Return the suppressions that stand as comments in a YAML document."""
    text = document.text
    if document.format != "yaml" or not document.parsed or "trainbib:" not in text:
        return ()
    if not _MARK.search(text):
        return ()
    from trainbib.document.model import with_yaml_line_feeds
    from trainbib.document.yaml_lines import read_lines

    lines = read_lines(text)
    text = with_yaml_line_feeds(text)
    found: list[Suppression] = []
    line = counted = 0
    for mark in _MARK.finditer(text):
        line += text.count("\n", counted, mark.start())
        counted = mark.start()
        if not lines.in_scalar(mark.start()):
            found.append(_attached(text, mark, line + 1, lines.entities))
    return tuple(found)


_NOTHING = "nothing begins on the line that it speaks of"


def _attached(
    text: str, mark: re.Match[str], line: int, entities: Mapping[int, str]
) -> Suppression:
    at, end = mark.span()
    begin = text.rfind("\n", 0, at) + 1
    alone = not text[begin:at].strip(" \t\ufeff")
    entity = entities.get(_next_line(text, end, line) if alone else line)
    column = at - begin + 1
    suppression = _parsed(mark["rest"])
    return replace(
        suppression,
        pointer=entity or "",
        span=Span(line, column, line, column + len(mark.group().rstrip())),
        fault=suppression.fault or (_NOTHING if entity is None else ""),
        edit=(begin, _line_end(text, end)) if alone else (_blank_before(text, at), end),
    )


def _next_line(text: str, at: int, line: int) -> int:
    """Return the first line after a comment that holds something else than comments."""
    match = _COMMENTS.match(text, at)
    return line + (text.count("\n", at, match.end()) if match else 1)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _blank_before(text: str, at: int) -> int:
    while at and text[at - 1] in " \t":
        at -= 1
    return at


def _parsed(rest: str) -> Suppression:
    match = _REST.fullmatch(rest)
    if match is None:
        return Suppression((), fault="its codes do not stand in square brackets: ignore[REF002]")
    codes = tuple(word for word in re.split(r"[,\s]+", match["codes"]) if word)
    if not codes:
        return Suppression((), fault="it names no code: ignore[REF002]")
    more = match["more"]
    until: date | None = None
    fault = ""
    ends = _UNTIL.match(more)
    if ends:
        more = more[ends.end() :]
        try:
            until = day_of(ends["day"])
        except ValueError:
            fault = f"`until={ends['day']}` is no day, such as until=2027-03-01"
    if _MISPLACED.search(more):
        fault = fault or "its end does not stand right behind the codes: ignore[REF002] until=…"
    return Suppression(codes, reason=more.strip(" \t:-"), until=until, fault=fault)


def day_of(text: str) -> date:
    """Read a day as it is written everywhere else: ``2027-03-01``.

    Raises:
        ValueError: If it is none.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)
