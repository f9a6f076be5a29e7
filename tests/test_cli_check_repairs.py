"""``trainbib check --fix`` and ``--diff``: what is written, and what is left alone."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cli_program import trainbib
from trainbib_cli.app import main
from valid_manifests import UNLICENSED, VALID


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


MESSY = """\
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  # the letters
  example: {kind: other, license: cc0-1.0, retrieved: 2025/03/15}  # mine
"""
MENDED = MESSY.replace("cc0-1.0", "CC0-1.0").replace("2025/03/15", "2025-03-15")


def test_safe_repairs_are_written_and_nothing_else_changes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_text(MESSY)
    assert main(["check", "--diff"]) == 1
    patch = capsys.readouterr().out
    assert "-  example: {kind: other, license: cc0-1.0, retrieved: 2025/03/15}  # mine" in patch
    assert manifest.read_text() == MESSY
    assert main(["check", "--fix"]) == 0
    captured = capsys.readouterr()
    assert "repaired 2 findings" in captured.err
    assert "Found nothing." in captured.out
    assert manifest.read_text() == MENDED
    assert main(["check", "--fix"]) == 0
    assert "repaired" not in capsys.readouterr().err
    assert main(["check", "--diff"]) == 0


def test_doubtful_repairs_are_made_when_asked_for(folder: Path) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_text(VALID.replace("kind: other", "kind: othr"))
    assert main(["check", "--fix"]) == 1
    assert "othr" in manifest.read_text()
    assert main(["check", "--fix", "--unsafe-fixes"]) == 0
    assert manifest.read_text() == VALID


def test_a_file_that_does_not_parse_is_never_written(folder: Path) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_text(MESSY + "  a: [\n")
    before = manifest.read_bytes()
    assert main(["check", "--fix", "--unsafe-fixes"]) == 1
    assert manifest.read_bytes() == before


def test_standard_input_is_repaired_to_standard_output(folder: Path) -> None:
    done = trainbib("check", "--fix", "-", cwd=folder, stdin=MESSY.encode())
    assert done.returncode == 0
    assert done.stdout == MENDED.encode()
    assert b"repaired 2 findings" in done.stderr
    broken = trainbib("check", "--fix", "-", cwd=folder, stdin=b"a: [")
    assert broken.returncode == 1
    assert broken.stdout == b"a: ["


def test_what_a_check_needs_is_read_before_anything_is_repaired(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(MESSY)
    assert main(["check", "--fix", "--withdrawn", "absent.json"]) == 2
    assert (folder / "trainbib.yaml").read_text() == MESSY
    (folder / "trainbib.toml").write_text('withdrawn = ["absent.json"]\n')
    assert main(["baseline"]) == 2
    assert "internal error" not in capsys.readouterr().err


def test_bytes_that_are_no_text_are_found_after_repairs_as_before(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_bytes(VALID.encode().replace(b"name: example", b'name: x, title: "caf\xe9"'))
    before = manifest.read_bytes()
    for arguments in ([], ["--fix"], ["--fix", "--unsafe-fixes"]):
        assert main(["check", *arguments]) == 1
        assert "PAR002" in capsys.readouterr().out
    assert manifest.read_bytes() == before


def test_one_file_that_cannot_be_written_does_not_end_the_run(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("target.yaml", "other.yaml", "locked.yaml"):
        (folder / name).write_text(MESSY)
    (folder / "link.yaml").symlink_to("target.yaml")
    opens = os.open

    def refuse(path: Any, *arguments: Any, **named: Any) -> int:
        if ".locked.yaml.new" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return opens(path, *arguments, **named)

    monkeypatch.setattr("os.open", refuse)
    names = ["link.yaml", "locked.yaml", "other.yaml"]
    assert main(["check", "--fix", "--format", "json", *names]) == 2
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    # What could be read is reported, although it could not be repaired.
    assert {each["path"] for each in report["findings"]} == {"link.yaml", "locked.yaml"}
    assert (report["summary"]["manifests"], report["summary"]["unreadable"]) == (3, 0)
    assert "a link; name the file that it leads to" in captured.err
    assert "cannot write locked.yaml: Permission denied\n" in captured.err
    assert (folder / "other.yaml").read_text() == MENDED
    assert (folder / "target.yaml").read_text() == MESSY


def test_a_named_file_without_the_right_to_read_it_does_not_end_the_run(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.yaml").write_text(VALID)
    (folder / "b.yaml").write_text(UNLICENSED)
    access, reads = os.access, Path.open

    def refuse(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == "a.yaml":
            raise PermissionError(13, "Permission denied", str(path))
        return reads(path, *arguments, **named)

    def may(path: Any, *arguments: Any, **named: Any) -> bool:
        return not str(path).endswith("a.yaml") and access(path, *arguments, **named)

    monkeypatch.setattr("os.access", may)
    monkeypatch.setattr(Path, "open", refuse)
    assert main(["check", "a.yaml", "b.yaml"]) == 2
    captured = capsys.readouterr()
    assert captured.err == "trainbib: cannot read a.yaml: Permission denied\n"
    assert "LIC001" in captured.out


def test_a_patch_that_cannot_be_written_is_not_a_file_that_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: bytes) -> None:
        raise OSError(28, "No space left on device")

    (folder / "trainbib.yaml").write_text(MESSY)
    monkeypatch.setattr("trainbib_cli.patches.write_bytes", full)
    for arguments in (["check", "--diff"], ["fmt", "--diff"]):
        assert main(arguments) == 2
        told = capsys.readouterr().err
        assert told == "trainbib: cannot write the result: No space left on device\n"


def test_a_repair_that_was_refused_is_not_counted_as_possible(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = VALID.replace("license: CC0-1.0", "license: &x cc0-1.0")
    (folder / "trainbib.yaml").write_text(text)
    assert main(["check"]) == 0
    assert "1 fixable with --fix" in capsys.readouterr().out
    assert main(["check", "--fix"]) == 0
    captured = capsys.readouterr()
    assert "LIC005 was not repaired: /sources/example/license: has an anchor" in captured.err
    assert "LIC005" in captured.out
    assert "fixable" not in captured.out
    assert (folder / "trainbib.yaml").read_text() == text
