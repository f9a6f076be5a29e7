"""The reports of ``check`` for programs: json, jsonl, sarif, gitlab, junit, csv."""

import csv
import importlib
import io
import json
import re
import xml.etree.ElementTree as ET  # of what the test has made itself
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from test_reports import DANGLING, TEXT, checked, found, render
from trainbib.checking import Suppressed, check
from trainbib.diagnostics import Fix, Severity, Span
from trainbib.document import parse_document
from trainbib.rules import RULES
from trainbib.schemas import load_schema
from trainbib.scoring import score
from trainbib.settings import Settings
from trainbib.suppressions import Suppression
from trainbib_cli.reports import sarif
from trainbib_cli.reports.finding_json import entity_json
from trainbib_cli.reports.frame import SourceLines
from trainbib_cli.reports.results import Checked, Unreadable
from trainbib_cli.reports.uris import slashed, uri_of

FAULTY = """\
# é 日本
trainbib: "1.0"
dataset: {name: e, version: "1"}
sources:
  wikipedia-2025: # trainbib: ignore[REF002] until=2027-03-01 cited in part two
    kind: other
    license: mit
    url: https://trainbib.org/
files:
  root: data
  cites:
    - {paths: "**", sources: [wikipedia-2024]}
"""
SILENCED = Suppression(("LIC",), reason="as the page has it", until=date(2027, 3, 1))
UNREADABLE = Unreadable("nope.yaml", "No such file or directory")


def really_checked(text: str = FAULTY, path: str = "sub/m.yaml") -> Checked:
    document = parse_document(text.encode(), path=path)
    return Checked(check(document, Settings(today=date(2026, 3, 1))), document)


def test_the_json_report_is_what_its_schema_says() -> None:
    schema = load_schema("check-report")
    Draft202012Validator.check_schema(schema)
    silent = found("LIC002", Severity.WARNING, span=None)
    plain = checked(DANGLING, suppressed=(Suppressed(silent, SILENCED),), known=(DANGLING,))
    real = really_checked()
    scored = Checked(real.report, real.document, score(real.document.data))
    report = json.loads(render("json", plain, scored, UNREADABLE, limit_per_rule=1))
    Draft202012Validator(schema).validate(report)
    assert undescribed(report, schema, schema) == []
    assert report["summary"] == {
        "manifests": 2,
        "unreadable": 1,
        "sources": 215,
        "files": 9812,
        "errors": 2,
        "warnings": 3,
        "infos": 0,
        "suppressed": 2,
        "known": 1,
        "fixable": {"safe": 1, "unsafe": 2},
    }
    first, second = report["findings"][1], report["findings"][0]
    assert first["start"] == {"line": 9, "column": 31, "offset": TEXT.index("wikipedia-2024")}
    assert first["related"][0]["start"]["offset"] == TEXT.index("wikipedia-2025")
    assert first["fix"]["safe"] is False
    assert first["fix"]["edits"] == []  # a pointer that leads nowhere
    assert first["fingerprint"] == DANGLING.fingerprint
    assert first["docs_url"] == "https://trainbib.org/rules/REF001"
    assert first["count"] == 42
    assert first["suppressed"] is None
    assert second["fix"] is None
    assert second["suppressed"] == {
        "by": "comment",
        "reason": "as the page has it",
        "until": "2027-03-01",
    }
    assert report["statistics"][0]["code"] == "REF001"
    assert report["statistics"][0]["findings"] == 2
    assert report["statistics"][0]["places"] == 43
    assert report["manifests"][1]["score"]["total"]["asked"] > 20


def test_a_report_without_manifests_is_valid_too() -> None:
    report = json.loads(render("json", UNREADABLE))
    Draft202012Validator(load_schema("check-report")).validate(report)
    assert report["findings"] == []


def test_edits_do_what_the_repair_says_and_places_are_those_of_the_text() -> None:
    result = really_checked()
    report = json.loads(render("json", result))
    repaired = 0
    for finding in report["findings"]:
        start = finding["start"]
        line = FAULTY.splitlines()[start["line"] - 1]
        assert FAULTY[start["offset"] :].startswith(line[start["column"] - 1 :])
        for edit in (finding["fix"] or {"edits": []})["edits"]:
            repaired += 1
            after = FAULTY[: edit["start"]["offset"]] + edit["text"]
            after += FAULTY[edit["end"]["offset"] :]
            codes = [each.code for each in really_checked(after).report.diagnostics]
            assert codes.count(finding["code"]) == 0
    assert repaired >= 2


