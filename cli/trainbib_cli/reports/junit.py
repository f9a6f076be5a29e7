"""The findings of ``check`` as JUnit's XML: a suite for each manifest, a case for each finding."""

import xml.etree.ElementTree as ET  # written, never read
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib_cli.reports.finding_json import NOWHERE, with_suppressed
from trainbib_cli.reports.pages import page_url
from trainbib_cli.reports.reporter import Reporter
from trainbib_cli.reports.results import Checked, CheckResult
from trainbib_cli.reports.uris import from_root, slashed
from trainbib_cli.terminal import printable

if TYPE_CHECKING:
    from trainbib.diagnostics import Diagnostic


class JunitReporter(Reporter):
    """Findings that count for the exit code fail; silenced ones are skipped; the others pass.

    A manifest without findings is a case that passes; a file that cannot be read is an error. What
    was not checked is what the suite wrote to standard output: it is no case, of which all pass.
    """

    def begin(self) -> Iterator[str]:
        """Yield the head."""
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="trainbib">\n'

    def add(self, result: CheckResult) -> Iterator[str]:
        """Yield the suite of a manifest."""
        suite = (
            _checked(result, self.options.fail_on)
            if isinstance(result, Checked)
            else _suite(result.path)
        )
        if not isinstance(result, Checked):
            case = _case(suite, result.path, "can be read", 1)
            ET.SubElement(case, "error", message=printable(result.reason), type="unreadable")
        children = list(suite)
        suite.set("tests", str(len(children)))
        for name, child in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            suite.set(name, str(sum(case.find(child) is not None for case in children)))
        if isinstance(result, Checked) and result.report.unchecked:
            notes = (f"not checked: {printable(note)}" for note in result.report.unchecked)
            ET.SubElement(suite, "system-out").text = "\n".join(notes)
        ET.indent(suite, level=1)
        yield f"  {ET.tostring(suite, encoding='unicode')}\n"

    def end(self) -> Iterator[str]:
        """Yield the end."""
        yield "</testsuites>\n"


def _checked(result: Checked, fail_on: str) -> ET.Element:
    report = result.report
    suite = _suite(report.path)
    for found, suppression in with_suppressed(report):
        span = found.span or NOWHERE
        place = f"{slashed(report.path)}:{span.line}:{span.column}"
        case = _case(suite, report.path, f"{found.code} {found.name} ({place})", span.line)
        if suppression is not None:
            ET.SubElement(case, "skipped", message=printable(suppression.reason))
            continue
        text = "\n".join([printable(place), *_text(found)])
        if fail_on == "never" or found.severity < Severity[fail_on.upper()]:
            ET.SubElement(case, "system-out").text = f"{found.severity}: {text}"
            continue
        failure = ET.SubElement(
            case, "failure", message=printable(found.message), type=str(found.severity)
        )
        failure.text = text
    if len(suite) == 0:
        _case(suite, report.path, "no finding", 1)
    return suite


def _text(found: "Diagnostic") -> Iterator[str]:
    yield printable(found.message)
    for note in found.notes:
        yield f"note: {printable(note)}"
    if found.help:
        yield f"help: {printable(found.help)}"
    if found.fix:
        yield f"fix: {printable(found.fix.description)}"
    yield f"docs: {page_url(found.code)}"


def _suite(path: str) -> ET.Element:
    return ET.Element("testsuite", name=printable(slashed(path)))


def _case(suite: ET.Element, path: str, name: str, line: int) -> ET.Element:
    shown = printable(slashed(path))
    file = printable(from_root(path))
    return ET.SubElement(
        suite, "testcase", name=printable(name), classname=shown, file=file, line=str(line)
    )
