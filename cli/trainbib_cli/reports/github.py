"""Annotations of ``check`` for GitHub: workflow commands, which are read from the output of a step.

GitHub shows ten annotations of a kind for a step, so only so many are sent, the worst first; the
rest is counted in a line of the log. What was not checked is one notice, so that silence is not
taken for an answer.
(https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands)
"""

import heapq
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib_cli.reports.finding_json import NOWHERE
from trainbib_cli.reports.pages import page_url
from trainbib_cli.reports.reporter import Reporter
from trainbib_cli.reports.results import Checked, CheckResult, ReportOptions
from trainbib_cli.reports.summary import Summary
from trainbib_cli.reports.uris import from_root
from trainbib_cli.reports.wording import counted, grouped
from trainbib_cli.terminal import printable

if TYPE_CHECKING:
    from trainbib.diagnostics import Diagnostic

SHOWN = 10
"""How many annotations of a kind GitHub shows for a step."""

_LISTED = 20
"""How many of the things that were not checked are listed."""

_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class GithubReporter(Reporter):
    """The worst findings of each severity: those with the most places, then the first."""

    def __init__(self, options: ReportOptions) -> None:
        super().__init__(options)
        self._summary = Summary()
        self._worst: dict[Severity, list[tuple[int, int, str]]] = {each: [] for each in _KINDS}
        self._passed = 0

    def add(self, result: CheckResult) -> Iterator[str]:
        """Keep the worst findings; a file that cannot be read is an error of its own."""
        self._summary.add(result)
        if not isinstance(result, Checked):
            place = {"file": from_root(result.path), "title": "cannot be read"}
            yield f"{_command('error', place, result.reason)}\n"
            return
        for found in result.report.diagnostics:
            self._passed += 1
            kept = self._worst[found.severity]
            # A heap whose first is the least bad; of two equal ones the later is less so.
            if len(kept) < SHOWN:
                heapq.heappush(kept, (found.count, -self._passed, _annotation(found)))
            elif (found.count, -self._passed) > kept[0][:2]:
                heapq.heapreplace(kept, (found.count, -self._passed, _annotation(found)))

    def end(self) -> Iterator[str]:
        """Yield the annotations, then how many findings have none."""
        left_out: list[str] = []
        for severity, kept in self._worst.items():
            told = bool(self._summary.unchecked) and _KINDS[severity] == "notice"
            shown = SHOWN - told
            for _, _, line in sorted(kept, reverse=True)[:shown]:
                yield f"{line}\n"
            more = self._summary.found[severity] - min(len(kept), shown)
            if more:
                left_out.append(counted(more, f"more {severity}"))
        if self._summary.unchecked:
            yield f"{self._unchecked()}\n"
        passed = self.options.concessions
        if passed is not None and passed.sentence():
            yield f"trainbib: configuration: {printable(passed.sentence())}\n"
        if left_out:
            yield (
                f"trainbib: {', '.join(left_out)} without annotation, for {SHOWN} of a kind are "
                "shown for a step.\n"
            )

    def _unchecked(self) -> str:
        """Write the one notice of what was not checked."""
        notes = self._summary.unchecked
        paths = dict.fromkeys(path for path, _ in notes)
        place = {"file": from_root(next(iter(paths)))} if len(paths) == 1 else {}
        single = self._summary.manifests == 1
        lines = [note if single else f"{from_root(path)}: {note}" for path, note in notes[:_LISTED]]
        if len(notes) > _LISTED:
            lines.append(f"and {grouped(len(notes) - _LISTED)} more")
        return _command("notice", place | {"title": "not checked"}, "\n".join(lines))


def _annotation(found: "Diagnostic") -> str:
    span = found.span or NOWHERE
    place = {"file": from_root(found.path), "line": str(span.line)}
    if span.end_line == span.line:  # columns are for annotations of one line
        place |= {"col": str(span.column), "endColumn": str(span.end_column)}
    else:
        place["endLine"] = str(span.end_line)
    place["title"] = f"{found.code} {found.name}"
    more = [*found.notes, *([found.help] if found.help else []), page_url(found.code)]
    return _command(_KINDS[found.severity], place, "\n".join([found.message, *more]))


def _command(kind: str, properties: Mapping[str, str], message: str) -> str:
    """Write a workflow command, escaped as the runner reads it."""
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {listed}::{_message(message)}"


def _message(text: str) -> str:
    lines = (printable(line).replace("%", "%25") for line in text.split("\n"))
    return "%0A".join(lines)


def _property(text: str) -> str:
    escaped = printable(text).replace("%", "%25")
    return escaped.replace(":", "%3A").replace(",", "%2C")
