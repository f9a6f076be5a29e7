"""Repairs of what departs from the schema, where one reading is left."""

import re

from trainbib.conformance.kinds import matches
from trainbib.diagnostics import Fix, Replace
from trainbib.pointers import pointer
from trainbib.values import is_mapping


def of_text(code: str, where: str, text: str, pattern: str) -> Fix | None:
    """Return the repair of text in a form that its field does not take.

    It is safe, but for the name of a locale in the place of a language tag.

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
    elif code == "SRC009":
        from trainbib.identifiers.codes import tag_of_locale

        written = tag_of_locale(text)
    if written is None or not re.search(pattern, written):
        return None
    return Fix.replace(where, written, safe=code != "SRC009")


class Keys:
    """Repairs of the keys of one manifest."""

    def __init__(self, data: object) -> None:
        self._data = data
        self._references: dict[str, dict[str, list[tuple[str | int, ...]]]] = {}

    def repaired(self, path: tuple[str | int, ...], key: str, pattern: str) -> Fix | None:
        """Return the unsafe repair of a key: another one, there and where something refers to it.

        Args:
            path: Tokens of the JSON Pointer of the member.
            key: Its key.
            pattern: Regular expression of what is a key there.

        Returns:
            The repair; None if there is no other key, or it is taken.
        """
        new = re.sub(r"[^A-Za-z0-9._+-]+", "-", key).strip("-._+")[:128] or "key"
        is_taken = new in _mapping_at(self._data, path[:-1])
        if is_taken or not matches(pattern, new) or new.startswith("x-"):
            return None
        fix = Fix.rename(pointer(*path), new, safe=False)
        section = str(path[0])
        from trainbib.rules.references import REFERENCES

        if len(path) != 2 or section not in REFERENCES:  # noqa: PLR2004 - section and key
            return fix
        places = self._referring(section).get(key, ())
        replaced = tuple(Replace(pointer(*place), new) for place in places)
        return Fix(fix.description, safe=False, steps=(*fix.steps, *replaced))

    def _referring(self, section: str) -> dict[str, list[tuple[str | int, ...]]]:
        """Return the places that refer to entries of a section, by key; looked for only once."""
        from trainbib.rules.references import reference_places

        if section not in self._references:
            found: dict[str, list[tuple[str | int, ...]]] = {}
            for place, key in reference_places().find(self._data, lambda to, _: to == section):
                found.setdefault(key, []).append(place)
            self._references[section] = found
        return self._references[section]


def _mapping_at(data: object, path: tuple[str | int, ...]) -> dict[str, object]:
    for token in path:  # no key is below a list
        data = data.get(str(token)) if is_mapping(data) else None
    return data if is_mapping(data) else {}
