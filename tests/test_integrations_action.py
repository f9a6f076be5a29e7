"""The action for GitHub: its steps are run as scripts."""

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from cli_program import SCRIPT, environment, lines, trainbib
from integration_files import GITHUB, TOP, needs_bash, read_yaml
from valid_manifests import UNLICENSED, VALID


def inputs_of_action() -> dict[str, Any]:
    (action,) = read_yaml(TOP / "action.yml")
    inputs: dict[str, Any] = action["inputs"]
    return inputs


def test_no_input_of_the_action_is_ever_part_of_a_script() -> None:
    (action,) = read_yaml(TOP / "action.yml")
    used: set[str] = set()
    for step in action["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"
        used |= set(re.findall(r"\$\{\{ inputs\.([a-z-]+) \}\}", json.dumps(step)))
    assert used == inputs_of_action().keys()


def test_every_output_of_the_action_is_written() -> None:
    (action,) = read_yaml(TOP / "action.yml")
    script = (GITHUB / "report.py").read_text(encoding="utf-8")
    for name, output in action["outputs"].items():
        assert output["value"] == f"${{{{ steps.check.outputs.{name} }}}}"
        assert f'"{name}":' in script


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, str]:
    """What GitHub's runner sets, and the defaults of the action's inputs."""
    (tmp_path / "temp").mkdir()
    defaults = {
        f"IN_{name.upper().replace('-', '_')}": str(found["default"])
        for name, found in inputs_of_action().items()
        if name not in {"version", "working-directory"}
    }
    return {
        **defaults,
        "PATH": f"{SCRIPT.parent}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_REPOSITORY": "acme/data",
    }


def run_action(folder: Path, runner: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["bash", str(GITHUB / "check.sh")],  # noqa: S607 - wherever it is
        cwd=folder,
        env=environment(**runner),
        capture_output=True,
        check=False,
        timeout=60,
    )


def outputs(runner: dict[str, str]) -> dict[str, str]:
    text = Path(runner["GITHUB_OUTPUT"]).read_text(encoding="utf-8")
    return dict(line.split("=", 1) for line in text.splitlines())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "trainbib.yaml").write_text(VALID)
    return folder


