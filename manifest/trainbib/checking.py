"""Checking a manifest: reader, schema, rules; one list of findings in document order."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from trainbib.collection import collection_paused
from trainbib.conformance import schema_findings
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
from trainbib.document import Document, Place, read_document
from trainbib.pointers import resolve, split
from trainbib.rules import RULES, Rule, rule_of
from trainbib.rules.context import Context
from trainbib.schemas import KNOWN_MAJORS, SPEC_VERSION
from trainbib.settings import Settings
from trainbib.values import as_list, as_mapping, is_gap, is_mapping


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of something is answered; the rest is silence.

    Attributes:
        what: What is asked.
        answered: How many answer it.
        gaps: How many say why they do not (SPEC.md, section 4).
        total: Out of how many.
    """

    what: str
    answered: int
    gaps: int
    total: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes:
        path: The manifest, as the user named it.
        diagnostics: Findings in document order.
        sources: How many sources the manifest has.
        files: How many files its inventory has; None if it has none that can be read.
        coverage: How much is answered.
        unchecked: What could not be checked, and why.
    """

    path: str
    diagnostics: tuple[Diagnostic, ...]
    sources: int
    files: int | None
    coverage: tuple[Coverage, ...]
    unchecked: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """Count the findings of a severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)

    @property
    def valid(self) -> bool:
        """True if there is no error (SPEC.md, section 3)."""
        return self.count(Severity.ERROR) == 0


def check(
    source: str | os.PathLike[str] | Document,
    settings: Settings | None = None,
    *,
    places: bool = True,
) -> Report:
    """Check a manifest; findings never raise.

    Args:
        source: Path of a manifest, or a document already read.
        settings: What the user set; the defaults if left out. File contents are never read here:
            that is what ``verify`` does.
        places: Whether to find line and column of each finding.

    Raises:
        OSError: If the file cannot be read.
    """
    document = source if isinstance(source, Document) else read_document(source)
    settings = settings or Settings()
    context = Context(document, settings)
    with collection_paused():
        found = _grouped(_findings(context))
        return Report(
            path=document.path,
            diagnostics=tuple(_placed(document, found) if places else found),
            sources=len(context.sources),
            files=context.citations.files if context.citations else None,
            coverage=tuple(_coverage(context)) if document.parsed else (),
            unchecked=tuple(_unchecked(context)),
        )


def _findings(context: Context) -> Iterator[tuple[Rule, Finding]]:
    document = context.document
    for parsed in document.findings:
        yield rule_of(parsed.code), parsed.finding
    if not document.parsed:
        return
    version = _version(document.data)
    if version is not None and version[0] not in KNOWN_MAJORS:
        known = ", ".join(f"{major}.x" for major in KNOWN_MAJORS)
        yield (
            rule_of("PAR008"),
            Finding(
                "/trainbib",
                f"version {'.'.join(version)} of the standard is not known",
                help=f"this program reads {known}; use one that reads {version[0]}.x",
                value=".".join(version),
            ),
        )
        return
    newer = version is not None and int(version[1]) > int(SPEC_VERSION.partition(".")[2])
    ignored: list[str] = []
    for code, finding in schema_findings(document.data):
        if newer and code in {"SCH002", "SCH004"}:
            ignored.append(finding.pointer)
        else:
            yield rule_of(code), finding
    if newer and version is not None:
        yield (
            rule_of("PAR013"),
            Finding(
                "/trainbib",
                f"the manifest is written to version {'.'.join(version)}; this program knows "
                f"{SPEC_VERSION}",
                help="what it does not know was left unchecked; a newer program checks it",
                notes=tuple(f"not known: {pointer}" for pointer in ignored[:3]),
            ),
        )
    for rule in RULES:
        if rule.find is None or not _runs(rule, context):
            continue
        for finding in rule.find(context):
            yield rule, finding


def _runs(rule: Rule, context: Context) -> bool:
    settings = context.settings
    if rule.online and settings.online is None:
        return False
    return settings.selection.runs(rule, pedantic=settings.pedantic, profiles=context.profiles)


