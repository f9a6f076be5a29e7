"""``trainbib check``: what is checked, how it is shown, how it ends."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cli_program import lines, trainbib
from trainbib.schemas import load_schema
from trainbib_cli.app import main
from valid_manifests import UNLICENSED, VALID

FAULTY = """\
trainbib: "1.0"
dataset:
  name: example
  version: "1"
  titel: Example
sources:
  wikipedia-2025:
    kind: other
    license: CC0-1.0
    url: https://trainbib.org/data/
files:
  root: data
  cites:
    - {paths: "**", sources: [wikipedia-2024]}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


FULL_OUTPUT = """\
error[SCH002] unknown-field: `dataset` has no field `titel`
 --> trainbib.yaml:5:3
   |
 5 |   titel: Example
   |   ^^^^^ did you mean `title`?
   = help: use `title`, or x-titel for your own
   = fix:  rename to `title` (unsafe, --unsafe-fixes)
   = docs: https://trainbib.org/rules/SCH002

warning[REF002] unused-source: source `wikipedia-2025` is cited by no file
 --> trainbib.yaml:7:3
   |
 7 |   wikipedia-2025:
   |   ^^^^^^^^^^^^^^ never cited
   = help: cite it where its files are (`files.cites`), or remove it
   = docs: https://trainbib.org/rules/REF002

warning[HSH003] hash-missing: the files are not pinned: no inventory says what they hold
 --> trainbib.yaml:11:1
   |
11 | files:
   | ^^^^^ no `inventory`
   = help: write one with `trainbib generate`
   = docs: https://trainbib.org/rules/HSH003

error[REF001] dangling-source: `files.cites[0]` cites source `wikipedia-2024`, which is not defined
 --> trainbib.yaml:14:31
   |
14 |     - {paths: "**", sources: [wikipedia-2024]}
   |                               ^^^^^^^^^^^^^^ no such source
   |
 7 |   wikipedia-2025:
   |   -------------- similar key defined here
   = help: correct the key, or define it under `sources`
   = fix:  replace with `wikipedia-2025` (unsafe, --unsafe-fixes)
   = docs: https://trainbib.org/rules/REF001

Checked 1 manifest, 1 source (offline; 12 online checks not run).
Found 2 errors, 2 warnings, 0 infos.  [*] 2 fixable with --unsafe-fixes.
Coverage: sources licensed 1/1 · rights holder 0/1
Not checked: files: the manifest pins no inventory; write one with `trainbib generate`
Not checked: files: the folder `data` is not here
`trainbib explain SCH002` says more about that check.
"""


def test_the_full_output_of_a_small_manifest(folder: Path) -> None:
    (folder / "trainbib.yaml").write_text(FAULTY)
    done = trainbib("check", cwd=folder)
    assert done.stdout.decode() == FULL_OUTPUT
    assert done.stderr == b""
    assert done.returncode == 1


def test_a_manifest_without_fault_ends_with_0(folder: Path) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    done = trainbib("check", cwd=folder)
    assert done.returncode == 0
    assert lines(done.stdout)[:2] == [
        "Checked 1 manifest, 1 source (offline; 12 online checks not run).",
        "Found nothing.",
    ]


