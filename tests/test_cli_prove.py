"""``trainbib prove`` and ``trainbib verify-proof``."""

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from cli_program import trainbib
from trainbib.inventory import FileRow, write_inventory
from trainbib.tree import roots
from trainbib_cli.app import main

FILES = {"train/a.txt": b"hello", "train/b.txt": b"hello", "c.txt": b"world"}
HELLO = sha256(b"hello").hexdigest()


def write_set(folder: Path, contents: dict[str, bytes], **inventory: object) -> None:
    """Write an inventory and a manifest that pins it; no files are needed."""
    rows = [
        FileRow(name, len(content), sha256(content).hexdigest(), "text/plain")
        for name, content in contents.items()
    ]
    digest = write_inventory(rows, folder / "trainbib.files.jsonl")
    tree = roots(rows)
    pinned = {
        "path": "trainbib.files.jsonl",
        "files": len(rows),
        "bytes": sum(row.bytes for row in rows),
        "digest": digest,
        "roots": {"paths": tree.paths, "contents": tree.contents},
    }
    data = {
        "trainbib": "1.0",
        "dataset": {"name": "example", "version": "1"},
        "sources": {"example": {"kind": "other", "license": "CC0-1.0"}},
        "files": {"root": "data", "inventory": pinned | inventory},
    }
    (folder / "trainbib.json").write_text(json.dumps(data))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_set(tmp_path, FILES)
    return tmp_path


def test_a_file_that_is_there_is_proved_with_the_manifest_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prove", "trainbib.json", "--file", "c.txt", "-o", "c.json"]) == 0
    assert capsys.readouterr().out == "c.txt is in example 1\n"
    (folder / "trainbib.files.jsonl").unlink()
    assert main(["verify-proof", "c.json", "trainbib.json"]) == 0
    digest = sha256(b"world").hexdigest()
    expected = f"The proof holds: c.txt is in example 1, 5 bytes, sha256:{digest}.\n"
    assert capsys.readouterr().out == expected


def test_a_file_that_is_not_there_is_proved_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prove", "--file", "data/c.txt", "-o", "p.json"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "data/c.txt is not in example 1\n"
    assert "paths are relative to the root of the files, which is data" in captured.err
    assert main(["verify-proof", "p.json"]) == 0
    assert capsys.readouterr().out == "The proof holds: data/c.txt is not in example 1.\n"
    assert not (folder / "trainbib.files.jsonl.buckets").exists()


