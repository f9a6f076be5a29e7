"""One run of ``check``: manifests in, results out, and what the exit code will be."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from trainbib_cli.exits import CannotError, Exit, os_reason, output_told
from trainbib_cli.manifests import STANDARD_INPUT, read_manifest
from trainbib_cli.reports.results import Checked, CheckResult, Unreadable
from trainbib_cli.reports.wording import counted
from trainbib_cli.terminal import notice, write_bytes

if TYPE_CHECKING:
    from trainbib.baseline import Baseline
    from trainbib.checking import Report
    from trainbib.diagnostics import Severity
    from trainbib.document import Document
    from trainbib.fixing import FixResult
    from trainbib.scoring import Score
    from trainbib.settings import Settings


@dataclass(slots=True)
class CheckRun:
    """Checks manifests one after the other, and remembers what it takes to judge the run.

    Attributes:
        settings: What is checked.
        stdin_name: What findings call standard input.
        baseline: Findings that are known.
        since: A revision of git whose findings are known.
        repair: Whether repairs are written, or printed as a patch; None: neither.
        unsafe: Whether doubtful repairs are made, too.
        scored: Whether answers are counted.
        limit: How many findings of each rule the reports show; None: some show all.
        found: Findings that were reported, by severity.
        failed: Files that could not be read.
        stale: Findings of the baseline that are no longer found.
        patched: Whether a patch was printed.
        unverifiable: How many things the network did not settle (NET004).
    """

    settings: "Settings"
    stdin_name: str | None = None
    baseline: "Baseline | None" = None
    since: str | None = None
    repair: Literal["write", "diff"] | None = None
    unsafe: bool = False
    scored: bool = False
    limit: int | None = None
    patched: bool = False
    unverifiable: int = 0
    found: "Counter[Severity]" = field(default_factory=Counter["Severity"])
    failed: list[str] = field(default_factory=list[str])
    stale: int = 0

    def results(self, paths: Sequence[str]) -> Iterator[CheckResult]:
        """Yield the result of each manifest, as it is checked."""
        for path in paths:
            try:
                document = read_manifest(path, stdin_name=self.stdin_name)
                result = self._fixed(document)
            except OSError as error:
                yield self._unusable(path, "read", error)
                continue
            if result is not None:
                self._print(path, result)
                try:
                    document = self._saved(path, result)
                except OSError as error:
                    # It could be read, so what it holds is reported, as it is.
                    self._unusable(path, "write", error)
                    result = None
            try:
                if result is None and self.repair is not None:
                    document = read_manifest(path, stdin_name=self.stdin_name)
                report = self._report(path, document)
            except OSError as error:
                yield self._unusable(path, "read", error)
                continue
            if result is not None and self.repair == "write":
                report = _without_refused(report, result)
            if self.repair == "write" and path == STANDARD_INPUT:
                _tell(report)
            self._count(report)
            yield Checked(report, document, self._score(path, document))

    def _count(self, report: "Report") -> None:
        self.found.update(diagnostic.severity for diagnostic in report.diagnostics)
        self.unverifiable += sum(found.code == "NET004" for found in report.diagnostics)
        for more in report.unlisted:
            self.found[more.severity] += more.findings
            self.unverifiable += more.findings if more.code == "NET004" else 0

    def _unusable(self, path: str, verb: str, error: OSError) -> Unreadable:
        from trainbib.writing import ChangedFileError

        self.failed.append(path)
        notice(f"cannot {verb} {os_reason(error)}")
        why = error.why if isinstance(error, ChangedFileError) else error.strerror
        return Unreadable(path, why or str(error))

    def _score(self, path: str, document: "Document") -> "Score | None":
        if not self.scored:
            return None
        from trainbib.scoring import PROFILES, default_profile, score

        asked = (name for name in self.settings.profiles if name in PROFILES and name != "core")
        profile = next(asked, None) or default_profile(document.data)
        folder = None if path == STANDARD_INPUT else Path(path).parent
        return score(document.data, profile, folder=folder, today=self.settings.today)

    def _fixed(self, document: "Document") -> "FixResult | None":
        """Make the repairs of a manifest in memory, if they are wanted.

        Raises:
            OSError: If a file that the check looks at cannot be read.
        """
        if self.repair is None:
            return None
        from trainbib.fixing import fixed

        result = fixed(document, self.settings, unsafe=self.unsafe)
        for refusal in result.refused:
            notice(f"{document.path}: {refusal.diagnostic.code} was not repaired: {refusal.reason}")
        return result

    def _print(self, path: str, result: "FixResult") -> None:
        """Write what goes to standard output: the patch, or standard input after its repairs.

        Raises:
            CannotError: If it cannot be written, or standard input is not UTF-8: what is written
                would not be what was read.
        """
        from trainbib.fixing import unified_diff
        from trainbib.writing.encoding import is_whole
        from trainbib_cli.patches import write_patch

        document = result.document
        with output_told():
            if self.repair == "diff":
                patch = unified_diff(result.original.decode(), result.data.decode(), document.path)
                self.patched |= bool(patch)
                write_patch(patch)
            elif path == STANDARD_INPUT:
                if not is_whole(document):
                    raise CannotError(f"{document.path} is not UTF-8; write it anew as UTF-8 first")
                write_bytes(result.data)

    def _saved(self, path: str, result: "FixResult") -> "Document":
        """Write the repairs over the manifest, and return what it is then.

        Raises:
            ChangedFileError: If it was changed meanwhile, or is a link.
            OSError: If it cannot be written.
        """
        document = result.document
        # Text that did not change is not read again: it may stand for bytes that are no text.
        if self.repair == "diff" or not result.changed:
            return document
        from trainbib.document import parse_document
        from trainbib.fixing import save

        if path != STANDARD_INPUT:
            save(result)
        notice(f"{document.path}: repaired {counted(len(result.applied), 'finding')}")
        return parse_document(result.data, path=document.path, format_=document.format)

    def _report(self, path: str, document: "Document") -> "Report":
        """Check a manifest against what is known.

        Raises:
            CannotError: If a list of withdrawn data sets, or the revision, cannot be used.
        """
        from trainbib.checking import check
        from trainbib.withdrawals import WithdrawnListError

        try:
            if self.since is not None and path != STANDARD_INPUT:
                report = self._since(path, document, self.since)
            else:
                # What is known, or was repaired, does not count for the limit: all is looked at.
                whole = self.baseline is not None or self.repair is not None
                report = check(document, self.settings, limit=None if whole else self.limit)
        except WithdrawnListError as error:
            raise CannotError(str(error)) from error
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

    def exit_code(self, fail_on: str, max_warnings: int | None, *, strict: bool = False) -> Exit:
        """Judge the run.

        Args:
            fail_on: The least severity that counts; ``never``: none does.
            max_warnings: How many warnings are put up with.
            strict: Whether what the network did not settle counts, too.
        """
        from trainbib.diagnostics import Severity

        if self.failed:
            return Exit.FAILED
        if self.repair == "diff":
            return Exit.FINDINGS if self.patched else Exit.OK
        if strict and self.unverifiable:
            return Exit.FINDINGS
        if fail_on != "never":
            least = Severity[fail_on.upper()]
            if any(count for severity, count in self.found.items() if severity >= least):
                return Exit.FINDINGS
        if max_warnings is not None and self.found[Severity.WARNING] > max_warnings:
            return Exit.FINDINGS
        return Exit.OK


def _without_refused(report: "Report", result: "FixResult") -> "Report":
    """Return a report without the repairs that were tried and refused: nothing will make them."""
    refused = {refusal.diagnostic.fingerprint for refusal in result.refused}
    if not refused:
        return report
    left = (replace(d, fix=None) if d.fingerprint in refused else d for d in report.diagnostics)
    return replace(report, diagnostics=tuple(left))


def _tell(report: "Report") -> None:
    """Name what was not repaired on standard error: standard output holds the data."""
    for found in report.diagnostics:
        at = found.span
        place = f"{found.path}:{at.line}:{at.column}" if at else found.path
        notice(f"{place}: {found.code} {found.message}")
