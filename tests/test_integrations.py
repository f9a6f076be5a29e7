"""What others run the program from: pre-commit, GitHub, GitLab, a container, an editor."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from cli_program import SCRIPT, environment, lines, trainbib
from integration_files import GITHUB, TOP, needs_bash, read_yaml
from trainbib.schemas import load_schema
from trainbib_cli.manifests import is_manifest_name
from valid_manifests import UNLICENSED, VALID


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "trainbib.yaml").write_text(VALID)
    return folder


# pre-commit


def test_the_hooks_are_what_pre_commit_takes() -> None:
    from pre_commit.clientlib import load_manifest

    hooks = {hook["id"]: hook for hook in load_manifest(TOP / ".pre-commit-hooks.yaml")}
    assert hooks.keys() == {"trainbib", "trainbib-file", "trainbib-fmt"}
    assert all(hook["require_serial"] for hook in hooks.values())
    assert hooks["trainbib"]["pass_filenames"] is False


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("trainbib.yaml", True),
        ("data/corpus.trainbib.json", True),
        ("data/trainbib.yml", True),
        ("mytrainbib.yaml", False),
        ("trainbib.yaml.orig", False),
        ("data/README.md", False),
    ],
)
def test_hooks_that_hand_on_files_take_manifests_and_nothing_else(path: str, taken: bool) -> None:  # noqa: FBT001 - a parameter
    (hooks,) = read_yaml(TOP / ".pre-commit-hooks.yaml")
    assert is_manifest_name(Path(path).name) is taken
    handing_on = [hook for hook in hooks if hook.get("pass_filenames", True)]
    assert [hook["id"] for hook in handing_on] == ["trainbib-file", "trainbib-fmt"]
    for hook in handing_on:
        assert bool(re.search(hook["files"], path)) is taken


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("trainbib.yaml", True),
        ("data/corpus.trainbib.json", True),
        ("trainbib.toml", True),
        ("data/trainbib.toml", True),
        ("pyproject.toml", True),
        ("trainbib.baseline.json", True),
        ("data/trainbib.files.jsonl", True),
        ("data/corpus.files.parquet", True),
        ("README.md", True),
        ("data/README", True),
        ("CITATION.cff", True),
        ("data/datapackage.json", True),
        ("data/croissant.json", True),
        ("mytrainbib.yaml", False),
        ("corpus.trainbib.toml", False),
        ("trainbib.yaml.orig", False),
        ("pyproject.toml.orig", False),
        ("README.md.py", False),
        ("data/part.jsonl", False),
        ("data/part.parquet", False),
        ("docs/guide.md", False),
        ("package.json", False),
        ("src/main.py", False),
    ],
)
def test_the_hook_of_all_manifests_runs_for_what_a_check_reads(path: str, read: bool) -> None:  # noqa: FBT001 - a parameter
    (hooks,) = read_yaml(TOP / ".pre-commit-hooks.yaml")
    (hook,) = [hook for hook in hooks if not hook.get("pass_filenames", True)]
    assert hook["id"] == "trainbib"
    assert bool(re.search(hook["files"], path)) is read


def test_pre_commit_runs_the_hook_for_a_card_alone(repository: Path) -> None:
    (hooks,) = read_yaml(TOP / ".pre-commit-hooks.yaml")
    (hook,) = [hook for hook in hooks if hook["id"] == "trainbib"]
    program, _, arguments = hook["entry"].partition(" ")
    here = {**hook, "language": "system", "entry": f"{SCRIPT.with_name(program)} {arguments}"}
    del here["minimum_pre_commit_version"]
    settings = repository / ".pre-commit-config.yaml"
    settings.write_text(json.dumps({"repos": [{"repo": "local", "hooks": [here]}]}))

    def run(*command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            cwd=repository,
            env=environment(PRE_COMMIT_HOME=str(repository.parent / "kept")),
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )

    card = repository / "data" / "README.md"
    (repository / "data" / "trainbib.yaml").write_text(UNLICENSED)
    card.write_text("# Letters\n")
    (repository / "main.py").touch()
    assert run("git", "init", "--quiet").returncode == 0
    pre_commit = str(SCRIPT.with_name("pre-commit"))
    assert run("git", "add", "main.py").returncode == 0
    done = run(pre_commit, "run")
    assert done.returncode == 0
    assert "(no files to check)Skipped" in done.stdout
    assert run("git", "add", "data/README.md").returncode == 0
    done = run(pre_commit, "run")
    assert done.returncode == 1
    assert "LIC001" in done.stdout


@pytest.mark.parametrize("hook", ["trainbib", "trainbib-file", "trainbib-fmt"])
def test_a_hook_runs_and_tells_good_from_bad(hook: str, tmp_path: Path) -> None:
    (hooks,) = read_yaml(TOP / ".pre-commit-hooks.yaml")
    (found,) = [each for each in hooks if each["id"] == hook]
    program, *arguments = found["entry"].split()
    assert program == "trainbib"
    manifest = tmp_path / "data" / "trainbib.yaml"
    manifest.parent.mkdir()
    named = ["data/trainbib.yaml"] if found.get("pass_filenames", True) else []
    manifest.write_text(VALID)
    assert trainbib(*arguments, *named, cwd=tmp_path).returncode in {0, 1}
    assert trainbib(*arguments, *named, cwd=tmp_path).returncode == 0
    manifest.write_text("sources: [")
    assert trainbib(*arguments, *named, cwd=tmp_path).returncode in {1, 2}


def annotations(rows: list[str]) -> list[dict[str, str]]:
    """Return what the matchers find in lines, as the runner of GitHub applies them."""
    found: list[dict[str, str]] = []
    for matcher in json.loads((GITHUB / "problem-matcher.json").read_text())["problemMatcher"]:
        patterns = matcher["pattern"]
        for start in range(len(rows) - len(patterns) + 1):
            given = {"severity": matcher.get("severity", "error")}
            for pattern, row in zip(patterns, rows[start:], strict=False):
                match = re.search(pattern["regexp"], row)
                if match is None:
                    break
                groups = {name: match[group] for name, group in pattern.items() if name != "regexp"}
                given.update(groups)
            else:
                found.append(given)
    return found


def test_the_matcher_reads_the_concise_report(tmp_path: Path) -> None:
    (tmp_path / "trainbib.yaml").write_text(UNLICENSED)
    done = trainbib("check", "--format", "concise", "--quiet", cwd=tmp_path)
    (found,) = annotations(list(lines(done.stdout)))
    assert found["file"] == "trainbib.yaml"
    assert (found["line"], found["column"]) == ("4", "3")
    assert found["code"] == "LIC001"
    assert found["severity"] == "error"  # the lines do not tell
    assert found["message"].startswith("licence-missing: source `example` ")


def test_the_matcher_tells_errors_from_warnings_and_remarks_in_the_full_report(
    tmp_path: Path,
) -> None:
    (tmp_path / "trainbib.yaml").write_text(
        UNLICENSED.replace("kind: other", "kind: otter, hue: red")
    )
    (tmp_path / "trainbib.toml").write_text('severity = {LIC001 = "warning", SCH002 = "info"}\n')
    done = trainbib("check", "--format=full", "--format=json:report.json", cwd=tmp_path)
    report = json.loads((tmp_path / "report.json").read_text())
    expected = {
        (each["code"], {"info": "notice"}.get(each["severity"], each["severity"]))
        for each in report["findings"]
    }
    found = annotations(list(lines(done.stdout)))
    assert {(each["code"], each["severity"]) for each in found} == expected
    assert {severity for _, severity in expected} == {"error", "warning", "notice"}
    assert {each["file"] for each in found} == {"trainbib.yaml"}
    assert all(each["message"] and each["line"].isdigit() for each in found)


# GitLab


@needs_bash
def test_the_component_writes_the_reports_that_it_hands_over(repository: Path) -> None:
    header, jobs = read_yaml(TOP / "templates" / "trainbib.yml")
    job = jobs["trainbib"]
    given = {name: str(found["default"]) for name, found in header["spec"]["inputs"].items()}

    def filled(text: str) -> str:
        return re.sub(r"\$\[\[ inputs\.([a-z-]+) \]\]", lambda match: given[match[1]], text)

    variables = {name: filled(text) for name, text in job["variables"].items()}
    (repository / "data" / "trainbib.yaml").write_text(UNLICENSED)
    done = subprocess.run(
        ["bash", "-c", *map(filled, job["script"])],  # noqa: S607 - wherever it is
        cwd=repository,
        env=environment(
            PATH=f"{SCRIPT.parent}{os.pathsep}{os.environ['PATH']}",
            **variables,
        ),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    (finding,) = json.loads((repository / reports["codequality"]).read_text())
    assert finding["location"]["path"] == "data/trainbib.yaml"
    assert "LIC001" in (repository / reports["junit"]).read_text()


# Containers and editors


def test_the_container_holds_the_program_and_runs_as_nobody_in_particular() -> None:
    steps = (TOP / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = {
        source
        for step in steps
        if step.startswith("COPY") and "--from" not in step
        for source in step.split()[1:-1]
    }
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    packed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    needed = {path.partition("/")[0] for path in packed}
    needed |= {"pyproject.toml", project["project"]["readme"], *project["project"]["license-files"]}
    assert copied == needed
    kept = (TOP / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{source}" for source in copied} <= set(kept)
    assert 'ENTRYPOINT ["trainbib"]' in steps
    assert any(step.startswith("USER ") and "root" not in step for step in steps)


def test_the_catalogue_for_editors_names_schemas_that_there_are() -> None:
    catalogue = json.loads((TOP / "schema" / "schemastore.json").read_text())
    for entry in catalogue:
        name = entry["url"].rpartition("/")[2].removesuffix(".schema.json")
        assert load_schema(name)["$id"] == entry["url"]
    assert all(is_manifest_name(name.replace("*", "x")) for name in catalogue[0]["fileMatch"])
