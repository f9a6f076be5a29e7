"""Repairs of what departs from the schema, where one reading is left."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from trainbib.diagnostics import Fix, Replace
from trainbib.pointers import pointer

_ONE_WORD = re.compile(r"[^\s,;/|&]+")
_COUNT = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)


def of_type(where: str, value: object, choices: Sequence[Mapping[str, Any]]) -> Fix | None:
    """Return the safe repair of a value of the wrong type; None if it may stand for several things.

    Args:
        where: JSON Pointer of the value.
        value: The value.
        choices: The schemas that it may follow.
    """
    types = {choice.get("type") for choice in choices}
    if isinstance(value, int | float) and not isinstance(value, bool):
        if any(_takes_text(str(value), choice) for choice in choices):
            return Fix.replace(where, str(value), safe=True, description="put it in quotes")
    elif isinstance(value, str):
        if "array" in types and _ONE_WORD.fullmatch(value):
            return Fix.replace(where, [value], safe=True, description="write it as a list of one")
        if types & {"integer", "number"} and _COUNT.fullmatch(value):
            return Fix.replace(where, int(value), safe=True, description="write it as a number")
    return None


def _takes_text(text: str, schema: Mapping[str, Any]) -> bool:
    fits = text in schema.get("enum", (text,)) and re.search(schema.get("pattern", ""), text)
    return schema.get("type") == "string" and bool(fits)


def of_text(code: str, where: str, text: str, pattern: str) -> Fix | None:
    """Return the safe repair of text in a form that its field does not take.

    Args:
        code: Code of the finding.
        where: JSON Pointer of the text.
        text: The text.
        pattern: Regular expression of what the field takes.
    """
    written: str | None = None
    if code == "SRC004":
        from trainbib.fixing.dates import iso_date

        written = iso_date(text)
    elif code == "HSH005":
        written = "".join(text.split()).lower()
    if written is None or not re.search(pattern, written):
        return None
    return Fix.replace(where, written, safe=True)


def of_key(data: object, path: tuple[str | int, ...], key: str) -> Fix:
    """Return the unsafe repair of a key: another one, there and where something refers to it.

    Args:
        data: The manifest.
        path: Tokens of the JSON Pointer of the member.
        key: Its key.
    """
    from trainbib.rules.references import REFERENCES, references_to

    new = re.sub(r"[^A-Za-z0-9._+-]+", "-", key).strip("-._+")[:128] or "key"
    fix = Fix.rename(pointer(*path), new, safe=False)
    section = str(path[0])
    if len(path) != 2 or section not in REFERENCES:  # noqa: PLR2004 - section and key
        return fix
    places = references_to(data, section, {key})
    replaced = tuple(Replace(pointer(*place), new) for place, _ in places)
    return Fix(fix.description, safe=False, steps=(*fix.steps, *replaced))
