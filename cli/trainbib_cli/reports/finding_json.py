"""A finding as programs read it: the same object in ``json`` and in ``jsonl``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from trainbib.diagnostics import (
    Cut,
    Diagnostic,
    Edit,
    Fix,
    Insert,
    Remove,
    Rename,
    Replace,
    Span,
    Step,
    Wrap,
)
from trainbib.pointers import resolve, split
from trainbib_cli.reports.frame import SourceLines
from trainbib_cli.reports.pages import page_url
from trainbib_cli.reports.repairs import Repairs
from trainbib_cli.reports.results import Checked

if TYPE_CHECKING:
    from trainbib.checking import Report
    from trainbib.suppressions import Suppression

KINDS = {
    "parties": "party",
    "licenses": "license",
    "sources": "source",
    "labellers": "labeller",
    "models": "model",
}
"""What an entry of each section is."""


def with_suppressed(report: "Report") -> "Iterator[tuple[Diagnostic, Suppression | None]]":
    """Yield findings and silenced findings, each with what silences it, in document order."""
    both: list[tuple[Diagnostic, Suppression | None]] = [
        (found, None) for found in report.diagnostics
    ]
    if report.suppressed:
        both += [(each.diagnostic, each.suppression) for each in report.suppressed]
        both.sort(key=lambda pair: place_of(pair[0]))
    yield from both


def place_of(found: Diagnostic) -> tuple[int, int, str]:
    """Return what findings are sorted by: line, column, code."""
    span = found.span or NOWHERE
    return span.line, span.column, found.code


NOWHERE = Span(1, 1, 1, 1)
"""The place of a finding that has none: the beginning."""


def findings_json(result: Checked) -> Iterator[dict[str, object]]:
    """Yield the objects of all findings of a manifest, silenced ones too."""
    lines = SourceLines(result.document.text, result.document.format)
    data = result.document.data
    repairs = Repairs(result.document, result.report)
    for found, suppression in with_suppressed(result.report):
        yield {
            "code": found.code,
            "name": found.name,
            "severity": str(found.severity),
            "message": found.message,
            "path": found.path,
            **_place(found.span, lines),
            "pointer": found.pointer,
            "entity": entity_json(found.pointer),
            "label": found.label,
            "help": found.help,
            "notes": list(found.notes),
            "related": [
                {
                    "pointer": related.pointer,
                    "label": related.label,
                    **_place(related.span, lines),
                }
                for related in found.related
            ],
            "fix": found.fix and _fix(found.fix, repairs.edits(found), lines, data),
            "fingerprint": found.fingerprint,
            "docs_url": page_url(found.code),
            "count": found.count,
            "suppressed": None if suppression is None else _suppressed(suppression),
        }


def entity_json(pointer: str) -> Mapping[str, object]:
    """Return what a pointer is about: kind and key of the entry, or the section alone."""
    tokens = split(pointer)
    if not tokens:
        return {"kind": "manifest", "key": None}
    kind = KINDS.get(tokens[0])
    if kind is not None and len(tokens) > 1:
        return {"kind": kind, "key": tokens[1]}
    return {"kind": tokens[0], "key": None}


def _place(span: Span | None, lines: SourceLines) -> dict[str, object]:
    at = span or NOWHERE
    return {
        "start": _point(at.line, at.column, lines.offset(at.line, at.column)),
        "end": _point(at.end_line, at.end_column, lines.offset(at.end_line, at.end_column)),
    }


def _point(line: int, column: int, offset: int) -> dict[str, int]:
    return {"line": line, "column": column, "offset": offset}


def _fix(fix: Fix, edits: Sequence[Edit], lines: SourceLines, data: object) -> dict[str, object]:
    return {
        "description": fix.description,
        "safe": fix.safe,
        "steps": [_step(step, data) for step in fix.steps],
        "edits": [
            {
                "start": _point(*lines.place(edit.start), edit.start),
                "end": _point(*lines.place(edit.end), edit.end),
                "text": edit.text,
            }
            for edit in edits
        ],
    }


def _step(step: Step, data: object) -> dict[str, object]:
    match step:
        case Replace(pointer, value):
            return {"op": "replace", "pointer": pointer, "value": value}
        case Wrap(pointer):
            return {"op": "replace", "pointer": pointer, "value": [resolve(data, split(pointer))]}
        case Rename(pointer, key):
            return {"op": "rename", "pointer": pointer, "key": key}
        case Remove(pointer):
            return {"op": "remove", "pointer": pointer}
        case Insert(pointer, key, value):
            return {"op": "insert", "pointer": pointer, "key": key, "value": value}
        case Cut(start, end):
            return {"op": "cut", "start": start, "end": end}


def _suppressed(suppression: "Suppression") -> dict[str, object]:
    return {
        "by": suppression.origin,
        "reason": suppression.reason,
        "until": None if suppression.until is None else suppression.until.isoformat(),
    }
