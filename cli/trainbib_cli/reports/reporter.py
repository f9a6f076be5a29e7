"""What every format of ``check`` is made by: a reporter that is handed one result at a time."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from trainbib_cli.reports.results import CheckResult, ReportOptions


class Reporter(ABC):
    """Makes a report of results as they come, so that several can be made of one run.

    What the methods yield, in the order in which they are called, is the report. A subclass keeps
    only what its format needs at the end.
    """

    def __init__(self, options: ReportOptions) -> None:
        self.options = options

    def begin(self) -> Iterator[str]:
        """Yield what stands before all results."""
        yield from ()

    @abstractmethod
    def add(self, result: CheckResult) -> Iterator[str]:
        """Yield what can be written of a result at once."""

    def end(self) -> Iterator[str]:
        """Yield what stands behind all results."""
        yield from ()

    def render(self, results: Iterable[CheckResult]) -> Iterator[str]:
        """Yield the whole report, as results come."""
        yield from self.begin()
        for result in results:
            yield from self.add(result)
        yield from self.end()
