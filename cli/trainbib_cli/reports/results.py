"""What reporters are given: a result for each file, and how the user wants it shown."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trainbib_cli.terminal import Style

if TYPE_CHECKING:
    from trainbib.checking import Report
    from trainbib.document import Document


@dataclass(frozen=True, slots=True)
class Checked:
    """A manifest that was checked, with its text for the source lines."""

    report: "Report"
    document: "Document"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read, and why."""

    path: str
    reason: str


CheckResult = Checked | Unreadable


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How to show results.

    Attributes:
        style: Colours.
        width: Columns of the terminal.
        limit_per_rule: How many findings of one rule are shown; 0 for all. Text only.
        quiet: Whether the summary is left out. Text only.
    """

    style: Style = field(default_factory=Style)
    width: int = 120
    limit_per_rule: int = 20
    quiet: bool = False
