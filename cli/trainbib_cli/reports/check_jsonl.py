"""The machine report of ``check`` as JSON Lines: each line is read and forgotten alone."""

from collections.abc import Iterator

from trainbib_cli.reports.check_json import (
    configuration_json,
    count_json,
    manifest_json,
    summary_json,
    tool_json,
)
from trainbib_cli.reports.finding_json import findings_json
from trainbib_cli.reports.reporter import Reporter
from trainbib_cli.reports.results import Checked, CheckResult, ReportOptions
from trainbib_cli.reports.summary import Summary
from trainbib_cli.terminal import json_text


class JsonLinesReporter(Reporter):
    """A line for each finding, manifest and count; the objects of ``json`` with a ``type``."""

    def __init__(self, options: ReportOptions) -> None:
        super().__init__(options)
        self._summary = Summary()

    def begin(self) -> Iterator[str]:
        """Yield the line about the program, and the one about its configuration."""
        yield _line("tool", tool_json())
        if self.options.concessions is not None:
            yield _line("configuration", configuration_json(self.options.concessions))

    def add(self, result: CheckResult) -> Iterator[str]:
        """Yield the findings of a manifest, then what is said of it as a whole."""
        self._summary.add(result)
        if not isinstance(result, Checked):
            yield _line("unreadable", {"path": result.path, "reason": result.reason})
            return
        for finding in findings_json(result):
            yield _line("finding", finding)
        yield _line("manifest", manifest_json(result))

    def end(self) -> Iterator[str]:
        """Yield the counts."""
        for count in self._summary.rules.most_first():
            yield _line("statistics", count_json(count))
        yield _line("summary", summary_json(self._summary))


def _line(type_: str, members: dict[str, object]) -> str:
    return json_text({"type": type_, **members}) + "\n"
