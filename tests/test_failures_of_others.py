"""What other checkers have been seen to do, and this one must not."""

import json
import re
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cli_program import lines, python, trainbib
from trainbib.licensing.spdx import find_license

HEAD = 'trainbib: "1.0"\ndataset: {name: example, version: "1"}\n'
CLEAN = HEAD + "sources:\n  example: {kind: other, license: CC0-1.0}\n"
MESSY = CLEAN.replace("CC0-1.0", "cc0-1.0")
FAULTY = CLEAN.replace(", license: CC0-1.0", "")
FORMATS = (
    "full concise grouped json jsonl sarif github gitlab junit markdown html csv".split()  # noqa: SIM905 - a line of words
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one manifest that has one error."""
    (tmp_path / "trainbib.yaml").write_text(FAULTY)
    return tmp_path


def written(folder: Path, text: str, name: str = "trainbib.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def findings(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    done = trainbib("check", "--format", "json", *arguments, cwd=folder)
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def codes(folder: Path) -> set[str]:
    return {found["code"] for found in findings(folder)}


# What is written


@pytest.mark.parametrize("command", [("check", "--fix", "--unsafe-fixes"), ("fmt",)])
def test_no_file_is_emptied_because_standard_input_is(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    manifest = written(tmp_path, MESSY)
    before = trainbib(*command, "-", cwd=tmp_path, stdin=MESSY.encode()).stdout
    done = trainbib(*command, manifest.name, cwd=tmp_path, stdin=b"")
    assert done.returncode == 0
    assert b"kind: other" in before
    assert manifest.read_bytes() == before
    empty = trainbib(*command, "-", cwd=tmp_path, stdin=b"")
    assert empty.returncode != 0
    assert manifest.read_bytes() == before


def test_no_repair_leaves_a_manifest_without_entries(tmp_path: Path) -> None:
    files = "files:\n  root: .\n  cites: [{paths: '**', sources: {unknown: 'no record is left'}}]\n"
    manifest = written(tmp_path, CLEAN + files)
    assert "REF002" in codes(tmp_path)
    done = trainbib("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert b"was not repaired" in done.stderr
    assert manifest.read_text() == CLEAN + files


def test_nothing_is_written_by_a_look_beforehand(tmp_path: Path) -> None:
    manifest = written(tmp_path, MESSY)
    for command in (("check", "--fix", "--diff"), ("fmt", "--check"), ("fmt", "--diff")):
        assert trainbib(*command, cwd=tmp_path).returncode == 1
        assert manifest.read_text() == MESSY


# How a run ends


@pytest.mark.parametrize("format_", ["full", "concise", "json", "sarif", "github"])
def test_errors_do_not_end_in_success(folder: Path, format_: str) -> None:
    assert trainbib("check", "--format", format_, cwd=folder).returncode == 1


@pytest.mark.parametrize(
    "command", ["check", "fmt", "hash", "verify", "score", "licenses", "baseline", "diff"]
)
def test_an_absent_file_is_neither_success_nor_a_finding_nor_a_backtrace(
    tmp_path: Path, command: str
) -> None:
    done = trainbib(command, "absent.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert len(lines(done.stderr)) == 1
    assert b"absent.yaml" in done.stderr
    assert b"Traceback" not in done.stdout + done.stderr


def test_nothing_to_check_is_no_success(tmp_path: Path) -> None:
    written(tmp_path, "a: 1\n", "other.yaml")
    done = trainbib("check", cwd=tmp_path)
    assert done.returncode == 3
    assert len(lines(done.stderr)) == 1


# What a finding says


def test_no_finding_is_without_its_place_in_the_users_own_file(tmp_path: Path) -> None:
    doubled = "  example: {kind: other, license: CC0-1.0}\n"
    written(tmp_path, CLEAN + doubled, "data/one.trainbib.yaml")
    same = "    kind: other\n    license: CC0-1.0\n    ids: {doi: 10.5281/zenodo.1}\n"
    written(tmp_path, HEAD + f"sources:\n  a:\n{same}  b:\n{same}", "data/two.trainbib.yaml")
    written(tmp_path, CLEAN + "  - x\n", "data/three.trainbib.yaml")
    shown = lines(trainbib("check", "--format", "concise", "data", cwd=tmp_path).stdout)
    places = [re.match(r"data/(\w+)\.trainbib\.yaml:(\d+):(\d+): (\w{3}\d{3}) ", s) for s in shown]
    found = [(place[1], int(place[2]), int(place[3]), place[4]) for place in places if place]
    assert ("one", 5, 3, "KEY001") in found
    assert [place[3] for place in found if place[0] == "two"] == ["KEY005"]
    assert ("three", 5, 3, "PAR001") in found
    assert not [s for s in shown if not re.match(r"data/|Checked|Found|\[\*\]|Coverage|`|$", s)]


def test_findings_are_never_written_into_the_data() -> None:
    half = MESSY + "  faulty: {kind: other}\n"
    done = trainbib("check", "--fix", "-", stdin=half.encode())
    assert done.returncode == 1
    assert done.stdout.decode() == half.replace("cc0-1.0", "CC0-1.0")
    assert b"<stdin>:5:3: LIC001 " in done.stderr
    broken = trainbib("fmt", "-", stdin=b"a: [")
    assert broken.returncode == 2
    assert broken.stdout == b""


@pytest.mark.parametrize("layout", ["yaml", "json"])
def test_one_line_full_of_punctuation_is_not_taken_apart_by_patterns(
    tmp_path: Path, layout: str
) -> None:
    name = 'last, title = {Unused & unescaped}, "sources: [ghost]" # no comment'
    data = {
        "trainbib": "1.0",
        "dataset": {"name": "example", "version": "1"},
        "sources": {
            "a": {"kind": "other", "license": "CC0-1.0", "title": name},
            "b": {"kind": "other", "license": "CC0-1.0"},
        },
        "files": {"root": "d", "cites": [{"paths": "**", "sources": ["b", "nobody"]}]},
    }
    written(tmp_path, json.dumps(data), f"trainbib.{layout}")
    found = {(f["code"], f["pointer"]) for f in findings(tmp_path)}
    assert found == {
        ("REF001", "/files/cites/0/sources/1"),
        ("REF002", "/sources/a"),
        ("HSH003", "/files"),
    }


def test_duplicates_and_missing_answers_do_not_pass_without_a_word(tmp_path: Path) -> None:
    written(
        tmp_path,
        HEAD + "sources:\n"
        "  a: {kind: other, license: CC0-1.0, ids: {doi: 10.5281/zenodo.1}}\n"
        "  b: {kind: other, license: CC0-1.0, ids: {doi: 'https://doi.org/10.5281/ZENODO.1'}}\n"
        "  c: {kind: artcle}\n"
        "  d: {kind: other, license: CC0-1.0}\n"
        "  d: {kind: other, license: CC0-1.0}\n",
    )
    assert codes(tmp_path) == {"KEY001", "KEY005", "IDN002", "LIC001", "SCH004"}


def test_the_first_error_does_not_hide_the_others(tmp_path: Path) -> None:
    written(
        tmp_path,
        'trainbib: "1.0"\ndataset: {name: example, version: 1.0, issued: soon}\n'
        "parties:\n"
        "  person: {name: Some One, type: person, ids: {orcid: 0000-0002-1825-0098}}\n"
        "sources:\n"
        "  a: {kind: dataset, license: NOPE-1.0, creators: [person, nobody], url: 'www example'}\n",
    )
    assert {"SCH003", "SRC004", "IDN003", "SCH004", "LIC002", "REF004", "SRC002"} == codes(tmp_path)


def test_a_wrong_word_is_not_answered_with_the_whole_list(tmp_path: Path) -> None:
    written(tmp_path, CLEAN.replace("CC0-1.0", "MITT").replace("other", "othr"))
    found = {f["code"]: f for f in findings(tmp_path)}
    assert found.keys() == {"LIC002", "SCH004"}
    words = re.findall(r"`([^`]+)`", found["LIC002"]["help"])
    assert "MIT" in words
    assert len(words) <= 3
    assert all(map(find_license, words))
    shown = lines(trainbib("check", cwd=tmp_path, env={"COLUMNS": "100"}).stdout)
    assert max(map(len, shown)) <= 200
    page = trainbib("explain", "LIC002", cwd=tmp_path).stdout
    assert b"https://spdx.org/licenses/" in page
    no_command = trainbib("amend", cwd=tmp_path).stderr.decode()
    assert len(re.findall(r"`([^`]+)`", no_command)) <= 4


def test_a_misspelt_field_is_not_one_missing_and_one_unknown(tmp_path: Path) -> None:
    written(tmp_path, CLEAN.replace("name:", "nme:"))
    (found,) = findings(tmp_path)
    assert found["code"] == "SCH002"
    assert "`nme`" in found["message"]
    assert "`name`" in found["label"] + found["help"]


def test_an_unknown_licence_is_not_a_missing_text(tmp_path: Path) -> None:
    written(
        tmp_path,
        HEAD + "sources:\n"
        "  a: {kind: other, license: NOPE-1.0}\n"
        "  b: {kind: other, license: LicenseRef-own}\n",
    )
    found = {(f["code"], f["pointer"]) for f in findings(tmp_path)}
    assert found == {("LIC002", "/sources/a/license"), ("REF006", "/sources/b/license")}


# What verifying says


@pytest.fixture
def altered(tmp_path: Path) -> tuple[Path, str]:
    """Return a folder of which one file was changed, one lost, one added; and the old digest."""
    for name in ("changed", "lost", "kept"):
        written(tmp_path, f"{name}\n", f"data/{name}.txt")
    assert trainbib("generate", "data", cwd=tmp_path).returncode == 0
    listed = trainbib("hash", "--format", "sha256sum", "data", cwd=tmp_path).stdout.decode()
    (old,) = re.findall(r"^([0-9a-f]{64})  changed\.txt$", listed, re.MULTILINE)
    written(tmp_path, "CHANGED\n", "data/changed.txt")
    written(tmp_path, "more\n", "data/added.txt")
    (tmp_path / "data" / "lost.txt").unlink()
    return tmp_path, old


def test_a_wrong_total_does_not_stand_for_the_files_that_differ(altered: tuple[Path, str]) -> None:
    folder, _ = altered
    done = trainbib("verify", "--format", "json", "data", cwd=folder)
    assert done.returncode == 1
    found = json.loads(done.stdout)["findings"]
    named = {(f["code"], name) for f in found for name in ("changed", "lost", "added", "kept")
             if f"{name}.txt" in f["message"]}  # fmt: skip
    assert named == {("HSH001", "changed"), ("FIL001", "lost"), ("FIL002", "added")}


def test_no_digest_is_cut_off(altered: tuple[Path, str]) -> None:
    folder, old = altered
    new = sha256(b"CHANGED\n").hexdigest()
    for columns in ("40", "200"):
        shown = trainbib("verify", "data", cwd=folder, env={"COLUMNS": columns}).stdout.decode()
        assert old in shown
        assert new in shown


# What leaves the machine, and what comes onto it


def test_no_report_has_a_path_of_this_machine(folder: Path) -> None:
    written(folder, FAULTY, "below/more.trainbib.yaml")
    outputs = [f"--format={name}:report.{name}" for name in FORMATS]
    assert trainbib("check", "--recursive", *outputs, cwd=folder).returncode == 1
    for name in FORMATS:
        text = (folder / f"report.{name}").read_text()
        assert "below/more.trainbib.yaml" in text.replace("%2F", "/"), name
        assert str(folder) not in text, name
        assert folder.as_uri() not in text, name


@pytest.mark.parametrize("format_", ["github", "gitlab", "sarif", "junit", "markdown"])
def test_no_annotation_has_a_path_that_its_host_does_not_know(folder: Path, format_: str) -> None:
    named = str(folder / "trainbib.yaml")
    report = trainbib("check", "--format", format_, named, cwd=folder).stdout.decode()
    assert "trainbib.yaml" in report
    assert str(folder) not in report


WATCHED = """\
import os, sys

def watch(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        with open(os.environ["WATCHED"], "a") as log:
            log.write(f"{event} {arguments}\\n")

sys.addaudithook(watch)
"""


def test_nothing_is_told_to_anybody(folder: Path) -> None:
    written(folder, WATCHED, "watching/sitecustomize.py")
    log = folder / "log"
    env = {"PYTHONPATH": str(folder / "watching"), "WATCHED": str(log)}
    written(folder, CLEAN + "    # and\n", "old.yaml")
    written(folder, "text\n", "data/a.txt")
    for command in (
        ("check", "--fix"),
        ("diff", "old.yaml", "trainbib.yaml"),
        ("licenses",),
        ("generate", "data"),
        ("verify", "data"),
        ("score", "data"),
    ):
        done = trainbib(*command, cwd=folder, env=env)
        assert done.returncode in {0, 1}, done.stderr
    assert not log.exists(), log.read_text()
    linked = CLEAN.replace("CC0-1.0", "CC0-1.0, url: 'http://127.0.0.1:9/'")
    written(folder, linked, "linked.yaml")
    asked = ("--online", "--allow-host=127.0.0.1:9", "--no-cache", "--select=NET006,NET004")
    trainbib("check", *asked, "linked.yaml", cwd=folder, env=env)
    assert "socket.connect" in log.read_text(), "the watching itself does not work"


def test_no_dependency_may_change_under_the_program() -> None:
    project = Path(__file__).parents[1] / "pyproject.toml"
    table = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    extras = [one for some in table["optional-dependencies"].values() for one in some]
    needed = [one for one in (*table["dependencies"], *extras) if not one.startswith("trainbib[")]
    assert len(needed) >= 8
    assert [one for one in needed if "<" not in one] == []


def test_no_module_fails_when_it_is_imported() -> None:
    walk = (
        "import importlib, pkgutil, trainbib, trainbib_cli\n"
        "for package in (trainbib, trainbib_cli):\n"
        "    for each in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if not each.name.endswith('__main__'):\n"
        "            print(importlib.import_module(each.name).__name__)\n"
    )
    assert len(python(walk).splitlines()) > 200
