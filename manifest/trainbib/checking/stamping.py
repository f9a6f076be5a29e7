"""From what rules yield to what users get: stamped, grouped, with line and column, in order."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

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

Draft: TypeAlias = tuple[Rule, Finding, Sequence[Finding]]
"""A rule, what it found, and what else it found that has the same cause."""

_ALONE: tuple[Finding, ...] = ()


def grouped(findings: Iterable[tuple[Rule, Finding]]) -> list[Draft]:
    """Leave out what is said twice, and put findings with one cause behind the first of them.

    Args:
        findings: What was found, and by which rule.
    """
    drafts: list[Draft] = []
    groups: dict[tuple[str, str], list[Finding]] = {}
    seen: set[tuple[str, str, str]] = set()
    for rule, finding in findings:
        identity = (rule.code, finding.pointer, finding.message)
        if identity in seen:
            continue
        seen.add(identity)
        if not finding.cause:
            drafts.append((rule, finding, _ALONE))
            continue
        alike: list[Finding] = []
        group = groups.setdefault((rule.code, finding.cause), alike)
        if group is alike:
            drafts.append((rule, finding, alike))
        else:
            group.append(finding)
    return drafts


def stamped(
    drafts: list[Draft],
    severities: Mapping[str, Severity],
    document: Document | None = None,
) -> list[Diagnostic]:
    """Stamp the findings.

    Args:
        drafts: What was found.
        severities: Severity by code, where it is not the one of the rule.
        document: Where their lines and columns are looked up; None: they are not.
    """
    where: _Places | None = None
    path = ""
    if document is not None:
        where, path = _Places(document, [found for _, found, _ in drafts]), document.path
    made: list[Diagnostic] = []
    for rule, found, alike in drafts:
        notes, related, fix, span = found.notes, found.related, found.fix, found.span
        if alike:
            notes, fix = (*notes, _note(alike)), joined_fix(fix, alike)
        if where is not None:
            span = span or where.span(found.pointer, on_key=found.on_key)
            if found.within is not None:
                span = where.within(span, found.pointer, found.within)
            related, fix = where.related(related), where.as_written(fix)
        made.append(
            Diagnostic(
                rule.code,
                rule.name,
                severities.get(rule.code, rule.severity),
                found.message,
                found.pointer,
                path,
                span,
                found.on_key,
                found.label,
                found.help,
                notes,
                related,
                fix,
                places_of(found, alike),
                found.value,
                found.cause,
                found.subject,
                found.members,
            )
        )
    return made


def places_of(found: Finding, alike: Sequence[Finding]) -> int:
    """Count what a finding, and those that have the same cause, are about."""
    return found.places + sum(each.places for each in alike)


def _note(alike: Sequence[Finding]) -> str:
    pointers = [finding.pointer for finding in alike]
    sample = ", ".join(pointers[:3]) + (" …" if len(pointers) > 3 else "")  # noqa: PLR2004 - a sample
    places = "place" if len(pointers) == 1 else "places"
    return f"the same at {len(pointers)} more {places}: {sample}"


def joined_fix(fix: Fix | None, alike: Sequence[Finding]) -> Fix | None:
    """Return the repair of findings with one cause: that of each of them, at once."""
    if fix is None or any(finding.fix is None for finding in alike):
        return None
    steps = [step for finding in alike if finding.fix for step in finding.fix.steps]
    return replace(fix, steps=(*fix.steps, *steps))


def placed(document: Document, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Give every finding its line and column."""
    where = _Places(document, diagnostics)
    return [
        replace(
            found,
            path=document.path,
            span=found.span or where.span(found.pointer, on_key=found.on_key),
            related=where.related(found.related),
            fix=where.as_written(found.fix),
        )
        for found in diagnostics
    ]


class _Places:
    """Where findings stand in the text, all looked up at once."""

    def __init__(self, document: Document, found: Sequence[Finding | Diagnostic]) -> None:
        self._document = document
        wanted = {each.pointer for each in found if each.span is None}
        wanted |= {r.pointer for each in found for r in each.related if r.span is None}
        self._places: Mapping[str, Place] = document.locate(wanted) if wanted else {}
        self._raw = _as_written(document) if any(d.fix and d.fix.safe for d in found) else {}

    def span(self, pointer: str, *, on_key: bool) -> Span:
        place = self._places[pointer]
        if place.key is not None and (on_key or _is_container(self._document, pointer)):
            return place.key
        return place.value

    def within(self, span: Span, pointer: str, part: tuple[int, int]) -> Span:
        """Return the place of some characters of a text, where the text is written as it is.

        An escape makes a text longer than it is between its quotes.
        """
        text = resolve(self._document.data, split(pointer))
        quote = (span.end_column - span.column - len(text)) / 2 if isinstance(text, str) else -1
        if quote not in (0, 1) or span.line != span.end_line:
            return span
        start, end = (span.column + int(quote) + offset for offset in part)
        return Span(span.line, start, span.line, max(end, start + 1))

    def related(self, related: tuple[Related, ...]) -> tuple[Related, ...]:
        if not related:
            return ()
        return tuple(
            each
            if each.span
            else Related(
                each.pointer, each.label, each.on_key, self.span(each.pointer, on_key=each.on_key)
            )
            for each in related
        )

    def as_written(self, fix: Fix | None) -> Fix | None:
        if fix is None or not fix.safe:
            return fix
        return replace(fix, steps=tuple(_written(step, self._raw) for step in fix.steps))


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
