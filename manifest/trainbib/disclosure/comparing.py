"""What changed between two filings, in the terms of the form, and whether an update is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Literal

from trainbib.disclosure.answers import Entry, Filing, Status, Value
from trainbib.disclosure.dates import months_later, read_day
from trainbib.disclosure.form import Field, Row, Section
from trainbib.disclosure.wording import and_list

__all__ = [
    "ComparisonError",
    "Duty",
    "RowChange",
    "compare_filings",
    "duty",
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
        """The change in one line: ``2.1 Large data sets: LAION-5B removed``.

        A field that is not the first of its row is named, too.
        """
        named = "" if self.field == self.row.fields[0] else f" ({self.field.label})"
        return f"{self.section.number} {self.row.label}{named}: {'; '.join(self.what)}".strip()


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
                what = tuple(_what(field, before, after)) if before != after else ()
                if not what:
                    continue
                yield RowChange(
                    section,
                    row,
                    field,
                    "added" if before is None else "removed" if after is None else "changed",
                    what,
                    of_data,
                )


def _shown(filing: Filing, field: Field) -> Value | None:
    """Return what the document shows in a field: the value, or the words for a gap."""
    value = filing.value(field.id)
    if value is not None or filing.status(field) is not Status.GAP:
        return None if isinstance(value, str) and not value.strip() else value or None
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
    old, new = _items(field, before), _items(field, after)
    for name, entries in old.items():
        same = list(new.get(name, ()))
        # Of one name there may be several: those that are in both are no news.
        left = [entry for entry in entries if not _taken(entry, same)]
        for was, now in zip_longest(left, same):
            if was is None or now is None:
                several = f" (one of {max(len(entries), len(new.get(name, ())))})"
                one = several if len(entries) + len(new.get(name, ())) > 1 else ""
                yield f"{name}{one} {'added' if was is None else 'removed'}"
            else:
                yield from _entry_changes(field, name, was, now)
    for name, entries in new.items():
        if name not in old:
            yield from (f"{name} added" for _ in entries)
    if list(old) != list(new) and set(old) == set(new):
        yield "in another order"


def _taken(entry: Entry, others: list[Entry]) -> bool:
    """Take an entry out of others; tell whether it is among them."""
    if entry not in others:
        return False
    others.remove(entry)
    return True


def _items(field: Field, value: Value | None) -> dict[str, list[Entry]]:
    """Return the items of a value by what names them: an entry by the form's first column."""
    items = dict[str, list[Entry]]()
    first = field.columns[0].id if field.columns else ""
    for each in (value,) if isinstance(value, str) else value or ():
        entry = {first: each} if isinstance(each, str) else each
        name = entry.get(first, "").strip() or next(
            (text.strip() for text in entry.values() if text.strip()), ""
        )
        if name:
            items.setdefault(name, []).append(entry)
    return items


def _entry_changes(field: Field, name: str, before: Entry, after: Entry) -> Iterator[str]:
    for column in field.columns:
        old, new = before.get(column.id, "").strip(), after.get(column.id, "").strip()
        if old != new:
            label = column.label.lower()
            yield (
                f"{name}: {label} added: {new}"
                if not old
                else f"{name}: {label} removed"
                if not new
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
        sections = list(
            dict.fromkeys(change.section.number or "the head" for change in self.changes)
        )
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
