"""``trainbib fmt``: files, patches, standard streams, exit codes."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cli_program import trainbib
from trainbib_cli.app import main

UNTIDY = b"""\
trainbib:   "1.0"
# about the sources
sources:
    a: {license: CC0-1.0, kind: other}   # beside
dataset: {version: "1", name: 'example'}
"""
TIDY = b"""\
trainbib: "1.0"

dataset: {name: "example", version: "1"}

# about the sources
sources:
  a: {kind: other, license: CC0-1.0} # beside
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trainbib.yaml").write_bytes(UNTIDY)
    return tmp_path


def test_a_manifest_is_formatted_in_place_once(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = folder / "trainbib.yaml"
    path.chmod(0o600)
    assert main(["fmt"]) == 0
    assert capfd.readouterr().out == "formatted trainbib.yaml\n"
    assert path.read_bytes() == TIDY
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.stat().st_mtime_ns
    assert main(["fmt", "."]) == 0
    assert capfd.readouterr() == ("", "")
    assert path.stat().st_mtime_ns == before
    assert [p.name for p in folder.iterdir()] == ["trainbib.yaml"]


def test_check_lists_what_would_change_and_writes_nothing(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "b.trainbib.yaml").write_bytes(TIDY)
    assert main(["fmt", "--check"]) == 1
    assert capfd.readouterr() == ("trainbib.yaml\n", "")
    assert (folder / "trainbib.yaml").read_bytes() == UNTIDY
    assert main(["fmt", "--check", "b.trainbib.yaml"]) == 0


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_patch_is_one_that_git_applies(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], end: bytes
) -> None:
    path = folder / "trainbib.yaml"
    old = UNTIDY.replace(b"\n", end).removesuffix(end)
    path.write_bytes(b"\xef\xbb\xbf" + old)
    assert main(["fmt", "--diff"]) == 1
    patch = capfdbinary.readouterr().out
    assert path.read_bytes() == b"\xef\xbb\xbf" + old
    command = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, input=patch, cwd=folder, check=True)
    assert path.read_bytes() == TIDY.replace(b"\n", end)
    assert main(["fmt", "--diff", "--check"]) == 0
    assert capfdbinary.readouterr().out == b""


def test_standard_input_goes_to_standard_output() -> None:
    done = trainbib("fmt", "-", stdin=UNTIDY)
    assert (done.returncode, done.stdout, done.stderr) == (0, TIDY, b"")
    json = b'{"sources": {"a": {"kind": "other"}}, "trainbib": "1.0"}'
    done = trainbib("fmt", "-", "--stdin-filename", "m.json", stdin=json)
    assert done.stdout.startswith(b'{\n  "trainbib": "1.0",\n  "sources": {\n')
    assert trainbib("fmt", "--check", "-", stdin=UNTIDY).returncode == 1


def test_what_cannot_be_kept_is_left_alone_and_the_others_are_formatted(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other = folder / "a.trainbib.yaml"
    other.write_bytes(b"a: !!str   1\n")
    assert main(["fmt"]) == 2
    out, err = capfd.readouterr()
    assert out == "formatted trainbib.yaml\n"
    assert err.count("\n") == 1
    assert "a.trainbib.yaml:1: a tag" in err
    assert other.read_bytes() == b"a: !!str   1\n"


def test_a_link_is_not_written_through(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    link = folder / "link.trainbib.yaml"
    link.symlink_to("trainbib.yaml")
    assert main(["fmt", "link.trainbib.yaml"]) == 2
    assert "a link; name the file that it leads to" in capfd.readouterr().err
    assert (folder / "trainbib.yaml").read_bytes() == UNTIDY
    assert link.is_symlink()


def test_entries_are_sorted_on_demand(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = folder / "trainbib.yaml"
    path.write_bytes(TIDY + b"  B: {kind: other, license: CC0-1.0}\n  A: {kind: other}\n")
    assert main(["fmt", "--sort"]) == 0
    capfd.readouterr()
    keys = [line[2] for line in path.read_text(encoding="utf-8").splitlines() if line[:1] == " "]
    assert keys == ["A", "a", "B"]


@pytest.mark.parametrize(("arguments", "code"), [(["nothing.yaml"], 2), (["empty"], 3)])
def test_missing_and_empty_input_have_their_codes(
    folder: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    (folder / "empty").mkdir()
    assert main(["fmt", *arguments]) == code
    assert capfd.readouterr().err.count("\n") == 1


def test_a_link_and_what_cannot_be_read_do_not_keep_the_others_from_being_formatted(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.trainbib.yaml").symlink_to("trainbib.yaml")
    (folder / "b.trainbib.yaml").write_bytes(UNTIDY)
    access = os.access

    def may(path: Any, *arguments: Any, **named: Any) -> bool:
        return not str(path).endswith("b.trainbib.yaml") and access(path, *arguments, **named)

    monkeypatch.setattr("os.access", may)
    reads = Path.open

    def refuse(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == "b.trainbib.yaml":
            raise PermissionError(13, "Permission denied", str(path))
        return reads(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", refuse)
    names = ["a.trainbib.yaml", "b.trainbib.yaml", "trainbib.yaml"]
    assert main(["fmt", *names]) == 2
    out, err = capfd.readouterr()
    assert out == "formatted trainbib.yaml\n"
    first, second = err.splitlines()
    assert first.startswith("trainbib: cannot write a.trainbib.yaml: a link; name the file")
    assert second == "trainbib: cannot read b.trainbib.yaml: Permission denied"
    assert (folder / "trainbib.yaml").read_bytes() == TIDY
