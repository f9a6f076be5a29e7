"""The machine report of ``check``: schema/v1/check-report.schema.json."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from trainbib import __version__
from trainbib.diagnostics import Severity
from trainbib.schemas import SPEC_VERSION
from trainbib_cli.reports.finding_json import findings_json
from trainbib_cli.reports.pages import page_url
from trainbib_cli.reports.reporter import Reporter
from trainbib_cli.reports.results import Checked, CheckResult, ReportOptions
from trainbib_cli.reports.summary import Summary
from trainbib_cli.terminal import json_text

if TYPE_CHECKING:
    from trainbib.configuration_concessions import Concessions
    from trainbib_cli.reports.rule_counts import RuleCount

VERSION = "1"
"""Version of the format; a new one only if something is taken away or changes its meaning."""


class JsonReporter(Reporter):
    """One JSON object; findings are written as they come, totals behind them. Never cut short."""

    def __init__(self, options: ReportOptions) -> None:
        super().__init__(options)
        self._summary = Summary()
        self._manifests: list[Mapping[str, object]] = []
        self._unreadable: list[Mapping[str, object]] = []
        self._separator = "\n"

    def begin(self) -> Iterator[str]:
        """Yield the head."""
        yield f'{{\n  "version": "{VERSION}",\n  "tool": {_indented(tool_json(), 2)},\n'
        if self.options.concessions is not None:
            configuration = configuration_json(self.options.concessions)
            yield f'  "configuration": {_indented(configuration, 2)},\n'
        yield '  "findings": ['

    def add(self, result: CheckResult) -> Iterator[str]:
        """Yield the findings of a manifest."""
        self._summary.add(result)
        if not isinstance(result, Checked):
            self._unreadable.append({"path": result.path, "reason": result.reason})
            return
        self._manifests.append(manifest_json(result))
        for finding in findings_json(result):
            yield f"{self._separator}    {_indented(finding, 4)}"
            self._separator = ",\n"

    def end(self) -> Iterator[str]:
        """Yield what is counted."""
        yield "],\n" if self._separator == "\n" else "\n  ],\n"
        rest = {
            "manifests": self._manifests,
            "unreadable": self._unreadable,
            "statistics": [count_json(count) for count in self._summary.rules.most_first()],
            "summary": summary_json(self._summary),
        }
        members = (f"  {json.dumps(name)}: {_indented(value, 2)}" for name, value in rest.items())
        yield ",\n".join(members) + "\n}\n"


def _indented(value: object, columns: int) -> str:
    """Write JSON whose further lines begin behind so many spaces."""
    # A line feed of a text is written as \n: those in the output are all of the layout.
    text = json_text(value, indent=2)
    return text.replace("\n", "\n" + " " * columns)


def tool_json() -> dict[str, object]:
    """Return the program that writes the report."""
    return {"name": "trainbib", "version": __version__, "standard": SPEC_VERSION}


def configuration_json(concessions: "Concessions") -> dict[str, object]:
    """Return the configuration file that applies, and what it lets pass."""
    return {
        "path": concessions.name,
        "ignored": list(concessions.ignored),
        "selected": list(concessions.selected),
        "lowered": dict(concessions.lowered),
        "suppressed": list(concessions.suppressed),
        "never_fails": concessions.never_fails,
        "baseline": concessions.baseline,
        "licenses": list(concessions.licenses),
        "replaced": list(concessions.replaced),
    }


def summary_json(summary: Summary) -> dict[str, object]:
    """Return totals over all manifests."""
    return {
        "manifests": summary.manifests,
        "unreadable": summary.unreadable,
        "sources": summary.sources,
        "files": summary.files,
        "errors": summary.found[Severity.ERROR],
        "warnings": summary.found[Severity.WARNING],
        "infos": summary.found[Severity.INFO],
        "suppressed": summary.suppressed,
        "known": summary.known,
        "fixable": {"safe": summary.safe, "unsafe": summary.unsafe},
    }


def manifest_json(result: Checked) -> dict[str, object]:
    """Return what is said of a manifest as a whole."""
    report = result.report
    member: dict[str, object] = {
        "path": report.path,
        "valid": report.valid,
        "profiles": list(report.profiles),
        "sources": report.sources,
        "files": report.files,
        "coverage": [
            {
                "what": item.what,
                "answered": item.answered,
                "gaps": item.gaps,
                "total": item.total,
            }
            for item in report.coverage
        ],
        "unchecked": list(report.unchecked),
    }
    if result.score is not None:
        from trainbib_cli.reports.score_json import score_json

        member["score"] = score_json(result.score)
    return member


def count_json(count: "RuleCount") -> dict[str, object]:
    """Return the findings of one rule, counted."""
    return {
        "code": count.code,
        "name": count.name,
        "severity": str(count.severity),
        "findings": count.findings,
        "places": count.places,
        "fixable": {"safe": count.safe, "unsafe": count.unsafe},
        "docs_url": page_url(count.code),
    }