def test_manifests_are_found_by_name_and_not_below(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (
        "b.trainbib.yml",
        "a.trainbib.json",
        "trainbib.yaml",
        "other.yaml",
        "sub/trainbib.yaml",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("{}")
    main(["check", "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert [manifest["path"] for manifest in report["manifests"]] == [
        "trainbib.yaml",
        "a.trainbib.json",
        "b.trainbib.yml",
    ]
    main(["check", "--format", "json", "sub"])
    report = json.loads(capsys.readouterr().out)
    assert [manifest["path"] for manifest in report["manifests"]] == [
        str(Path("sub/trainbib.yaml"))
    ]


def test_nothing_to_check_is_3(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "no manifest in the current folder" in captured.err
    (folder / "empty").mkdir()
    assert main(["check", "empty"]) == 3


def test_a_manifest_is_checked_once_and_called_as_it_was_called_first(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(FAULTY)
    (folder / "below").mkdir()
    (folder / "way").symlink_to(folder, target_is_directory=True)
    spellings = ["trainbib.yaml", ".", str(folder / "trainbib.yaml"), "way/trainbib.yaml"]
    assert main(["check", "below/../trainbib.yaml", *spellings, "--format=json"]) == 1
    (manifest,) = json.loads(capsys.readouterr().out)["manifests"]
    assert manifest["path"] == "below/../trainbib.yaml"


def test_a_link_to_a_manifest_is_a_manifest_of_its_own_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    (folder / "copy").mkdir()
    (folder / "copy" / "trainbib.yaml").symlink_to(folder / "trainbib.yaml")
    assert main(["check", "-r", "--format=json"]) == 0
    paths = [each["path"] for each in json.loads(capsys.readouterr().out)["manifests"]]
    assert paths == ["trainbib.yaml", "copy/trainbib.yaml"]


def test_an_empty_folder_beside_a_manifest_is_a_notice(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty").mkdir()
    (folder / "trainbib.yaml").write_text(VALID)
    assert main(["check", "empty", "trainbib.yaml"]) == 0
    assert capsys.readouterr().err == "trainbib: no manifest in empty\n"


def test_a_named_file_that_is_absent_is_2_and_the_others_are_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(FAULTY)
    assert main(["check", "absent.yaml", "trainbib.yaml"]) == 2
    captured = capsys.readouterr()
    assert captured.err == "trainbib: cannot read absent.yaml: No such file or directory\n"
    assert "REF001" in captured.out
    assert "Checked 1 manifest (1 could not be read)" in captured.out


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    (folder / "trainbib.yaml").chmod(0)
    assert main(["check"]) == 2
    assert "Permission denied" in capsys.readouterr().err


def test_an_input_that_fails_while_it_is_read_is_2(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "trainbib.yaml")

    (folder / "trainbib.yaml").write_text(VALID)
    monkeypatch.setattr(Path, "open", refuse)
    assert main(["check"]) == 2
    assert capsys.readouterr().err == "trainbib: cannot read trainbib.yaml: Permission denied\n"


@pytest.mark.parametrize(
    "data",
    [b"", bytes(range(256)) * 4, b"\xff\xfe\x00", b"[]", b"just words\n", b"a: [", b"\x00" * 100],
)
def test_a_file_that_is_no_manifest_is_a_finding(
    data: bytes, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_bytes(data)
    assert main(["check"]) == 1
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "error[" in captured.out
    assert "\x00" not in captured.out


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_errors_count_from_every_threshold_but_never(fail_on: str, code: int, folder: Path) -> None:
    (folder / "trainbib.yaml").write_text(FAULTY)
    assert main(["check", "--fail-on", fail_on]) == code


def test_a_warning_fails_only_if_asked(folder: Path) -> None:
    warned = VALID.replace("url:", "retrieved: 2090-01-01, url:")
    (folder / "trainbib.yaml").write_text(warned)
    assert main(["check", "--today", "2026-03-01"]) == 0
    assert main(["check", "--today", "2026-03-01", "--fail-on", "warning"]) == 1
    assert main(["check", "--today", "2090-03-01", "--fail-on", "warning"]) == 0


def test_standard_input_is_checked_under_the_name_it_is_given(folder: Path) -> None:
    done = trainbib("check", "-", "--format", "concise", stdin=FAULTY.encode(), cwd=folder)
    assert done.returncode == 1
    assert lines(done.stdout)[0].startswith("<stdin>:5:3: SCH002 ")
    named = ["check", "-", "--format", "concise", "--stdin-filename", "sub/m.json"]
    done = trainbib(*named, stdin=FAULTY.encode(), cwd=folder)
    assert lines(done.stdout)[0].startswith("sub/m.json:1:1: PAR001 syntax-error: not JSON")


def test_quiet_leaves_the_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    assert main(["check", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    (folder / "trainbib.yaml").write_text(FAULTY)
    assert main(["check", "-q", "--format", "concise"]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown
    assert all(line.startswith("trainbib.yaml:") for line in shown)


def test_key_pattern_and_day_are_read_with_care(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    assert main(["check", "--key-pattern", "("]) == 2
    assert "'(', no regular expression" in capsys.readouterr().err
    assert main(["check", "--today", "tomorrow"]) == 2
    assert main(["check", "--limit-per-rule", "-1"]) == 2


def test_json_is_what_the_schema_says_whatever_the_limit(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = "".join(f"  s{i}: {{kind: other, titel: x}}\n" for i in range(30))
    text = f'trainbib: "1.0"\ndataset: {{name: e, version: "1"}}\nsources:\n{many}'
    (folder / "trainbib.yaml").write_text(text)
    assert main(["check", "--format", "json", "--limit-per-rule", "1", "absent.yaml", "."]) == 2
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    Draft202012Validator(load_schema("check-report")).validate(report)
    wrong = [found for found in report["findings"] if found["code"] == "SCH002"]
    assert sum(found["count"] for found in wrong) == 30
    assert report["summary"]["unreadable"] == 1
    assert report["unreadable"] == [{"path": "absent.yaml", "reason": "No such file or directory"}]
    assert report["manifests"][0]["valid"] is False


def test_a_name_of_bytes_that_are_no_text_is_shown_escaped(folder: Path) -> None:
    if os.name != "posix":
        pytest.skip("names of bytes are POSIX")
    name = os.fsencode(folder) + b"/\xff.trainbib.yaml"
    try:
        Path(os.fsdecode(name)).write_text(FAULTY)
    except OSError:
        pytest.skip("the file system takes no such name")
    done = trainbib("check", "--format", "concise", cwd=folder)
    assert done.stdout.startswith(b"\\udcff.trainbib.yaml:5:3: SCH002")
    report = json.loads(trainbib("check", "--format", "json", cwd=folder).stdout)
    assert report["manifests"][0]["path"] == "\udcff.trainbib.yaml"


def test_manifests_below_a_folder_are_found_when_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in ("a", "a/b", ".hidden", "c.trainbib.yaml"):
        (folder / place).mkdir(parents=True)
        (folder / place / "trainbib.yaml").write_text(VALID)
    assert main(["check"]) == 3
    capsys.readouterr()
    assert main(["check", "--recursive", "--format", "json"]) == 0
    shown = [each["path"] for each in json.loads(capsys.readouterr().out)["manifests"]]
    assert shown == ["a/trainbib.yaml", "a/b/trainbib.yaml", "c.trainbib.yaml/trainbib.yaml"]


def test_several_reports_come_of_one_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "trainbib.yaml").write_text(UNLICENSED)
    formats = ["--format", "concise", "--format", "json:report.json", "--format", "csv:report.csv"]
    assert main(["check", *formats]) == 1
    assert "LIC001" in capsys.readouterr().out
    assert json.loads((folder / "report.json").read_text())["summary"]["errors"] == 1
    assert "LIC001" in (folder / "report.csv").read_text()
    assert main(["check", "--format", "concise", "--format", "json"]) == 2
    assert main(["check", "--format", "sarfi"]) == 2
    assert "did you mean `sarif`" in capsys.readouterr().err


def test_answers_and_findings_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "trainbib.yaml").write_text(UNLICENSED)
    assert main(["check", "--score", "--statistics"]) == 1
    shown = capsys.readouterr().out
    assert "Disclosure of trainbib.yaml, profile complete" in shown
    assert "LIC001" in shown
    assert "-->" not in shown


def test_a_report_is_never_written_over_a_manifest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    assert main(["check", "--format", "json:./trainbib.yaml"]) == 2
    assert "is a manifest to check; name another file" in capsys.readouterr().err
    assert (folder / "trainbib.yaml").read_text() == VALID
