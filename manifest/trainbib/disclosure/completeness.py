"""Lints that ask for what a form insists on: answers that are missing, in whole or in part."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import TYPE_CHECKING

from trainbib.disclosure.dates import last_day
from trainbib.disclosure.lint import Lint, Remark
from trainbib.disclosure.places import EachSource, Member, Places, Want, Wants, pointers_of

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Answer, Filing, Status, Value
    from trainbib.disclosure.form import Field

__all__ = ["coarse_date", "incomplete", "lacking"]

_REQUIRED = frozenset({"sources", "kind", "generators", "services", "interaction", "name"})
"""Members that the schema requires, so that SCH001 asks for them."""


def coarse_date(want: "Want") -> str | None:
    """Return the date that is told and too coarse for the form; None if it is no such want.

    What is no date at all is for SRC004.
    """
    return want.found if want.found and last_day(want.found) else None


def lacking(
    sections: Sequence[str],
    *,
    but: Iterable[str] = (),
    instead: Mapping[str, Sequence[str]] | None = None,
) -> Lint:
    """Return the lint that asks for every required answer of some sections of a form.

    Fields that want something of one entry make one remark; where a section that stands before
    wants the same, that one asks for it.

    Args:
        sections: Their numbers, as the form has them.
        but: Fields for which another check asks.
        instead: Checks that ask a manifest for the same, by field.
    """
    left, others = frozenset(but), instead or {}

    def lint(filing: "Filing", _: date) -> Iterator[Remark]:
        missing = [field for field, status in _required(filing) if _lacks(filing, field, status)]
        first = dict[str, str]()
        groups = dict[str, "list[Field]"]()
        for field in missing:
            section = filing.form.section_of[field.id].number
            wants = filing.answer(field.id).wants
            place = wants[0].pointer if wants else field.id
            home = first.setdefault(place, section)
            if home == section and section in sections and field.id not in left:
                groups.setdefault(_section(place) if wants else place, []).append(field)
        for fields in groups.values():
            yield _remark(filing, fields, "no answer to", others)

    return lint


def incomplete(
    *,
    but: "Callable[[Field, Want], bool]" = lambda _field, _want: False,
    instead: Mapping[str, Sequence[str]] | None = None,
) -> Lint:
    """Return the lint that asks for what required answers of a form lack.

    Args:
        but: Tells whether another check asks for what a field wants.
        instead: Checks that ask a manifest for the same, by field.
    """
    others = instead or {}

    def lint(filing: "Filing", _: date) -> Iterator[Remark]:
        from trainbib.disclosure.answers import Status

        groups = dict[str, "list[Field]"]()
        known = list(_required(filing))
        asked = {
            member
            for field, status in known
            if _lacks(filing, field, status)
            for member in _members(filing.answer(field.id).wants)
        }
        for field, status in known:
            wants = filing.answer(field.id).wants
            lacks = _lacks(filing, field, status)
            if status is Status.PARTIAL and not lacks:
                due = (want for want in _but(wants, asked) if coarse_date(want) is None)
                found = next((want for want in due if not but(field, want)), None)
                if found is not None:
                    groups.setdefault(_section(found.pointer), []).append(field)
        for fields in groups.values():
            yield _remark(filing, fields, "only a part of the answer to", others)

    return lint


_SHOWN = 4
"""How many fields, and places to write at, a remark names."""


def _remark(
    filing: "Filing",
    fields: Sequence["Field"],
    what: str,
    others: Mapping[str, Sequence[str]],
) -> Remark:
    due = {field.id: _due(filing.answer(field.id).wants) for field in fields}
    firsts = dict.fromkeys(wants[0] for wants in due.values() if wants)
    names = [f"`{field.id}` ({field.label})" for field in fields[:_SHOWN]]
    if len(fields) > 1:
        names = [f"`{field.id}`" for field in fields[:_SHOWN]]
    more = f" and {len(fields) - _SHOWN} more" if len(fields) > _SHOWN else ""
    asked = "; ".join(f"at {want.pointer} {want.what}" for want in list(firsts)[:_SHOWN])
    by_codes = dict[tuple[str, ...], list[Sequence["Want"]]]()
    for name, wants in due.items():
        also = {*others.get(name, ()), *_of_schema(wants)}
        by_codes.setdefault(tuple(sorted(also)), []).append(wants)
    (codes, wanted), *rest = by_codes.items()
    return Remark(
        fields[0].id,
        f"there is {what} {', '.join(names)}{more}",
        f"write {asked}; or gaps there that say why not"
        if firsts
        else "answer it, or say in a gap why not",
        places=_places(wanted),
        instead=codes,
        further=tuple((_places(wanted), codes) for codes, wanted in rest),
        joined=True,
    )


def _of_schema(wants: "Sequence[Want]") -> Iterator[str]:
    """Yield the codes by which the schema asks for what a field wants first."""
    if wants and wants[0].pointer.rpartition("/")[2] in _REQUIRED:
        yield "SCH001"
    if wants and wants[0].found:  # no date, since it is none that is too coarse
        yield "SRC004"


def _places(due: "Sequence[Sequence[Want]]") -> Places:
    return pointers_of(due, tuple(dict.fromkeys(wants[0].pointer for wants in due if wants)))


def _due(wants: "Sequence[Want]") -> "Sequence[Want]":
    """Return what is wanted without the dates that are told and too coarse."""
    parts = wants.runs() if isinstance(wants, Wants) else wants
    return Wants(part for part in parts if not isinstance(part, Want) or coarse_date(part) is None)


def _section(place: str) -> str:
    """Return the section that a place is in: the same for every order of its entries."""
    return place.split("/", 2)[1]


def _member(place: str) -> str:
    """Return a place as it is in every entry: ``sources/*/url``."""
    section, _, rest = place.removeprefix("/").partition("/")
    if section in _OF_ENTRIES:
        _, slash, inside = rest.partition("/")
        return f"{section}/*{slash}{inside}"
    return f"{section}/{rest}"


def _members(wants: "Sequence[Want]") -> Iterator[str]:
    """Yield what is wanted, as it is in every entry."""
    for part in wants.runs() if isinstance(wants, Wants) else wants:
        if isinstance(part, Want):
            yield _member(part.pointer)
        else:
            yield from map(_in_every_source, part.members)


def _but(wants: "Sequence[Want]", asked: AbstractSet[str]) -> "Wants":
    """Return what is wanted without what is asked for, in any entry."""
    left = list[Want | EachSource]()
    for part in wants.runs() if isinstance(wants, Wants) else wants:
        if isinstance(part, Want):
            left += [] if _member(part.pointer) in asked else [part]
        else:
            its = tuple(each for each in part.members if _in_every_source(each) not in asked)
            left += [EachSource(part.keys, its)] if its else []
    return Wants(left)


def _in_every_source(member: Member) -> str:
    return f"sources/*{member.rest}"


_OF_ENTRIES = frozenset({"sources", "models", "parties", "labellers"})


def _required(filing: "Filing") -> "Iterator[tuple[Field, Status]]":
    """Yield the fields that are required wherever they are asked, with how they stand."""
    for field in filing.form.fields.values():
        if field.required:
            yield field, filing.status(field)


def _lacks(filing: "Filing", field: "Field", status: "Status") -> bool:
    """Tell whether a required answer is missing; a table in which no line is complete is none."""
    from trainbib.disclosure.answers import Status

    answer = filing.answer(field.id)
    if any(each.unless == field.id for each in filing.form.fields.values()):
        return False  # it may stand in the place of another, which is asked for
    if status is Status.MISSING:
        return not answer.wants or any(coarse_date(want) is None for want in answer.wants)
    return status is Status.PARTIAL and bool(answer.wants) and _hollow(field, answer)


def _hollow(field: "Field", answer: "Answer") -> bool:
    if answer.value is None or not field.columns:
        return False
    return not any(_complete(field, answer.shown or ()))


def _complete(field: "Field", value: "Value") -> Iterator[bool]:
    for each in (value,) if isinstance(value, str) else value:
        yield isinstance(each, str) or all(
            column.id in each or (column.unless is not None and column.unless in each)
            for column in field.columns[1:]
            if column.required
        )
