"""The closing lines of a check: how much was looked at, what was found, what is answered."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib_cli.reports.results import CheckResult, Unreadable
from trainbib_cli.reports.rule_counts import RuleCounts
from trainbib_cli.reports.wording import counted, grouped, percentage
from trainbib_cli.terminal import Style, printable, printable_path

if TYPE_CHECKING:
    from trainbib.checking import Report
    from trainbib.configuration_concessions import Concessions

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
        self.rules = RuleCounts()
        self.safe = 0
        self.unsafe = 0
        self.suppressed = 0
        self.known: int | None = None
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
            self.rules.add(diagnostic)
            if diagnostic.fix is not None:
                self.safe += diagnostic.fix.safe
                self.unsafe += not diagnostic.fix.safe
            if self._first_code is None or diagnostic.severity > self._first_code[0]:
                self._first_code = (diagnostic.severity, diagnostic.code)
        for more in report.unlisted:
            self.found[more.severity] += more.findings
            self.rules.add_unlisted(more)
            self.safe += more.safe
            self.unsafe += more.unsafe
        self.suppressed += len(report.suppressed)
        if report.known is not None:
            self.known = (self.known or 0) + len(report.known)
        self._cover(report)
        self.unchecked.extend((report.path, note) for note in report.unchecked)

    def _cover(self, report: "Report") -> None:
        for item in report.coverage:
            answered, gaps, total = self.coverage.get(item.what, (0, 0, 0))
            summed = (answered + item.answered, gaps + item.gaps, total + item.total)
            self.coverage[item.what] = summed

    def lines(
        self,
        style: Style,
        *,
        seconds: Callable[[], float] | None = None,
        online_left_out: int = 0,
        concessions: "Concessions | None" = None,
    ) -> Iterator[str]:
        """Yield the closing lines, without line feeds.

        Args:
            style: Colours.
            seconds: Returns how long the run took, if that is to be said.
            online_left_out: How many checks of the network were not run.
            concessions: What the configuration file lets pass.
        """
        yield self._looked_at(seconds, online_left_out)
        if self.manifests:
            yield self._counts(style)
        passed = concessions.sentence() if concessions is not None else ""
        if passed:
            yield f"Configuration: {printable(passed)}"
        if self.coverage:
            yield f"Coverage: {' · '.join(_share(*item) for item in self.coverage.items())}"
        for path, note in self.unchecked:
            where = f"{printable_path(path)}: " if self.manifests > 1 else ""
            yield f"Not checked: {where}{printable(note)}"
        if self._first_code is not None:
            command = f"trainbib explain {self._first_code[1]}"
            yield style.quiet(f"`{command}` says more about that check.")

    def _looked_at(self, seconds: Callable[[], float] | None, online_left_out: int) -> str:
        manifests = counted(self.manifests, "manifest")
        if self.unreadable:
            manifests += f" ({grouped(self.unreadable)} could not be read)"
        looked_at = [manifests, counted(self.sources, "source")]
        if self.files is not None:
            looked_at.append(counted(self.files, "file"))
        text = f"Checked {', '.join(looked_at)}"
        if seconds is not None:
            text += f" in {seconds():.2f} s"
        if online_left_out:
            text += f" (offline; {counted(online_left_out, 'online check')} not run)"
        return f"{text}."

    def _counts(self, style: Style) -> str:
        aside = [f"{grouped(self.suppressed)} suppressed"] if self.suppressed else []
        if self.known is not None:
            aside.append(f"{grouped(self.known)} known before")
        behind = f" ({', '.join(aside)})" if aside else ""
        if not any(self.found.values()):
            return style.good("Found nothing") + f"{behind}."
        counts = (
            style.severity(counted(count, str(severity)), str(severity))
            if count
            else counted(count, str(severity))
            for severity, count in self.found.items()
        )
        text = f"Found {', '.join(counts)}{behind}."
        if self.safe or self.unsafe:
            text += f"  [*] {self._fixable()}."
        return text

    def _fixable(self) -> str:
        if not self.safe:
            return f"{grouped(self.unsafe)} fixable with --unsafe-fixes"
        more = f", {grouped(self.unsafe)} more with --unsafe-fixes" if self.unsafe else ""
        return f"{grouped(self.safe)} fixable with --fix{more}"


def _share(what: str, numbers: tuple[int, int, int]) -> str:
    answered, gaps, total = numbers
    share = f"{what} {grouped(answered)}/{grouped(total)}"
    if answered < total and total >= _MANY:
        share += f" ({percentage(answered, total)})"
    if gaps:
        share += f", {counted(gaps, 'gap')}"
    return share
