"""Releases: what has to agree before one is built, and what the workflows may do."""

import importlib.util
import re
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

TOP = Path(__file__).resolve().parents[1]
SCRIPT = TOP / "docs" / "check_release.py"
WORKFLOWS = sorted((TOP / ".github" / "workflows").glob("*.yml"))

CHANGELOG = """\
# Changelog

## [Unreleased]

## [1.2.0] - 2026-11-30

### Added

- A thing.

## [1.1.0] - 2026-10-01

- Another.
"""


@pytest.fixture(name="script")
def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_release", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(name="repository")
def make_repository(tmp_path: Path) -> Path:
    package = tmp_path / "manifest" / "trainbib"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""The library."""\n\n__version__ = "1.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    (tmp_path / "README.md").write_text("uses: trainbib/trainbib@v1.2.0\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "ci.md").write_text("repos:\n  - repo: x\n    rev: v1.2.0\n")
    return tmp_path


def test_a_release_whose_parts_agree_gets_its_notes(script: ModuleType, repository: Path) -> None:
    notes = repository / "notes.md"
    assert script.main(["v1.2.0", "--notes", str(notes)], repository) == 0
    assert notes.read_text() == "### Added\n\n- A thing.\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("manifest/trainbib/__init__.py", "1.2.0", "1.2.1", "__version__ is '1.2.1', the tag is"),
        ("manifest/trainbib/__init__.py", "1.2.0", "1.2.0.dev1", "is no release"),
        ("CHANGELOG.md", "[Unreleased]\n", "[Unreleased]\n\n- New.\n", "still has entries"),
        ("CHANGELOG.md", "## [1.2.0] - 2026-11-30\n", "", "newest section is .1.1.0"),
        ("CHANGELOG.md", "## [1.2.0] - 2026-11-30", "## [1.2.0]", "has no date"),
        ("CHANGELOG.md", "2026-11-30", "2026-11-31", "has no date"),
        ("CHANGELOG.md", "2026-11-30", "20261130", "has no date"),
        ("CHANGELOG.md", "### Added\n\n- A thing.\n", "", "has no entries"),
        ("README.md", "v1.2.0", "v1.1.0", "README.md: an example names v1.1.0, not v1.2.0"),
        ("docs/ci.md", "v1.2.0", "v1.1.0", "ci.md: an example names v1.1.0"),
    ],
)
def test_a_release_whose_parts_do_not_agree_is_refused(
    *,
    script: ModuleType,
    repository: Path,
    file: str,
    old: str,
    new: str,
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (repository / file).read_text()
    assert old in text
    (repository / file).write_text(text.replace(old, new, 1))
    assert script.main(["v1.2.0", "--notes", str(repository / "notes.md")], repository) == 1
    assert re.search(message, capsys.readouterr().err)
    assert not (repository / "notes.md").exists()


@pytest.mark.parametrize("tag", ["1.2.0", "v1.2", "v1.2.0rc1", "v1.2.0 "])
def test_another_tag_is_refused(script: ModuleType, repository: Path, tag: str) -> None:
    assert script.main([tag], repository) == 1


def test_a_pre_release_leaves_the_examples_alone(script: ModuleType, repository: Path) -> None:
    for file in ("manifest/trainbib/__init__.py", "CHANGELOG.md"):
        path = repository / file
        path.write_text(path.read_text().replace("1.2.0", "1.2.0rc1"))
    assert script.main(["v1.2.0rc1"], repository) == 0


def test_the_version_of_this_repository_is_one_that_can_be_released(script: ModuleType) -> None:
    if not (TOP / "manifest" / "trainbib" / "__init__.py").exists():
        pytest.skip("run from a checkout")
    from trainbib import __version__

    found = script.faults(f"v{__version__}", TOP)
    assert not [fault for fault in found if "__init__.py" in fault]


# What runs on the server


def workflows() -> list[tuple[str, dict[str, Any]]]:
    if not WORKFLOWS:
        pytest.skip("run from a checkout")
    return [(path.name, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in WORKFLOWS]


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_actions_are_pinned_and_inputs_are_no_part_of_scripts() -> None:
    for name, workflow in workflows():
        for step in steps(workflow):
            if "uses" in step:
                assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]), (name, step)
            assert "${{" not in step.get("run", ""), (name, step)
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_every_pin_says_its_release() -> None:
    workflows()
    releases: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                pin = re.search(r"uses: (\S+) # (v\d+\.\d+\.\d+)$", line)
                assert pin is not None, line
                releases.setdefault(pin[1], set()).add(pin[2])
    assert all(len(names) == 1 for names in releases.values())


def test_a_job_may_write_only_what_it_publishes() -> None:
    granted: dict[tuple[str, str], set[str]] = {}
    for name, workflow in workflows():
        assert workflow["permissions"] in ({}, {"contents": "read"})
        assert workflow["defaults"] == {"run": {"shell": "bash"}}
        for key, job in workflow["jobs"].items():
            assert "timeout-minutes" in job
            rights = job.get("permissions", {})
            granted[name, key] = {right for right, kind in rights.items() if kind == "write"}
    assert {key: rights for key, rights in granted.items() if rights} == {
        ("release.yml", "attest"): {"id-token", "attestations"},
        ("release.yml", "publish"): {"id-token"},
        ("release.yml", "page"): {"contents"},
        ("release.yml", "image"): {"packages"},
        ("release.yml", "index"): {"packages", "id-token", "attestations"},
    }


def test_what_is_published_is_what_was_tested_and_attested() -> None:
    jobs = dict(workflows())["release.yml"]["jobs"]
    assert jobs["publish"]["needs"] == ["build", "attest"]
    assert jobs["page"]["needs"] == jobs["image"]["needs"] == "publish"
    scripts = [step.get("run", "") for step in jobs["build"]["steps"]]
    order = [
        next(at for at, text in enumerate(scripts) if f"docs/{script}" in text)
        for script in ("check_release.py", "build_release.sh", "test_dist.sh")
    ]
    assert order == sorted(order)
    # Only that one job builds: the others take what it handed over.
    for name in ("attest", "publish", "page"):
        assert not any("checkout" in step.get("uses", "") for step in jobs[name]["steps"])
    assert not any("password" in step.get("with", {}) for step in jobs["publish"]["steps"])


def test_scripts_of_the_workflows_are_there() -> None:
    for name, workflow in workflows():
        text = "\n".join(step.get("run", "") for step in steps(workflow))
        for script in re.findall(r"\bdocs/\w+\.(?:py|sh)\b|\.ci/\w+", text):
            assert (TOP / script).is_file(), (name, script)


def test_a_build_goes_into_a_new_folder_only(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", str(TOP / "docs" / "build_release.sh"), str(tmp_path)],  # noqa: S607 - of the PATH
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert list(tmp_path.iterdir()) == []
