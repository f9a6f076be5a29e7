"""The findings of ``check`` as a table (RFC 4180, but with bare line feeds).

A row is a finding, so what was not checked is not in it, nor what could not be read: a program that
counts rows would take them for findings.
"""

import csv
import io
from collections.abc import Iterator

from trainbib.spreadsheets import disarmed
from trainbib_cli.reports.finding_json import NOWHERE, entity_json, with_suppressed
from trainbib_cli.reports.pages import page_url
from trainbib_cli.reports.reporter import Reporter
from trainbib_cli.reports.results import Checked, CheckResult
from trainbib_cli.terminal import printable, printable_path

_COLUMNS = (
    "path",
    "line",
    "column",
    "end_line",
    "end_column",
    "code",
    "name",
    "severity",
    "message",
    "pointer",
    "entity_kind",
    "entity_key",
    "help",
    "fix",
    "fix_safe",
    "count",
    "fingerprint",
    "suppressed",
    "docs_url",
)


class CsvReporter(Reporter):
    """A row for each finding, silenced ones too; files that cannot be read have none."""

    def begin(self) -> Iterator[str]:
        """Yield the names of the columns."""
        yield _row(_COLUMNS)

    def add(self, result: CheckResult) -> Iterator[str]:
        """Yield the rows of a manifest."""
        if not isinstance(result, Checked):
            return
        for found, suppression in with_suppressed(result.report):
            span = found.span or NOWHERE
            entity = entity_json(found.pointer)
            yield _row(
                (
                    printable_path(found.path),
                    span.line,
                    span.column,
                    span.end_line,
                    span.end_column,
                    found.code,
                    found.name,
                    found.severity,
                    found.message,
                    found.pointer,
                    entity["kind"],
                    entity["key"] or "",
                    found.help,
                    found.fix.description if found.fix else "",
                    str(found.fix.safe).lower() if found.fix else "",
                    found.count,
                    found.fingerprint,
                    "" if suppression is None else suppression.reason or suppression.origin,
                    page_url(found.code),
                )
            )


def _row(cells: tuple[object, ...]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow([_cell(cell) for cell in cells])
    return stream.getvalue()


def _cell(value: object) -> str:
    """Write a value so that no spreadsheet takes the text of a manifest for a formula."""
    return disarmed(printable(str(value)))
