"""The concise report: a line for each finding, ``path:line:col: CODE message``."""

from collections.abc import Iterable, Iterator

from trainbib_cli.reports.results import Checked, CheckResult, ReportOptions
from trainbib_cli.reports.selection import Selection
from trainbib_cli.reports.summary import Summary
from trainbib_cli.terminal import printable


def render(results: Iterable[CheckResult], options: ReportOptions) -> Iterator[str]:
    """Yield the report piece by piece, as results come."""
    style = options.style
    summary = Summary()
    selection = Selection(options.limit_per_rule)
    for result in results:
        summary.add(result)
        if not isinstance(result, Checked):
            continue
        for diagnostic in result.report.diagnostics:
            if selection.shows(diagnostic):
                line, column = (
                    (diagnostic.span.line, diagnostic.span.column) if diagnostic.span else (1, 1)
                )
                code = style.severity(diagnostic.code, str(diagnostic.severity))
                place = f"{printable(diagnostic.path)}:{line}:{column}"
                yield f"{place}: {code} {printable(diagnostic.message)}\n"
    for sentence in selection.held_back():
        yield f"{sentence}\n"
    if options.quiet:
        return
    for row in summary.lines(style):
        yield f"{row}\n"
