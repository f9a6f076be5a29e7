"""Reports: functions from results to text, one module a format, found by name."""

import importlib
from collections.abc import Callable, Iterable, Iterator

from trainbib_cli.reports.results import CheckResult, ReportOptions

__all__ = ["CHECK_FORMATS", "CheckReporter", "check_reporter"]

CheckReporter = Callable[[Iterable[CheckResult], ReportOptions], Iterator[str]]

_CHECK_REPORTERS = {
    "full": "trainbib_cli.reports.full",
    "concise": "trainbib_cli.reports.concise",
    "json": "trainbib_cli.reports.check_json",
}

CHECK_FORMATS = tuple(_CHECK_REPORTERS)
"""The formats of ``check``."""


def check_reporter(name: str) -> CheckReporter:
    """Return the reporter of a format, which yields text as the results come.

    Raises:
        KeyError: If there is no format of that name.
    """
    reporter: CheckReporter = importlib.import_module(_CHECK_REPORTERS[name]).render
    return reporter
