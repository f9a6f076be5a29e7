"""Comparing manifests of git revisions."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from trainbib.comparing import ComparisonInputError, compare
from trainbib.comparing.editions import Edition
from trainbib.comparing.revisions import against_head, laid_out, open_revision
from trainbib.inventory.rows import FileRow, write_inventory

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

_MANIFEST = """\
trainbib: "1.0"
dataset: {{name: example, version: "{version}"}}
sources:
  a: {{kind: other, license: {license}}}
files:
  root: data
  inventory:
    path: lists/files.jsonl
    files: 1
    bytes: 1
    digest: "{digest}"
    roots: {{paths: "sha256:{root}", contents: "sha256:{root}"}}
"""


def git(folder: Path, *arguments: str) -> None:
    quiet = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@a.example",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@a.example",
    }
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    subprocess.run(
        ["git", *arguments],  # noqa: S607 - found on the PATH, as by users
        cwd=folder,
        env=environment | quiet,
        check=True,
        capture_output=True,
    )


def write(folder: Path, version: str, license_: str, content: str) -> Path:
    (folder / "lists").mkdir(parents=True, exist_ok=True)
    row = FileRow("x.txt", 1, content * 64, "text/plain")
    digest = write_inventory([row], folder / "lists" / "files.jsonl")
    manifest = folder / "trainbib.yaml"
    manifest.write_text(
        _MANIFEST.format(version=version, license=license_, digest=digest, root=content * 64)
    )
    return manifest


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three editions in the folder ``set``: tag v1, the commit after it, and the files on disk."""
    for name in [name for name in os.environ if name[:4] == "GIT_"]:
        monkeypatch.delenv(name)
    top = tmp_path / "repository"
    write(top / "set", "1.0.0", "MIT", "a")
    git(top, "init", "--quiet")
    git(top, "add", ".")
    git(top, "commit", "--quiet", "-m", "one")
    git(top, "tag", "v1")
    write(top / "set", "1.1.0", "CC-BY-NC-4.0", "b")
    git(top, "commit", "--quiet", "-a", "-m", "two")
    write(top / "set", "1.1.1", "CC-BY-NC-4.0", "c")
    monkeypatch.chdir(top)
    return top


def test_revisions_are_compared_with_their_own_inventories(repository: Path) -> None:
    found = compare("v1:set/trainbib.yaml", "HEAD:set/trainbib.yaml")
    assert [change.code for change in found.changes] == ["DIF101", "DIF206", "DIF401"]
    assert found.files is not None
    assert found.files.changed == ("x.txt",)
    assert found.unchecked == ()
    assert (found.old.path, found.old.version) == ("v1:set/trainbib.yaml", "1.0.0")
    places = [change.new_place for change in found.located(found.changes)]
    assert places[0] is not None
    assert places[0].line == 4
    assert not list(repository.glob("**/manifest"))


def test_a_revision_is_compared_with_the_file_on_disk(repository: Path) -> None:
    found = compare("HEAD~1:set/trainbib.yaml", repository / "set" / "trainbib.yaml")
    assert [change.code for change in found.changes] == ["DIF101", "DIF206", "DIF401"]


def test_one_argument_is_compared_with_head(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "set")
    for named in ("trainbib.yaml", "../set/trainbib.yaml", f"{repository}/set/trainbib.yaml"):
        found = compare(*against_head(named))
        assert [change.code for change in found.changes] == ["DIF206", "DIF401"], named
        assert found.old.path == "HEAD:./trainbib.yaml"


def test_one_revision_is_compared_with_the_file_on_disk(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, named in (
        (repository, "v1:set/trainbib.yaml"),
        (repository / "set", "v1:set/trainbib.yaml"),
        (repository / "set", "v1:./trainbib.yaml"),
    ):
        monkeypatch.chdir(folder)
        found = compare(*against_head(named))
        assert (found.old.version, found.new.version) == ("1.0.0", "1.1.1")


def test_paths_may_begin_at_the_current_folder(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "set" / "deep").mkdir()
    monkeypatch.chdir(repository / "set" / "deep")
    assert open_revision("v1:../trainbib.yaml").data["dataset"]
    with pytest.raises(ComparisonInputError, match="no file"):
        open_revision("v1:../../../trainbib.yaml")


def test_a_file_of_that_name_comes_first(repository: Path) -> None:
    odd = repository / "v1:x.yaml"
    shutil.copy(repository / "set" / "trainbib.yaml", odd)
    found = compare("v1:x.yaml", "set/trainbib.yaml")
    assert found.changes == ()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nope:set/trainbib.yaml", "no revision `nope`"),
        ("HEAD~9:set/trainbib.yaml", "no revision `HEAD~9`"),
        ("--output=x:set/trainbib.yaml", "`--output=x` is no revision"),
        (":set/trainbib.yaml", "`` is no revision"),
        ("v1:", "names no file"),
        ("v1:set", "no file `set` in revision `v1`"),
        ("v1:set/none.yaml", "no file `set/none.yaml` in revision `v1`"),
        ("v1:*.yaml", "no file"),
        ("v1^{tree}:set/trainbib.yaml", "no revision"),
    ],
)
def test_what_git_does_not_have_is_said_in_one_sentence(
    repository: Path, name: str, reason: str
) -> None:
    with pytest.raises(ComparisonInputError, match=reason) as caught:
        compare(name, repository / "set" / "trainbib.yaml")
    assert "\n" not in str(caught.value)


