"""What is wrong, where, and what to do: the schema read with a user's eyes.

Only the keywords that the manifest schema uses are read; a test holds the schema to that list.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from trainbib.conformance.choices import Choices, Schema
from trainbib.conformance.kinds import has_type, is_gap_schema, matches, meant, says_nothing
from trainbib.conformance.repairs import Keys, of_text
from trainbib.conformance.wording import (
    article,
    did_you_mean,
    is_slip,
    one_of,
    shown,
    subject,
)
from trainbib.conformance.wrong_types import wrong_type
from trainbib.diagnostics import Finding, Fix
from trainbib.pointers import pointer
from trainbib.values import GAP_STATES

KEYWORDS = frozenset(
    {
        "$ref", "additionalProperties", "anyOf", "enum", "items", "maxItems", "maxProperties",
        "maximum", "minItems", "minLength", "minProperties", "minimum", "not", "pattern",
        "patternProperties", "properties", "propertyNames", "required", "type", "uniqueItems",
    }
)  # fmt: skip
ANNOTATIONS = frozenset(
    {"$schema", "$id", "$defs", "title", "description", "examples", "x-trainbib-code"}
)

Path = tuple[str | int, ...]
Found = Iterator[tuple[str, Finding]]

_EXPECTED = {
    "SRC004": "a date as ISO 8601: 2024, 2024-03, 2024-03-15 or 2024-03-15T09:30:00Z",
    "SRC002": "an absolute URL without blanks, such as https://data.example/set/",
    "SRC009": "a BCP 47 language tag (en, pt-BR) or an ISO 3166-1 country code (DE)",
    "HSH005": "an algorithm, a colon and lower-case hexadecimal digits, such as sha256:9f86d0…",
    "FIL003": "a relative path with /, without .. and without a drive",
    "KEY002": "letters, digits, dot, underscore, plus or hyphen, at most 128, no sign first",
    "PAR008": 'the version of the standard in quotes: trainbib: "1.0"',
}


class Explainer:
    """Explains the faults of one document against one schema."""

    def __init__(self, schema: Schema) -> None:
        self._root = schema
        self._choices = Choices(schema)
        self._keys = Keys(None)

    def explain(self, data: object, entries: Iterable[tuple[str, ...]]) -> Found:
        """Yield the findings in the given entries (paths of at most two tokens)."""
        self._keys = Keys(data)
        whole = any(len(entry) == 0 for entry in entries)
        seen: set[tuple[str, str, str]] = set()
        for code, finding in self._all(data, [()] if whole else entries):
            identity = (code, finding.pointer, finding.message)
            if identity not in seen:
                seen.add(identity)
                yield code, finding

    def _all(self, data: object, entries: Iterable[tuple[str, ...]]) -> Found:
        for entry in entries:
            value, schema = data, self._root
            for token in entry:
                schema = self._choices.of_member(schema, token)
                value = value[token] if isinstance(value, dict) else None
            yield from self._value(value, schema, entry)

    def _value(self, value: object, schema: Schema, path: Path) -> Found:
        choices = self._choices.of(schema)
        if value is None:
            yield self._null(choices, path)
            return
        fitting = self._fitting(value, choices)
        if not fitting:
            yield wrong_type(
                value,
                choices,
                path,
                self._choices,
                lambda other: not any(self._value(other, schema, path)),
            )
            return
        gap = any(map(is_gap_schema, choices))
        truth = any(choice.get("type") == "boolean" for choice in choices)
        faults = [
            list(self._against(value, choice, path, gap=gap, truth=truth)) for choice in fitting
        ]
        yield from min(faults, key=len)

    def _fitting(self, value: object, choices: list[Schema]) -> list[Schema]:
        """Return those schemas of which a value has the type; of a mapping, that which it means."""
        if isinstance(value, dict):
            return meant(value, choices, self._choices.of_items(choices))
        return [choice for choice in choices if has_type(value, choice)]

    def _against(
        self, value: object, schema: Schema, path: Path, *, gap: bool, truth: bool
    ) -> Found:
        if isinstance(value, dict):
            yield from self._mapping(value, schema, path)
        elif isinstance(value, list):
            yield from self._list(value, schema, path)
        elif isinstance(value, str):
            yield from self._text(value, schema, path, gap=gap, truth=truth)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield from _number(value, schema, path)

    def _mapping(self, value: dict[str, object], schema: Schema, path: Path) -> Found:
        properties: Mapping[str, Any] = schema.get("properties", {})
        extra = schema.get("additionalProperties", True)
        patterns: Mapping[str, Any] = schema.get("patternProperties", {})
        is_gap = is_gap_schema(schema)
        what = "gap state" if is_gap else "entry" if properties == {} else "field"
        if not value and (schema.get("minProperties") or schema.get("required")):
            yield (
                "SCH005",
                Finding(
                    pointer(*path),
                    f"{subject(path)} is empty",
                    value="{}",
                    help=f"give at least one {what}, or leave it out",
                ),
            )
            return
        if says_nothing(value, schema):
            own = ", ".join(sorted(value))
            message = f"{subject(path)} has nothing but {', '.join(map(shown, value))}"
            help_ = f"give at least one {what}, or leave it out: keys with x- are no answer"
            yield "SCH005", Finding(pointer(*path), message, value=own, help=help_)
            return
        missing = [name for name in schema.get("required", ()) if name not in value]
        for name, item in value.items():
            if name in properties:
                yield from self._value(item, properties[name], (*path, name))
            elif any(matches(pattern, name) for pattern in patterns):
                continue
            elif extra is False:
                near = did_you_mean(name, [*missing, *properties])
                if near and near[0] in missing:
                    missing.remove(near[0])
                yield self._unknown_field(value, name, near, schema, path)
            elif isinstance(extra, dict):
                names = schema.get("propertyNames")
                if names is not None:
                    yield from self._key(name, names, (*path, name))
                yield from self._value(item, extra, (*path, name))
        for name in missing:
            yield self._missing(name, properties.get(name, {}), path)
        most = schema.get("maxProperties")
        if most is not None and len(value) > most:
            states = [name for name in value if name in properties]
            has, keep = f"{len(states)} states", f"one of {one_of(states)}"
            if len(states) == 1:
                has, keep = f"`{states[0]}` beside other keys", f"`{states[0]}` alone, or them"
            message = f"{subject(path)} has {has}; a gap has exactly one"
            found = Finding(pointer(*path), message, help=f"keep {keep}", value="states")
            yield "SCH010", found

    def _key(self, name: str, schema: Schema, path: Path) -> Found:
        for choice in self._choices.of(schema):
            if not matches(choice["pattern"], name):
                yield (
                    "KEY002",
                    Finding(
                        pointer(*path),
                        f"{shown(name)} is not a key",
                        on_key=True,
                        value=name,
                        help="it is the state of a gap; use another key"
                        if name in GAP_STATES
                        else "use " + _EXPECTED["KEY002"],
                        label="not a key",
                        fix=self._keys.repaired(path, name, choice["pattern"]),
                    ),
                )

    def _list(self, value: list[object], schema: Schema, path: Path) -> Found:
        least, most = schema.get("minItems", 0), schema.get("maxItems")
        if not value and least:
            yield (
                "SCH005",
                Finding(
                    pointer(*path),
                    f"{subject(path)} is an empty list",
                    value="[]",
                    help="give at least one item, leave the field out, or say why: {none: …}",
                ),
            )
        elif len(value) < least or (most is not None and len(value) > most):
            yield (
                "SCH010",
                Finding(
                    pointer(*path),
                    f"{subject(path)} has {len(value)} items; it takes {least}",
                    help=f"give {least} items",
                    value="items",
                ),
            )
        for index, item in enumerate(value):
            yield from self._value(item, schema.get("items", {}), (*path, index))
        if schema.get("uniqueItems"):
            known: set[str] = set()
            for index, item in enumerate(value):
                if not isinstance(item, str):  # reported as what it is not
                    continue
                if item in known:
                    yield (
                        "SCH010",
                        Finding(
                            pointer(*path, index),
                            f"{shown(item)} stands twice in {subject(path)}",
                            help="remove one of them",
                            fix=Fix.remove(
                                pointer(*path, index), safe=True, description="remove it"
                            ),
                            value=item,
                        ),
                    )
                known.add(item)

    def _text(self, value: str, schema: Schema, path: Path, *, gap: bool, truth: bool) -> Found:
        where = pointer(*path)
        if not value.strip() and (
            schema.get("minLength") or "pattern" in schema or "enum" in schema
        ):
            yield (
                "SCH005",
                Finding(
                    where,
                    f"{subject(path)} is blank",
                    value='""',
                    help='give the answer, leave the field out, or say why: {unknown: "…"}',
                ),
            )
            return
        allowed = schema.get("enum")
        if allowed is not None and value not in allowed:
            near = did_you_mean(value, allowed)
            listed = ["true", "false", *allowed] if truth else list(allowed)
            help_ = f"use {one_of(near or listed)}"
            if truth and value.strip().casefold() in _TRUTH_WORDS:
                near, help_ = [], "write true or false, without quotes"
            if gap and value.strip() in GAP_STATES:
                near, help_ = [], f'a gap says why: {{{value.strip()}: "…"}}'
            fix = _replace(where, near[0]) if near and is_slip(value, near[0]) else None
            label = f"did you mean `{near[0]}`?" if near else "not one of the values"
            message = f"{shown(value)} is not a value of {subject(path)}"
            yield "SCH004", Finding(where, message, value=value, fix=fix, label=label, help=help_)
        pattern = schema.get("pattern")
        if pattern is not None and not matches(pattern, value):
            code = schema.get("x-trainbib-code", "SCH004")
            expected = _EXPECTED.get(code, schema.get("description", ""))
            yield (
                code,
                Finding(
                    where,
                    f"{shown(value)} is not {article(schema['title'])} in {subject(path)}",
                    value=value,
                    help=f"write {expected}",
                    fix=of_text(code, where, value, pattern),
                    label=f"not {article(schema['title'])}",
                ),
            )

    def _null(self, choices: list[Schema], path: Path) -> tuple[str, Finding]:
        help_ = "give the answer, or leave the field out"
        if any(map(is_gap_schema, choices)):
            states = ", ".join(GAP_STATES)
            help_ = (
                f'give the answer, or a gap with its reason, such as {{unknown: "…"}} ({states})'
            )
        message = f"{subject(path)} is null, which is no answer"
        return "SCH007", Finding(pointer(*path), message, help=help_, value="null")

    def _unknown_field(
        self, value: dict[str, object], name: str, near: list[str], schema: Schema, path: Path
    ) -> tuple[str, Finding]:
        where = pointer(*path, name)
        message = f"{subject(path)} has no field `{name}`"
        fields: Mapping[str, Any] = schema["properties"]
        is_open = bool(schema.get("patternProperties"))
        cause = name
        if near:
            label, fix = f"did you mean `{near[0]}`?", None
            if is_slip(name, near[0]):
                fix = self._renaming(value, name, near[0], fields[near[0]], path)
                cause += "\nby hand" * (fix is None)  # one without a repair would bar all others'
            help_ = f"use {one_of(near)}" + f", or x-{name} for your own" * is_open
        else:
            label, fix = "unknown field", None
            listed = ", ".join(list(fields)[:_FIELDS_SHOWN])
            listed += ", …" if len(fields) > _FIELDS_SHOWN else ""
            help_ = f"its fields are {listed}" + "; fields of your own begin with x-" * is_open
        return "SCH002", Finding(
            where, message, on_key=True, value=name, label=label, help=help_, fix=fix, cause=cause
        )

    def _renaming(
        self, value: dict[str, object], name: str, new: str, schema: Schema, path: Path
    ) -> Fix | None:
        """Return the repair of a field's name: none if that is taken, or asks for other types."""
        item = value[name]
        if new in value or item is None or not self._fitting(item, self._choices.of(schema)):
            return None
        return Fix.rename(pointer(*path, name), new, safe=False)

    def _missing(self, name: str, schema: Schema, path: Path) -> tuple[str, Finding]:
        if path == () and name == "trainbib":
            return "PAR008", Finding(
                "",
                "the manifest does not say to which version of the standard it is written",
                help='begin it with trainbib: "1.0"',
            )
        choices = self._choices.of(schema) if schema else []
        allowed = next((choice["enum"] for choice in choices if "enum" in choice), None)
        what = f"; it is one of {', '.join(allowed)}" if allowed else ""
        description = schema.get("description", "")
        help_ = f"add {name}: {description[:1].lower()}{description[1:].rstrip('.')}{what}"
        message = f"{subject(path)} has no `{name}`"
        label = f"`{name}` is missing"
        return "SCH001", Finding(
            pointer(*path), message, on_key=True, value=name, label=label, help=help_
        )


_FIELDS_SHOWN = 12
_TRUTH_WORDS = frozenset({"true", "false", "yes", "no", "on", "off"})
"""What people write for a truth value; in quotes, or by YAML 1.1, it is text."""
"""How many fields a message lists."""


def _replace(where: str, text: str) -> Fix:
    return Fix.replace(where, text, safe=False)


def _number(value: float, schema: Schema, path: Path) -> Found:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and value < low:
        yield (
            "SCH010",
            Finding(
                pointer(*path),
                f"{subject(path)} is {value}, less than {low}",
                help=f"give a number of at least {low}",
                value=str(value),
            ),
        )
    elif high is not None and value > high:
        help_ = f"give a number of at most {high}"
        if high > 1:
            help_ += ", or an approximate one: {about: …}"
        yield (
            "SCH010",
            Finding(
                pointer(*path),
                f"{subject(path)} is {value}, more than {high}",
                help=help_,
                value=str(value),
            ),
        )
