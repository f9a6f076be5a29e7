"""The report of ``diff`` for a pull request: GitHub's Markdown, one folded table for each class."""

from collections.abc import Sequence

from trainbib.comparing import CLASSES, Change, Comparison, Level
from trainbib.comparing.totals import total_text
from trainbib_cli.reports.diff_text import (
    bump_text,
    is_untold,
    noun_of,
    places_of,
    times,
    versions_text,
)
from trainbib_cli.reports.markdown import cell
from trainbib_cli.reports.wording import counted, grouped

LIMIT = 65_536
"""GitHub refuses a comment of more characters; bytes are counted here, which is never less."""

_MOST_ROWS = 2_000  # more than fit
_MOST_NOTES = 20
_RESERVE = 1_000  # for the heads of the tables and the notes on what was left out


def render(comparison: Comparison, *, show_all: bool) -> str:
    """Return the report; never more than GitHub takes.

    Rows are left out from the end, the least grave first, and how many is said.

    Args:
        comparison: What to report.
        show_all: Whether to show editorial changes and what was reformatted.
    """
    changes = [*comparison.changes, *(comparison.reformatted if show_all else ())]
    if not show_all:
        changes = [change for change in changes if change.class_ != "editorial"]
    opening = _opening(comparison, show_all=show_all)
    closing = [f"- not compared: {cell(reason)}" for reason in comparison.unchecked[:_MOST_NOTES]]
    if len(comparison.unchecked) > _MOST_NOTES:
        closing.append(f"- not compared: {len(comparison.unchecked) - _MOST_NOTES} more")
    rows = [
        (change, _row(change, comparison)) for change in comparison.located(changes[:_MOST_ROWS])
    ]
    left = LIMIT - _RESERVE - _size("\n".join([*opening, *closing]))
    kept: list[tuple[Change, str]] = []
    for change, row in rows:
        left -= _size(row) + 1
        if left < 0:
            break
        kept.append((change, row))
    lines = opening
    for class_ in CLASSES:
        lines += _table(
            class_,
            [row for change, row in kept if change.class_ == class_],
            sum(change.class_ == class_ for change in changes),
        )
    if len(kept) < len(changes):
        cut = counted(len(changes) - len(kept), "change")
        lines += [f"**{cut} left out: GitHub takes no more. `--format json` has all.**", ""]
    return "\n".join([*lines, *closing]).rstrip("\n") + "\n"


def _opening(comparison: Comparison, *, show_all: bool) -> list[str]:
    lines = [f"### {cell(versions_text(comparison))}", ""]
    if not comparison.changes:
        found = "was found in what could be compared" if comparison.unchecked else "in meaning"
        return [*lines, f"No change {found}.", ""]
    levels = [f"{number} {level}" for level, number in comparison.levels.items() if number]
    lines += [", ".join(levels), ""]
    warning = "⚠️ " if comparison.bump_sufficient is False else ""
    lines += [f"{warning}**{cell(bump_text(comparison))}**", ""]
    if comparison.counts["editorial"] and not show_all:
        number = counted(comparison.counts["editorial"], "editorial change")
        lines += [f"{number} not shown.", ""]
    told = [total for total in comparison.totals if show_all or is_untold(total)]
    if told:
        lines += ["| total | |", "| --- | --- |"]
        lines += [f"| {cell(total.unit)} | {cell(total_text(total))} |" for total in told]
        lines.append("")
    return lines


def _table(class_: str, rows: Sequence[str], number: int) -> list[str]:
    if not number:
        return []
    if not rows:
        return [f"{class_}: {counted(number, 'change')} not shown", ""]
    # What users must look at is open; the rest is folded.
    fold = " open" if class_ == "rights" else ""
    return [
        f"<details{fold}><summary>{class_} ({grouped(number)})</summary>",
        "",
        "| level | change | of | what | where |",
        "| --- | --- | --- | --- | --- |",
        *rows,
        "",
        "</details>",
        "",
    ]


def _row(change: Change, comparison: Comparison) -> str:
    grave = change.level is not Level.INFO
    cells = (
        f"**{change.level}**" if grave else str(change.level),
        f"{change.code} {cell(change.name)}{times(change)}",
        cell(f"{noun_of(change)} {change.entity.key}".strip()),
        cell(change.detail),
        " → ".join(map(cell, places_of(change, comparison))),
    )
    return f"| {' | '.join(cells)} |"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