def test_a_value_that_is_put_in_a_list_is_the_new_value_of_its_step() -> None:
    text = FAULTY.replace(
        "    kind: other\n", "    kind: other\n    use:\n      stage: a\n      weight: 1\n"
    )
    result = really_checked(text)
    report = json.loads(render("json", result))
    Draft202012Validator(load_schema("check-report")).validate(report)
    (fix,) = [each["fix"] for each in report["findings"] if each["code"] == "SCH003"]
    where = "/sources/wikipedia-2025/use"
    value = [{"stage": "a", "weight": 1}]
    assert fix["steps"] == [{"op": "replace", "pointer": where, "value": value}]
    (found,) = [r for r in sarif_run(render("sarif", result))["results"] if r["ruleId"] == "SCH003"]
    replacements = found["fixes"][0]["artifactChanges"][0]["replacements"]
    assert [each["insertedContent"]["text"] for each in replacements] == ["- ", "  "]
    assert [each["text"] for each in fix["edits"]] == ["- ", "  "]
    assert [each["start"]["offset"] for each in fix["edits"]] == [
        text.index("stage"),
        text.index("      weight"),
    ]


def test_lines_of_json_are_the_objects_of_the_report() -> None:
    schema = load_schema("check-report")
    text = render("jsonl", really_checked(), UNREADABLE)
    lines = [json.loads(line) for line in text.split("\n") if line]
    for line in lines:
        kind = line.pop("type")
        part = {**schema, **schema["$defs"][kind]}
        Draft202012Validator(part).validate(line)
        assert undescribed(line, schema["$defs"][kind], schema) == []
        line["type"] = kind
    kinds = [line["type"] for line in lines]
    assert kinds[0] == "tool"
    assert kinds[-1] == "summary"
    whole = json.loads(render("json", really_checked(), UNREADABLE))
    findings = [line for line in lines if line.pop("type") == "finding"]
    assert findings == whole["findings"]


@pytest.mark.parametrize(
    ("pointer", "kind", "key"),
    [
        ("", "manifest", None),
        ("/sources/a~1b/license", "source", "a/b"),
        ("/sources", "sources", None),
        ("/labellers/l", "labeller", "l"),
        ("/parties/p/name", "party", "p"),
        ("/licenses/LicenseRef-x", "license", "LicenseRef-x"),
        ("/models/m", "model", "m"),
        ("/files/cites/3", "files", None),
        ("/dataset/name", "dataset", None),
    ],
)
def test_a_pointer_is_about_an_entity(pointer: str, kind: str, key: str | None) -> None:
    assert entity_json(pointer) == {"kind": kind, "key": key}


def undescribed(value: object, schema: dict[str, Any], root: dict[str, Any]) -> list[str]:
    """Name the members of a document that its schema has no words for."""
    if "$ref" in schema:
        return undescribed(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null" and value is not None:
            return undescribed(value, choice, root)
    if isinstance(value, list):
        return [name for item in value for name in undescribed(item, schema["items"], root)]
    if not isinstance(value, dict):
        return []
    missing: list[str] = []
    for name, item in value.items():
        known = schema.get("properties", {}).get(name)
        if known is None or "description" not in known:
            missing.append(name)
        elif name != "value":  # that of a repair is anything
            missing += undescribed(item, known, root)
    return missing


def test_lone_surrogates_are_kept_as_escapes(tmp_path: Path) -> None:
    text = render("json", checked(found(path="\udcff.yaml"), path="\udcff.yaml"))
    (tmp_path / "report.json").write_bytes(text.encode("utf-8", "backslashreplace"))
    report = json.loads((tmp_path / "report.json").read_bytes())
    assert report["findings"][0]["path"] == "\udcff.yaml"


@given(
    st.text(st.sampled_from("ab\n\r\x85\u2028é日"), max_size=40), st.sampled_from(["yaml", "json"])
)
def test_places_and_offsets_are_each_others_inverse(text: str, format_: str) -> None:
    lines = SourceLines(text, format_)
    for offset in range(len(text) + 1):
        assert lines.offset(*lines.place(offset)) == offset


def sarif_model() -> Any:
    """Return the model that is generated from the schema of SARIF 2.1.0."""
    module = importlib.import_module("pydantic_sarif.model")
    return module.StaticAnalysisResultsFormatSarifVersion210JsonSchema


def sarif_run(text: str) -> dict[str, Any]:
    sarif_model().model_validate_json(text, strict=True)
    log = json.loads(text)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    return cast("dict[str, Any]", run)


def test_the_model_of_sarif_refuses_what_is_wrong() -> None:
    right = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}}]}
    sarif_model().model_validate_json(json.dumps(right), strict=True)
    for wrong in ({**right, "versoin": 1}, {**right, "version": "2.0.0"}, {**right, "runs": [{}]}):
        with pytest.raises(ValueError, match="validation error"):
            sarif_model().model_validate_json(json.dumps(wrong), strict=True)


