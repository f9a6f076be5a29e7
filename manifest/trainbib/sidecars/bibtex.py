"""BibTeX entries, as tolerantly as they are written.

Only the fields that tell which work is meant are kept. A parser of our own, since the ones at hand
refuse a whole file for one bad entry.
"""

import re
from collections.abc import Iterator, Mapping

from trainbib.sidecars.claims import Claims, ProblemLog, Reference
from trainbib.sidecars.plain_data import decode
from trainbib.sidecars.values import doi_of, url_of

MAX_ENTRIES = 1_000
_MAX_VALUE = 5_000
_MAX_FIELDS = 100
_BUDGET = 8_000_000
_ENTRY = re.compile(r"@\s*(?P<kind>[A-Za-z]{2,30})\s*[{(]\s*(?P<key>[^\s,{}()=\"]{1,200})\s*,")
_FIELD = re.compile(r"[\s,]*(?P<name>[A-Za-z][\w:.+-]{0,60})\s*=\s*")
_RESUME = re.compile(r"[}{\",]*[ \t]*\n(?=\s*(?:[A-Za-z][\w-]{0,40}\s*=|[)}]|@))")
_BARE = re.compile(r"[\w.+:/-]{1,200}")
_JOIN = re.compile(r"\s*#\s*")
_ACCENT = re.compile(
    r"\\(?:(?P<sign>[`'^\"~=.])\s*\{?|(?P<letter>[uvHcdbk])(?:\s+|\{))\\?(?P<base>[A-Za-z])\}?"
)
_COMMAND = re.compile(r"\\(?:emph|textit|textbf|text|url|href|textsc|it|bf|em)\b\s*")
_COMBINING: Mapping[str, str] = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323",
    "b": "\u0331", "k": "\u0328",
}  # fmt: skip


def detect(path: str, data: bytes) -> bool:
    """Whether the file is a bibliography."""
    return path.lower().endswith(".bib") and b"@" in data


def read(path: str, data: bytes) -> Claims:
    """Read a ``.bib`` file; each entry becomes a reference."""
    problems = ProblemLog(path)
    references = tuple(entries(decode(data, problems), problems))
    if not references:
        problems.add("holds no BibTeX entry that can be read")
    return Claims(path=path, format="bibtex", references=references, problems=tuple(problems.found))


def entries(text: str, problems: ProblemLog | None = None) -> Iterator[Reference]:
    """The BibTeX entries in a text, whatever stands between them.

    Args:
        text: A bibliography, or a section of a README.
        problems: Where entries that break off are noted.

    Yields:
        At most 1 000 references in the order of the text.
    """
    position, looked_at = 0, 0
    for _ in range(MAX_ENTRIES):
        match = _ENTRY.search(text, position)
        if match is None:
            return
        kind = match["kind"].lower()
        if kind in ("comment", "preamble", "string"):
            position = match.end()
            continue
        fields, position, closed = _fields(text, match.end())
        # Entries that break off are gone over again for those inside them; not for ever.
        looked_at += position - match.start()
        if looked_at > _BUDGET:
            return
        if not closed:
            following = text.find("\n@", match.end())
            position = len(text) if following < 0 else following
            if problems is not None:
                problems.add(f'BibTeX entry "{match["key"]}" is not closed')
        yield _reference(match["key"], kind, fields)


def plain(latex: str) -> str:
    """LaTeX accents, braces and simple commands as plain text with single spaces."""
    import unicodedata

    text = _ACCENT.sub(
        lambda found: found["base"] + _COMBINING[found["sign"] or found["letter"]], latex
    )
    text = _COMMAND.sub("", text)
    text = re.sub(r"[{}]", "", re.sub(r"\\([&%$#_])", r"\1", text)).replace("~", " ")
    return unicodedata.normalize("NFC", " ".join(text.replace("---", "—").split()))


def _reference(key: str, kind: str, fields: Mapping[str, str]) -> Reference:
    def text(name: str) -> str | None:
        return plain(fields[name]) or None if name in fields else None

    doi = doi_of(fields.get("doi"))
    authors = re.split(r"\s+and\s+", " ".join(fields.get("author", "").split()))
    year = text("year") or (text("date") or "")[:4]
    address = url_of(fields.get("url")) or url_of(fields.get("howpublished"))
    return Reference(
        key,
        kind,
        title=text("title"),
        authors=tuple(name for author in authors if (name := plain(author))),
        year=year or None,
        doi=None if doi is None else doi.value,
        url=address,
        note=text("note"),
    )


def _fields(text: str, position: int) -> tuple[dict[str, str], int, bool]:
    found: dict[str, str] = {}
    for _ in range(_MAX_FIELDS):
        match = _FIELD.match(text, position)
        if match is None:
            break
        value, position = _value(text, match.end())
        found.setdefault(match["name"].lower(), value)
        if position >= len(text):
            return found, position, False
    closing = re.compile(r"[\s,]*[})]").match(text, position)
    return found, position if closing is None else closing.end(), closing is not None


def _value(text: str, position: int) -> tuple[str, int]:
    parts: list[str] = []
    while True:
        start = text[position : position + 1]
        if start == "{":
            part, position = _braced(text, position)
        elif start == '"':
            part, position = _quoted(text, position)
        else:
            bare = _BARE.match(text, position)
            if bare is None:
                return "".join(parts), position
            part, position = bare[0], bare.end()
        parts.append(part)
        join = _JOIN.match(text, position)
        if join is None:
            return "".join(parts), position
        position = join.end()


def _broken(text: str, position: int) -> tuple[str, int]:
    """A value that is never closed: it ends with the line before the next field or the end."""
    match = _RESUME.search(text, position, position + _MAX_VALUE)
    if match is None:
        return text[position + 1 : position + _MAX_VALUE], len(text)
    return text[position + 1 : match.start()], match.end()


def _braced(text: str, position: int) -> tuple[str, int]:
    depth = 0
    for place in range(position, min(len(text), position + _MAX_VALUE)):
        char = text[place]
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return text[position + 1 : place], place + 1
    return _broken(text, position)


def _quoted(text: str, position: int) -> tuple[str, int]:
    depth = 0
    for place in range(position + 1, min(len(text), position + _MAX_VALUE)):
        char = text[place]
        depth += (char == "{") - (char == "}")
        if char == '"' and depth <= 0 and text[place - 1] != "\\":
            return text[position + 1 : place], place + 1
    return _broken(text, position)
