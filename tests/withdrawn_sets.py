"""Sources that may be withdrawn sets, and what a check says of them."""

from datetime import date
from typing import Any

from trainbib.checking import check
from trainbib.diagnostics import Diagnostic
from trainbib.document import parse_document
from trainbib.settings import Settings
from trainbib.withdrawals import load_catalogue

TODAY = date(2026, 11, 22)
SETS = load_catalogue().sets
HEAD = 'trainbib: "1.0"\ndataset: {name: example, version: "1"}\n'


def found(sources: str, head: str = HEAD, **settings: Any) -> list[Diagnostic]:
    document = parse_document(f"{head}sources:\n{sources}".encode(), path="<test>.yaml")
    report = check(document, Settings(today=TODAY, **settings))
    return [finding for finding in report.diagnostics if finding.code == "RGT008"]


def source(key: str, **fields: str) -> str:
    given_ = {"kind": "public_dataset", "license": "{unknown: terms differ by file}", **fields}
    return f"  {key}: {{{', '.join(f'{name}: {value}' for name, value in given_.items())}}}\n"
