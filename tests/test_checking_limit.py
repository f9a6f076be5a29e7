"""Listing so many findings of each rule, and counting the others."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from trainbib.checking import Report, check
from trainbib.diagnostics import Severity
from trainbib.document import Document, parse_document
from trainbib.rules.rgt import rgt006_personal_data_unstated
from trainbib.settings import Settings
from trainbib.suppressions import Suppression
from trainbib_cli.app import main
from trainbib_cli.reports import TEXT_FORMATS

MANY = 30
MISSPELT = ("mit", "apache-2.0", "cc-by-4.0", "cc0-1.0", "odbl-1.0", "isc", "zlib", "bsd-3-clause")


def manifest() -> str:
    """Return a manifest in which some rules have many findings, two of them with repairs."""
    sources = "".join(
        f"  s{number}: {{kind: other, license: {MISSPELT[number % 8]}, url: /{number}}}\n"
        f"  t{number}: {{kind: other, license: NOASSERTION, titl{number}: mine}}\n"
        for number in range(MANY)
    )
    return f'trainbib: "1.0"\ndataset: {{name: e, version: "1"}}\nsources:\n{sources}'


@pytest.fixture
def document() -> Document:
    return parse_document(manifest().encode(), path="trainbib.yaml")


def by_code(report: Report) -> dict[str, int]:
    counts = Counter(found.code for found in report.diagnostics)
    counts.update({more.code: more.findings for more in report.unlisted})
    return dict(counts)


ALL = Settings(pedantic=True, profiles=("complete", "commercial", "eu-ai-act", "ca-ab2013"))
HUSHED = Suppression(("LIC009",), "/sources/s1", "known", origin="trainbib.toml")


@pytest.mark.parametrize("settings", [Settings(), ALL, replace(ALL, suppressions=(HUSHED,))])
@pytest.mark.parametrize("limit", [1, 7, MANY, 10 * MANY])
def test_what_is_not_listed_is_counted(document: Document, settings: Settings, limit: int) -> None:
    whole = check(document, settings)
    part = check(document, settings, limit=limit)
    most = max(by_code(whole).values())
    assert most >= MANY
    assert by_code(part) == by_code(whole)
    assert set(part.diagnostics) <= set(whole.diagnostics)
    assert max(Counter(found.code for found in part.diagnostics).values()) == min(limit, most)
    assert part.valid is whole.valid is False
    assert [part.count(each) for each in Severity] == [whole.count(each) for each in Severity]


@pytest.mark.parametrize("settings", [Settings(), ALL])
def test_what_is_not_listed_is_counted_with_its_places_and_repairs(
    document: Document, settings: Settings
) -> None:
    whole = check(document, settings)
    part = check(document, settings, limit=1)
    for code in by_code(whole):
        every = [found for found in whole.diagnostics if found.code == code]
        listed = [found for found in part.diagnostics if found.code == code]
        more = [each for each in part.unlisted if each.code == code]
        assert len(listed) == 1
        assert sum(found.count for found in every) == listed[0].count + sum(
            each.places for each in more
        )
        for safe, told in ((True, "safe"), (False, "unsafe")):
            repairs = [found.fix is not None and found.fix.safe is safe for found in every]
            first = listed[0].fix is not None and listed[0].fix.safe is safe
            assert sum(repairs) == first + sum(getattr(each, told) for each in more)
    assert sum(each.safe for each in part.unlisted) > 0
    assert sum(each.unsafe for each in part.unlisted) > 0


def test_what_is_not_listed_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of sources that are alike, findings are made for the first, and for those listed."""
    made: list[str] = []

    def pointer(*tokens: str) -> str:
        made.append(tokens[1])
        return "/" + "/".join(tokens)

    monkeypatch.setattr(rgt006_personal_data_unstated, "pointer", pointer)
    data = {
        "trainbib": "1.0",
        "dataset": {"name": "e", "version": "1"},
        "sources": {f"s{number}": {"kind": "other"} for number in range(10 * MANY)},
    }
    document = parse_document(json.dumps(data).encode(), path="trainbib.json")
    report = check(document, ALL, limit=2)
    assert by_code(report)["RGT006"] == 10 * MANY
    assert set(made) == {"s0", "s1"}


def test_a_severity_that_is_set_counts_for_what_is_not_listed(document: Document) -> None:
    settings = Settings(severities={"LIC003": Severity.INFO, "SCH002": Severity.INFO})
    report = check(document, settings, limit=2)
    assert {each.severity for each in report.unlisted if each.code in settings.severities} == {
        Severity.INFO
    }


@pytest.mark.parametrize("format_", TEXT_FORMATS)
@pytest.mark.parametrize("flags", [(), ("--limit-per-rule", "3"), ("--statistics",), ("-q",)])
def test_a_report_is_the_same_where_others_list_everything(
    format_: str,
    flags: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("trainbib.yaml").write_text(manifest())
    alone = main(["check", "--format", format_, *flags]), capsys.readouterr().out
    beside = ["--format", format_, "--format", "json:report.json"]
    assert (main(["check", *beside, *flags]), capsys.readouterr().out) == alone
    assert len(json.loads(Path("report.json").read_text())["findings"]) > MANY


def test_what_is_not_listed_counts_for_the_exit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    sources = "".join(f"  s{number}: {{kind: other, license: MIT}}\n" for number in range(MANY))
    text = f'trainbib: "1.0"\ndataset: {{name: e, version: "1"}}\nsources:\n{sources}'
    Path("trainbib.yaml").write_text(text)
    most = ["check", "--limit-per-rule", "1", "--fail-on", "never", "--max-warnings"]
    assert main(["check", "--statistics"]) == 0
    warnings = sum(
        int(row.split()[0])
        for row in capsys.readouterr().out.splitlines()
        if row.split()[1:2] == ["warning"]
    )
    assert warnings >= MANY
    assert main([*most, str(warnings)]) == 0
    assert main([*most, str(warnings - 1)]) == 1


def test_what_is_known_does_not_count_for_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("trainbib.yaml").write_text(manifest())
    assert main(["baseline"]) == 0
    with Path("trainbib.yaml").open("a") as file:
        file.write("  last: {kind: other, license: cc-by-4.0}\n")
    capsys.readouterr()
    main(["check", "--baseline", "trainbib.baseline.json", "--limit-per-rule", "1"])
    assert "last" in capsys.readouterr().out


@pytest.mark.parametrize("title", ["plain", "\ud800"], ids=["fast engine", "reference"])
def test_findings_of_one_cause_begin_with_the_first_of_the_document(title: str) -> None:
    keys = [f"{number * 37 % 101}" for number in range(101)]
    source = {"kind": "other", "license": "MIT", "title": title, "mood": "sunny"}
    data = {
        "trainbib": "1.0",
        "dataset": {"name": "e", "version": "1"},
        "sources": dict.fromkeys(keys, source),
    }
    report = check(parse_document(json.dumps(data).encode(), path="trainbib.json"))
    (found,) = (each for each in report.diagnostics if each.value == "mood")
    assert found.pointer == f"/sources/{keys[0]}/mood"
    sample = ", ".join(f"/sources/{key}/mood" for key in keys[1:4])
    assert found.notes[0].endswith(f": {sample} …")
