"""The findings of ``check`` as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).

A code scanning service takes 25 000 results of a run, so no more are written: the gravest, in
document order, with a notification that says how many were left out. There is no security severity,
for a finding in a bibliography is no vulnerability.
"""

import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from trainbib import __version__
from trainbib.diagnostics import Diagnostic, Severity, Span
from trainbib_cli.reports.finding_json import KINDS, NOWHERE, with_suppressed
from trainbib_cli.reports.frame import SourceLines
from trainbib_cli.reports.pages import page_url
from trainbib_cli.reports.repairs import Repairs
from trainbib_cli.reports.reporter import Reporter
from trainbib_cli.reports.results import Checked, CheckResult, ReportOptions
from trainbib_cli.reports.uris import repository_root, uri_of
from trainbib_cli.reports.wording import counted, grouped
from trainbib_cli.terminal import json_text, printable

if TYPE_CHECKING:
    from trainbib.suppressions import Suppression

MOST = 25_000
"""How many results are written at most."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "%SRCROOT%"


class SarifReporter(Reporter):
    """One run, with the rules that found something."""

    def __init__(self, options: ReportOptions) -> None:
        super().__init__(options)
        self._rules: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._kept: dict[Severity, list[tuple[int, str]]] = {each: [] for each in _LEVELS}
        self._results = 0
        self._seen: Counter[tuple[str, str]] = Counter()
        self._notes: list[dict[str, object]] = []

    def add(self, result: CheckResult) -> Iterator[str]:
        """Keep the results of a manifest, as long as there is room for them."""
        if not isinstance(result, Checked):
            self._note("error", f"{result.path} cannot be read: {result.reason}", result.path)
            return
        lines = SourceLines(result.document.text, result.document.format)
        repairs = Repairs(result.document, result.report)
        for note in result.report.unchecked:
            self._note("note", f"not checked: {note}", result.report.path)
        for found, suppression in with_suppressed(result.report):
            self._results += 1
            if self._makes_room(found.severity):
                made = self._result(found, suppression, lines, repairs)
                text = json_text(made, compact=True)
                self._kept[found.severity].append((self._results, text))
        yield from ()

    def _makes_room(self, severity: Severity) -> bool:
        """Take out the last of the least grave results where all places are taken."""
        if sum(map(len, self._kept.values())) < MOST:
            return True
        for lesser in sorted(self._kept):
            if lesser >= severity:
                return False
            if self._kept[lesser]:
                self._kept[lesser].pop()
                return True
        return False

    def end(self) -> Iterator[str]:
        """Yield the document."""
        results = sorted(pair for kept in self._kept.values() for pair in kept)
        left_out = self._results - len(results)
        if left_out:
            note = f"{counted(left_out, 'more result')} left out: {grouped(MOST)} are the most"
            self._note("warning", note)
        passed = self.options.concessions
        if passed is not None and passed.sentence():
            self._note("note", f"configuration: {passed.sentence()}")
        failed = any(note["level"] == "error" for note in self._notes)
        run = {
            "tool": {"driver": self._driver()},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_ROOT: {"description": {"text": _root_in_words()}}},
            "invocations": [
                {"executionSuccessful": not failed, "toolExecutionNotifications": self._notes}
            ],
        }
        head = json.dumps({"$schema": _SCHEMA, "version": "2.1.0"}, indent=1)
        yield f'{head[:-2]},\n "runs": [\n  {{\n'
        for name, value in run.items():
            yield f'   "{name}": {json_text(value)},\n'
        yield '   "results": ['
        for index, (_, text) in enumerate(results):
            yield f"{',' if index else ''}\n    {text}"
        yield "\n   ]\n  }\n ]\n}\n" if results else "]\n  }\n ]\n}\n"

    def _note(self, level: str, text: str, path: str | None = None) -> None:
        note: dict[str, object] = {"level": level, "message": {"text": printable(text)}}
        if path is not None:
            note["locations"] = [{"physicalLocation": {"artifactLocation": _artifact(path)}}]
        self._notes.append(note)

    def _driver(self) -> dict[str, object]:
        return {
            "name": "trainbib",
            "fullName": f"trainbib {__version__}",
            "version": __version__,
            "informationUri": "https://trainbib.org/",
            "rules": [_rule(code, self._names[code]) for code in self._rules],
        }

    def _result(
        self,
        found: Diagnostic,
        suppression: "Suppression | None",
        lines: SourceLines,
        repairs: Repairs,
    ) -> dict[str, object]:
        index = self._rules.setdefault(found.code, len(self._rules))
        self._names.setdefault(found.code, found.name)
        self._seen[found.path, found.fingerprint] += 1
        occurrence = self._seen[found.path, found.fingerprint]
        made: dict[str, object] = {
            "ruleId": found.code,
            "ruleIndex": index,
            "level": _LEVELS[found.severity],
            "message": {"text": _text(found)},
            "locations": [
                {
                    "physicalLocation": _physical(found.path, found.span),
                    "logicalLocations": [_logical(found.pointer)],
                }
            ],
            "partialFingerprints": {
                "trainbib/v1": found.fingerprint,
                "primaryLocationLineHash": f"{found.fingerprint}:{occurrence}",
            },
            "occurrenceCount": found.count,
        }
        if found.related:
            made["relatedLocations"] = [
                {
                    "id": number,
                    "physicalLocation": _physical(found.path, related.span),
                    "logicalLocations": [_logical(related.pointer)],
                    "message": {"text": printable(related.label) or "related place"},
                }
                for number, related in enumerate(found.related)
            ]
        fix = self._fix(found, lines, repairs)
        if fix is not None:
            made["fixes"] = [fix]
        if suppression is not None:
            made["suppressions"] = [_suppression(suppression)]
        return made

    @staticmethod
    def _fix(
        found: Diagnostic, lines: SourceLines, repairs: Repairs
    ) -> Mapping[str, object] | None:
        edits = repairs.edits(found)
        if found.fix is None or not edits:
            return None
        replacements: list[dict[str, object]] = []
        for edit in edits:
            start, end = lines.place(edit.start), lines.place(edit.end)
            replacement: dict[str, object] = {"deletedRegion": _region(Span(*start, *end))}
            if edit.text:
                replacement["insertedContent"] = {"text": edit.text}
            replacements.append(replacement)
        kept = "safe" if found.fix.safe else "look first: it may change the meaning"
        return {
            "description": {"text": f"{printable(found.fix.description)} ({kept})"},
            "artifactChanges": [
                {"artifactLocation": _artifact(found.path), "replacements": replacements}
            ],
        }


def _rule(code: str, name: str) -> dict[str, object]:
    from trainbib.rules import rule_of
    from trainbib_cli.catalogue import plain_text

    rule = rule_of(code)
    page = textwrap.dedent(rule.page or "").strip()
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": page.partition("\n\n")[0].replace("\n", " ")},
        "help": {"text": plain_text(page), "markdown": page},
        "helpUri": page_url(code),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family]},
    }


def _text(found: Diagnostic) -> str:
    lines = [found.message, *found.notes, *([f"help: {found.help}"] if found.help else [])]
    return "\n".join(map(printable, lines))


def _root_in_words() -> str:
    known = repository_root() is not None
    return "The root of the repository." if known else "The folder that the program was run in."


def _artifact(path: str) -> dict[str, object]:
    uri, relative = uri_of(path)
    return {"uri": uri, "uriBaseId": _ROOT} if relative else {"uri": uri}


def _physical(path: str, span: Span | None) -> dict[str, object]:
    return {"artifactLocation": _artifact(path), "region": _region(span or NOWHERE)}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _logical(pointer: str) -> dict[str, str]:
    section, _, rest = pointer.removeprefix("/").partition("/")
    kind = "object" if not rest and section not in KINDS else "member"
    return {"fullyQualifiedName": printable(pointer) or "/", "kind": kind}


def _suppression(suppression: "Suppression") -> dict[str, str]:
    kind = "inSource" if suppression.origin == "comment" else "external"
    made = {"kind": kind}
    if suppression.reason:
        made["justification"] = printable(suppression.reason)
    return made
