"""Paths in reports for hosts of code: from the root of the repository, wherever one is in it."""

import io
import json
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from trainbib_cli.app import main
from trainbib_cli.reports.uris import from_here, from_root, uri_of
from valid_manifests import UNLICENSED

WORKSPACES = "GITHUB_WORKSPACE", "CI_PROJECT_DIR"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of a repository with a manifest, where the program is run."""
    for name in WORKSPACES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "data" / "tiny").mkdir(parents=True)
    (tmp_path / "data" / "tiny" / "trainbib.yaml").write_text(UNLICENSED)
    monkeypatch.chdir(tmp_path / "data" / "tiny")
    return tmp_path


def paths(capsys: pytest.CaptureFixture[str], *files: str) -> set[str]:
    """Return what each of the formats calls the manifest."""
    found: set[str] = set()
    for format_ in ("github", "gitlab", "sarif", "junit"):
        main(["check", "--format", format_, *files])
        text = capsys.readouterr().out
        if format_ == "github":
            found.add(text.partition("file=")[2].partition(",")[0])
        elif format_ == "gitlab":
            found |= {issue["location"]["path"] for issue in json.loads(text)}
        elif format_ == "junit":
            cases = ET.fromstring(text).iter("testcase")  # noqa: S314 - of the program itself
            found |= {case.get("file", "") for case in cases}
        else:
            for result in json.loads(text)["runs"][0]["results"]:
                place = result["locations"][0]["physicalLocation"]["artifactLocation"]
                assert place["uriBaseId"] == "%SRCROOT%"
                found.add(place["uri"])
    return found


def test_paths_begin_at_the_top_of_the_git_repository(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "--quiet", folder], check=True)  # noqa: S607 - on the path
    expected = {"data/tiny/trainbib.yaml"}
    assert paths(capsys) == expected
    assert paths(capsys, str(folder / "data" / "tiny")) == expected
    monkeypatch.chdir(folder / "data")
    assert paths(capsys, "tiny") == expected
    monkeypatch.chdir(folder)
    assert paths(capsys, "data/tiny") == expected
    assert paths(capsys, "./data/tiny/") == expected


@pytest.mark.parametrize("variable", WORKSPACES)
@pytest.mark.parametrize(
    ("repositories", "expected"),
    [
        ((), "data/tiny/trainbib.yaml"),
        (("",), "data/tiny/trainbib.yaml"),
        (("data",), "tiny/trainbib.yaml"),  # checked out into a folder of the workspace
        (("data", "data/tiny"), "tiny/trainbib.yaml"),  # with a submodule, which is a part of it
    ],
)
def test_paths_begin_where_a_ci_system_has_put_the_repository(  # noqa: PLR0917 - fixtures
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    repositories: tuple[str, ...],
    expected: str,
) -> None:
    monkeypatch.setenv(variable, str(folder))
    for repository in repositories:
        (folder / repository / ".git").mkdir()
    assert paths(capsys) == {expected}


def test_a_workspace_that_one_is_not_in_counts_for_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder / "elsewhere"))
    (folder / "data" / ".git").mkdir()
    (folder / ".git").mkdir()
    assert paths(capsys) == {"tiny/trainbib.yaml"}, "of two the nearer one"


def test_what_is_outside_of_the_repository_stays_as_it_is(folder: Path) -> None:
    (folder / "data" / ".git").mkdir()
    assert from_root("../other.yaml") == "other.yaml"
    assert from_root("../../other.yaml") == "../../other.yaml"
    assert uri_of("../../other.yaml") == ("../../other.yaml", True)
    away = str(folder / "other.yaml")
    assert uri_of(away) == (f"file://{away}", False)


@pytest.mark.parametrize("format_", ["full", "concise", "grouped", "json", "jsonl", "csv", "html"])
def test_other_reports_have_paths_from_the_working_folder(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    format_: str,
) -> None:
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder / "data")
    absolute = str(folder / "data" / "tiny" / "trainbib.yaml")
    main(["check", "--format", format_, "tiny"])
    expected = capsys.readouterr()
    assert "tiny/trainbib.yaml" in expected.out
    for named in (absolute, str(folder / "data" / "tiny"), "tiny/trainbib.yaml"):
        main(["check", "--format", format_, named])
        assert capsys.readouterr() == expected
    monkeypatch.chdir(folder / "data" / "tiny")
    main(["check", "--format", format_, absolute])
    assert str(folder) not in capsys.readouterr().out


def test_what_lies_outside_of_the_working_folder_is_called_as_it_was_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "empty").mkdir()
    monkeypatch.chdir(folder / "empty")
    absolute = str(folder / "data" / "tiny" / "trainbib.yaml")
    for named in (absolute, "../data/tiny/trainbib.yaml"):
        main(["check", "--format", "concise", named])
        assert capsys.readouterr().out.startswith(f"{named}:4:3: ")


def test_an_absolute_path_in_a_patch_is_one_from_here(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "data" / "tiny" / "trainbib.yaml"
    path.write_text(UNLICENSED.replace("kind: other", "kind: other, license: mit"))
    main(["check", "--diff", str(path)])
    assert "--- a/trainbib.yaml\n" in capsys.readouterr().out


def test_a_file_called_as_standard_input_is_no_standard_input(folder: Path) -> None:
    here = folder / "data" / "tiny"
    assert from_here(str(here / "-")) == str(here / "-")
    assert from_here(str(here / "-.yaml")) == "-.yaml"
    assert from_here(str(folder)) == str(folder)


def test_standard_input_lies_in_no_folder(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    standard = io.TextIOWrapper(io.BytesIO(UNLICENSED.encode()))
    monkeypatch.setattr("sys.stdin", standard)
    main(["check", "-", "--format", "gitlab"])
    assert {issue["location"]["path"] for issue in json.loads(capsys.readouterr().out)} == {
        "<stdin>"
    }
    assert from_root("-") == "-"
    assert from_root("./-") == "data/tiny/-", "a file of that name"


def test_sarif_says_what_its_paths_begin_at(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".git").mkdir()
    main(["check", "--format", "sarif"])
    base = json.loads(capsys.readouterr().out)["runs"][0]["originalUriBaseIds"]
    assert base == {"%SRCROOT%": {"description": {"text": "The root of the repository."}}}