def test_a_content_is_proved_whatever_it_is_called(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prove", "--digest", HELLO, "-o", "p.json"]) == 0
    assert main(["verify-proof", "p.json"]) == 0
    shown = capsys.readouterr().out
    assert f"The proof holds: sha256:{HELLO} is in example 1.\n" in shown
    assert "says that it is 2 files, which is not proved" in shown
    assert "a.txt" not in (folder / "p.json").read_text()
    assert main(["prove", "--digest", f"sha256:{HELLO.upper()}", "--paths", "-o", "p.json"]) == 0
    capsys.readouterr()
    assert main(["verify-proof", "p.json"]) == 0
    assert capsys.readouterr().out.endswith("as 2 files:\n  train/a.txt\n  train/b.txt\n")


def test_a_proof_goes_through_a_pipe_and_is_told_to_programs(folder: Path) -> None:
    made = trainbib("prove", "--digest", HELLO, cwd=folder)
    assert made.returncode == 0
    done = trainbib("verify-proof", "-", "--format", "json", cwd=folder, stdin=made.stdout)
    report = json.loads(done.stdout)
    assert report == {
        "version": "1",
        "manifest": "trainbib.json",
        "dataset": "example 1",
        "keying": "contents",
        "subject": f"sha256:{HELLO}",
        "root": json.loads(made.stdout)["root"],
        "holds": True,
        "reason": None,
        "included": True,
        "files": None,
    }
    assert done.returncode == 0
    assert trainbib("verify-proof", "-", cwd=folder, stdin=b"x").returncode == 2


def test_a_proof_under_another_manifest_does_not_hold(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prove", "--file", "c.txt", "-o", "p.json"]) == 0
    write_set(folder, {**FILES, "d.txt": b""})
    capsys.readouterr()
    assert main(["verify-proof", "p.json"]) == 1
    shown = capsys.readouterr().out
    assert shown.startswith("The proof does not hold: it is about the root sha256:")
    assert shown.endswith("Nothing is proved about c.txt in example 1.\n")
    assert main(["verify-proof", "p.json", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["holds"], report["included"]) == (False, None)


def test_a_proof_that_was_changed_does_not_hold(folder: Path) -> None:
    assert main(["prove", "--file", "c.txt", "-o", "p.json"]) == 0
    text = (folder / "p.json").read_text()
    (folder / "p.json").write_text(text.replace('"bytes": 5', '"bytes": 6'))
    assert main(["verify-proof", "p.json"]) == 1
    (folder / "p.json").write_text(text.replace('"bytes": 5', '"bytes": "5"'))
    assert main(["verify-proof", "p.json"]) == 2


def test_tables_make_the_same_proof_without_the_inventory(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prove", "--file", "train/a.txt"]) == 0
    expected = capsys.readouterr().out
    assert main(["prove", "--tables"]) == 0
    assert capsys.readouterr().out == ""
    names = {path.name for path in folder.iterdir()}
    assert {"trainbib.files.jsonl.buckets", "trainbib.files.jsonl.leaves"} <= names
    (folder / "trainbib.files.jsonl").unlink()
    assert main(["prove", "--file", "train/a.txt"]) == 0
    assert capsys.readouterr().out == expected


def test_another_inventory_than_the_pinned_one_is_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_inventory([FileRow("a", 1, "00" * 32, "text/plain")], folder / "trainbib.files.jsonl")
    assert main(["prove", "--file", "c.txt"]) == 1
    assert main(["prove", "--tables"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("trainbib.files.jsonl: the root of `paths` is sha256:") == 2


def test_a_private_inventory_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_set(folder, FILES, path={"withheld": "trade secret"})
    (folder / "trainbib.files.jsonl").rename(folder / "private.jsonl")
    assert main(["prove", "--file", "c.txt"]) == 2
    assert "name it with --inventory" in capsys.readouterr().err
    assert main(["prove", "--file", "c.txt", "--inventory", "private.jsonl", "-o", "p.json"]) == 0
    (folder / "private.jsonl").unlink()
    assert main(["verify-proof", "p.json"]) == 0


@pytest.mark.skipif(os.name != "posix", reason="names are text elsewhere")
def test_a_path_that_is_not_utf8_is_proved(folder: Path) -> None:
    name = os.fsdecode(b"\xff.bin")
    write_set(folder, {name: b"x"})
    made = trainbib("prove", "--file", name, cwd=folder)
    proof = json.loads(made.stdout)
    assert (proof["path_bytes"], proof["included"]) == ("/y5iaW4=", True)
    done = trainbib("verify-proof", "-", cwd=folder, stdin=made.stdout)
    assert done.returncode == 0
    assert b"\\udcff.bin is in example 1" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["prove"], "name what to prove, with --file or --digest"),
        (["prove", "--file", "a", "--digest", "00" * 32], "one at a time"),
        (["prove", "--file", "a", "--paths"], "--paths goes with --digest"),
        (["prove", "--file", "../a"], "no path that a file of a set can have"),
        (["prove", "--digest", "abc"], "'abc' is no SHA-256"),
        (["prove", "--file", "c.txt", "-o", "trainbib.json"], "is part of what is proved about"),
        (["prove", "--file", "c.txt", "-o", "trainbib.files.jsonl"], "write the proof elsewhere"),
        (["prove", "--file", "c.txt", "-o", "no/such/p.json"], "No such file"),
        (["prove", "--file", "c.txt", "--inventory", "absent.jsonl"], "absent.jsonl: not there"),
        (["prove", "absent.yaml", "--file", "c.txt"], "No such file"),
        (["prove", "bare.json", "--file", "c.txt"], "pins no roots of a file tree"),
        (["prove", "broken.yaml", "--file", "c.txt"], "broken.yaml"),
        (["prove", "escape.json", "--file", "c.txt"], "leads out of the manifest's folder"),
        (["prove", "odd.json", "--file", "c.txt"], "the root `paths` is 'md5:00'"),
        (["prove", "half.json", "--digest", "00" * 32], "pins no root of `contents`"),
        (["verify-proof", "absent.json"], "No such file"),
        (["verify-proof", "trainbib.json"], "the key `trainbib_proof` is missing"),
    ],
)
def test_what_cannot_be_done_is_2_and_one_sentence(
    arguments: list[str], reason: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads((folder / "trainbib.json").read_text())
    pinned = data["files"]["inventory"]
    root = pinned["roots"]["paths"]
    (folder / "broken.yaml").write_text("a: [")
    for name, files in (
        ("bare", {"root": "data"}),
        ("escape", {"inventory": {**pinned, "path": "../x.jsonl"}}),
        ("odd", {"inventory": {**pinned, "roots": {"paths": "md5:00"}}}),
        ("half", {"inventory": {**pinned, "roots": {"paths": root}}}),
    ):
        (folder / f"{name}.json").write_text(json.dumps({**data, "files": files}))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert reason in captured.err
    assert captured.err.count("\n") == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_without_a_manifest_it_is_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["prove", "--file", "a"]) == 3
    assert "nothing to check: no manifest" in capsys.readouterr().err


def test_of_several_manifests_one_is_to_be_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "other.trainbib.json").write_text((folder / "trainbib.json").read_text())
    assert main(["prove", "--file", "c.txt"]) == 2
    assert "the current folder has 2 manifests (" in capsys.readouterr().err
