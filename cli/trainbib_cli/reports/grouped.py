"""The grouped report: the findings of each manifest under its path."""

from collections.abc import Iterator

from trainbib.diagnostics import Diagnostic
from trainbib_cli.reports.results import Checked
from trainbib_cli.reports.text import TextReporter, mark
from trainbib_cli.terminal import printable, printable_path


class GroupedReporter(TextReporter):
    """A heading for each manifest that has findings, and a line for each of them."""

    def findings(self, result: Checked) -> Iterator[str]:
        """Yield the block of a manifest."""
        shown = [found for found in result.report.diagnostics if self.selection.shows(found)]
        if not shown:
            return
        yield f"{self.options.style.strong(printable_path(result.report.path))}:\n"
        places = [_place(found) for found in shown]
        width = max(map(len, places))
        for found, place in zip(shown, places, strict=True):
            severity = str(found.severity)
            code = self.code(found, f"{severity}[{found.code}]")
            padding = " " * (len("warning") - len(severity))
            text = f"{found.name}: {printable(found.message)}"
            yield f"  {place:>{width}}  {code}{padding}{mark(found)} {text}\n"
        yield "\n"


def _place(found: Diagnostic) -> str:
    return f"{found.span.line}:{found.span.column}" if found.span else "1:1"
