"""The machine report of ``diff``: schema/v1/diff-report.schema.json."""

from collections.abc import Mapping

from trainbib import __version__
from trainbib.comparing import Change, Comparison, Total
from trainbib.diagnostics import Span
from trainbib.schemas import SPEC_VERSION
from trainbib.values import Quantity

VERSION = "1"
"""Version of the format; a new one only if something is taken away or changes its meaning."""


def render(comparison: Comparison) -> dict[str, object]:
    """Return the report: everything, editorial changes too; nothing is left out.

    Args:
        comparison: What to report.
    """
    files = comparison.files
    return {
        "version": VERSION,
        "tool": {"name": "trainbib", "version": __version__, "standard": SPEC_VERSION},
        "old": {"path": comparison.old.path, "version": comparison.old.version},
        "new": {"path": comparison.new.path, "version": comparison.new.version},
        "summary": {
            "classes": dict(comparison.counts),
            "levels": {str(level): number for level, number in comparison.levels.items()},
            "required_bump": comparison.required_bump,
            "made_bump": comparison.made_bump,
            "bump_sufficient": comparison.bump_sufficient,
            "breaking_without_bump": comparison.breaking_without_bump,
        },
        "changes": [_change(change) for change in comparison.located(comparison.changes)],
        "reformatted": [_change(each) for each in comparison.located(comparison.reformatted)],
        "totals": [_total(total) for total in comparison.totals],
        "files": None
        if files is None
        else {
            "added": list(files.added),
            "removed": list(files.removed),
            "changed": list(files.changed),
            "moved": [{"from": old, "to": new} for old, new in files.moved],
        },
        "unchecked": list(comparison.unchecked),
    }


def _change(change: Change) -> Mapping[str, object]:
    return {
        "id": change.id,
        "code": change.code,
        "name": change.name,
        "class": change.class_,
        "level": str(change.level),
        "entity": {"kind": change.entity.kind, "key": change.entity.key},
        "field": change.field,
        "message": change.message,
        "detail": change.detail,
        "old": change.old,
        "new": change.new,
        "old_place": _place(change.old_pointer, change.old_place),
        "new_place": _place(change.new_pointer, change.new_place),
        "count": change.count,
        "examples": list(change.examples),
    }


def _place(pointer: str | None, place: Span | None) -> Mapping[str, object] | None:
    if pointer is None:
        return None
    at = place or Span(1, 1, 1, 1)
    return {
        "pointer": pointer,
        "start": {"line": at.line, "column": at.column},
        "end": {"line": at.end_line, "column": at.end_column},
    }


def _total(total: Total) -> Mapping[str, object]:
    return {
        "unit": total.unit,
        "old": _quantity(total.old),
        "new": _quantity(total.new),
        "basis": total.basis,
        "comparable": total.comparable,
        "approximate": total.approximate,
        "at_least": total.at_least,
        "delta": _number(total.delta),
        "percent": total.percent,
        "old_bucket": total.old_bucket,
        "new_bucket": total.new_bucket,
        "bucket_changed": total.bucket_changed,
    }


def _quantity(quantity: Quantity) -> Mapping[str, object]:
    return {
        "value": _number(quantity.value),
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "exact": quantity.exact,
    }


def _number(value: float | None) -> float | None:
    """Return a whole number as one, so that a count is not shown as 12.0."""
    return int(value) if value is not None and float(value).is_integer() else value
