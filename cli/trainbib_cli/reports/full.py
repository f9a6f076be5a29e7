"""The full report: each finding with its source lines, then a summary."""

from collections.abc import Iterator

from trainbib.diagnostics import Diagnostic, Fix, Span
from trainbib_cli.reports.frame import Mark, SourceLines, frame, gutter_of
from trainbib_cli.reports.pages import page_url
from trainbib_cli.reports.results import Checked
from trainbib_cli.reports.text import TextReporter
from trainbib_cli.terminal import printable, printable_path

_NOWHERE = Span(1, 1, 1, 1)
_WORD_WIDTH = len("note")


class FullReporter(TextReporter):
    """Each finding with its place, related places, notes, help, repair and page."""

    def findings(self, result: Checked) -> Iterator[str]:
        """Yield the findings of a manifest that are shown."""
        lines = SourceLines(result.document.text, result.document.format)
        for found in result.report.diagnostics:
            if self.selection.shows(found):
                yield "".join(f"{row}\n" for row in self._rows(found, lines))
                yield "\n"

    def _rows(self, found: Diagnostic, lines: SourceLines) -> Iterator[str]:
        style = self.options.style
        severity = str(found.severity)
        span = found.span or _NOWHERE
        marks = [Mark(span, found.label, severity)]
        marks += [Mark(related.span or _NOWHERE, related.label) for related in found.related]
        gutter = gutter_of(marks)
        head = self.code(found, f"{severity}[{found.code}]")
        yield f"{head} {style.strong(f'{found.name}: {printable(found.message)}')}"
        place = f"{printable_path(found.path)}:{span.line}:{span.column}"
        yield f"{style.frame(' ' * (gutter - 1) + '-->')} {place}"
        yield from frame(lines, marks, width=self.options.width, style=style)
        margin = " " * (gutter + 1)
        for word, text in self._remarks(found):
            padding = " " * (_WORD_WIDTH - len(word))
            yield f"{margin}{style.frame('=')} {style.strong(f'{word}:')}{padding} {text}"

    def _remarks(self, found: Diagnostic) -> Iterator[tuple[str, str]]:
        for note in found.notes:
            yield "note", printable(note)
        if found.help:
            yield "help", printable(found.help)
        if found.fix is not None:
            yield "fix", printable(_fix(found.fix))
        if not self.options.links:
            yield "docs", page_url(found.code)


def _fix(fix: Fix) -> str:
    return f"{fix.description} ({'safe, --fix' if fix.safe else 'unsafe, --unsafe-fixes'})"
