"""Names of profiles that are of none: what is said of them, and what is counted."""

from pathlib import Path

import pytest

from minimal import overlaid, replacement_of
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic, Severity
from trainbib.document import parse_document
from trainbib.profiles import known_profiles, unknown_profiles
from trainbib.scoring import PROFILES
from trainbib.settings import Settings
from trainbib_cli.app import main


def found(profiles: str) -> list[Diagnostic]:
    document = parse_document(overlaid(f"profiles: {profiles}\n").encode(), path="m.yaml")
    report = check(document, Settings())
    return [each for each in report.diagnostics if each.code == "SCH011"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("eu-ai-atc", "eu-ai-act"), ("Complete", "complete"), ("ca_ab2013", "ca-ab2013")],
)
def test_a_slip_is_a_warning_with_the_name_that_is_near(name: str, meant: str) -> None:
    (finding,) = found(f"[core, {name}]")
    assert finding.severity is Severity.WARNING
    assert finding.pointer == "/profiles/1"
    assert finding.help == f"did you mean `{meant}`?"
    assert finding.fix is not None
    assert not finding.fix.safe
    assert replacement_of(finding.fix) == meant


def test_a_name_that_is_like_no_other_is_told_which_there_are() -> None:
    (finding,) = found("[acme]")
    assert finding.fix is None
    assert "`complete`" in finding.help
    assert "`x-`" in finding.help


@pytest.mark.parametrize("profiles", ["[x-acme]", "{unknown: not settled}", "[1]", "core", "[]"])
def test_names_of_ones_own_and_what_the_schema_refuses_are_left_alone(profiles: str) -> None:
    assert found(profiles) == []


def test_all_that_can_be_scored_is_known() -> None:
    assert set(PROFILES) <= set(known_profiles())
    assert unknown_profiles([*known_profiles(), "x-a", "acme"]) == ["acme"]


def test_score_says_that_it_counts_for_another_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trainbib.yaml"
    path.write_text(overlaid("profiles: [eu-ai-atc]\n"))
    assert main(["score", str(path)]) == 0
    told = capsys.readouterr()
    assert "profile complete" in told.out
    assert "`eu-ai-atc`" in told.err
    assert "`complete`" in told.err
    assert main(["score", str(path), "--profile", "complete"]) == 0
    assert capsys.readouterr().err == ""