def _version(data: object) -> tuple[str, str] | None:
    written = data.get("trainbib") if is_mapping(data) else None
    if not isinstance(written, str):
        return None
    major, dot, minor = written.partition(".")
    if dot and major.isascii() and minor.isascii() and major.isdigit() and minor.isdigit():
        return major, minor
    return None


def _grouped(findings: Iterable[tuple[Rule, Finding]]) -> list[Diagnostic]:
    """Stamp the findings, and make one of those that have the same cause."""
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
                severity=rule.severity,
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
            )
        )
    for index, alike in others.items():
        pointers = [finding.pointer for finding in alike]
        sample = ", ".join(pointers[:3]) + (" …" if len(pointers) > 3 else "")  # noqa: PLR2004 - a sample
        note = f"the same at {len(pointers)} more places: {sample}"
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


def _placed(document: Document, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Give every finding its line and column, and put them in document order."""
    wanted = {d.pointer for d in diagnostics if d.span is None}
    wanted |= {r.pointer for d in diagnostics for r in d.related if r.span is None}
    places: Mapping[str, Place] = document.locate(wanted) if wanted else {}
    raw = _as_written(document) if any(d.fix and d.fix.safe for d in diagnostics) else {}

    def span(pointer: str, *, on_key: bool) -> Span:
        place = places[pointer]
        if place.key is not None and (on_key or _is_container(document, pointer)):
            return place.key
        return place.value

    placed: list[Diagnostic] = []
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
        placed.append(
            replace(
                diagnostic,
                path=document.path,
                span=diagnostic.span or span(diagnostic.pointer, on_key=diagnostic.on_key),
                related=related,
                fix=fix,
            )
        )
    placed.sort(key=lambda d: (d.span.line, d.span.column, d.code) if d.span else (0, 0, d.code))
    return placed


def _written(step: Step, raw: Mapping[str, str]) -> Step:
    if isinstance(step, Replace) and step.pointer in raw:
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


def _coverage(context: Context) -> Iterator[Coverage]:
    citations = context.citations
    if citations is not None:
        rules = context.citing_rules
        idle = sum(
            count
            for index, count in citations.per_rule.items()
            if is_gap(rules[index][1].get("sources"))
        )
        cited = citations.files - citations.uncited - idle
        yield Coverage("files cited", cited, idle, citations.files)
    sources = context.sources.values()
    licences = [source.get("license") for source in sources]
    concluded = [as_mapping(each).get("expression", each) for each in licences]
    yield _answers("sources licensed", concluded)
    yield _answers("rights holder", [_holders(source) for source in sources])


def _holders(source: Mapping[str, object]) -> object:
    return as_mapping(source["rights"]).get("holders") if "rights" in source else None


def _answers(what: str, values: list[object]) -> Coverage:
    answered = [value for value in values if value not in (None, "", [], {})]
    gaps = sum(map(is_gap, answered))
    return Coverage(what, len(answered) - gaps, gaps, len(values))


def _unchecked(context: Context) -> Iterator[str]:
    if not context.document.parsed:
        return
    profiles = [str(p) for p in as_list(context.data.get("profiles")) if p != "core"]
    if profiles:
        yield f"profiles: {', '.join(profiles)}: this program checks what holds for every manifest"
    if context.lineage.unfollowed:
        yield f"lineage: {context.lineage.unfollowed} manifests upstream are beyond the limits"
    if not context.files:
        return
    if context.inventory_fault:
        yield f"files: the inventory cannot be read: {context.inventory_fault}"
    elif context.inventory_path is None:
        named = as_mapping(context.files.get("inventory")).get("path")
        if not isinstance(named, str):
            yield "files: the manifest pins no inventory; write one with `trainbib generate`"
        elif context.folder is not None:
            yield f"files: the inventory `{named}` leads out of the folder of the manifest"
    if context.settings.use_disk and context.root is None:
        yield f"files: the folder `{context.files.get('root')}` is not here"
