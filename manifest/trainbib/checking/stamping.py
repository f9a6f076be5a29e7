"""From what rules yield to what users get: stamped, grouped, with line and column, in order."""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from trainbib.diagnostics import (
    Diagnostic,
    Finding,
    Fix,
    Related,
    Replace,
    Severity,
    Span,
    Step,
)
from trainbib.document import Document, Place
from trainbib.pointers import resolve, split
from trainbib.rules import Rule


def stamped(
    findings: Iterable[tuple[Rule, Finding]], severities: Mapping[str, Severity]
) -> list[Diagnostic]:
    """Stamp the findings, and make one of those that have the same cause.

    Args:
        findings: What was found, and by which rule.
        severities: Severity by code, where it is not the one of the rule.
    """
    made: list[Diagnostic] = []
    groups: dict[tuple[str, str], int] = {}
    others: dict[int, list[Finding]] = {}
    seen: set[tuple[str, str, str]] = set()
    for rule, finding in findings:
        identity = (rule.code, finding.pointer, finding.message)
        if identity in seen:
            continue
        seen.add(identity)
        if finding.cause:
            first = groups.setdefault((rule.code, finding.cause), len(made))
            if first < len(made):
                others.setdefault(first, []).append(finding)
                continue
        made.append(
            Diagnostic(
                code=rule.code,
                name=rule.name,
                severity=severities.get(rule.code, rule.severity),
                message=finding.message,
                pointer=finding.pointer,
                span=finding.span,
                on_key=finding.on_key,
                label=finding.label,
                help=finding.help,
                notes=finding.notes,
                related=finding.related,
                fix=finding.fix,
                value=finding.value,
                cause=finding.cause,
            )
        )
    for index, alike in others.items():
        pointers = [finding.pointer for finding in alike]
        sample = ", ".join(pointers[:3]) + (" …" if len(pointers) > 3 else "")  # noqa: PLR2004 - a sample
        places = "place" if len(pointers) == 1 else "places"
        note = f"the same at {len(pointers)} more {places}: {sample}"
        made[index] = replace(
            made[index],
            count=len(pointers) + 1,
            notes=(*made[index].notes, note),
            fix=_joined(made[index].fix, alike),
        )
    return made


def _joined(fix: Fix | None, alike: list[Finding]) -> Fix | None:
    """Return the repair of findings with one cause: that of each of them, at once."""
    if fix is None or any(finding.fix is None for finding in alike):
        return None
    steps = [step for finding in alike if finding.fix for step in finding.fix.steps]
    return replace(fix, steps=(*fix.steps, *steps))


def placed(document: Document, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Give every finding its line and column."""
    wanted = {d.pointer for d in diagnostics if d.span is None}
    wanted |= {r.pointer for d in diagnostics for r in d.related if r.span is None}
    places: Mapping[str, Place] = document.locate(wanted) if wanted else {}
    raw = _as_written(document) if any(d.fix and d.fix.safe for d in diagnostics) else {}

    def span(pointer: str, *, on_key: bool) -> Span:
        place = places[pointer]
        if place.key is not None and (on_key or _is_container(document, pointer)):
            return place.key
        return place.value

    done: list[Diagnostic] = []
    for diagnostic in diagnostics:
        related = tuple(
            related
            if related.span
            else Related(
                related.pointer,
                related.label,
                related.on_key,
                span(related.pointer, on_key=related.on_key),
            )
            for related in diagnostic.related
        )
        fix = diagnostic.fix
        if fix is not None and fix.safe:
            fix = replace(fix, steps=tuple(_written(step, raw) for step in fix.steps))
        done.append(
            replace(
                diagnostic,
                path=document.path,
                span=diagnostic.span or span(diagnostic.pointer, on_key=diagnostic.on_key),
                related=related,
                fix=fix,
            )
        )
    return done


def by_place(diagnostic: Diagnostic) -> tuple[int, int, str]:
    """Return what sorts findings in the order of the document."""
    span = diagnostic.span
    return (span.line, span.column, diagnostic.code) if span else (0, 0, diagnostic.code)


def _written(step: Step, raw: Mapping[str, str]) -> Step:
    if isinstance(step, Replace) and isinstance(step.value, str) and step.pointer in raw:
        with contextlib.suppress(ValueError):  # a number that becomes text keeps its digits
            if float(raw[step.pointer]) == float(step.value):
                return Replace(step.pointer, raw[step.pointer])
    return step


def _as_written(document: Document) -> dict[str, str]:
    """Return the texts of scalars that are not what the data has: 1.10, and not 1.1."""
    return {ambiguity.pointer: ambiguity.text for ambiguity in document.ambiguities}


def _is_container(document: Document, pointer: str) -> bool:
    try:
        return isinstance(resolve(document.data, split(pointer)), dict | list)
    except KeyError:
        return True
