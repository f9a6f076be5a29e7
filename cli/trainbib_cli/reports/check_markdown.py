"""The findings of ``check`` as GitHub's Markdown, for the summary of a job or a comment."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib_cli.reports.finding_json import NOWHERE
from trainbib_cli.reports.markdown import code_span, escaped
from trainbib_cli.reports.pages import page_url
from trainbib_cli.reports.reporter import Reporter
from trainbib_cli.reports.results import Checked, CheckResult, ReportOptions
from trainbib_cli.reports.score_markdown import score_markdown
from trainbib_cli.reports.summary import Summary
from trainbib_cli.reports.uris import slashed
from trainbib_cli.reports.wording import counted
from trainbib_cli.terminal import Style

if TYPE_CHECKING:
    from trainbib.diagnostics import Diagnostic

LIMIT = 900 * 1024
"""How many bytes are written at most; GitHub drops a summary of more than 1 MiB without a word."""

_RESERVE = 16 * 1024  # for the head, the counts and the notes on what was left out
_MOST_NOTES = 20


class MarkdownReporter(Reporter):
    """Counts, then a folded table for each severity; the least grave are left out first."""

    def __init__(self, options: ReportOptions) -> None:
        super().__init__(options)
        self._summary = Summary()
        self._rows: dict[Severity, list[str]] = {each: [] for each in reversed(Severity)}
        self._left = dict.fromkeys(Severity, LIMIT - _RESERVE)
        self._unreadable: list[str] = []
        self._scores: list[str] = []

    def add(self, result: CheckResult) -> Iterator[str]:
        """Keep the rows of a manifest, as far as they can still be shown."""
        self._summary.add(result)
        if isinstance(result, Checked):
            for found in result.report.diagnostics:
                if self._left[found.severity] > 0:
                    row = _row(found)
                    self._left[found.severity] -= _size(row)
                    self._rows[found.severity].append(row)
            if result.score is not None and len(self._scores) < _MOST_NOTES:
                self._scores.append(score_markdown(result.score, result.report.path))
        elif len(self._unreadable) < _MOST_NOTES:
            self._unreadable.append(
                f"- cannot read {code_span(slashed(result.path))}: {escaped(result.reason)}\n"
            )
        yield from ()

    def end(self) -> Iterator[str]:
        """Yield the report."""
        head = "".join(self._head())
        scores = "".join(f"\n{score}" for score in self._scores)
        left = LIMIT - _RESERVE // 2 - _size(head)
        if _size(scores) > left // 2:
            scores = ""
        left -= _size(scores)
        yield head
        for severity, rows in self._rows.items():
            count = self._summary.found[severity]
            if not count:
                continue
            kept: list[str] = []
            for row in rows:
                left -= _size(row)
                if left < 0:
                    break
                kept.append(row)
            yield from _table(severity, kept, count)
        yield scores

    def _head(self) -> Iterator[str]:
        summary = self._summary
        found = ", ".join(
            counted(count, str(severity)) for severity, count in summary.found.items() if count
        )
        yield f"## Trainbib: {found or 'nothing found'}\n\n"
        notes = len(summary.unchecked) - _MOST_NOTES
        del summary.unchecked[_MOST_NOTES:]
        closing = summary.lines(Style(), concessions=self.options.concessions)
        lines = [line for line in closing if not line.startswith("`trainbib")]
        if notes > 0:
            lines.append(f"Not checked: {counted(notes, 'more thing')}")
        yield "".join(f"- {escaped(line)}\n" for line in lines)
        yield "".join(self._unreadable)
        counts = summary.rules.most_first()
        if counts:
            yield "\n| Findings | Check | | Fixable |\n| ---: | --- | --- | --- |\n"
            for each in counts[:_MOST_NOTES]:
                fixable = f"{each.safe} safe, {each.unsafe} unsafe"
                yield (
                    f"| {each.findings} | [{each.code}]({page_url(each.code)}) | {each.name} | "
                    f"{fixable if each.safe or each.unsafe else ''} |\n"
                )
            if len(counts) > _MOST_NOTES:
                yield f"\n{counted(len(counts) - _MOST_NOTES, 'more check')} with findings.\n"


def _table(severity: Severity, rows: list[str], count: int) -> Iterator[str]:
    opened = " open" if severity is Severity.ERROR else ""
    yield f"\n<details{opened}>\n<summary>{counted(count, str(severity))}</summary>\n\n"
    yield "| Check | Place | What | What to do |\n| --- | --- | --- | --- |\n"
    yield "".join(rows)
    if len(rows) < count:
        more = counted(count - len(rows), f"more {severity}")
        yield f"\n**{more} left out:** this report ends at {LIMIT // 1024} KiB. "
        yield "Another format has them all.\n"
    yield "\n</details>\n"


def _row(found: "Diagnostic") -> str:
    span = found.span or NOWHERE
    place = code_span(f"{slashed(found.path)}:{span.line}:{span.column}")
    what = "<br>".join(escaped(text) for text in (found.message, *found.notes))
    help_ = escaped(found.help)
    if found.fix is not None:
        kind = "safe fix" if found.fix.safe else "unsafe fix"
        help_ += f"{'<br>' if help_ else ''}{kind}: {escaped(found.fix.description)}"
    return (
        f"| [{found.code}]({page_url(found.code)})<br>{found.name} | {place} | {what} | {help_} |\n"
    )


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))
