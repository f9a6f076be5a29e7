"""A form that is laid into the folder of the forms is known to every command, and to nothing else.

A copy of a form's folder under another name stands beside a package that is otherwise ours.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import trainbib
from cli_program import environment
from cli_program import trainbib as program

HOME = Path(trainbib.__file__).parent
NAME = "xx-trial"
RENAMED = {"ca_ab2013": "xx_trial", "ca-ab2013": NAME, "CAB": "XXT", 'name="': 'name="trial-'}
MANIFEST = """\
trainbib: "1.0"
dataset: {name: e, version: "1"}
sources:
  a: {kind: other, license: MIT, size: {records: 3}}
"""

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package, and one form more."""
    folder = tmp_path_factory.mktemp("library")
    path = folder / "trainbib"
    _linked(HOME, path, but="disclosure")
    _linked(HOME / "disclosure", path / "disclosure", but="regimes")
    regimes = path / "disclosure" / "regimes"
    _linked(HOME / "disclosure" / "regimes", regimes)
    shutil.copytree(
        HOME / "disclosure" / "regimes" / "ca_ab2013",
        regimes / "xx_trial",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for file in sorted((regimes / "xx_trial").rglob("*.*")):
        text = file.read_text(encoding="utf-8")
        for old, new in (*RENAMED.items(), ("cab", "xxt")):
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
        file.rename(file.with_name(file.name.replace("cab", "xxt")))
    return folder


def _linked(source: Path, target: Path, *, but: str = "") -> None:
    target.mkdir()
    for each in source.iterdir():
        if each.name not in (but, "__pycache__"):
            (target / each.name).symlink_to(each, target_is_directory=each.is_dir())


@pytest.fixture
def run(library: Path, tmp_path: Path) -> Run:
    (tmp_path / "trainbib.yaml").write_text(MANIFEST)

    def command(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return program(*arguments, cwd=tmp_path, env={"PYTHONPATH": str(library)})

    return command


def test_disclose_fills_it_reads_it_back_and_compares(run: Run, tmp_path: Path) -> None:
    done = run("disclose", "--to", NAME, "-o", "a.json", "-o", "a.html", "-o", "a.md")
    assert done.returncode == 1, done.stderr
    filing = json.loads((tmp_path / "a.json").read_bytes())
    assert filing["form"]["id"] == NAME
    assert filing["answers"]["ab.3"]["status"] == "answered"
    assert "Number of data points" in (tmp_path / "a.md").read_text()
    back = run("disclose", "--from-json", "a.json", "--format", "markdown")
    assert back.stdout.decode() == (tmp_path / "a.md").read_text()
    assert b"error[XXT105] ab.5" in back.stderr
    (tmp_path / "trainbib.yaml").write_text(MANIFEST.replace("records: 3", "records: 4"))
    told = run("disclose", "--to", NAME, "--against", "a.json").stdout.decode()
    assert "3 Number: a: number 3 became 4" in told
    explained = run("disclose", "--to", NAME, "--explain", "ab.3")
    assert b"/sources/a/size/records" in explained.stdout


def test_check_runs_its_checks_where_it_is_named(run: Run, tmp_path: Path) -> None:
    def codes(*flags: str) -> set[str]:
        report = json.loads(run("check", "--format", "json", *flags).stdout)
        return {each["code"] for each in report["findings"]}

    assert not {code for code in codes() if code.startswith("XXT")}
    asked = codes("--profile", NAME)
    assert {"XXT100", "XXT105", "XXT112"} & asked == {"XXT100", "XXT105"}
    assert not {code for code in asked if code.startswith("CAB")}
    (tmp_path / "trainbib.toml").write_text(f'profiles = ["{NAME}"]\n')
    assert codes() == asked
    (tmp_path / "trainbib.toml").unlink()
    (tmp_path / "trainbib.yaml").write_text(f"{MANIFEST}profiles: [{NAME}]\n")
    assert codes() == asked


def test_score_counts_its_fields(run: Run, tmp_path: Path) -> None:
    ours = json.loads(run("score", "--profile", "ca-ab2013", "--format", "json").stdout)
    found = json.loads(run("score", "--profile", NAME, "--format", "json").stdout)
    assert found == ours | {"profile": NAME}
    (tmp_path / "trainbib.yaml").write_text(f"{MANIFEST}profiles: [{NAME}]\n")
    assert json.loads(run("score", "--format", "json").stdout)["profile"] == NAME
    assert f"disclosure, {NAME}".encode() in run("score", "--format", "badge").stdout
    assert NAME.encode() in run("score", "--help").stdout


def test_rules_and_explain_know_its_checks(run: Run) -> None:
    listed = json.loads(run("rules", "--json").stdout)
    assert {tuple(each["profiles"]) for each in listed if each["code"].startswith("XXT")} == {
        (NAME,)
    }
    page = run("explain", "XXT105").stdout.decode()
    assert "trademark" in page
    assert f"profiles: [{NAME}]" in page


def test_the_page_offers_it(library: Path, tmp_path: Path) -> None:
    asked = json.dumps({"op": "about"})
    code = f"from trainbib_cli.playground import answer; print(answer({asked!r}))"
    (tmp_path / "about.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "about.py"],
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(library)),
        capture_output=True,
        check=True,
    )
    assert NAME in json.loads(done.stdout)["profiles"]
