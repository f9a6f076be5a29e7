"""``trainbib score``: tables, JSON, badge, exit codes."""

import json
import re
import xml.etree.ElementTree as ET  # of what the test has made itself
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cli_program import trainbib
from trainbib.schemas import load_schema
from trainbib.scoring import PROFILES, Score, Tally
from trainbib_cli.app import main
from trainbib_cli.commands import score as command
from trainbib_cli.reports.badge import badge
from trainbib_cli.reports.score_words import CAUTION, percent, shares

MANIFEST = """\
trainbib: "1.0"
dataset: {name: e, version: "1", purpose: {unknown: lost in a move}, size: {bytes: 3}}
sources:
  a: {kind: other, license: MIT}
"""

TABLE_OF_A_FORM = """\
Disclosure of trainbib.yaml, profile ca-ab2013:
2 given, 1 gap, 18 silent, of 21 questions.
                                                  asked  given        gap        silent
  head                                                3      0   0 %    0   0 %       3 100 %
  1 Sources or owners of the data sets                1      0   0 %    0   0 %       1 100 %
  2 How the data sets further the intended purp…      1      0   0 %    1 100 %       0   0 %
  3 Number of data points                             1      0   0 %    0   0 %       1 100 %
  4 Types of data points                              3      0   0 %    0   0 %       3 100 %
  5 Copyright, trademark, patent                      4      0   0 %    0   0 %       4 100 %
  6 Purchased or licensed                             1      1 100 %    0   0 %       0   0 %
  7 Personal information                              1      0   0 %    0   0 %       1 100 %
  8 Aggregate consumer information                    1      0   0 %    0   0 %       1 100 %
  9 Cleaning, processing and other modification       1      0   0 %    0   0 %       1 100 %
  10 Time of collection                               2      0   0 %    0   0 %       2 100 %
  11 First use during development                     1      0   0 %    0   0 %       1 100 %
  12 Synthetic data generation                        1      1 100 %    0   0 %       0   0 %
  total                                              21      2  10 %    1   5 %      18  86 %
Gaps: 1 unknown.
Silent, in the order of the form:
  ab.0.system at /models: System or service, and version, that the documentation covers
  ab.0.developer at /dataset/publisher: Developer
  ab.0.posted at /document/updated: Date posted or last updated
  ab.1 at /sources/a: Where each data set is from, or who owns it
  ab.3 at /sources/a/size/records: Number of data points of each data set; ranges are allo\
wed, and estimates where it is dynamic
  and 13 more fields (`trainbib disclose --to ca-ab2013` says what to write there)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trainbib.yaml").write_text(MANIFEST)
    return tmp_path


def test_the_table_of_a_small_manifest(folder: Path) -> None:
    done = trainbib("score", "--profile", "ca-ab2013", cwd=folder)
    assert done.returncode == 0
    assert done.stdout.decode() == f"{TABLE_OF_A_FORM}{CAUTION}\n"


def test_the_table_of_our_own_questions(folder: Path) -> None:
    done = trainbib("score", "--profile", "complete", cwd=folder)
    shown = done.stdout.decode().splitlines()
    assert shown[1] == "4 given, 1 gap, 47 silent, of 52 questions."
    assert shown[-9:-7] == ["Gaps: 1 unknown.", "Silent most often:"]
    assert shown[-2] == "  and 42 more questions (--format json lists all)"


def test_json_is_what_the_schema_says(folder: Path) -> None:
    report = json.loads(trainbib("score", "--format", "json", cwd=folder).stdout)
    schema = load_schema("check-report")
    Draft202012Validator({**schema, **schema["$defs"]["score"]}).validate(report)
    assert report["path"] == "trainbib.yaml"
    assert report["profile"] == "complete"
    total = report["total"]
    assert total["gaps"]["unknown"] == 1
    assert total["asked"] == total["given"] + total["silent"] + 1
    purpose = [q for q in report["questions"] if q["fields"] == ["/dataset/purpose"]]
    assert purpose[0]["row"] == 11


def test_the_badge_says_three_things_and_has_a_title(folder: Path) -> None:
    assert main(["score", "--format", "badge", "--output", "badge.svg"]) == 0
    text = (folder / "badge.svg").read_text()
    root = ET.fromstring(text)  # noqa: S314 - of what the test has made itself
    assert root.get("role") == "img"
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == root.get("aria-label")
    assert (title.text or "").startswith("Disclosure by the profile complete: ")
    words = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words[0] == "disclosure, complete"
    assert [re.sub(r"\d+", "N", word or "") for word in words[1:]] == [
        "N % given",
        "N % gap",
        "N % silent",
    ]
    assert "href" not in text
    assert "@import" not in text


def test_the_badge_of_nothing_says_so() -> None:
    assert "nothing asked" in badge(Score("core", {}, ()))


def test_markdown_has_the_caution(folder: Path) -> None:
    text = trainbib("score", "--format", "markdown", cwd=folder).stdout.decode()
    assert text.startswith("<details>\n<summary>Disclosure of <code>trainbib.yaml</code>")
    assert CAUTION in text


@pytest.mark.parametrize(("least", "code"), [("0", 0), ("25", 0), ("25.01", 1), ("100", 1)])
def test_fail_under_counts_answers_and_gaps(
    folder: Path, least: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    more = (
        "size: {records: 3}, creators: [p], content: [x], authorship: [human], languages: [en], "
        "modalities: [text], title: A, limitations: few"
    )
    (folder / "trainbib.yaml").write_text(MANIFEST.replace("MIT}", f"MIT, {more}}}"))
    assert main(["score", "--fail-under", least]) == code
    assert ("is wanted" in capsys.readouterr().err) == (code == 1)


@pytest.mark.parametrize("least", ["nan", "NaN", "-nan", "inf", "-1", "100.1", "much"])
def test_what_no_share_can_be_less_than_is_refused(
    folder: Path, least: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(MANIFEST)
    assert main(["score", f"--fail-under={least}"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "--fail-under" in captured.err


def test_a_manifest_can_come_from_standard_input(folder: Path) -> None:
    done = trainbib("score", "-", "--profile", "core", stdin=MANIFEST.encode(), cwd=folder)
    assert done.stdout.decode().splitlines()[:2] == [
        "Disclosure of <stdin>, profile core:",
        "2 given, 0 gaps, 0 silent, of 2 questions.",
    ]


def test_what_cannot_be_scored_is_said_in_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "b.trainbib.yaml").write_text(MANIFEST)
    assert main(["score"]) == 2
    assert "has 2 manifests" in capsys.readouterr().err
    (folder / "b.trainbib.yaml").write_text("a: [")
    assert main(["score", "b.trainbib.yaml"]) == 2
    assert "PAR001" in capsys.readouterr().err
    assert main(["score", "absent.yaml"]) == 2
    assert main(["score", "trainbib.yaml", "--profile", "eu"]) == 2
    assert main(["score", "trainbib.yaml", "--output", "no/such/b.svg"]) == 2
    (folder / "empty").mkdir()
    assert main(["score", "empty"]) == 3


def test_the_profiles_of_the_flag_are_those_of_the_library() -> None:
    (option,) = [each for each in command.command.params if each.name == "profile"]
    assert tuple(option.type.choices) == PROFILES  # type: ignore[attr-defined]


COUNTS = st.integers(0, 10_000)


@given(COUNTS, COUNTS, COUNTS)
def test_shares_add_up_and_never_hide_what_is_there(given_: int, gap: int, silent: int) -> None:
    tally = Tally(given_, {"unknown": gap} if gap else {}, silent)
    found = shares(tally)
    assert sum(found) == (100 if tally.asked else 0)
    for part, share in zip((given_, gap, silent), found, strict=True):
        assert (part == 0) == (share == 0)
        if tally.asked:
            assert abs(share - part * 100 / tally.asked) <= 2
    assert percent(0, 5) == "0 %"
    assert percent(1, 10_000) == "1 %"
    assert percent(9_999, 10_000) == "99 %"


def test_json_of_a_form_names_its_fields_and_the_places_to_write(folder: Path) -> None:
    done = trainbib("score", "--profile", "ca-ab2013", "--format", "json", cwd=folder)
    report = json.loads(done.stdout)
    schema = load_schema("check-report")
    Draft202012Validator({**schema, **schema["$defs"]["score"]}).validate(report)
    found = {each["field"]: each for each in report["questions"]}
    number = found["ab.3"]
    assert (number["row"], number["silent"]) == (None, 1)
    assert number["section"] == "3 Number of data points"
    assert number["fields"] == ["/sources/a/size/records"]
    assert found["ab.2"]["gaps"]["unknown"] == 1
    assert found["ab.2"]["fields"] == ["/dataset/purpose"]


@pytest.mark.parametrize("format_", ["markdown", "badge"])
def test_a_form_is_scored_in_every_format(folder: Path, format_: str) -> None:
    done = trainbib("score", "--profile", "ca-ab2013", "--format", format_, cwd=folder)
    assert done.returncode == 0
    assert b"2 given, 1 gap, 18 silent, of 21 questions" in done.stdout


def test_check_counts_the_same_and_finds_the_files_beside_the_manifest(folder: Path) -> None:
    crawl = "{crawlers: [{name: Bot, purpose: reading}], domains: {path: domains.csv, count: 1}}"
    (folder / "domains.csv").write_text("domain,text\nacme.example,12\n")
    (folder / "trainbib.yaml").write_text(
        f"{MANIFEST}  web: {{kind: own_crawl, license: MIT, modalities: [text], crawl: {crawl}}}\n"
    )
    for at in (folder, folder.parent):
        named = str((folder / "trainbib.yaml").relative_to(at))
        flags = ["--profile", "eu-ai-act", "--format", "json"]
        scored = json.loads(trainbib("score", named, *flags, cwd=at).stdout)
        (entry,) = [q for q in scored["questions"] if q["field"] == "eu.2.3.domains"]
        assert entry["given"] == 1
        checked = json.loads(trainbib("check", named, "--score", *flags, cwd=at).stdout)
        (member,) = checked["manifests"]
        assert member["score"]["questions"] == scored["questions"]
