"""The concise report: a line for each finding, ``path:line:col: CODE [*] name: message``.

The name is behind what problem matchers and editors look for, so that those made for other checkers
read it, too.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Diagnostic
from trainbib_cli.reports.text import TextReporter, mark
from trainbib_cli.terminal import printable, printable_path


class ConciseReporter(TextReporter):
    """A line for each finding."""

    def finding(self, found: Diagnostic) -> Iterator[str]:
        """Yield the line."""
        span = found.span
        line, column = (span.line, span.column) if span else (1, 1)
        code = self.code(found, found.code)
        place = f"{printable_path(found.path)}:{line}:{column}"
        yield f"{place}: {code}{mark(found)} {found.name}: {printable(found.message)}\n"
