"""What reporters are given: a result for each file, and how the user wants it shown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trainbib_cli.terminal import Style

if TYPE_CHECKING:
    from trainbib.checking import Report
    from trainbib.configuration_concessions import Concessions
    from trainbib.document import Document
    from trainbib.scoring import Score


@dataclass(frozen=True, slots=True)
class Checked:
    """A manifest that was checked.

    Attributes:
        report: What was found.
        document: The manifest, with its text for the source lines.
        score: What it discloses, if that was asked for.
    """

    report: "Report"
    document: "Document"
    score: "Score | None" = None


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
        links: Whether codes are links that a terminal can follow, so that addresses need not be
            written in full. Text only.
        statistics: Whether counts by rule stand in the place of findings. Text only.
        seconds: Returns how long the run has taken up to now, if that is to be shown. Text only.
        online_left_out: How many checks of the network were not run. Text only.
        concessions: What the configuration file lets pass; None: there is none.
        fail_on: The least severity that makes the exit code 1; ``never``: none does.
    """

    style: Style = field(default_factory=Style)
    width: int = 120
    limit_per_rule: int = 20
    quiet: bool = False
    links: bool = False
    statistics: bool = False
    seconds: Callable[[], float] | None = None
    online_left_out: int = 0
    concessions: "Concessions | None" = None
    fail_on: str = "error"
