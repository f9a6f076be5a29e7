"""What ``disclose`` says on the terminal: what is missing, how answers came, what changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from trainbib.disclosure.answers import Answer, Filing, Status, Value
from trainbib.disclosure.comparing import Duty
from trainbib.disclosure.form import Field
from trainbib_cli.reports.wording import counted
from trainbib_cli.terminal import Style, printable

_MOST = 5
_SAID = {
    Status.NOT_ASKED: "not asked: its condition does not hold",
    Status.ANSWERED: "answered",
    Status.PARTIAL: "answered in part",
    Status.GAP: "a gap, with its reason",
    Status.MISSING: "missing",
    Status.LEFT_OUT: "left out; the form does not insist",
}


@dataclass(frozen=True, slots=True)
class MissingReport:
    """What a form lacks.

    Attributes:
        missing: How many answers that the form insists on are missing, in whole or in part.
        lines: What to tell, a line each.
    """

    missing: int
    lines: tuple[str, ...]


def missing_report(filing: Filing) -> MissingReport:
    """Say exactly what a filing lacks, and where in the manifest to write it."""
    statuses = list(filing.statuses())
    counts = {status: sum(each is status for _, each in statuses) for status in Status}
    lacking = [
        (field, filing.answer(field.id))
        for field, status in statuses
        if field.required
        and (
            status is Status.MISSING or (status is Status.PARTIAL and filing.answer(field.id).wants)
        )
    ]
    asked = len(statuses) - counts[Status.NOT_ASKED]
    parts = [f"{counts[Status.ANSWERED]} answered"]
    for status, words in (
        (Status.PARTIAL, "in part"),
        (Status.GAP, "a gap with its reason"),
        (Status.MISSING, "missing"),
        (Status.LEFT_OUT, "left out, which the form allows"),
    ):
        if counts[status]:
            parts.append(f"{counts[status]} {words}")
    lines = [f"{filing.form.id}: {asked} of {len(statuses)} fields are asked: {', '.join(parts)}"]
    for field, answer in lacking:
        lines.extend(_lacking(field, answer))
    return MissingReport(len(lacking), tuple(lines))


def _lacking(field: Field, answer: Answer) -> Iterator[str]:
    if not answer.wants:
        yield f"{field.id}: missing: {field.label}"
    for want in answer.wants[:_MOST]:
        yield f"{field.id}: write at {want.pointer}: {want.what}"
    if len(answer.wants) > _MOST:
        more = counted(len(answer.wants) - _MOST, "more place")
        yield f"{field.id}: and at {more}; see --explain"


def explanation(fields: Sequence[tuple[Filing, str]], style: Style) -> Iterable[str]:
    """Yield, line by line, what some fields hold and where it comes from."""
    for position, (filing, name) in enumerate(fields):
        if position:
            yield "\n"
        yield from (f"{line}\n" for line in _explained(filing, filing.form.fields[name], style))


def _explained(filing: Filing, field: Field, style: Style) -> Iterator[str]:
    answer = filing.answer(field.id)
    section = filing.form.section_of[field.id]
    yield style.strong(field.id) + f"  {section.number} {section.title}".rstrip()
    yield f"  asked    {field.label}{' (optional)' if not field.required else ''}"
    yield f"  status   {_SAID[filing.status(field)]}"
    if filing.asked(field) and answer.shown is not None:
        first, *rest = list(_value_lines(answer.shown)) or [""]
        yield f"  answer   {printable(first)}"
        yield from (f"           {printable(line)}" for line in rest)
    if answer.how:
        yield f"  how      {printable(answer.how)}"
    for label, pointers in (
        ("from", answer.origins),
        ("gap", tuple(f"{gap.pointer}  {gap.state}: {gap.reason}" for gap in answer.gaps)),
        ("wanted", tuple(f"{want.pointer}  {want.what}" for want in answer.wants)),
    ):
        for position, text in enumerate(pointers):
            yield f"  {label if not position else '':8} {printable(text)}"
    if field.hint:
        yield f"  hint     {field.hint}"


def _value_lines(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.splitlines()
        return
    for each in value:
        if isinstance(each, str):
            yield each
        else:
            yield "; ".join(f"{name}: {text}" for name, text in each.items())


def duty_text(duty: Duty, style: Style, today: date) -> Iterator[str]:
    """Yield what changed in the terms of the form, and whether an update is due."""
    for change in duty.changes:
        mark = {"added": style.good("+"), "removed": style.bad("-"), "changed": "~"}[change.kind]
        yield f"{mark} {printable(change.sentence)}\n"
    if duty.changes:
        yield "\n"
    for sentence in duty.sentences(today):
        yield f"{sentence}\n"


def duty_json(duty: Duty, old: Filing, new: Filing, today: date) -> dict[str, object]:
    """Return a comparison for programs: schema/v1/disclosure-diff-report.schema.json."""
    return {
        "version": "1",
        "form": {"id": new.form.id, "version": new.form.version},
        "old": {"digest": old.subject.digest, "declared": old.subject.declared},
        "new": {"digest": new.subject.digest, "declared": new.subject.declared},
        "changes": [
            {
                "field": change.field.id,
                "section": change.section.number,
                "row": change.row.label,
                "kind": change.kind,
                "what": list(change.what),
                "of_data": change.of_data,
            }
            for change in duty.changes
        ],
        "update": {
            "last": duty.last.isoformat() if duty.last else None,
            "months": duty.months,
            "by": duty.by.isoformat() if duty.by else None,
            "today": today.isoformat(),
            "rule": duty.rule,
            "says": list(duty.sentences(today)),
        },
    }
