"""One source with a licence, and what is found in it."""

import json
from datetime import date
from typing import Any

from trainbib.checking import check
from trainbib.diagnostics import Diagnostic
from trainbib.document import parse_document
from trainbib.settings import Settings

TODAY = date(2026, 11, 22)
WORDING = ("LIC002", "LIC003", "LIC004", "LIC005", "LIC007")


def manifest(license_: object = None, **fields: Any) -> dict[str, Any]:
    stated = {} if license_ is None else {"license": license_}
    return {
        "trainbib": "1.0",
        "dataset": {"name": "example", "version": "1"},
        "sources": {"a": {"kind": "other"} | stated | fields},
    }


def findings(data: dict[str, Any], *codes: str) -> list[Diagnostic]:
    document = parse_document(json.dumps(data).encode(), path="trainbib.json")
    report = check(document, Settings(today=TODAY))
    return [found for found in report.diagnostics if found.code in (codes or WORDING)]


def codes(text: str) -> list[str]:
    return [found.code for found in findings(manifest(text))]
