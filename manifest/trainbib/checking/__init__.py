"""Checking a manifest: reader, schema, rules; one list of findings in document order."""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from trainbib.checking.coverage import coverage, unchecked
from trainbib.checking.listing import listed, shortened
from trainbib.checking.looking import unsettled
from trainbib.checking.report import Coverage, Report, Suppressed, Unlisted
from trainbib.checking.silencing import silenced, suppressions_of
from trainbib.checking.stamping import by_place, grouped, stamped
from trainbib.collection import collection_paused
from trainbib.conformance import schema_findings
from trainbib.diagnostics import Finding
from trainbib.document import Document, read_document
from trainbib.rules import RULES, Rule, rule_of
from trainbib.rules.context import Context
from trainbib.schemas import KNOWN_MAJORS, SPEC_VERSION
from trainbib.settings import Settings
from trainbib.values import is_mapping

__all__ = ["Coverage", "Report", "Suppressed", "Unlisted", "check"]


def check(
    source: str | os.PathLike[str] | Document,
    settings: Settings | None = None,
    *,
    places: bool = True,
    limit: int | None = None,
) -> Report:
    """Check a manifest; findings never raise.

    Args:
        source: Path of a manifest, or a document already read.
        settings: What the user set; the defaults if left out. File contents are never read here:
            that is what ``verify`` does.
        places: Whether to find line and column of each finding.
        limit: How many findings of each rule are listed, at least one: those that it has first.
            The others are only counted, without their places. None: all are listed.

    Raises:
        OSError: If the file cannot be read.
    """
    document = source if isinstance(source, Document) else read_document(source)
    settings = settings or Settings()
    context = Context(document, settings, RULES)
    with collection_paused():

        @cache
        def runs(code: str) -> bool:
            return _runs(rule_of(code), context)

        unlisted = list[Unlisted]()
        suppressions = suppressions_of(context)

        def by_rule(rule: Rule) -> Iterable[Finding]:
            found = () if rule.find is None else rule.find(context)
            if limit is None or suppressions:  # one that is silenced does not count for the limit
                return found
            found, others = shortened(rule, found, settings.severities, limit)
            unlisted.extend(() if others is None else (others,))
            return found

        chosen = (pair for pair in _findings(context, by_rule) if runs(pair[0].code))
        heard, hushed = silenced(context, suppressions, chosen, _runs)
        codes = {rule.code for rule, _ in (*heard, *(each.found for each in hushed))}
        drafts = grouped(heard)
        if limit is not None:
            drafts, others = listed(drafts, settings.severities, limit)
            unlisted += others
        found = stamped(drafts, settings.severities, document if places else None)
        aside = stamped(
            [(*each.found, ()) for each in hushed],
            settings.severities,
            document if places else None,
        )
        if places:
            found.sort(key=by_place)
        return Report(
            path=document.path,
            diagnostics=tuple(found),
            sources=len(context.sources),
            files=context.citations.files if context.citations else None,
            coverage=tuple(coverage(context)) if document.parsed else (),
            unchecked=tuple(unchecked(context)),
            suppressed=tuple(
                Suppressed(diagnostic, each.by)
                for diagnostic, each in zip(aside, hushed, strict=True)
            ),
            profiles=tuple(sorted(context.profiles - {"core"})),
            unlisted=tuple(unlisted),
            unsettled=unsettled(context, codes, _runs),
        )


def _findings(
    context: Context, by_rule: Callable[[Rule], Iterable[Finding]]
) -> Iterator[tuple[Rule, Finding]]:
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
        if rule.find is not None and _runs(rule, context):
            for finding in by_rule(rule):
                yield rule, finding


def _runs(rule: Rule, context: Context) -> bool:
    """Tell whether a rule runs; why a document cannot be read is always said."""
    if not context.document.parsed:
        return True
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
