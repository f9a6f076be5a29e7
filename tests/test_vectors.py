"""The published vectors of the checks: exact findings for small manifests."""

import base64
import json
import os
from collections import Counter
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import trainbib
from trainbib.diagnostics import Diagnostic
from trainbib.disclosure.filing_json import read_filing
from trainbib.disclosure.lint import remarks
from trainbib.disclosure.regimes import regime_rules
from trainbib.inventory import reading
from trainbib.rules import RULES, Rule, rule_of
from trainbib.settings import LicensePolicy, Settings

FOLDER = Path(__file__).parent / "vectors" / "v1"
FILES = sorted((FOLDER / "rules").glob("*.json"))
VECTORS: dict[str, list[dict[str, Any]]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))["cases"] for path in FILES
}
CASES = [(code, case) for code, cases in VECTORS.items() for case in cases]
TODAY = date(2026, 11, 22)

FILINGS: list[dict[str, Any]] = json.loads((FOLDER / "filings.json").read_text(encoding="utf-8"))[
    "cases"
]

OF_FORMS = {rule.code for rule in regime_rules()}
"""Checks of legal forms: they ask for a whole form, and count in their own files only."""

OF_FILINGS = {
    "EUA002", "EUA004", "EUA011", "EUA023", "EUA025", "EUA026", "CAB001", "CAB112",
    "COP001", "COP102", "FMT001", "FMT003", "DSH002",
}  # fmt: skip
"""Checks whose fault a manifest cannot have: ``filings.json`` has it."""

Found = Counter[tuple[str, str]]


def lay_out(case: dict[str, Any], folder: Path) -> Path:
    manifest = folder / f"trainbib.{case['format']}"
    if "bytes_base64" in case:
        manifest.write_bytes(base64.b64decode(case["bytes_base64"], validate=True))
    else:
        manifest.write_bytes(case["document"].encode())
    for path, text in case.get("files", {}).items():
        beside = folder / path
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(text.encode())
    return manifest


@contextmanager
def growing(paths: Iterable[Path]) -> Generator[None]:
    """Append a line to each of these files whenever its beginning was read."""
    files = {(path.stat().st_dev, path.stat().st_ino): path for path in paths}

    def read(file: int, size: int) -> bytes:
        data = os.read(file, size)
        status = os.fstat(file)
        path = files.get((status.st_dev, status.st_ino))
        if path is not None and data and os.lseek(file, 0, os.SEEK_CUR) == len(data):
            with path.open("ab") as out:
                out.write(b"more\n")
        return data

    with pytest.MonkeyPatch.context() as patch:
        if files:
            patch.setattr(reading, "_read", read)
        yield


def run(case: dict[str, Any], manifest: Path) -> tuple[Diagnostic, ...]:
    if case.get("command") == "verify":
        with growing([manifest.parent / path for path in case.get("growing", ())]):
            return trainbib.verify(manifest, jobs=1).diagnostics
    policy = case.get("licensing", {})
    settings = Settings(
        today=TODAY,
        pedantic=case.get("pedantic", False),
        key_pattern=case.get("key_pattern"),
        profiles=tuple(case.get("profiles", ())),
        licensing=LicensePolicy(
            uses=tuple(policy.get("uses", ())),
            release=policy.get("release", "collection"),
            outbound=policy.get("outbound"),
            allowed=tuple(policy.get("allowed", ())),
            denied=tuple(policy.get("denied", ())),
        ),
    )
    return trainbib.check(manifest, settings).diagnostics


def expected(case: dict[str, Any]) -> Found:
    return Counter((finding["code"], finding["pointer"]) for finding in case["diagnostics"])


@pytest.mark.parametrize(
    ("code", "case"), CASES, ids=[f"{code}: {case['description']}" for code, case in CASES]
)
def test_the_findings_are_exactly_those_of_the_vector(
    code: str, case: dict[str, Any], tmp_path: Path
) -> None:
    found = [
        finding
        for finding in run(case, lay_out(case, tmp_path))
        if finding.code not in OF_FORMS - {code}
    ]
    assert Counter((finding.code, finding.pointer) for finding in found) == expected(case)
    for finding in found:
        assert finding.count == 1 or finding.subject, "a vector must not depend on grouping"
        if finding.fix is not None:
            assert rule_of(finding.code).fix == ("safe" if finding.fix.safe else "unsafe")


@pytest.mark.parametrize("case", FILINGS, ids=lambda case: f"{case['code']}: {case['description']}")
def test_a_filing_is_remarked_on_as_in_the_vector(case: dict[str, Any]) -> None:
    found = remarks(read_filing(case["filing"]), RULES, TODAY)
    fields = [remark.field for rule, remark in found if rule.code == case["code"]]
    assert Counter(fields) == Counter(case["fields"])


def test_every_check_of_a_form_has_filings_that_fail_and_pass() -> None:
    failing = {case["code"] for case in FILINGS if case["fields"]}
    passing = {case["code"] for case in FILINGS if not case["fields"]}
    assert failing == OF_FORMS
    assert passing == OF_FORMS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_vectors_follows_its_schema(path: Path) -> None:
    schema = json.loads((FOLDER / "rules.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    vectors = json.loads(path.read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(vectors)] == []
    assert vectors["code"] == path.stem
    descriptions = [case["description"] for case in vectors["cases"]]
    assert len(set(descriptions)) == len(descriptions)


OFFLINE = [rule for rule in RULES if not rule.online]
"""The vectors of checks that ask the network are in online.json; test_online_pages.py runs them."""


@pytest.mark.parametrize("rule", OFFLINE, ids=lambda rule: rule.code)
def test_a_check_has_a_vector_that_fails_and_one_that_passes(rule: Rule) -> None:
    reported = [rule.code in {code for code, _ in expected(case)} for case in VECTORS[rule.code]]
    assert (True in reported) is (rule.code not in OF_FILINGS)
    assert False in reported


def test_only_checks_of_forms_may_do_without_a_manifest_that_fails() -> None:
    assert OF_FILINGS <= OF_FORMS  # of which each has a filing that fails


def test_every_file_of_vectors_belongs_to_a_check() -> None:
    assert VECTORS.keys() == {rule.code for rule in OFFLINE}


def test_vectors_are_many_and_small() -> None:
    assert len(CASES) >= 150
    for code, case in CASES:
        assert case.get("document", "").count("\n") <= 20, (code, case["description"])


@pytest.mark.parametrize(
    "rule", [rule for rule in OFFLINE if rule.fix is not None], ids=lambda rule: rule.code
)
def test_a_check_that_announces_a_fix_offers_one(rule: Rule, tmp_path: Path) -> None:
    for number, case in enumerate(VECTORS[rule.code]):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = run(case, lay_out(case, folder))
        if any(finding.code == rule.code and finding.fix is not None for finding in found):
            return
    pytest.fail(f"{rule.code} announces a fix ({rule.fix}), and no vector is offered one")