def test_a_path_from_the_wrong_folder_is_explained(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "set")
    with pytest.raises(ComparisonInputError, match=r"did you mean `v1:\./trainbib.yaml`"):
        open_revision("v1:trainbib.yaml")


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    manifest = write(tmp_path, "1", "MIT", "a")
    with pytest.raises(ComparisonInputError, match="is not in a git repository"):
        compare(*against_head(str(manifest)))


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        (
            {"GIT_DIR": "{top}/../bare"},
            r"\(GIT_DIR=.*bare\) that has no files .*; unset GIT_DIR",
        ),
        ({"GIT_DIR": "{top}/nowhere"}, r"\(GIT_DIR=.*nowhere\) that is none; unset GIT_DIR"),
        (
            {"GIT_DIR": "{top}/.git", "GIT_WORK_TREE": "{top}/lists"},
            r"outside of .*lists.* \(GIT_DIR=.*, GIT_WORK_TREE=.*lists\); unset that",
        ),
        ({"GIT_WORK_TREE": "{top}/lists"}, r"outside of .* \(GIT_WORK_TREE=.*lists\); unset that"),
    ],
)
def test_a_repository_that_the_environment_names_in_vain_is_told(
    repository: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    git(repository, "clone", "--quiet", "--bare", ".", "../bare")
    (repository / "lists").mkdir()
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(top=repository))
    for folder in (repository, repository / "set"):
        with pytest.raises(ComparisonInputError, match=said) as caught:
            open_revision("HEAD:set/trainbib.yaml", folder)
        assert "fatal" not in str(caught.value)


def test_a_repository_without_files_is_told(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository, "clone", "--quiet", "--bare", ".", "../bare")
    for folder in (repository.parent / "bare", repository / ".git"):
        monkeypatch.chdir(folder)
        with pytest.raises(ComparisonInputError, match="no files are checked out; name a manifest"):
            open_revision("HEAD:set/trainbib.yaml")


def test_a_repository_that_the_environment_names_is_that_of_folders_below(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a hook of git, which has the top for its folder."""
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository / ".git" / "index"))
    old, new = against_head("set/trainbib.yaml")
    assert (isinstance(old, Edition), new) == (True, "set/trainbib.yaml")
    with laid_out("set/trainbib.yaml", "v1") as before:
        assert before is not None
        text = before.read_text()
    assert "1.0.0" in text
    (repository / "set").rename(repository / "moved")
    (repository / "moved" / "trainbib.yaml").write_text(text)
    with laid_out("moved/trainbib.yaml", "v1") as before:
        assert before is not None


@pytest.mark.usefixtures("repository")
def test_what_another_user_owns_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(ComparisonInputError, match=r"another user; .*safe\.directory .*repository"):
        open_revision("HEAD:set/trainbib.yaml")


def test_what_a_partial_clone_did_not_fetch_is_told(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", "-n", repository.as_uri(), "partial")
    monkeypatch.chdir(tmp_path / "partial")
    with pytest.raises(ComparisonInputError, match=r"`git cat-file -e [0-9a-f]+` in .* fetches it"):
        open_revision("HEAD:set/trainbib.yaml")


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(ComparisonInputError, match="git is not installed"):
        open_revision("v1:set/trainbib.yaml")


def test_an_inventory_that_git_does_not_keep_is_named(repository: Path) -> None:
    git(repository, "rm", "--quiet", "--cached", "set/lists/files.jsonl")
    git(repository, "commit", "--quiet", "-m", "no inventory")
    found = compare("HEAD:set/trainbib.yaml", "v1:set/trainbib.yaml")
    assert found.files is None
    (reason,) = found.unchecked
    assert "`lists/files.jsonl` is not in revision `HEAD`" in reason


def test_bytes_are_read_as_git_keeps_them(repository: Path) -> None:
    """No text conversion, no end-of-line conversion, no program that the repository configures."""
    (repository / ".gitattributes").write_text("*.yaml diff=bad filter=bad\n")
    git(repository, "config", "diff.bad.textconv", "false")
    git(repository, "config", "filter.bad.smudge", "false")
    git(repository, "config", "filter.bad.required", "true")
    assert compare("v1:set/trainbib.yaml", "v1:set/trainbib.yaml").changes == ()


def test_nothing_changes_in_the_repository(repository: Path) -> None:
    before = sorted((file, file.stat().st_mtime_ns) for file in repository.rglob("*"))
    compare("v1:set/trainbib.yaml", "HEAD:set/trainbib.yaml")
    assert sorted((file, file.stat().st_mtime_ns) for file in repository.rglob("*")) == before
