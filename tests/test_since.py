"""`check --since REV` of a manifest that was moved or renamed: git says what it was before."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from small_manifests import lay_out
from trainbib.comparing.revisions import laid_out
from trainbib_cli.app import main

TEXT = """\
trainbib: "1.0"
dataset: {name: example, version: "1", description: Notes that were taken at the harbour.}
sources:
  first: {kind: other, title: Tides at the harbour, notes: measured every hour}
  second: {kind: other, title: Winds over the harbour, license: CC0-1.0}
"""
MORE = "  third: {kind: other}\n"


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    done = subprocess.run(
        ["git", *identity, *arguments],  # noqa: S607 - git is where the user has it
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return done.stdout.decode()


def commit(folder: Path) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "some change")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "a.trainbib.yaml").write_text(TEXT)
    (tmp_path / "other.json").write_text('{"no": "manifest"}')
    commit(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fresh(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Return where a check finds something new, apart from the version that should be raised."""
    capsys.readouterr()
    main(["check", "--since", "HEAD", "--ignore", "CON003", "--format", "json", *arguments])
    return [each["pointer"] for each in json.loads(capsys.readouterr().out)["findings"]]


def test_a_manifest_that_git_moved_is_known(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "sets").mkdir()
    git(repository, "mv", "a.trainbib.yaml", "sets/b.trainbib.yaml")
    assert fresh(capsys, "sets/b.trainbib.yaml") == []
    (repository / "sets/b.trainbib.yaml").write_text(TEXT.replace("hour}", "day}") + MORE)
    assert fresh(capsys, "sets/b.trainbib.yaml") == ["/sources/third"]


def test_a_link_is_what_it_leads_to(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "l.trainbib.yaml").symlink_to("a.trainbib.yaml")
    assert fresh(capsys, "l.trainbib.yaml") == []
    commit(repository)
    assert fresh(capsys, "l.trainbib.yaml") == []
    (repository / "a.trainbib.yaml").write_text(TEXT + MORE)
    assert fresh(capsys, "l.trainbib.yaml") == ["/sources/third"]


def test_a_manifest_that_git_does_not_know_yet_is_known(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "a.trainbib.yaml").rename(repository / "b.trainbib.yml")
    assert fresh(capsys, "b.trainbib.yml") == []
    (repository / "b.trainbib.yml").write_text(TEXT + MORE)
    assert fresh(capsys, "b.trainbib.yml") == ["/sources/third"]


