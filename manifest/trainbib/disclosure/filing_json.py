"""A filing as JSON, and read back (schema/v1/disclosure.schema.json)."""

from collections.abc import Mapping
from typing import cast, get_args

from trainbib.disclosure.answers import Answer, Entry, Filing, Gap, GapState, Subject, Value, Want
from trainbib.disclosure.form import Field, Form
from trainbib.disclosure.regimes import load_regime, regime_names
from trainbib.values import as_list, as_mapping, is_mapping

__all__ = ["FilingError", "filing_json", "read_filing"]

VERSION = "1.0"
"""The version of this format."""

_SEVERAL = frozenset({"text", "texts", "choices", "links", "entries"})
"""Kinds of fields that may have several texts; words may come in several parts."""

_SUBJECT = ("name", "version", "digest", "url", "declared_by", "declared")


class FilingError(ValueError):
    """A filing cannot be read; the message names the place, the value and what to do."""


def filing_json(filing: Filing) -> dict[str, object]:
    """Return a filing as plain data, fields in the form's order."""
    return {
        "version": VERSION,
        "generator": filing.generator,
        "form": {
            "id": filing.form.id,
            "version": filing.form.version,
            "title": filing.form.title,
            "url": filing.form.url,
        },
        "subject": {
            name: getattr(filing.subject, name)
            for name in _SUBJECT
            if getattr(filing.subject, name)
        },
        "facts": dict(filing.facts),
        "answers": {
            field.id: _answer_json(filing.answer(field.id), status)
            for field, status in filing.statuses()
        },
    }


def _answer_json(answer: Answer, status: str) -> dict[str, object]:
    told: dict[str, object] = {"status": str(status)}
    if answer.shown is not None:
        told["value"] = _plain(answer.shown)
    if answer.how:
        told["how"] = answer.how
    if answer.figures:
        told["figures"] = dict(answer.figures)
    if answer.origins:
        told["from"] = list(answer.origins)
    if answer.gaps:
        told["gaps"] = [
            {"pointer": gap.pointer, "state": gap.state, "reason": gap.reason}
            for gap in answer.gaps
        ]
    if answer.wants:
        told["wants"] = [_want_json(want) for want in answer.wants]
    return told


def _want_json(want: Want) -> dict[str, str]:
    told = {"pointer": want.pointer, "what": want.what}
    return told | {"found": want.found} if want.found else told


def _plain(value: Value) -> object:
    if isinstance(value, str):
        return value
    return [each if isinstance(each, str) else dict(each) for each in value]


def read_filing(data: object) -> Filing:
    """Return the filing that JSON holds. What it says of statuses is worked out anew.

    Args:
        data: Parsed JSON.

    Raises:
        FilingError: It is no filing, one of another version, of a form that is not known, or with
            an answer of the wrong shape.
    """
    if not is_mapping(data) or not is_mapping(data.get("answers")):
        raise FilingError(
            "this is no filing: an object with `form` and `answers` is wanted, as `trainbib "
            "disclose --format json` writes it"
        )
    if str(data.get("version")).split(".")[0] != VERSION.split(".", maxsplit=1)[0]:
        raise FilingError(
            f"/version is {data.get('version')!r}; this program reads {VERSION}: use the program "
            "that wrote it"
        )
    form = _form(data.get("form"))
    answers = as_mapping(data["answers"])
    for name in answers:
        if name not in form.fields:
            raise FilingError(
                f"/answers has {name!r}, which the form {form.id} does not ask; remove it, or see "
                "the form's fields with `trainbib disclose --explain all`"
            )
    return Filing(
        form=form,
        subject=_subject(data.get("subject")),
        answers={name: _read_answer(form.fields[name], value) for name, value in answers.items()},
        facts={
            name: value
            for name, value in as_mapping(data.get("facts")).items()
            if isinstance(value, bool | int)
        },
        generator=str(data.get("generator", "")),
    )


def _form(data: object) -> Form:
    told = as_mapping(data)
    name = told.get("id")
    if not isinstance(name, str) or name not in regime_names():
        raise FilingError(
            f"/form/id is {name!r}, which is no known form; there are {', '.join(regime_names())}"
        )
    form = load_regime(name).form
    if told.get("version", form.version) != form.version:
        raise FilingError(
            f"/form/version is {told.get('version')!r}; this program has {form.version} of "
            f"{name}: file again with it"
        )
    return form


def _subject(data: object) -> Subject:
    told = as_mapping(data)
    return Subject(**{name: str(told.get(name, "")) for name in _SUBJECT})


def _read_answer(field: Field, data: object) -> Answer:
    place = f"/answers/{field.id}"
    if not is_mapping(data):
        raise FilingError(f"{place} is {data!r}; an object with `value` or `gaps` is wanted")
    return Answer(
        _value(field, data.get("value"), place),
        tuple(
            _gap(each, f"{place}/gaps/{position}")
            for position, each in enumerate(as_list(data.get("gaps")))
        ),
        tuple(
            Want(*(str(as_mapping(each).get(name, "")) for name in Want._fields))
            for each in as_list(data.get("wants"))
        ),
        tuple(str(each) for each in as_list(data.get("from"))),
        str(data.get("how", "")),
        {
            name: figure
            for name, figure in as_mapping(data.get("figures")).items()
            if isinstance(figure, int) and not isinstance(figure, bool)
        },
    )


def _gap(data: object, place: str) -> Gap:
    told = data if is_mapping(data) else {}
    state = told.get("state")
    if state not in get_args(GapState):
        raise FilingError(f"{place}/state is {state!r}; it is {', '.join(get_args(GapState))}")
    return Gap(str(told.get("pointer", "")), cast("GapState", state), str(told.get("reason", "")))


def _value(field: Field, data: object, place: str) -> Value | None:
    """Return a value in the shape that the field has.

    A text is a value of any field: filed summaries have prose where a table or a list is wanted,
    and the checks of the form say what is wrong with it.

    Raises:
        FilingError: It has another.
    """
    if data is None:
        return None
    if isinstance(data, str):
        return data
    told = as_list(data)
    if field.kind in _SEVERAL and told and all(isinstance(each, str) for each in told):
        return tuple(cast("list[str]", told))
    columns = [column.id for column in field.columns]
    if field.kind == "entries" and told and all(is_mapping(each) for each in told):
        return tuple(_entry(cast("Mapping[str, object]", each), columns, place) for each in told)
    raise FilingError(f"{place}/value is {data!r:.80}; {_shape(field)}")


def _shape(field: Field) -> str:
    """Tell what the value of a field has to be."""
    if field.kind == "entries":
        columns = ", ".join(column.id for column in field.columns)
        return f"write a list of objects with {columns}, of texts, or one text"
    if field.kind in _SEVERAL:
        return "write a list of texts, or one text"
    choice = f": {' or '.join(field.options)}" if field.kind == "yes_no" else ""
    return f"write one text{choice}"


def _entry(data: Mapping[str, object], columns: list[str], place: str) -> Entry:
    for name, value in data.items():
        if name not in columns or not isinstance(value, str):
            raise FilingError(
                f"{place}/value has {name!r}: {value!r:.80}; the columns are "
                f"{', '.join(columns) or 'none'}, each a text"
            )
    return cast("Entry", dict(data))
