"""``trainbib generate`` and ``trainbib verify``: a folder described, and held to it."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli_program import environment, trainbib
from trainbib_cli.app import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "data"
    (data / "sub").mkdir(parents=True)
    (data / "a.jsonl").write_text('{"x": 1}\n{"x": 2}\n')
    (data / "b.txt").write_text("hello\n")
    (data / "sub" / "c.csv").write_text("x,y\n1,2\n")
    return tmp_path


def generated(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["generate", "data", "--manifest", "trainbib.yaml", "--jobs", "1"]) == 0
    capsys.readouterr()
    return folder / "trainbib.yaml"


def test_what_is_generated_checks_hashes_and_verifies(folder: Path) -> None:
    made = trainbib("generate", "data", "--manifest", "trainbib.yaml", cwd=folder)
    assert made.returncode == 0, made.stderr
    assert made.stderr == b""  # no progress where nobody watches
    assert b"Wrote trainbib.yaml and trainbib.files.jsonl." in made.stdout
    assert b"Listed 3 files, " in made.stdout
    assert trainbib("check", cwd=folder).returncode == 0
    assert trainbib("hash", "--root", cwd=folder).returncode == 0
    verified = trainbib("verify", "trainbib.yaml", cwd=folder)
    assert verified.returncode == 0
    assert verified.stderr == b""
    assert verified.stdout == b"Verified 3 files, 32 bytes, in data: all intact.\n"


def test_generating_again_says_what_came_and_went(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generated(folder, capsys)
    (folder / "data" / "b.txt").unlink()
    (folder / "data" / "a.jsonl").write_text('{"x": 1}\n')
    (folder / "data" / "d.txt").write_text("new\n")
    assert main(["generate", "data", "--manifest", "trainbib.yaml", "--format", "json"]) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["created"] is False
    assert (report["added"], report["changed"], report["removed"]) == (1, 1, 1)
    assert report["problems"] == []


def test_generate_fails_in_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "absent"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["generate", "data/b.txt"]) == 2
    (folder / "trainbib.yaml").write_text("a: [")
    assert main(["generate", "data", "--manifest", "trainbib.yaml"]) == 2
    assert (folder / "trainbib.yaml").read_text() == "a: ["
    assert main(["generate"]) == 2
    assert main(["generate", "data", "--jobs", "0"]) == 2


def test_all_that_differs_is_found_in_one_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generated(folder, capsys)
    (folder / "data" / "b.txt").write_text("HELLO\n")  # the same size
    (folder / "data" / "a.jsonl").write_text("{}\n")  # another size
    shutil.move(folder / "data" / "sub" / "c.csv", folder / "data" / "moved.csv")
    (folder / "data" / "added.txt").write_text("added\n")
    assert main(["verify", "--jobs", "1"]) == 1
    shown = capsys.readouterr().out
    for code in ("HSH001", "HSH002", "HSH006", "FIL002"):
        assert f"[{code}]" in shown
    assert "sub/c.csv: moved to moved.csv" in shown
    digests = [line for line in shown.splitlines() if "expected sha256:" in line]
    assert len(digests) == 2
    assert all(len(line.rpartition(":")[2]) == 64 for line in digests)
    assert "0 intact." in shown
    assert main(["verify", "trainbib.yaml", "--format", "json", "--jobs", "1"]) == 1
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["matches"] is False
    assert {found["code"] for found in report["findings"]} == {
        "HSH001",
        "HSH002",
        "HSH006",
        "FIL002",
    }


def test_files_elsewhere_are_verified_with_root(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generated(folder, capsys)
    (folder / "data").rename(folder / "elsewhere")
    assert main(["verify", "trainbib.yaml", "--jobs", "1"]) == 2
    assert "say with --root where the files are" in capsys.readouterr().err
    assert main(["verify", "trainbib.yaml", "--root", "elsewhere", "--jobs", "1"]) == 0


def test_what_cannot_be_verified_is_2_or_3(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify"]) == 3
    assert main(["verify", "absent.yaml"]) == 2
    assert main(["verify", "-"]) == 2
    (folder / "trainbib.yaml").write_text("a: [")
    assert main(["verify"]) == 2
    (folder / "trainbib.yaml").write_text("a: 1\n")
    assert main(["verify"]) == 2
    assert "pins no inventory" in capsys.readouterr().err
    (folder / "b.trainbib.yaml").write_text("a: 1\n")
    assert main(["verify"]) == 2
    assert "2 manifests (trainbib.yaml, b.trainbib.yaml); name one" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")
def test_progress_is_shown_on_a_terminal(folder: Path) -> None:
    import pty
    import subprocess
    import sys

    leader, follower = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "trainbib_cli", "generate", "data"],
            stdout=subprocess.PIPE,
            stderr=follower,
            cwd=folder,
            env=environment(TERM="xterm", COLUMNS="120"),
            check=True,
            timeout=60,
        )
        shown = os.read(leader, 1 << 16)
    finally:
        os.close(leader)
        os.close(follower)
    assert b"Reading" in shown
    assert b"Wrote" in done.stdout
    assert b"Reading" not in done.stdout