def test_sarif_has_results_rules_fixes_and_suppressions() -> None:
    run = sarif_run(render("sarif", really_checked(), UNREADABLE))
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    by_id = {rule["id"]: rule for rule in driver["rules"]}
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        location = result["locations"][0]["physicalLocation"]
        assert location["artifactLocation"] == {"uri": "sub/m.yaml", "uriBaseId": "%SRCROOT%"}
    rule = by_id["REF001"]
    assert rule["helpUri"] == "https://trainbib.org/rules/REF001"
    assert "What it does" in rule["help"]["text"]
    assert "```yaml fails" in rule["help"]["markdown"]
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert "security-severity" not in json.dumps(run)
    results = {result["ruleId"]: result for result in run["results"]}
    dangling = results["REF001"]
    assert dangling["level"] == "error"
    column = FAULTY.splitlines()[11].index("wikipedia-2024") + 1
    region = {"startLine": 12, "startColumn": column, "endLine": 12, "endColumn": column + 14}
    assert dangling["locations"][0]["physicalLocation"]["region"] == region
    (change,) = dangling["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement == {
        "deletedRegion": region,
        "insertedContent": {"text": "wikipedia-2025"},
    }
    assert dangling["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 5
    assert set(dangling["partialFingerprints"]) == {"trainbib/v1", "primaryLocationLineHash"}
    assert "suppressions" not in dangling
    assert results["REF002"]["suppressions"] == [
        {"kind": "inSource", "justification": "cited in part two"}
    ]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "nope.yaml cannot be read" in json.dumps(invocation)


def test_sarif_of_no_finding_is_valid() -> None:
    run = sarif_run(render("sarif", checked()))
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is True


def test_every_page_of_a_rule_can_be_in_sarif() -> None:
    every = [
        found(rule.code, rule.severity, fix=Fix("remove the mark", safe=True, steps=()))
        for rule in RULES
    ]
    run = sarif_run(render("sarif", checked(*every)))
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.code for rule in RULES]


def test_sarif_keeps_the_gravest_results_and_says_what_it_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sarif, "MOST", 4)
    infos = [found("LIC002", Severity.INFO, span=Span(n, 1, n, 2)) for n in range(1, 4)]
    warnings = [found("LIC003", Severity.WARNING, span=Span(n, 1, n, 2)) for n in range(4, 7)]
    errors = [found(span=Span(n, 1, n, 2)) for n in range(7, 9)]
    run = sarif_run(render("sarif", checked(*infos, *warnings, *errors)))
    places = [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in run["results"]]
    assert places == [4, 5, 7, 8]
    notes = json.dumps(run["invocations"][0]["toolExecutionNotifications"])
    assert "4 more results left out: 4 are the most" in notes


def test_the_same_fingerprint_twice_is_told_apart() -> None:
    twice = checked(DANGLING, DANGLING)
    hashes = [
        result["partialFingerprints"]["primaryLocationLineHash"]
        for result in sarif_run(render("sarif", twice))["results"]
    ]
    assert hashes == [f"{DANGLING.fingerprint}:1", f"{DANGLING.fingerprint}:2"]
    issues = json.loads(render("gitlab", twice))
    assert len({issue["fingerprint"] for issue in issues}) == 2


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("trainbib.yaml", "trainbib.yaml"),
        ("./sub/a b.yaml", "sub/a%20b.yaml"),
        ("../up.yaml", "../up.yaml"),
        ("é#?%.yaml", "%C3%A9%23%3F%25.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),  # no scheme
        ("\udcff.yaml", "%FF.yaml"),
    ],
)
def test_relative_paths_stay_relative(path: str, uri: str) -> None:
    assert uri_of(path) == (uri, True)
    assert uri_of(f"/root/{path}")[1] is False
    assert uri_of("/a b")[0] == "file:///a%20b"


def test_slashes_are_for_other_programs() -> None:
    assert slashed("./a/./b.yaml") == "a/b.yaml"
    assert slashed("a/b.yaml") == "a/b.yaml"


