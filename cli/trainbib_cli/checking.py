"""One run of ``check``: manifests in, results out, and what the exit code will be."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from trainbib_cli.exits import CannotError, Exit, os_reason
from trainbib_cli.manifests import STANDARD_INPUT, read_manifest
from trainbib_cli.reports.results import Checked, CheckResult, Unreadable
from trainbib_cli.terminal import notice

if TYPE_CHECKING:
    from trainbib.baseline import Baseline
    from trainbib.checking import Report
    from trainbib.diagnostics import Severity
    from trainbib.document import Document
    from trainbib.settings import Settings


@dataclass(slots=True)
class CheckRun:
    """Checks manifests one after the other, and remembers what it takes to judge the run.

    Attributes:
        settings: What is checked.
        stdin_name: What findings call standard input.
        baseline: Findings that are known.
        since: A revision of git whose findings are known.
        found: Findings that were reported, by severity.
        failed: Files that could not be read.
        stale: Findings of the baseline that are no longer found.
    """

    settings: "Settings"
    stdin_name: str | None = None
    baseline: "Baseline | None" = None
    since: str | None = None
    found: "Counter[Severity]" = field(default_factory=Counter["Severity"])
    failed: list[str] = field(default_factory=list[str])
    stale: int = 0

    def results(self, paths: Sequence[str]) -> Iterator[CheckResult]:
        """Yield the result of each manifest, as it is checked."""
        for path in paths:
            try:
                document = read_manifest(path, stdin_name=self.stdin_name)
                report = self._report(path, document)
            except OSError as error:
                self.failed.append(path)
                notice(f"cannot read {os_reason(error)}")
                yield Unreadable(path, error.strerror or str(error))
                continue
            self.found.update(diagnostic.severity for diagnostic in report.diagnostics)
            yield Checked(report, document)

    def _report(self, path: str, document: "Document") -> "Report":
        from trainbib.checking import check

        if self.since is not None and path != STANDARD_INPUT:
            report = self._since(path, document, self.since)
        else:
            report = check(document, self.settings)
        if self.baseline is not None:
            self.stale += len(self.baseline.stale(report))
            report = self.baseline.applied(report)
        return report

    def _since(self, path: str, document: "Document", revision: str) -> "Report":
        """Check a manifest, and leave out what its version in a revision has already.

        Raises:
            CannotError: If there is no such revision.
        """
        from trainbib.baseline import fingerprints, without
        from trainbib.checking import check
        from trainbib.comparing.model import ComparisonInputError
        from trainbib.comparing.revisions import laid_out
        from trainbib.document import read_document

        try:
            with laid_out(path, revision) as before:
                if before is None:
                    return without(check(document, self.settings), Counter())
                previous = read_document(before)
                old = check(previous, self.settings, places=False)
                settings = replace(self.settings, previous=previous)
                return without(check(document, settings), fingerprints(old))
        except ComparisonInputError as error:
            raise CannotError(str(error)) from error

    def exit_code(self, fail_on: str, max_warnings: int | None) -> Exit:
        """Judge the run.

        Args:
            fail_on: The least severity that counts; ``never``: none does.
            max_warnings: How many warnings are put up with.
        """
        from trainbib.diagnostics import Severity

        if self.failed:
            return Exit.FAILED
        if fail_on != "never":
            least = Severity[fail_on.upper()]
            if any(count for severity, count in self.found.items() if severity >= least):
                return Exit.FINDINGS
        if max_warnings is not None and self.found[Severity.WARNING] > max_warnings:
            return Exit.FINDINGS
        return Exit.OK
