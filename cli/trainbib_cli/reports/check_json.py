"""The machine report of ``check``: schema/v1/check-report.schema.json."""

import json
from collections.abc import Iterable, Iterator, Mapping

from trainbib import __version__
from trainbib.diagnostics import (
    Cut,
    Diagnostic,
    Fix,
    Insert,
    Remove,
    Rename,
    Replace,
    Severity,
    Span,
    Step,
)
from trainbib.schemas import SPEC_VERSION
from trainbib_cli.reports.results import Checked, CheckResult, ReportOptions
from trainbib_cli.reports.summary import Summary

VERSION = "1"
"""Version of the format; a new one only if something is taken away or changes its meaning."""


def render(results: Iterable[CheckResult], options: ReportOptions) -> Iterator[str]:  # noqa: ARG001 - every reporter's signature; this one is always complete
    """Yield the report; findings are never left out."""
    summary = Summary()
    manifests: list[Mapping[str, object]] = []
    unreadable: list[Mapping[str, object]] = []
    findings: list[Mapping[str, object]] = []
    for result in results:
        summary.add(result)
        if isinstance(result, Checked):
            manifests.append(_manifest(result))
            findings.extend(_finding(found) for found in result.report.diagnostics)
        else:
            unreadable.append({"path": result.path, "reason": result.reason})
    report = {
        "version": VERSION,
        "tool": {"name": "trainbib", "version": __version__, "standard": SPEC_VERSION},
        "summary": {
            "manifests": summary.manifests,
            "unreadable": summary.unreadable,
            "sources": summary.sources,
            "files": summary.files,
            "errors": summary.found[Severity.ERROR],
            "warnings": summary.found[Severity.WARNING],
            "infos": summary.found[Severity.INFO],
        },
        "manifests": manifests,
        "unreadable": unreadable,
        "findings": findings,
    }
    yield json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _manifest(result: Checked) -> dict[str, object]:
    report = result.report
    return {
        "path": report.path,
        "valid": report.valid,
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


def _finding(found: Diagnostic) -> dict[str, object]:
    return {
        "code": found.code,
        "name": found.name,
        "severity": str(found.severity),
        "message": found.message,
        "path": found.path,
        **_place(found.span),
        "pointer": found.pointer,
        "label": found.label,
        "help": found.help,
        "notes": list(found.notes),
        "related": [
            {"pointer": related.pointer, "label": related.label, **_place(related.span)}
            for related in found.related
        ],
        "fix": None if found.fix is None else _fix(found.fix),
        "fingerprint": found.fingerprint,
        "count": found.count,
    }


def _place(span: Span | None) -> dict[str, object]:
    at = span or Span(1, 1, 1, 1)
    return {
        "start": {"line": at.line, "column": at.column},
        "end": {"line": at.end_line, "column": at.end_column},
    }


def _fix(fix: Fix) -> dict[str, object]:
    return {
        "description": fix.description,
        "safe": fix.safe,
        "steps": [_step(step) for step in fix.steps],
    }


def _step(step: Step) -> dict[str, object]:
    match step:
        case Replace(pointer, value):
            return {"op": "replace", "pointer": pointer, "value": value}
        case Rename(pointer, key):
            return {"op": "rename", "pointer": pointer, "key": key}
        case Remove(pointer):
            return {"op": "remove", "pointer": pointer}
        case Cut(start, end):
            return {"op": "cut", "start": start, "end": end}
        case Insert(pointer, key, value):
            return {"op": "insert", "pointer": pointer, "key": key, "value": value}
