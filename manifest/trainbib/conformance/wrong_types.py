"""Values of the wrong type: what to write instead, and the repair where one reading is left."""

import re
from collections.abc import Callable, Iterable, Sequence

from trainbib.conformance.choices import Choices, Schema
from trainbib.conformance.kinds import has_type, is_gap_schema
from trainbib.conformance.wording import MAX_SHOWN, one_of, shown, subject, type_word, value_word
from trainbib.diagnostics import Finding, Fix
from trainbib.pointers import pointer
from trainbib.values import GAP_STATES

_ONE_WORD = re.compile(r"[^\s,;/|&]+")
_COUNT = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)


def wrong_type(
    value: object,
    choices: list[Schema],
    path: Sequence[str | int],
    opened: Choices,
    fits: Callable[[object], bool],
) -> tuple[str, Finding]:
    """Return code and finding for a value of the wrong type.

    Args:
        value: The value.
        choices: The schemas that it may follow.
        path: Tokens of the JSON Pointer of the value.
        opened: Opens the schema.
        fits: Tells whether another value would be right there. A repair that makes one fault of
            another is none.
    """
    code = "PAR008" if any(c.get("x-trainbib-code") == "PAR008" for c in choices) else "SCH003"
    # Nobody who wrote a mapping that is no gap wants to hear that a gap is a mapping, too.
    due = [c for c in choices if not (isinstance(value, dict) and is_gap_schema(c))]
    words = one_of(list(dict.fromkeys(map(type_word, due))), quoted=False)
    help_, fix = _advice(value, choices, path, opened, fits)
    message = f"{subject(path)} is {value_word(value)}, not {words}"
    if not help_:
        help_ = f"write {words}"
        if len(due) < len(choices):
            help_ += ', or a gap with its reason, such as {unknown: "…"}'
    if code == "PAR008" and isinstance(value, int | float):
        message = f"`trainbib` is the number {value!r}, not text"
        help_ = f'write it in quotes: trainbib: "{value!r}"'
    # What a list or a mapping holds may change, and the fault stays.
    kind = type(value).__name__ if isinstance(value, list | dict) else shown(value)
    return code, Finding(pointer(*path), message, help=help_, fix=fix, value=kind)


def _advice(
    value: object,
    choices: list[Schema],
    path: Sequence[str | int],
    opened: Choices,
    fits: Callable[[object], bool],
) -> tuple[str, Fix | None]:
    where = pointer(*path)
    types = {choice.get("type") for choice in choices}
    items = opened.of_items(choices)
    if isinstance(value, int | float) and "string" in types:
        fix = None
        if not isinstance(value, bool) and fits(str(value)):
            fix = Fix.replace(where, str(value), safe=True, description="put it in quotes")
        return "put it in quotes: it is text here", fix
    if isinstance(value, str):
        gap = any(map(is_gap_schema, choices))
        if gap and value.strip() in GAP_STATES:
            return f'a gap says why: {{{value.strip()}: "…"}}', None
        if items:
            return _list_of(value, items, where, fits)
        if types & {"integer", "number"} and _COUNT.fullmatch(value) and fits(int(value)):
            fix = Fix.replace(where, int(value), safe=True, description="write it as a number")
            return "take it out of its quotes: it is a number here", fix
    if isinstance(value, dict) and items:
        mappings = [item for item in items if item.get("type") == "object"]
        form = _mapping_form(mappings[0], value) if mappings else "…"
        fix = None
        if value and fits([value]):
            fix = Fix.wrap(where, safe=True, description="put it in a list")
        return f"{'put it in' if mappings else 'write'} a list: [{form}]", fix
    return _keyed(path, choices, opened), None


def _list_of(
    text: str, items: list[Schema], where: str, fits: Callable[[object], bool]
) -> tuple[str, Fix | None]:
    """Return how to write text as a list: of texts, or of mappings that have to have one field."""
    brief = text if len(text) <= MAX_SHOWN and "\n" not in text else "…"
    forms: list[tuple[object, str]] = []
    for item in items:
        if has_type(text, item):
            forms.append((text, brief))
        elif item.get("type") == "object":
            needed = item.get("required", ())
            if len(needed) == 1 and _ONE_WORD.fullmatch(text):
                forms.append(({needed[0]: text}, f"{{{needed[0]}: {brief}}}"))
            else:
                forms.append(({}, _mapping_form(item)))
    right = next(((made, form) for made, form in forms if fits([made])), None)
    fix = None
    if right is not None and _ONE_WORD.fullmatch(text):
        described = "write it as a list of one"
        if right[0] == text:
            fix = Fix.wrap(where, safe=True, description=described)
        else:
            fix = Fix.replace(where, [right[0]], safe=True, description=described)
    form = (right or (forms[0] if forms else ("", "…")))[1]
    return f"write a list: [{form}]", fix


def _keyed(path: Sequence[str | int], choices: list[Schema], opened: Choices) -> str:
    """Return how to write entries by key, where that is due; "" elsewhere."""
    for choice in choices:
        entry = choice.get("additionalProperties")
        if path and isinstance(entry, dict):
            form = _mapping_form(opened.of(entry)[0])
            return f"write its entries by key: {path[-1]}: {{key: {form}}}"
    return ""


_FIELDS_OF_A_FORM = 2


def _mapping_form(schema: Schema, names: Iterable[str] = ()) -> str:
    """Return how to write a mapping: with the fields that it must have, and some that it may have.

    Args:
        schema: Its schema.
        names: Names that someone wrote; those that are fields are shown.
    """
    fields = schema.get("properties", {})
    known = [*schema.get("required", ()), *(name for name in names if name in fields)]
    parts = [f"{name}: …" for name in dict.fromkeys(known or list(fields)[:_FIELDS_OF_A_FORM])]
    if not known and len(fields) > _FIELDS_OF_A_FORM:
        parts.append("…")
    return "{" + ", ".join(parts) + "}"
