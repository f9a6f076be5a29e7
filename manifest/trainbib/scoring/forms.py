"""Counting the answers to a form: the form is filled, and each field that it insists on is one.

What ``disclose`` says is missing is silent here: a score and a document cannot disagree.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from trainbib.disclosure.answers import Answer, Status
from trainbib.disclosure.filing import fill
from trainbib.disclosure.form import Section
from trainbib.scoring.questions import Question
from trainbib.scoring.tallies import QuestionScore, Tally


def filled(
    data: Mapping[str, object], regime: str, *, folder: Path | None, today: date
) -> Iterator[QuestionScore]:
    """Yield how the fields of a form are answered, in its order.

    Fields that the form leaves free, whose condition does not hold, or in whose place another one
    is answered are asked nothing.

    Args:
        data: The manifest's data.
        regime: Name of the regime.
        folder: The folder of the manifest, for the files that it names.
        today: The day to judge by.

    Raises:
        KeyError: There is no such regime.
    """
    filing = fill(data, regime, folder=folder, today=today, with_digest=False)
    for field, status in filing.statuses():
        if not field.required or status in (Status.NOT_ASKED, Status.LEFT_OUT):
            continue
        answer = filing.answer(field.id)
        question = Question(
            row=None,
            information=field.label,
            section=_name(filing.form.section_of[field.id]),
            of="",
            answers=_places(answer),
            profiles=(regime,),
            id=field.id,
        )
        yield QuestionScore(question, _tally(answer, status))


def _tally(answer: Answer, status: Status) -> Tally:
    """Count one field: by what it lacks, if it lacks something."""
    if status is Status.MISSING or (status is Status.PARTIAL and answer.wants):
        return Tally(silent=1)
    return Tally(gaps={answer.gaps[0].state: 1}) if answer.gaps else Tally(given=1)


def _places(answer: Answer) -> tuple[str, ...]:
    wanted = [want.pointer for want in answer.wants]
    places = wanted or [gap.pointer for gap in answer.gaps] or answer.origins
    return tuple(dict.fromkeys(places))


def _name(section: Section) -> str:
    return f"{section.number} {section.title}".strip() or "head"