@needs_bash
def test_the_action_passes_a_clean_repository(repository: Path, runner: dict[str, str]) -> None:
    done = run_action(repository, runner)
    assert done.returncode == 0, done.stderr
    found = outputs(runner)
    assert (found["exit-code"], found["errors"], found["warnings"]) == ("0", "0", "0")
    assert Path(found["report-file"]).is_file()
    assert found["sarif-file"] == ""
    assert "Trainbib" in Path(runner["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")


@needs_bash
def test_the_action_fails_with_annotations_outputs_and_sarif(
    repository: Path, runner: dict[str, str]
) -> None:
    (repository / "data" / "trainbib.yaml").write_text(UNLICENSED)
    done = run_action(repository, {**runner, "IN_SARIF": "true"})
    assert done.returncode == 1
    assert any(
        line.startswith("::error ") and "file=data/trainbib.yaml" in line and "LIC001" in line
        for line in lines(done.stdout)
    )
    found = outputs(runner)
    assert (found["exit-code"], found["errors"]) == ("1", "1")
    assert json.loads(Path(found["sarif-file"]).read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert "LIC001" in Path(runner["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")
    assert run_action(repository, {**runner, "IN_FAIL": "false"}).returncode == 0
    assert run_action(repository, {**runner, "IN_SELECT": "SCH"}).returncode == 0
    assert run_action(repository, {**runner, "IN_FAIL_ON": "never"}).returncode == 0


@needs_bash
def test_an_empty_repository_fails_unless_that_is_meant(
    tmp_path: Path, runner: dict[str, str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run_action(empty, runner).returncode == 3
    assert run_action(empty, {**runner, "IN_FAIL_IF_EMPTY": "false"}).returncode == 0


@needs_bash
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IN_PATHS", "$(touch pwned)"),
        ("IN_PATHS", "--fix; touch pwned"),
        ("IN_PATHS", "--show-settings"),
        ("IN_ARGS", "--ignore=`touch pwned`"),
        ("IN_SELECT", '"; touch pwned; "'),
        ("IN_CONFIG", "$(touch pwned)"),
        ("IN_DIFF_BASE", "--output=pwned"),
        ("IN_BASELINE", "a\ntouch pwned"),
        ("IN_ARGS", "--"),
        ("IN_ARGS", "--select=SCH\n--\n--fix"),
    ],
)
def test_no_input_is_run(repository: Path, runner: dict[str, str], name: str, value: str) -> None:
    done = run_action(repository, {**runner, name: value})
    assert done.returncode == 2
    assert not list(repository.rglob("pwned"))


@needs_bash
def test_a_second_use_hands_over_no_result_of_the_first(
    repository: Path, runner: dict[str, str]
) -> None:
    assert run_action(repository, {**runner, "IN_SARIF": "true"}).returncode == 0
    first = outputs(runner)
    assert Path(first["report-file"]).is_file()
    assert Path(first["sarif-file"]).is_file()
    Path(runner["GITHUB_OUTPUT"]).unlink()
    Path(runner["GITHUB_STEP_SUMMARY"]).unlink()
    assert run_action(repository, {**runner, "IN_SELECT": "NONE"}).returncode == 2
    second = outputs(runner)
    assert (second["exit-code"], second["errors"]) == ("2", "")
    assert (second["report-file"], second["sarif-file"]) == ("", "")
    assert not Path(runner["GITHUB_STEP_SUMMARY"]).exists()


@needs_bash
def test_a_revision_that_looks_like_an_option_is_handed_on_as_a_value(
    repository: Path, runner: dict[str, str]
) -> None:
    program = Path(runner["RUNNER_TEMP"]) / "bin" / "trainbib"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\necho "$@"\n'
        """echo '{"summary": {}}' > "$RUNNER_TEMP/trainbib/report.json"\n"""
    )
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{runner['PATH']}"
    done = run_action(repository, {**runner, "PATH": path, "IN_DIFF_BASE": "--sarif=x"})
    assert done.returncode == 0, done.stderr
    assert b"--since=--sarif=x" in done.stdout
    assert outputs(runner)["required-bump"] == "none"


# What the runner of GitHub obeys: `::command::` at the start of a line, `##[command]` anywhere.


@pytest.mark.parametrize(
    "name", ["::stop-commands::zz.trainbib.yaml", "##[stop-commands]zz.trainbib.yaml"]
)
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--format=concise"),
        ("check", "--format=grouped"),
        ("check", "--format=full", "--score"),
        ("check", "--format=csv"),
        ("score",),
        ("licenses",),
        ("fmt", "--check"),
        ("fmt",),
    ],
    ids=" ".join,
)
def test_no_name_of_a_file_is_a_command(
    name: str, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(
        UNLICENSED + "  # ##[stop-commands]zz\n  '::stop-commands::z': {}\n"
    )
    done = trainbib(*arguments, "--", name, cwd=tmp_path)
    assert b"zz.trainbib.yaml" in done.stdout
    for line in lines(done.stdout + done.stderr):
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(
        ["git", *identity, *arguments],  # noqa: S607 - wherever it is
        cwd=folder,
        check=True,
        capture_output=True,
    )


class Api(BaseHTTPRequestHandler):
    """As much of GitHub's API as comments take."""

    comments: list[dict[str, Any]]
    asked: list[str]

    def _answer(self, data: object) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        return data

    def do_GET(self) -> None:
        self.asked.append("GET")
        assert self.headers["Authorization"] == "Bearer secret"
        self._answer(self.comments)

    def do_POST(self) -> None:
        self.asked.append("POST")
        self.comments.append({"id": 7, **self._body()})
        self._answer({})

    def do_PATCH(self) -> None:
        self.asked.append(f"PATCH {self.path}")
        self.comments[-1].update(self._body())
        self._answer({})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture
def api() -> Iterator[type[Api]]:
    class Fresh(Api):
        comments: list[dict[str, Any]] = []  # noqa: RUF012 - one server, one list
        asked: list[str] = []  # noqa: RUF012 - ditto
        address = ""

    server = HTTPServer(("127.0.0.1", 0), Fresh)
    Fresh.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Fresh
    server.shutdown()
    thread.join()
    server.server_close()


@needs_bash
def test_one_comment_is_written_and_kept_up_to_date(
    repository: Path, runner: dict[str, str], api: type[Api]
) -> None:
    git(repository, "init", "--quiet")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "one")
    manifest = repository / "data" / "trainbib.yaml"
    asking = {
        **runner,
        "IN_DIFF_BASE": "HEAD",
        "IN_PR_COMMENT": "true",
        "IN_TOKEN": "secret",
        "PR_NUMBER": "5",
        "GITHUB_API_URL": api.address,  # type: ignore[attr-defined]  # set by the fixture
    }
    assert run_action(repository, asking).returncode == 0
    assert api.asked == ["GET"], "nothing to say, so no comment"
    manifest.write_text(UNLICENSED)
    done = run_action(repository, asking)
    assert done.returncode == 1, done.stderr
    assert api.asked == ["GET", "GET", "POST"]
    assert "LIC001" in api.comments[0]["body"]
    assert outputs(runner)["required-bump"] == "major"
    assert outputs(runner)["new"] == "2", "the licence, and the version that was not raised"
    manifest.write_text(VALID)
    assert run_action(repository, asking).returncode == 0
    assert api.asked[-1] == "PATCH /repos/acme/data/issues/comments/7"
    assert "LIC001" not in api.comments[0]["body"]
    fork = run_action(repository, {**asking, "PR_FROM_FORK": "true", "IN_ONLINE": "true"})
    assert b"::notice::" in fork.stdout
    assert b"secret" not in fork.stdout + fork.stderr


