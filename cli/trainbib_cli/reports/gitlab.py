"""The findings of ``check`` for GitLab's Code Quality report.

GitLab shows little more than the description, so the name of the check is in there; the address of
its page is where the form of Code Climate, of which this is a part, has what else there is to read.

What was not checked is not in it: the form knows issues of the code alone, each with a line, and
would count one that no edit of the manifest settles.
(https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format)
"""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from trainbib.diagnostics import Severity
from trainbib_cli.reports.finding_json import NOWHERE
from trainbib_cli.reports.pages import page_url
from trainbib_cli.reports.reporter import Reporter
from trainbib_cli.reports.results import Checked, CheckResult, ReportOptions
from trainbib_cli.reports.uris import from_root
from trainbib_cli.terminal import json_text

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


class GitlabReporter(Reporter):
    """An array with an object for each finding."""

    def __init__(self, options: ReportOptions) -> None:
        super().__init__(options)
        self._seen: Counter[tuple[str, str]] = Counter()
        self._separator = "["

    def add(self, result: CheckResult) -> Iterator[str]:
        """Yield the findings of a manifest."""
        if not isinstance(result, Checked):
            return
        path = from_root(result.report.path)
        for found in result.report.diagnostics:
            span = found.span or NOWHERE
            remarks = "; ".join([*found.notes, *([found.help] if found.help else [])])
            remarks = f" ({remarks})" if remarks else ""
            issue = {
                "description": f"{found.code} {found.name}: {found.message}{remarks}",
                "check_name": found.code,
                "content": {"body": page_url(found.code)},
                "fingerprint": self._fingerprint(path, found.fingerprint),
                "severity": _SEVERITIES[found.severity],
                "location": {
                    "path": path,
                    "lines": {"begin": span.line, "end": span.end_line},
                },
            }
            yield f"{self._separator}\n{json_text(issue)}"
            self._separator = ","

    def end(self) -> Iterator[str]:
        """Yield the end of the array."""
        yield "[]\n" if self._separator == "[" else "\n]\n"

    def _fingerprint(self, path: str, fingerprint: str) -> str:
        """Return a fingerprint that no other finding of the report has; GitLab drops doubles."""
        self._seen[path, fingerprint] += 1
        identity = f"{path}\n{fingerprint}\n{self._seen[path, fingerprint]}"
        return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