def test_gitlab_gets_an_issue_for_each_finding() -> None:
    issues = json.loads(render("gitlab", really_checked(path="./sub/m.yaml"), UNREADABLE))
    assert {issue["location"]["path"] for issue in issues} == {"sub/m.yaml"}
    (dangling,) = [issue for issue in issues if issue["check_name"] == "REF001"]
    assert dangling["severity"] == "major"
    assert dangling["location"]["lines"] == {"begin": 12, "end": 12}
    assert dangling["description"].startswith("REF001 dangling-source: ")
    assert dangling["content"] == {"body": "https://trainbib.org/rules/REF001"}
    assert all(re.fullmatch("[0-9a-f]{64}", issue["fingerprint"]) for issue in issues)
    again = json.loads(render("gitlab", really_checked("\n" + FAULTY, path="./sub/m.yaml")))
    assert [i["fingerprint"] for i in again] == [i["fingerprint"] for i in issues]
    assert json.loads(render("gitlab", checked())) == []


def test_junit_has_a_suite_for_each_manifest_and_a_case_for_each_finding() -> None:
    silent = Suppressed(found("LIC002", Severity.WARNING), SILENCED)
    text = render(
        "junit",
        checked(DANGLING, suppressed=(silent,)),
        checked(path="clean.yaml"),
        UNREADABLE,
    )
    suites = list(ET.fromstring(text))  # noqa: S314 - of what the test has made itself
    assert [suite.get("name") for suite in suites] == ["m.yaml", "clean.yaml", "nope.yaml"]
    counts = [
        tuple(suite.get(name) for name in ("tests", "failures", "errors", "skipped"))
        for suite in suites
    ]
    assert counts == [("2", "1", "0", "1"), ("1", "0", "0", "0"), ("1", "0", "1", "0")]
    failure = suites[0][1].find("failure")
    assert failure is not None
    assert failure.get("type") == "error"
    assert "docs: https://trainbib.org/rules/REF001" in (failure.text or "")
    assert list(suites[1][0]) == []
    note = "files: the folder `data` is not here"
    for suite, said in zip(suites, [note, note, None], strict=True):
        assert suite.findtext("system-out") == (said and f"not checked: {said}")
        assert suite.find("system-out") in {None, suite[-1]}, "where the form has it"


@pytest.mark.parametrize(
    ("fail_on", "fails"),
    [
        ("never", [False, False]),
        ("error", [True, False]),
        ("warning", [True, True]),
        ("info", [True, True]),
    ],
)
def test_junit_fails_what_the_exit_code_does(fail_on: str, fails: list[bool]) -> None:
    both = checked(DANGLING, found("LIC008", Severity.WARNING))
    (suite,) = ET.fromstring(render("junit", both, fail_on=fail_on))  # noqa: S314 - ditto
    cases = suite.findall("testcase")
    assert [case.find("failure") is not None for case in cases] == fails
    assert suite.get("failures") == str(sum(fails))
    for case, failed in zip(cases, fails, strict=True):
        passed = case.findtext("system-out")
        assert (passed is None) == failed
        assert failed or "docs: https://trainbib.org/rules/" in str(passed)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        " =1+1",
        "\u00a0\u3000-1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20A1",
        "  @A1",
        "+1",
        "-1",
    ],
)
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    rows = list(csv.DictReader(io.StringIO(render("csv", checked(found(help=text))))))
    assert rows[0]["help"] == f"'{text}"
    assert rows[0]["message"][:1] != "'"


@pytest.mark.parametrize(
    "character",
    ["\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\U0001ffff", "\U0010fffe", "\U0010ffff"],
)
def test_junit_is_xml_whatever_a_key_holds(character: str) -> None:
    named = replace(found(), message=f"source `{character}`", help=character)
    text = render("junit", checked(named, path=f"{character}.yaml"))
    assert character not in text
    failure = ET.fromstring(text).find(".//failure")  # noqa: S314 - the report's own text
    assert failure is not None
    assert f"{ord(character):x}`" in failure.get("message", "")


def test_csv_has_a_row_for_each_finding_and_no_formula() -> None:
    formula = found(path="=cmd()", help="+1", notes=())
    rows = list(csv.DictReader(io.StringIO(render("csv", checked(DANGLING, formula), UNREADABLE))))
    assert len(rows) == 2
    assert rows[0]["path"] == "m.yaml"
    assert rows[0]["line"] == "9"
    assert rows[0]["fix_safe"] == "false"
    assert rows[0]["docs_url"] == "https://trainbib.org/rules/REF001"
    assert rows[1]["path"] == "'=cmd()"
    assert rows[1]["help"] == "'+1"
