"""A form that a law asks for, as data: sections, rows, fields, and when each field is asked.

Forms are JSON files beside the regimes that answer them; docs/disclosure.md describes them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from trainbib.disclosure.conditions import Condition, read_condition

__all__ = ["SPECIFY", "Column", "Field", "Form", "Kind", "Row", "Section", "Update", "read_form"]

Kind = Literal[
    "text", "texts", "yes_no", "choice", "choices", "date", "month", "period", "links", "entries"
]
"""The shape of an answer.

``text``: words. ``texts``: several, one to a line. ``yes_no``: "Yes" or "No". ``choice`` and
``choices``: one or several of the options. ``date``, ``month``, ``period``: as the form writes them
(``Field.format``). ``links``: URLs.
``entries``: a table, with the field's columns.
"""

YES_NO = ("Yes", "No")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer that is a table.

    Attributes:
        id: Name of the column in an entry.
        label: Heading.
        required: Whether each entry needs it.
        unless: The column that may stand in its place.
    """

    id: str
    label: str
    required: bool = False
    unless: str | None = None

    def wanted_in(self, entry: Mapping[str, str]) -> bool:
        """Tell whether an entry needs the column: it is required, and none stands in its place."""
        return self.required and not (self.unless is not None and entry.get(self.unless))


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks.

    Attributes:
        id: Stable name, such as ``eu.1.3.text.size``.
        label: What is asked, in our words.
        kind: The shape of the answer.
        required: Whether the form wants an answer when ``when`` holds.
        when: When it is asked; None: always.
        options: What a choice is of; the form's own.
        columns: Of a table.
        unless: The field whose answer may stand in the place of this one's.
        format: How the form writes a date, month or period: ``DD/MM/YY``.
        hint: What a good answer holds.
        source: Article or point, where it is not the form's own row.
    """

    id: str
    label: str
    kind: Kind
    required: bool
    when: Condition | None = None
    options: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    unless: str | None = None
    format: str | None = None
    hint: str = ""
    source: str = ""

    def takes(self, text: str) -> bool:
        """Tell whether a text is an option, or one that takes words, with words after a colon."""
        return any(
            text == option or (option.endswith(SPECIFY) and text.startswith(f"{option}:"))
            for option in self.options
        )


SPECIFY = "(please specify)"
"""What an option ends with that takes words after a colon."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the form's table: its heading, and the fields that share it."""

    id: str
    label: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of a form.

    Attributes:
        number: As the form numbers it: ``2.2.1``; empty for what stands above the first one.
        title: Heading, in our words.
        note: What the section is about, in a sentence or two; may be empty.
        rows: Its rows, in the form's order; none for a heading over other sections.
    """

    number: str
    title: str
    note: str
    rows: tuple[Row, ...]

    @property
    def depth(self) -> int:
        """How deep the heading is: 1 for ``2``, 3 for ``2.2.1``."""
        return self.number.count(".") + 1

    @property
    def fields(self) -> Iterator[Field]:
        """Yield the fields, in order."""
        for row in self.rows:
            yield from row.fields


@dataclass(frozen=True, slots=True)
class Update:
    """When a published document of the form is due for an update.

    Attributes:
        months: How many months after the last one, where training went on; None: no such term.
        rule: The rule in our words, with its source.
        date: The field that holds the date of the last update.
        own: Fields that differ between any two versions and are no news: version, date.
        data: Numbers of the sections that tell of training data; their subsections count.
    """

    months: int | None
    rule: str
    date: str
    own: tuple[str, ...]
    data: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """A form, in one version.

    Attributes:
        id: Name of the regime: ``eu-ai-act``.
        title: Title of the document.
        version: Date or number of the form's version.
        instrument: The law, and where the form was published, in words.
        url: Where the form or the law can be read.
        update: When an update is due.
        table: The field whose table may be too long for the document, so that it has a file.
        sections: In order.
    """

    id: str
    title: str
    version: str
    instrument: str
    url: str
    update: Update
    table: str | None
    sections: tuple[Section, ...]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """All fields by id, in the form's order."""
        return {field.id: field for section in self.sections for field in section.fields}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of each field, by the field's id."""
        return {field.id: section for section in self.sections for field in section.fields}


def read_form(data: Mapping[str, object]) -> Form:
    """Build a form from the JSON that a regime keeps.

    Raises:
        KeyError: Something that a form needs is left out.
        ValueError: A field has a kind or a condition that does not exist, or stands twice.
    """
    form = Form(
        id=str(data["id"]),
        title=str(data["title"]),
        version=str(data["version"]),
        instrument=str(data["instrument"]),
        url=str(data["url"]),
        update=_update(cast("Mapping[str, object]", data["update"])),
        table=_name(data, "table"),
        sections=tuple(_section(each) for each in _objects(data["sections"])),
    )
    if len(form.fields) != sum(len(list(section.fields)) for section in form.sections):
        raise ValueError(f"a field of the form {form.id} stands twice")
    return form


def _update(data: Mapping[str, object]) -> Update:
    months = data.get("months")
    return Update(
        months if isinstance(months, int) else None,
        str(data["rule"]),
        str(data["date"]),
        tuple(str(each) for each in _items(data["own"])),
        tuple(str(each) for each in _items(data["data"])),
    )


def _section(data: Mapping[str, object]) -> Section:
    return Section(
        str(data["number"]),
        str(data["title"]),
        str(data.get("note", "")),
        tuple(
            Row(
                str(row["id"]),
                str(row["label"]),
                tuple(_field(each) for each in _objects(row["fields"])),
            )
            for row in _objects(data.get("rows", []))
        ),
    )


def _field(data: Mapping[str, object]) -> Field:
    kind = str(data["kind"])
    if kind not in Kind.__args__:  # type: ignore[attr-defined] # an alias has no stub for it
        raise ValueError(f"field {data['id']} has the kind {kind}, which does not exist")
    condition = data.get("when")
    return Field(
        id=str(data["id"]),
        label=str(data["label"]),
        kind=cast("Kind", kind),
        required=bool(data.get("required", False)),
        when=None if condition is None else read_condition(condition),
        options=YES_NO
        if kind == "yes_no"
        else tuple(str(each) for each in _items(data.get("options", []))),
        columns=tuple(_column(each) for each in _objects(data.get("columns", []))),
        unless=_name(data, "unless"),
        format=_name(data, "format"),
        hint=str(data.get("hint", "")),
        source=str(data.get("source", "")),
    )


def _column(data: Mapping[str, object]) -> Column:
    return Column(
        str(data["id"]),
        str(data["label"]),
        bool(data.get("required", False)),
        _name(data, "unless"),
    )


def _name(data: Mapping[str, object], key: str) -> str | None:
    value = data.get(key)
    return None if value is None else str(value)


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"a list is wanted, not {value!r}")  # noqa: TRY004 - of a form's data, not of a caller's
    return cast("list[object]", value)


def _objects(value: object) -> list[Mapping[str, object]]:
    return [cast("Mapping[str, object]", each) for each in _items(value)]
