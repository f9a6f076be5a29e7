"""Reports: from results to text, one module a format, found by name."""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainbib_cli.reports.reporter import Reporter
    from trainbib_cli.reports.results import ReportOptions

__all__ = [
    "CHECK_FORMATS",
    "TEXT_FORMATS",
    "new_reporter",
]

_CHECK_REPORTERS = {
    "full": "full:FullReporter",
    "concise": "concise:ConciseReporter",
    "grouped": "grouped:GroupedReporter",
    "json": "check_json:JsonReporter",
    "jsonl": "check_jsonl:JsonLinesReporter",
    "sarif": "sarif:SarifReporter",
    "github": "github:GithubReporter",
    "gitlab": "gitlab:GitlabReporter",
    "junit": "junit:JunitReporter",
    "markdown": "check_markdown:MarkdownReporter",
    "html": "check_html:HtmlReporter",
    "csv": "check_csv:CsvReporter",
}

CHECK_FORMATS = tuple(_CHECK_REPORTERS)
"""The formats of ``check``."""

TEXT_FORMATS = ("full", "concise", "grouped")
"""Those for a terminal: with colours, cut to its width, and where one rule has very many findings.

All others are for programs: always UTF-8, and complete but where the reader of a format sets a
limit, which the report then says.
"""


def new_reporter(name: str, options: "ReportOptions") -> "Reporter":
    """Return a new reporter of a format.

    Raises:
        KeyError: If there is no format of that name.
    """
    module, _, kind = _CHECK_REPORTERS[name].partition(":")
    made: Reporter = getattr(importlib.import_module(f"{__name__}.{module}"), kind)(options)
    return made
