"""Findings counted by rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainbib_cli.reports.wording import grouped
from trainbib_cli.terminal import Style

if TYPE_CHECKING:
    from trainbib.checking import Unlisted
    from trainbib.diagnostics import Diagnostic, Severity


@dataclass(slots=True)
class RuleCount:
    """The findings of one rule.

    Attributes:
        code: Its code.
        name: Its name.
        severity: Of its findings, as the user set it.
        findings: How many there are.
        places: In how many places, for findings with one cause are one.
        safe: How many have a repair that keeps the meaning.
        unsafe: How many have another repair.
    """

    code: str
    name: str
    severity: "Severity"
    findings: int = 0
    places: int = 0
    safe: int = 0
    unsafe: int = 0


class RuleCounts:
    """Counts findings as they pass."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, int], RuleCount] = {}

    def add(self, found: "Diagnostic") -> None:
        """Count a finding."""
        key = (found.code, found.severity)
        count = self._counts.get(key)
        if count is None:
            count = self._counts[key] = RuleCount(found.code, found.name, found.severity)
        count.findings += 1
        count.places += found.count
        if found.fix is not None:
            if found.fix.safe:
                count.safe += 1
            else:
                count.unsafe += 1

    def add_unlisted(self, more: "Unlisted") -> None:
        """Count findings of a rule of which others have been counted one by one."""
        count = self._counts[more.code, more.severity]
        count.findings += more.findings
        count.places += more.places
        count.safe += more.safe
        count.unsafe += more.unsafe

    def most_first(self) -> list[RuleCount]:
        """Return the counts: most findings first, then by code."""
        return sorted(self._counts.values(), key=lambda each: (-each.findings, each.code))

    def table(self, style: Style) -> Iterator[str]:
        """Yield a row for each rule, without line feeds: count, severity, code, mark, name.

        The mark ``[*]`` says that some of the findings have a safe repair.
        """
        counts = self.most_first()
        marked = any(each.safe for each in counts)
        width = max((len(grouped(each.findings)) for each in counts), default=0)
        for each in counts:
            severity = f"{each.severity!s:<7}"
            mark = ("[*] " if each.safe else "    ") if marked else ""
            yield (
                f"{grouped(each.findings):>{width}}  {style.severity(severity, str(each.severity))}"
                f"  {each.code}  {mark}{each.name}"
            )
