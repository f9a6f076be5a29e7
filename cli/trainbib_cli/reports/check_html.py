"""The findings of ``check`` as a page: one file, without script or anything from elsewhere."""

import html
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from trainbib import __version__
from trainbib.diagnostics import Span
from trainbib_cli.reports.finding_json import NOWHERE, with_suppressed
from trainbib_cli.reports.frame import SourceLines
from trainbib_cli.reports.pages import page_url
from trainbib_cli.reports.reporter import Reporter
from trainbib_cli.reports.results import Checked, CheckResult, ReportOptions
from trainbib_cli.reports.summary import Summary
from trainbib_cli.reports.wording import counted, grouped
from trainbib_cli.terminal import Style, printable

if TYPE_CHECKING:
    from trainbib.diagnostics import Diagnostic
    from trainbib.suppressions import Suppression

_STYLE = Path(__file__).with_name("check_html.css")
_IN_MEMORY = 1 << 23
_WIDTH = 160
_CODE = re.compile(r"`([^`]*)`")


class HtmlReporter(Reporter):
    """Totals, counts by rule, then every finding with its source lines.

    The totals stand first, so findings wait in a temporary file until they are known.
    """

    def __init__(self, options: ReportOptions) -> None:
        super().__init__(options)
        self._summary = Summary()
        self._body = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - it lives as long as the report
            _IN_MEMORY, mode="w+", encoding="utf-8", errors="surrogatepass", newline=""
        )
        self._unreadable: list[str] = []
        self._scores: list[str] = []

    def add(self, result: CheckResult) -> Iterator[str]:
        """Keep the section of a manifest."""
        self._summary.add(result)
        if isinstance(result, Checked):
            self._body.writelines(_section(result))
            if result.score is not None:
                from trainbib_cli.reports.score_html import score_html

                self._scores.append(score_html(result.score, result.report.path))
        else:
            self._unreadable.append(f"{result.path}: {result.reason}")
        yield from ()

    def end(self) -> Iterator[str]:
        """Yield the page."""
        yield from self._head()
        yield from self._totals()
        yield from self._scores
        self._body.seek(0)
        with self._body as body:
            while chunk := body.read(1 << 16):
                yield chunk
        yield "</main>\n</body>\n</html>\n"

    def _head(self) -> Iterator[str]:
        yield (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            f'<meta name="generator" content="trainbib {html.escape(__version__)}">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>Trainbib: {html.escape(self._found())}</title>\n"
            f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n"
        )

    def _found(self) -> str:
        counts = [
            counted(count, str(severity))
            for severity, count in self._summary.found.items()
            if count
        ]
        return ", ".join(counts) or "nothing found"

    def _totals(self) -> Iterator[str]:
        summary = self._summary
        yield f"<header>\n<h1>Trainbib: {_text(self._found())}</h1>\n<ul>\n"
        for line in summary.lines(Style(), concessions=self.options.concessions):
            if not line.startswith("`trainbib"):
                yield f"<li>{_text(line)}</li>\n"
        for line in self._unreadable:
            yield f"<li>Cannot read {_text(line)}</li>\n"
        yield "</ul>\n</header>\n"
        if any(summary.found.values()) or summary.suppressed:
            yield "<fieldset>\n<legend>Show</legend>\n"
            for severity, count in summary.found.items():
                if count:
                    yield _switch(str(severity), counted(count, str(severity)))
            if summary.suppressed:
                yield _switch("suppressed", f"{grouped(summary.suppressed)} suppressed")
            yield "</fieldset>\n"
        yield "<main>\n"
        counts = summary.rules.most_first()
        if counts:
            yield (
                "<details>\n<summary>Findings by check</summary>\n<table>\n<thead><tr>"
                '<th scope="col">Findings</th><th scope="col">Check</th>'
                '<th scope="col">Severity</th><th scope="col">Safe fixes</th>'
                '<th scope="col">Unsafe fixes</th></tr></thead>\n<tbody>\n'
            )
            for each in counts:
                yield (
                    f"<tr><td>{grouped(each.findings)}</td>"
                    f'<th scope="row">{_page(each.code)} {html.escape(each.name)}</th>'
                    f"<td>{each.severity}</td><td>{grouped(each.safe)}</td>"
                    f"<td>{grouped(each.unsafe)}</td></tr>\n"
                )
            yield "</tbody>\n</table>\n</details>\n"


def _switch(name: str, label: str) -> str:
    return (
        f'<label><input type="checkbox" id="show-{name}" checked> '
        f'<span class="{name}">{label}</span></label>\n'
    )


def _section(result: Checked) -> Iterator[str]:
    report = result.report
    lines = SourceLines(result.document.text, result.document.format)
    yield f"<section>\n<h2>{_text(report.path)}</h2>\n"
    empty = True
    for found, suppression in with_suppressed(report):
        empty = False
        yield from _article(found, suppression, lines)
    if empty:
        yield "<p>Nothing found.</p>\n"
    yield "</section>\n"


def _article(
    found: "Diagnostic", suppression: "Suppression | None", lines: SourceLines
) -> Iterator[str]:
    severity = str(found.severity)
    span = found.span or NOWHERE
    kind = severity if suppression is None else "suppressed"
    yield f'<article class="{kind}">\n<h3><span class="tag">{severity}</span> '
    yield f"{_page(found.code)} {html.escape(found.name)}</h3>\n"
    yield f"<p>{_text(found.message)}</p>\n"
    yield f'<p class="place">{_text(found.path)}:{span.line}:{span.column}</p>\n'
    yield _source(lines, span, found.label, "here")
    for related in found.related:
        yield _source(lines, related.span or NOWHERE, related.label, "there")
    remarks = [("Note", note) for note in found.notes]
    if found.help:
        remarks.append(("Help", found.help))
    if found.fix is not None:
        kind = "safe, --fix" if found.fix.safe else "unsafe, --unsafe-fixes"
        remarks.append(("Fix", f"{found.fix.description} ({kind})"))
    if suppression is not None:
        reason = suppression.reason or "no reason given"
        until = f" (until {suppression.until})" if suppression.until else ""
        remarks.append(("Suppressed", f"{reason}{until}"))
    if remarks:
        rows = (f"<dt>{name}</dt><dd>{_text(text)}</dd>\n" for name, text in remarks)
        yield f"<dl>\n{''.join(rows)}</dl>\n"
    yield "</article>\n"


def _source(lines: SourceLines, span: Span, label: str, kind: str) -> str:
    """Draw one source line with what is meant marked, and the words for it below."""
    line = lines.line(span.line)
    if line is None:
        return ""
    start = min(span.column - 1, len(line))
    end = max(
        start, min(len(line), span.end_column - 1 if span.end_line == span.line else len(line))
    )
    first = max(0, min(start - _WIDTH // 3, len(line) - _WIDTH))
    last = max(first + _WIDTH, min(end, start + _WIDTH))
    before = ("…" if first else "") + line[first:start]
    marked, after = line[start : min(end, last)], line[end:last]
    cut = "…" if last < len(line) else ""
    words = f'<span class="label">{_text(label)}</span>' if label else ""
    return (
        f'<pre class="{kind}"><span class="number">{span.line}</span> {_shown(before)}'
        f"<mark>{_shown(marked)}</mark>{_shown(after)}{cut}</pre>{words}\n"
    )


def _page(code: str) -> str:
    return f'<a href="{page_url(code)}">{code}</a>'


def _text(text: str) -> str:
    """Write a text as HTML; what stands in backticks becomes code."""
    return _CODE.sub(r"<code>\1</code>", _shown(text))


def _shown(text: str) -> str:
    return html.escape(printable(text))
