"""What the reports for a terminal have in common."""

from collections.abc import Iterator

from trainbib.diagnostics import Diagnostic
from trainbib_cli.reports.links import linked
from trainbib_cli.reports.pages import page_url
from trainbib_cli.reports.reporter import Reporter
from trainbib_cli.reports.results import Checked, CheckResult, ReportOptions
from trainbib_cli.reports.selection import Selection
from trainbib_cli.reports.summary import Summary


class TextReporter(Reporter):
    """Findings one after the other, what was left out, and the closing lines."""

    def __init__(self, options: ReportOptions) -> None:
        super().__init__(options)
        self.summary = Summary()
        self.selection = Selection(options.limit_per_rule)
        self._scores: list[str] = []

    def add(self, result: CheckResult) -> Iterator[str]:
        """Yield the findings of a manifest."""
        self.summary.add(result)
        if not isinstance(result, Checked):
            return
        if not self.options.statistics:
            yield from self.findings(result)
            for more in result.report.unlisted:
                self.selection.hold_back(more)
        if result.score is not None:
            from trainbib_cli.reports.score_text import score_table

            head = "" if not self._scores else "\n"
            rows = score_table(result.score, result.report.path, self.options.style)
            self._scores.append(head + "".join(f"{row}\n" for row in rows))

    def findings(self, result: Checked) -> Iterator[str]:
        """Yield the findings of a manifest that are shown."""
        for found in result.report.diagnostics:
            if self.selection.shows(found):
                yield from self.finding(found)

    def finding(self, found: Diagnostic) -> Iterator[str]:
        """Yield one finding."""
        raise NotImplementedError

    def end(self) -> Iterator[str]:
        """Yield what was left out, the counts by rule, the scores and the closing lines."""
        style = self.options.style
        if self.options.statistics:
            held_back = list(self.summary.rules.table(style))
        else:
            held_back = list(self.selection.held_back())
        blocks = ["".join(f"{row}\n" for row in held_back)] if held_back else []
        if self._scores:
            blocks.append("".join(self._scores))
        if not self.options.quiet:
            rows = self.summary.lines(
                style,
                seconds=self.options.seconds,
                online_left_out=self.options.online_left_out,
                concessions=self.options.concessions,
            )
            blocks.append("".join(f"{row}\n" for row in rows))
        yield "\n".join(blocks)

    def code(self, found: Diagnostic, text: str) -> str:
        """Paint the code of a finding, and link it to its page where the terminal can follow."""
        painted = self.options.style.severity(text, str(found.severity))
        return linked(painted, page_url(found.code)) if self.options.links else painted


def mark(found: Diagnostic) -> str:
    """Return the mark of a finding that ``--fix`` repairs."""
    return " [*]" if found.fix is not None and found.fix.safe else ""
