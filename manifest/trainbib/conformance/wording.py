"""Words for messages: places, values, alternatives."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_SECTIONS = {
    "sources": "source",
    "parties": "party",
    "licenses": "licence",
    "labellers": "labeller",
    "models": "model",
}
MAX_SHOWN = 60
"""How many characters of a value a message shows."""


def shown(value: object) -> str:
    """Return a value as a message shows it: in backticks, on one line, not too long."""
    text = str(value).replace("\n", "\\n")
    return f"`{text[:MAX_SHOWN]}…`" if len(text) > MAX_SHOWN else f"`{text}`"


def subject(path: Sequence[str | int]) -> str:
    """Name a place: ``source `a```, ``rights.holders[0].share of source `a``` and so on."""
    if not path:
        return "the manifest"
    head = str(path[0])
    if head in _SECTIONS and len(path) > 1:
        owner = f"{_SECTIONS[head]} `{path[1]}`"
        rest = path[2:]
    else:
        owner, rest = "", path
    dotted = ""
    for token in rest:
        dotted += f"[{token}]" if isinstance(token, int) else f".{token}" if dotted else str(token)
    if not dotted:
        return owner
    return f"`{dotted}` of {owner}" if owner else f"`{dotted}`"


def one_of(words: Iterable[str], *, quoted: bool = True) -> str:
    """Join alternatives: `a`, `b` or `c`."""
    items = [f"`{word}`" if quoted else word for word in words]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"


def article(noun: str) -> str:
    """Put the indefinite article before a title and write it small, abbreviations left alone."""
    word = noun if noun[1:2].isupper() else noun[:1].lower() + noun[1:]
    vowel = word[:1] in "aeio" or word.startswith(("SPDX", "ISO"))
    return f"{'an' if vowel else 'a'} {word}"


def type_word(schema: Mapping[str, Any]) -> str:
    """Name the type of a schema in the words of YAML, not of JSON Schema."""
    match schema.get("type"):
        case "object":
            title = schema.get("title")
            return f"a mapping ({title.lower()})" if title else "a mapping"
        case "array":
            return "a list"
        case "string":
            return "text"
        case "boolean":
            return "true or false"
        case "integer":
            return "a whole number"
        case "number":
            return "a number"
        case _:
            return "null"


def did_you_mean(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the nearest known words, the nearest first."""
    import difflib

    candidates = list(dict.fromkeys(known))
    folded = {name.casefold().replace("-", "_"): name for name in reversed(candidates)}
    exact = folded.get(word.casefold().replace("-", "_").replace(" ", "_"))
    near = difflib.get_close_matches(word, candidates, n=most, cutoff=0.6)
    return list(dict.fromkeys([exact, *near] if exact else near))[:most]
