"""A disclosure score as a table for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trainbib_cli.reports.score_words import CAUTION, gap_states, headline, percent, section_name
from trainbib_cli.reports.wording import counted, grouped
from trainbib_cli.terminal import Style, printable, printable_path

if TYPE_CHECKING:
    from trainbib.scoring import Question, Score, Tally

_HEAD = ("", "asked", "given", "", "gap", "", "silent", "")
_SILENT_SHOWN = 5
_WIDEST = 46
"""Of the name of a section: titles of forms can be long."""


def score_table(score: "Score", path: str, style: Style) -> Iterator[str]:
    """Yield the rows of a score, without line feeds.

    Args:
        score: The score.
        path: The manifest, as the user named it.
        style: Colours.
    """
    yield style.strong(f"Disclosure of {printable_path(path)}, profile {score.profile}:")
    yield f"{headline(score)}."
    rows: list[tuple[str, ...]] = [_HEAD]
    rows += [_row(_short(section_name(name)), tally) for name, tally in score.sections.items()]
    rows.append(_row("total", score.total))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for index, row in enumerate(rows):
        first = f"{row[0]:<{widths[0]}}"
        cells = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
        line = f"  {first}  {cells[0]}  {_pairs(cells)}".rstrip()
        if index == 0:
            yield style.quiet(line)
        else:
            yield style.strong(line) if index == len(rows) - 1 else line
    if states := gap_states(score.total):
        yield f"Gaps: {states}."
    yield from _silent(score)
    yield style.quiet(CAUTION)


def _pairs(cells: list[str]) -> str:
    return "  ".join(f"{cells[index]} {cells[index + 1]}" for index in (1, 3, 5))


def _row(name: str, tally: "Tally") -> tuple[str, ...]:
    return (
        name,
        grouped(tally.asked),
        grouped(tally.given),
        percent(tally.given, tally.asked),
        grouped(tally.gap),
        percent(tally.gap, tally.asked),
        grouped(tally.silent),
        percent(tally.silent, tally.asked),
    )


def _short(name: str) -> str:
    return name if len(name) <= _WIDEST else f"{name[: _WIDEST - 1].rstrip()}…"


def _silent(score: "Score") -> Iterator[str]:
    """Yield the questions that are left in silence most often; of a form, the first fields."""
    left = [each for each in score.questions if each.tally.silent]
    if left and left[0].question.id:
        yield from _silent_fields(score.profile, [each.question for each in left])
        return
    left.sort(key=lambda each: -each.tally.silent)
    if not left:
        return
    yield "Silent most often:"
    for each in left[:_SILENT_SHOWN]:
        fields = " or ".join(each.question.fields)
        of = f" of {grouped(each.tally.asked)}" if each.tally.asked > 1 else ""
        yield f"  {grouped(each.tally.silent)}{of}  {each.question.information}: {fields}"
    more = len(left) - _SILENT_SHOWN
    if more > 0:
        yield f"  and {counted(more, 'more question')} (--format json lists all)"


def _silent_fields(profile: str, left: "list[Question]") -> Iterator[str]:
    yield "Silent, in the order of the form:"
    for each in left[:_SILENT_SHOWN]:
        first, *others = [printable(place) for place in each.fields] or ["the top"]
        more = f" and {counted(len(others), 'more place')}" if others else ""
        yield f"  {each.id} at {first}{more}: {each.information}"
    more_left = len(left) - _SILENT_SHOWN
    if more_left > 0:
        command = f"`trainbib disclose --to {profile}`"
        yield f"  and {counted(more_left, 'more field')} ({command} says what to write there)"
