"""The braces and brackets that are open at a cursor, and what stands in the innermost of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

_QUOTES = "\"'"
_REACH = 100_000
"""How many characters behind the cursor are looked at."""
_AFTER_A_KEY = frozenset(["", *" \t\r\n,[]{}"])


@dataclass(slots=True)
class _Frame:
    """A collection that is open."""

    is_map: bool
    key: str | None = None
    index: int = 0
    present: list[str] = field(default_factory=list[str])

    @property
    def token(self) -> str | None:
        return self.key if self.is_map else str(self.index)


@dataclass(frozen=True, slots=True)
class Opened:
    """The innermost collection that is open at a cursor.

    Attributes:
        path: Tokens of it, from where the first bracket opens.
        is_map: Whether it is a mapping.
        key: Its member whose value is being written.
        prefix: What has been typed of the word.
        start: Offset of its first character.
        before: Keys that a mapping has, or words that a list has, before the cursor.
    """

    path: tuple[str, ...]
    is_map: bool
    key: str | None
    prefix: str
    start: int
    before: tuple[str, ...]


def opened_at(text: str, start: int, offset: int) -> Opened | None:
    """Follow the brackets from a place to the cursor; None if none is open there.

    Args:
        text: The document, as far as it is written.
        start: Offset of a place that is in no bracket.
        offset: Characters before the cursor.
    """
    frames: list[_Frame] = []
    word = at = start
    while at < offset:
        sign = text[at]
        if sign in _QUOTES and not text[word:at].strip():
            at = _after_quote(text, at, offset)
            continue
        frame = frames[-1] if frames else None
        if sign in "{[":
            frames.append(_Frame(sign == "{"))
            word = at + 1
        elif sign in "}]" and frame is not None:
            frames.pop()
            word = at + 1
        elif sign == "," and frame is not None:
            if not frame.is_map:
                frame.present.append(plain_item(text[word:at]))
            frame.key, frame.index, word = None, frame.index + 1, at + 1
        elif sign == ":" and frame is not None and frame.is_map and frame.key is None:
            if _ends_key(text, word, at):
                frame.key = plain(text[word:at])
                frame.present.append(frame.key)
                word = at + 1
        elif _opens_comment(text, at):
            blank, at = not text[word:at].strip(), _line_end(text, at)
            if at >= offset:
                break
            word = at if blank else word
        at += 1
    if not frames:
        return None
    typed = text[word:offset]
    prefix = typed.lstrip()
    tokens = [frame.token for frame in frames[:-1]]
    path = tuple(token for token in tokens if token is not None)
    top = frames[-1]
    return Opened(path, top.is_map, top.key, prefix, offset - len(prefix), tuple(top.present))


def behind(text: str, opened: Opened, margin: int) -> Iterator[str]:
    """Yield keys of the mapping, or words of the list, that stand behind what is being written.

    Args:
        text: The document, as far as it is written.
        opened: Where the cursor stands.
        margin: Column of the line of YAML that the first bracket is on: a line that does not begin
            behind that column ends the collection, if nothing else does; -1 in JSON.
    """
    word = at = opened.start
    end = min(len(text), at + _REACH)
    depth, key = 0, False
    # What begins on a later line than nothing that has been typed is something else.
    own = bool(opened.prefix) or not _ends_line(text, at)
    while at < end:
        sign = text[at]
        if sign in _QUOTES and not text[word:at].strip():
            at = min(_after_quote(text, at, end), _line_end(text, at))
            continue
        if sign in "{[":
            depth, word = depth + 1, at + 1
        elif sign in "}]":
            depth, word = depth - 1, word if depth == 0 else at + 1
        elif sign == ":" and not (key and depth == 0) and _ends_key(text, word, at):
            if depth == 0:
                key = True
                if opened.is_map and not own:
                    yield plain(text[word:at])
            word = at + 1
        elif sign == "\n" and _is_outside(text, at + 1, margin):
            break
        elif _opens_comment(text, at):
            blank, at = not text[word:at].strip(), _line_end(text, at) - 1
            word = at + 1 if blank else word
        if depth < 0 or (sign == "," and depth == 0):
            if not opened.is_map and not own:
                yield plain_item(text[word:at])
            own = key = False
        if depth < 0:
            break
        if sign == ",":
            word = at + 1
        at += 1


def plain(word: str) -> str:
    """Return a word without blanks and quotes around it."""
    word = word.strip()
    return word[1:-1] if word[:1] in ("'", '"') else word


def plain_item(words: str) -> str:
    """Return an item of a list without a comment behind it, blanks and quotes around it."""
    return plain(words.partition(" #")[0])


def _ends_key(text: str, word: int, at: int) -> bool:
    """Tell whether a colon parts a key, which begins at ``word``, from its value."""
    return text[at + 1 : at + 2] in _AFTER_A_KEY or text[word:at].strip()[-1:] in ("'", '"')


def _opens_comment(text: str, at: int) -> bool:
    return text[at] == "#" and text[at - 1 : at] in (" ", "\n", "\t")


def _ends_line(text: str, at: int) -> bool:
    return not text[at : _line_end(text, at)].strip()


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _is_outside(text: str, begin: int, margin: int) -> bool:
    line = text[begin : min(_line_end(text, begin), begin + margin + 2)]
    words = line.lstrip(" ")
    return len(line) - len(words) <= margin and words.strip()[:1] not in ("", "#", "}", "]")


def _after_quote(text: str, at: int, offset: int) -> int:
    quote = text[at]
    escape = "\\" if quote == '"' else "''"  # what stands for a quote, or before one, within
    at += 1
    while at < offset:
        if text.startswith(escape, at):
            at += 2
        elif text[at] == quote:
            return at + 1
        else:
            at += 1
    return offset
