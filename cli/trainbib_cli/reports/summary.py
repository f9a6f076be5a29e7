"""The closing lines of a check: how much was looked at, what was found, what is answered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib_cli.reports.results import CheckResult, Unreadable
from trainbib_cli.reports.wording import counted, grouped, percentage
from trainbib_cli.terminal import Style, printable

if TYPE_CHECKING:
    from trainbib.checking import Report

_MANY = 1000
"""From how many on a share is easier to read as a percentage."""


class Summary:
    """Adds up results as they pass."""

    def __init__(self) -> None:
        self.manifests = 0
        self.unreadable = 0
        self.sources = 0
        self.files: int | None = None
        self.found = dict.fromkeys(reversed(Severity), 0)
        self.coverage: dict[str, tuple[int, int, int]] = {}
        self.unchecked: list[tuple[str, str]] = []
        self._first_code: tuple[Severity, str] | None = None

    def add(self, result: CheckResult) -> None:
        """Count a result."""
        if isinstance(result, Unreadable):
            self.unreadable += 1
            return
        report = result.report
        self.manifests += 1
        self.sources += report.sources
        if report.files is not None:
            self.files = (self.files or 0) + report.files
        for diagnostic in report.diagnostics:
            self.found[diagnostic.severity] += 1
            if self._first_code is None or diagnostic.severity > self._first_code[0]:
                self._first_code = (diagnostic.severity, diagnostic.code)
        self._cover(report)
        self.unchecked.extend((report.path, note) for note in report.unchecked)

    def _cover(self, report: "Report") -> None:
        for item in report.coverage:
            answered, gaps, total = self.coverage.get(item.what, (0, 0, 0))
            summed = (answered + item.answered, gaps + item.gaps, total + item.total)
            self.coverage[item.what] = summed

    def lines(self, style: Style) -> Iterator[str]:
        """Yield the closing lines, without line feeds."""
        manifests = counted(self.manifests, "manifest")
        if self.unreadable:
            manifests += f" ({grouped(self.unreadable)} could not be read)"
        looked_at = [manifests, counted(self.sources, "source")]
        if self.files is not None:
            looked_at.append(counted(self.files, "file"))
        yield f"Checked {', '.join(looked_at)}."
        if any(self.found.values()):
            counts = (
                style.severity(counted(count, str(severity)), str(severity))
                if count
                else counted(count, str(severity))
                for severity, count in self.found.items()
            )
            yield f"Found {', '.join(counts)}."
        else:
            yield style.good("Found nothing.")
        if self.coverage:
            yield f"Coverage: {' · '.join(_share(*item) for item in self.coverage.items())}"
        for path, note in self.unchecked:
            where = f"{path}: " if self.manifests > 1 else ""
            yield f"Not checked: {printable(where + note)}"
        if self._first_code is not None:
            command = f"trainbib explain {self._first_code[1]}"
            yield style.quiet(f"`{command}` says more about that check.")


def _share(what: str, numbers: tuple[int, int, int]) -> str:
    answered, gaps, total = numbers
    share = f"{what} {grouped(answered)}/{grouped(total)}"
    if answered < total and total >= _MANY:
        share += f" ({percentage(answered, total)})"
    if gaps:
        share += f", {counted(gaps, 'gap')}"
    return share
