"""What changed between two filings, in the terms of the form, and whether an update is due."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from trainbib.disclosure.answers import Entry, Filing, Status, Value
from trainbib.disclosure.form import Field, Row, Section
from trainbib.disclosure.wording import and_list

__all__ = [
    "ComparisonError",
    "Duty",
    "RowChange",
    "compare_filings",
    "duty",
    "months_later",
    "read_day",
]


class ComparisonError(ValueError):
    """Two filings cannot be compared; the message says why."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One field that differs.

    Attributes:
        section: The part of the form.
        row: The row.
        field: The field.
        kind: Whether it was answered in both, or in one only.
        what: What changed, as clauses: ``LAION-5B removed``.
        of_data: Whether it tells of training data, so that it may call for an update.
    """

    section: Section
    row: Row
    field: Field
    kind: Literal["added", "removed", "changed"]
    what: tuple[str, ...]
    of_data: bool

    @property
    def sentence(self) -> str:
        """The change in one line: ``2.1 Large data sets: LAION-5B removed``."""
        return f"{self.section.number} {self.row.label}: {'; '.join(self.what)}".strip()


def compare_filings(old: Filing, new: Filing) -> tuple[RowChange, ...]:
    """Return what the form shows otherwise, in its order.

    Version and date of the document, which differ in any two versions, are left out.

    Raises:
        ComparisonError: The two fill different forms.
    """
    if old.form.id != new.form.id:
        raise ComparisonError(
            f"one filing is of the form {old.form.id}, the other of {new.form.id}; compare two of "
            "the same form"
        )
    return tuple(_changes(old, new))


def _changes(old: Filing, new: Filing) -> Iterator[RowChange]:
    update = new.form.update
    for section in new.form.sections:
        of_data = any(
            section.number == each or section.number.startswith(f"{each}.") for each in update.data
        )
        for row in section.rows:
            for field in row.fields:
                if field.id in update.own:
                    continue
                before, after = _shown(old, field), _shown(new, field)
                if before == after:
                    continue
                yield RowChange(
                    section,
                    row,
                    field,
                    "added" if before is None else "removed" if after is None else "changed",
                    tuple(_what(field, before, after)),
                    of_data,
                )


def _shown(filing: Filing, field: Field) -> Value | None:
    """Return what the document shows in a field: the value, or the words for a gap."""
    value = filing.value(field.id)
    if value is not None or filing.status(field) is not Status.GAP:
        return value
    return tuple(
        f"{gap.state.replace('_', ' ')}: {gap.reason}" for gap in filing.answer(field.id).gaps
    )


def _what(field: Field, before: Value | None, after: Value | None) -> Iterator[str]:
    if isinstance(before, str) and isinstance(after, str):
        if field.kind in ("text", "texts"):
            yield f"rewritten: {after}"
        else:
            yield f"{before} became {after}"
        return
    removed, added = _items(before), _items(after)
    for name, whole in removed.items():
        if name not in added:
            yield f"{name} removed"
        elif added[name] != whole:
            yield from _entry_changes(field, name, whole, added[name])
    yield from (f"{name} added" for name in added if name not in removed)
    if list(removed) != list(added) and set(removed) == set(added):
        yield "in another order"


def _items(value: Value | None) -> dict[str, Entry]:
    """Return the items of a value by what names them: the first column of an entry."""
    if value is None:
        return {}
    if isinstance(value, str):
        return {value: {}}
    return {
        each if isinstance(each, str) else next(iter(each.values()), ""): {}
        if isinstance(each, str)
        else each
        for each in value
    }


def _entry_changes(field: Field, name: str, before: Entry, after: Entry) -> Iterator[str]:
    for column in field.columns:
        old, new = before.get(column.id), after.get(column.id)
        if old != new:
            label = column.label.lower()
            yield (
                f"{name}: {label} added: {new}"
                if old is None
                else f"{name}: {label} removed"
                if new is None
                else f"{name}: {label} {old} became {new}"
            )


@dataclass(frozen=True, slots=True)
class Duty:
    """Whether an update is due, as far as the two filings show.

    Attributes:
        rule: The form's rule in our words, with its source.
        last: Day of the last document; None where it does not say.
        months: The term, where the form has one.
        by: The last day of the term, where the form has one and changes call for it.
        changes: What the form shows otherwise.
        kept: The classes that are the same in both, such as those of size: row and class.
    """

    rule: str
    last: date | None
    months: int | None
    by: date | None
    changes: tuple[RowChange, ...]
    kept: tuple[tuple[Row, str], ...]

    @property
    def of_data(self) -> tuple[RowChange, ...]:
        """The changes that tell of training data."""
        return tuple(change for change in self.changes if change.of_data)

    def sentences(self, today: date) -> Iterator[str]:
        """Yield what there is to say, a sentence each; no statement about the law."""
        since = f" since {self.last.isoformat()}" if self.last else ""
        if not self.changes:
            yield f"Nothing that the form shows has changed{since}."
            return
        sections = list(dict.fromkeys(change.section.number for change in self.changes))
        count = len(self.changes)
        yield (
            f"{count} {'answer' if count == 1 else 'answers'} that the form shows changed{since}, "
            f"in {and_list(sections)}."
        )
        if self.kept:
            classes = "; ".join(f"{row.label}: {name}" for row, name in self.kept)
            yield f"Classes that are unchanged: {classes}."
        if not self.of_data:
            yield "None of them tells of training data."
            return
        yield f"{self.rule}."
        if self.last is None:
            yield "The last document has no date, so that no term can be told; give --last-date."
        elif self.by is not None:
            passed = "has passed" if self.by < today else "is to come"
            term = f"{self.months} months after the last one"
            yield f"{term} is {self.by.isoformat()}, which {passed}."


def duty(old: Filing, new: Filing, last: date | None = None) -> Duty:
    """Tell whether the manifest changed in a way that the form shows, and until when to say so.

    Args:
        old: The filing that was published last.
        new: What the manifest gives now.
        last: The day of the last document, where its own date is not to be read.

    Raises:
        ComparisonError: The two fill different forms.
    """
    changes = compare_filings(old, new)
    update = new.form.update
    day = last or read_day(old.text(update.date))
    due = any(change.of_data for change in changes)
    by = months_later(day, update.months) if day and update.months and due else None
    return Duty(update.rule, day, update.months, by, changes, tuple(_kept(old, new)))


def _kept(old: Filing, new: Filing) -> Iterator[tuple[Row, str]]:
    for section in new.form.sections:
        for row in section.rows:
            for field in row.fields:
                name = new.text(field.id)
                if field.kind == "choice" and name and name == old.text(field.id):
                    yield row, name


def read_day(text: str) -> date | None:
    """Return the day that DD/MM/YY or ISO 8601 means, None for anything else."""
    parts: Sequence[str] = text.split("/")
    try:
        if len(parts) == 3 and all(len(part) == 2 and part.isdigit() for part in parts):  # noqa: PLR2004 - day, month and year of two digits
            return date(2000 + int(parts[2]), int(parts[1]), int(parts[0]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, the last one of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
