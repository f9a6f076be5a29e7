"""Answers to the fields of a form, and the filing that they make."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal, cast

from trainbib.disclosure.conditions import holds
from trainbib.disclosure.form import Field, Form
from trainbib.disclosure.places import Want
from trainbib.later import LongText
from trainbib.values import gap_state

__all__ = [
    "Answer",
    "Entry",
    "Filing",
    "Gap",
    "Status",
    "Subject",
    "Value",
    "Want",
    "gap_of",
    "missing",
]

Entry = Mapping[str, str]
"""One line of an answer that is a table: text by column."""

Value = str | Sequence[str] | Sequence[Entry]
"""What stands in the form: words, several words, or a table."""


GapState = Literal["none", "not_applicable", "unknown", "withheld", "lost"]


class Status(StrEnum):
    """How a field stands.

    ``NOT_ASKED``: its condition does not hold. ``ANSWERED``: with a value. ``PARTIAL``: with a
    value that lacks something. ``GAP``: the manifest says why there is no answer. ``MISSING``:
    wanted, and the manifest is silent. ``LEFT_OUT``: silent, and the form does not insist.
    """

    NOT_ASKED = "not_asked"
    ANSWERED = "answered"
    PARTIAL = "partial"
    GAP = "gap"
    MISSING = "missing"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Gap:
    """An answer that the manifest says it does not have, and why (SPEC.md, section 4).

    Attributes:
        pointer: JSON Pointer to the gap; empty in a filing that was read back.
        state: Which of the five.
        reason: In the manifest's words.
    """

    pointer: str
    state: GapState
    reason: str

    def within(self, place: str) -> "Gap":
        """Return the gap at its pointer from a place on."""
        return Gap(f"{place}/{self.pointer}", self.state, self.reason)


def gap_of(value: object, place: str) -> Gap | None:
    """Return the gap that a value is, None if it is none.

    Args:
        value: A value of a manifest.
        place: Its JSON Pointer.
    """
    if not isinstance(value, dict):  # most values, of most sources
        return None
    state = gap_state(value)
    if state is None:
        return None
    reason = next(iter(cast("dict[str, object]", value).values()))
    return Gap(place, cast("GapState", state), str(reason))


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one field.

    Attributes:
        value: As the form wants it written; None where there is none.
        gaps: What the manifest says it cannot tell, of the whole answer or of a part of it.
        wants: What is missing for the answer, or for a part of it.
        origins: JSON Pointers to what in the manifest the answer comes from.
        how: How it follows from there, with the figures; empty for the manifest's own words.
        figures: Those of the figures that checks compare, by name.
    """

    value: Value | LongText | None = None
    gaps: tuple[Gap, ...] = ()
    wants: Sequence[Want] = ()
    origins: Sequence[str] = ()
    how: str = ""
    figures: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def shown(self) -> Value | None:
        """The value, a long text written."""
        return str(self.value) if isinstance(self.value, LongText) else self.value

    def explained(self, how: str) -> "Answer":
        """Return the answer with the way to it told."""
        return replace(self, how=how)


def missing(pointer: str, what: str) -> Answer:
    """Return the answer where a manifest is silent.

    Args:
        pointer: Where the answer belongs.
        what: What to write there, as a clause.
    """
    return Answer(wants=(Want(pointer, what),))


@dataclass(frozen=True, slots=True)
class Subject:
    """What a filing is about, and which manifest it was made from.

    Attributes:
        name: Name of the data set.
        version: Its version; empty where there is none.
        digest: Canonical digest of the manifest: ``sha256:…``.
        url: Where the manifest is published; empty where it does not say.
        declared_by: Who declares: the name of the provider or publisher; empty where none is named.
        declared: Date of the manifest, ISO 8601; empty where it does not say.
    """

    name: str
    version: str = ""
    digest: str = ""
    url: str = ""
    declared_by: str = ""
    declared: str = ""


@dataclass(frozen=True)
class Filing:
    """A filled form.

    Attributes:
        form: The form.
        subject: What it is about.
        answers: By field id; a field that is left out has no answer.
        facts: What conditions ask beyond the answers, by name.
        generator: Name and version of the program that made it: ``trainbib 1.0.0``.
        rows: The lines of the form's table (``Form.table``) where the answer is too long to hold
            them; None where the answer has them all.
    """

    form: Form
    subject: Subject
    answers: Mapping[str, Answer]
    facts: Mapping[str, bool | int] = field(default_factory=dict[str, bool | int])
    generator: str = ""
    rows: Callable[[], Iterable[Entry]] | None = field(default=None, compare=False)

    def table(self) -> Iterable[Entry]:
        """Return the lines of the form's table, none where it has none."""
        if self.rows is not None:
            return self.rows()
        return () if self.form.table is None else self.entries(self.form.table)

    def answer(self, name: str) -> Answer:
        """Return the answer to a field, an empty one where there is none."""
        return self.answers[name] if name in self.answers else Answer()

    def value(self, name: str) -> Value | None:
        """Return the value of a field that is asked; None where there is none."""
        asked = self.form.fields.get(name)
        return None if asked is None or not self.asked(asked) else self.answer(name).shown

    def text(self, name: str) -> str:
        """Return the value of a field that is words, an empty text where there is none."""
        value = self.value(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the values of a field that is several words, none where there are none."""
        value = self.value(name)
        return (
            ()
            if value is None or isinstance(value, str)
            else tuple(each for each in value if isinstance(each, str))
        )

    def entries(self, name: str) -> tuple[Entry, ...]:
        """Return the lines of a field that is a table, none where there are none."""
        value = self.value(name)
        return (
            ()
            if value is None or isinstance(value, str)
            else tuple(each for each in value if not isinstance(each, str))
        )

    def asked(self, field_: Field) -> bool:
        """Tell whether a field is asked, given the other answers."""
        return holds(field_.when, self._known)

    def _known(self, name: str) -> object | None:
        if name in self.form.fields:
            return self.value(name)
        return self.facts.get(name)

    def status(self, field_: Field) -> Status:
        """Tell how a field stands."""
        if not self.asked(field_):
            return Status.NOT_ASKED
        answer = self.answer(field_.id)
        if answer.value is not None:
            return Status.PARTIAL if answer.wants or answer.gaps else Status.ANSWERED
        if answer.gaps:
            return Status.GAP
        instead = field_.unless is not None and self.answer(field_.unless).value is not None
        return Status.MISSING if field_.required and not instead else Status.LEFT_OUT

    def statuses(self) -> Iterator[tuple[Field, Status]]:
        """Yield every field of the form with how it stands."""
        for each in self.form.fields.values():
            yield each, self.status(each)