def test_a_manifest_that_was_moved_some_commits_ago_is_known(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repository, "tag", "before")
    git(repository, "mv", "a.trainbib.yaml", "b.trainbib.yaml")
    commit(repository)
    git(repository, "mv", "b.trainbib.yaml", "c.trainbib.yaml")
    (repository / "c.trainbib.yaml").write_text(TEXT + MORE)
    commit(repository)
    assert main(["check", "--since", "before", "--format", "json", "c.trainbib.yaml"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(each["code"], each["pointer"]) for each in found] == [
        ("CON003", "/dataset/version"),  # the version is that of the manifest before
        ("LIC001", "/sources/third"),
    ]


def test_the_nearest_of_those_that_are_gone_is_taken(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    likeness = TEXT.replace("first", "one").replace("second", "two").replace("harbour", "shore")
    (repository / "0.trainbib.yaml").write_text(likeness)
    commit(repository)
    git(repository, "rm", "--quiet", "0.trainbib.yaml")
    git(repository, "mv", "a.trainbib.yaml", "b.trainbib.yaml")
    assert fresh(capsys, "b.trainbib.yaml") == []


def test_a_copy_of_one_that_is_still_there_is_new(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "b.trainbib.yaml").write_text(TEXT)
    assert fresh(capsys, "b.trainbib.yaml") != []
    assert fresh(capsys, "a.trainbib.yaml") == []


def test_of_two_copies_of_one_that_is_gone_one_is_new(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "a.trainbib.yaml").unlink()
    (repository / "b.trainbib.yaml").write_text(TEXT)
    (repository / "c.trainbib.yaml").write_text(TEXT)
    assert fresh(capsys, "b.trainbib.yaml") == []
    both = ["/sources/first", "/sources/second"]
    assert fresh(capsys, "b.trainbib.yaml", "c.trainbib.yaml") == fresh(capsys, "c.trainbib.yaml")
    assert set(fresh(capsys, "c.trainbib.yaml")) >= {both[0]}


@pytest.mark.parametrize(
    ("renamed", "copy"),
    [
        ("b.trainbib.yaml", "c.trainbib.yaml"),
        ("sets/a.trainbib.yaml", "b.trainbib.yaml"),  # it kept its name
    ],
)
def test_the_renamed_one_is_the_same_whichever_is_checked_first(
    repository: Path, capsys: pytest.CaptureFixture[str], renamed: str, copy: str
) -> None:
    (repository / "sets").mkdir()
    (repository / "a.trainbib.yaml").rename(repository / renamed)
    (repository / copy).write_text(TEXT)
    for _ in range(2):
        assert fresh(capsys, copy) != []
        assert fresh(capsys, renamed) == []


def test_what_git_knows_was_renamed_rather_than_what_it_does_not_know(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repository, "mv", "a.trainbib.yaml", "z.trainbib.yaml")
    (repository / "z.trainbib.yaml").write_text(TEXT + MORE)
    (repository / "b.trainbib.yaml").write_text(TEXT)
    assert fresh(capsys, "z.trainbib.yaml") == ["/sources/third"]
    assert fresh(capsys, "b.trainbib.yaml") != []


def test_of_two_that_are_gone_each_is_another(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "b.trainbib.yaml").write_text(TEXT)
    commit(repository)
    for name in "ab":
        git(repository, "mv", f"{name}.trainbib.yaml", f"new-{name}.trainbib.yaml")
        assert fresh(capsys, f"new-{name}.trainbib.yaml") == []


def test_one_that_git_is_to_ignore_is_known(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / ".gitignore").write_text("b.*")
    (repository / "a.trainbib.yaml").rename(repository / "b.trainbib.yaml")
    assert fresh(capsys, "b.trainbib.yaml") == []


def test_one_that_is_unlike_those_that_are_gone_is_new(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repository, "rm", "--quiet", "a.trainbib.yaml")
    other = 'trainbib: "1.0"\ndataset: {name: x, version: "9"}\nsources: {z: {kind: other}}\n'
    (repository / "b.trainbib.yaml").write_text(other)
    assert fresh(capsys, "b.trainbib.yaml") == ["/sources/z"]


def test_the_inventory_beside_it_comes_from_where_it_was(repository: Path) -> None:
    (repository / "old").mkdir()
    lay_out(repository / "old", {"x.txt": "first"})
    commit(repository)
    git(repository, "mv", "old", "new")
    with laid_out("new/trainbib.json", "HEAD") as before:
        assert before is not None
        assert (before.parent / "files.jsonl").read_bytes() == (
            repository / "new" / "files.jsonl"
        ).read_bytes()
    (repository / "new" / "files.jsonl").write_text("")
    with laid_out("new/trainbib.json", "HEAD") as before:
        assert before is not None
        assert (before.parent / "files.jsonl").stat().st_size > 0


def test_looking_for_it_leaves_the_repository_alone(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "a.trainbib.yaml").rename(repository / "b.trainbib.yaml")
    (repository / ".gitattributes").write_text("*.yaml filter=touch diff=touch\n")
    for key in ("filter.touch.clean", "diff.touch.command", "diff.touch.textconv"):
        git(repository, "config", key, "touch was-run; cat")
    git(repository, "config", "diff.renames", "false")
    git(repository, "config", "core.fsmonitor", "touch was-run; true")
    git(repository, "config", "core.untrackedCache", "true")
    before = {path: path.stat().st_mtime_ns for path in (repository / ".git").rglob("*")}
    assert fresh(capsys, "b.trainbib.yaml") == []
    assert {path: path.stat().st_mtime_ns for path in (repository / ".git").rglob("*")} == before
    assert not (repository / "was-run").exists()


def test_names_of_any_kind_are_followed(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["a\nb.trainbib.yaml", "größe \t.trainbib.yaml", os.fsdecode(b"\xff.trainbib.yaml")]
    for number, name in enumerate(names):
        (repository / name).write_text(TEXT.replace("first", f"number{number}"))
    commit(repository)
    for number, name in enumerate(names):
        (repository / name).rename(repository / f"{number}.trainbib.yaml")
        assert fresh(capsys, f"{number}.trainbib.yaml") == []


def test_what_has_a_name_of_any_kind_is_known(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = "a.trainbib.yaml"
    for name in ['"b".trainbib.yaml', "c\n.yaml", "d\\n.yaml", os.fsdecode(b"\xff.yaml")]:
        (repository / before).rename(repository / name)
        assert fresh(capsys, name) == []
        before = name


def test_a_worktree_of_a_repository_has_its_objects(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository, "worktree", "add", "--quiet", "--detach", "aside")
    monkeypatch.chdir(repository / "aside")
    Path("a.trainbib.yaml").rename("b.trainbib.yaml")
    assert fresh(capsys, "b.trainbib.yaml") == []
