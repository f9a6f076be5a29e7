"""The full report: each finding with its source lines, then a summary."""

from collections.abc import Iterable, Iterator

from trainbib.diagnostics import Diagnostic, Fix, Span
from trainbib_cli.reports.frame import Mark, SourceLines, frame, gutter_of
from trainbib_cli.reports.results import Checked, CheckResult, ReportOptions
from trainbib_cli.reports.selection import Selection
from trainbib_cli.reports.summary import Summary
from trainbib_cli.terminal import printable

_NOWHERE = Span(1, 1, 1, 1)
_WORD_WIDTH = len("note")


def render(results: Iterable[CheckResult], options: ReportOptions) -> Iterator[str]:
    """Yield the report piece by piece, as results come."""
    summary = Summary()
    selection = Selection(options.limit_per_rule)
    for result in results:
        summary.add(result)
        if isinstance(result, Checked):
            lines = SourceLines(result.document.text, result.document.format)
            for diagnostic in result.report.diagnostics:
                if selection.shows(diagnostic):
                    yield "".join(f"{row}\n" for row in _finding(diagnostic, lines, options))
                    yield "\n"
    held_back = [f"{sentence}\n" for sentence in selection.held_back()]
    if held_back:
        yield "".join(held_back)
    if options.quiet:
        return
    if held_back:
        yield "\n"
    for line in summary.lines(options.style):
        yield f"{line}\n"


def _finding(diagnostic: Diagnostic, lines: SourceLines, options: ReportOptions) -> Iterator[str]:
    style = options.style
    severity = str(diagnostic.severity)
    span = diagnostic.span or _NOWHERE
    marks = [Mark(span, diagnostic.label, severity)]
    marks += [Mark(related.span or _NOWHERE, related.label) for related in diagnostic.related]
    gutter = gutter_of(marks)
    head = style.severity(f"{severity}[{diagnostic.code}]", severity)
    yield f"{head} {style.strong(f'{diagnostic.name}: {printable(diagnostic.message)}')}"
    place = f"{printable(diagnostic.path)}:{span.line}:{span.column}"
    yield f"{style.frame(' ' * (gutter - 1) + '-->')} {place}"
    yield from frame(lines, marks, width=options.width, style=style)
    margin = " " * (gutter + 1)
    for word, text in _remarks(diagnostic):
        padding = " " * (_WORD_WIDTH - len(word))
        yield f"{margin}{style.frame('=')} {style.strong(f'{word}:')}{padding} {printable(text)}"


def _remarks(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    for note in diagnostic.notes:
        yield "note", note
    if diagnostic.help:
        yield "help", diagnostic.help
    if diagnostic.fix is not None:
        yield "fix", _fix(diagnostic.fix)


def _fix(fix: Fix) -> str:
    return f"{fix.description} ({'safe' if fix.safe else 'unsafe: look first'})"
