"""Reading lists of withdrawn sets, and saying all that is wrong with one."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Span
from trainbib.form_faults import FormFault, Told, and_more, form_faults, in_order, placed
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, parse_date
from trainbib.withdrawals.names import title_words

if TYPE_CHECKING:
    from trainbib.document import Document


class WithdrawnListError(ValueError):
    """A list of withdrawn sets cannot be used; its text is one sentence with place and value.

    Attributes:
        faults: A sentence for each fault, beginning with its place, in the order of the file.
        spans: The place of each; None where it is in no text.
        text: The text that the places are in.
        format: Whether that is ``json`` or ``yaml``.
    """

    def __init__(
        self,
        faults: Sequence[str],
        spans: Sequence[Span | None] = (),
        document: "Document | None" = None,
    ) -> None:
        super().__init__(and_more(faults))
        self.faults = tuple(faults)
        self.spans = tuple(spans) or (None,) * len(self.faults)
        self.text = document.text if document is not None else ""
        self.format = document.format if document is not None else "json"


def read_list(path: Path) -> "Document":
    """Read a list, in JSON or YAML, that is of the form of the schema.

    Args:
        path: Its file.

    Raises:
        WithdrawnListError: If it cannot be read, says something twice, or is not of that form.
    """
    from trainbib.document import read_document

    what = "the list of withdrawn sets cannot be read"
    try:
        document = read_document(path)
    except (OSError, ValueError) as error:  # no file has a NUL in its path
        why = (error.strerror if isinstance(error, OSError) else "") or str(error)
        named = str(path).replace("\0", "\\0")
        raise WithdrawnListError([f"{named}: {what}: {why}"]) from error
    if not document.parsed:
        found = document.findings[-1].finding
        message = placed(path, found.span, f"{what}: {found.message}")
        raise WithdrawnListError([message], [found.span], document)
    _refuse(in_order(path, document, list(_faults(document.data))), document)
    return document


def refuse(path: Path, document: "Document", faults: Sequence[FormFault]) -> None:
    """Raise an error if a list has faults.

    Args:
        path: Its file.
        document: The list.
        faults: What is wrong with what it says.

    Raises:
        WithdrawnListError: If there are any; they are told in the order of the text.
    """
    _refuse(in_order(path, document, faults, reading=False), document)


def _refuse(told: Sequence[Told], document: "Document") -> None:
    if told:
        sentences = [each.sentence for each in told]
        raise WithdrawnListError(sentences, [each.span for each in told], document)


def _faults(data: object) -> Iterator[FormFault]:
    """Yield what is wrong: by the schema, then with days that there are not, and with names."""
    from trainbib.schemas import load_schema

    schema = load_schema("withdrawn-list")
    parts = schema["$defs"]
    meant = {
        parts["date"]["pattern"]: "a date: 2024, 2024-03 or 2024-03-15",
        parts["text"]["pattern"]: "text that is not empty",
        parts["url"]["pattern"]: "a URL that begins with https:// or http://",
        schema["properties"]["sets"]["propertyNames"]["pattern"]: (
            "at most 128 letters, digits, dots, underscores, plus signs and hyphens, and a letter "
            "or digit first"
        ),
    }
    yield from form_faults(data, schema, "the list", meant)
    yield from _days(as_mapping(data))
    yield from _nameless(as_mapping(data))


def _days(data: Mapping[str, object]) -> Iterator[FormFault]:
    """Yield the dates that have the form of one, and are on no calendar."""
    stated: list[tuple[tuple[str | int, ...], object]] = [(("updated",), data.get("updated"))]
    for key, entry in as_mapping(data.get("sets")).items():
        known = as_mapping(entry)
        withdrawn = as_mapping(known.get("withdrawn"))
        stated.append((("sets", key, "withdrawn", "date"), withdrawn.get("date")))
        for index, held in enumerate(as_list(known.get("contains"))):
            until = as_mapping(held).get("until")
            stated.append((("sets", key, "contains", index, "until"), until))
    for place, text in stated:
        if isinstance(text, str) and _looks_like_a_day(text) and parse_date(text) is None:
            message = f"{subject(place)} is {shown(text)}, and there is no such day"
            yield FormFault(pointer(*place), message)


def _nameless(data: Mapping[str, object]) -> Iterator[FormFault]:
    """Yield the names that are compared as words, and have none."""
    for key, entry in as_mapping(data.get("sets")).items():
        known = as_mapping(entry)
        stated: list[tuple[tuple[str | int, ...], object]] = [(("title",), known.get("title"))]
        stated += [(("aliases", n), name) for n, name in enumerate(as_list(known.get("aliases")))]
        for place, name in stated:
            if isinstance(name, str) and name.strip() and not title_words(name):
                where = ("sets", key, *place)
                said = f"{subject(where)} is {shown(name)}; it takes a letter or a digit at least"
                yield FormFault(pointer(*where), said)


def _looks_like_a_day(text: str) -> bool:
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    return (
        (len(year), len(month), len(day)) == (4, 2, 2)
        and (year + month + day).isdecimal()
        and "01" <= month <= "12"
        and "01" <= day <= "31"
    )