@needs_bash
def test_a_folder_among_the_paths_stands_for_what_is_below_it(
    repository: Path, runner: dict[str, str]
) -> None:
    (repository / "data" / "trainbib.yaml").rename(repository / "trainbib.yaml")
    (repository / "data" / "deep").mkdir()
    (repository / "data" / "deep" / "trainbib.yaml").write_text(UNLICENSED)
    done = run_action(repository, {**runner, "IN_PATHS": "data\n"})
    assert done.returncode == 1, done.stderr
    assert b"file=data/deep/trainbib.yaml" in done.stdout
    assert run_action(repository, {**runner, "IN_PATHS": "trainbib.yaml"}).returncode == 0


@needs_bash
def test_annotations_are_at_the_repositorys_paths_wherever_the_step_works(
    repository: Path, runner: dict[str, str]
) -> None:
    (repository / "data" / "trainbib.yaml").write_text(UNLICENSED)
    inside = {**runner, "GITHUB_WORKSPACE": str(repository), "IN_SARIF": "true"}
    done = run_action(repository / "data", inside)
    assert b"file=data/trainbib.yaml" in done.stdout
    sarif = Path(outputs(runner)["sarif-file"]).read_text(encoding="utf-8")
    assert '"uri":"data/trainbib.yaml"' in sarif


@needs_bash
def test_no_argument_opens_the_network_to_a_fork(repository: Path, runner: dict[str, str]) -> None:
    program = Path(runner["RUNNER_TEMP"]) / "bin" / "trainbib"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "asked: $*; offline: $TRAINBIB_OFFLINE"\n')
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{runner['PATH']}"
    asking = {**runner, "PATH": path, "IN_ARGS": "--online\n--quiet"}
    asked = run_action(repository, {**asking, "PR_FROM_FORK": "true"}).stdout
    assert b"--online" not in asked
    assert b"--quiet" in asked
    assert b"offline: 1" in asked
    assert b"::notice::online checks are not run for pull requests from forks" in asked
    asked = run_action(repository, asking).stdout
    assert b"--online" in asked
    assert b"offline: \n" in asked


@needs_bash
def test_changes_in_meaning_are_summed_up_by_manifest(
    repository: Path, runner: dict[str, str]
) -> None:
    for name in ("b`<x>", "c"):
        (repository / "data" / f"{name}.trainbib.yaml").write_text(VALID)
    git(repository, "init", "--quiet")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "one")
    (repository / "data" / "trainbib.yaml").write_text(UNLICENSED)
    run_action(repository, {**runner, "IN_DIFF_BASE": "HEAD"})
    summary = Path(runner["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")
    assert "\n## Changes in <code>data/trainbib.yaml</code>\n" in summary
    assert summary.count("## Changes in") == 1
    same = "<code>data/b&#96;&#60;x&#62;.trainbib.yaml</code>, <code>data/c.trainbib.yaml</code>"
    assert f"\nNo change in meaning since <code>HEAD</code>: {same}.\n" in summary


@needs_bash
@pytest.mark.parametrize(
    "version", ["latest", "1.0", "1.0.0; touch x", "1.0.0 --index-url x", "$(x)"]
)
def test_only_an_exact_release_is_installed(version: str, tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", str(GITHUB / "install.sh")],  # noqa: S607 - wherever it is
        cwd=tmp_path,
        env=environment(TRAINBIB_VERSION=version, RUNNER_TEMP=str(tmp_path)),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout.startswith(b"::error::version: write an exact release")
    assert list(tmp_path.iterdir()) == []
