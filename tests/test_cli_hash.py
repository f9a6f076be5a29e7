"""``trainbib hash``: digests of manifests, trees and files."""

import json
import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from cli_program import trainbib
from trainbib.canonical import canonical_digest
from trainbib.inventory import FileRow, write_inventory
from trainbib.tree import roots
from trainbib_cli.app import main

DATA = {
    "trainbib": "1.0",
    "dataset": {"name": "example", "version": "1"},
    "sources": {"example": {"kind": "other", "license": "CC0-1.0"}},
}
YAML = """\
sources: {example: {license: CC0-1.0, kind: other}}  # another order, another layout
dataset:
  version: "1"
  name: example
trainbib: "1.0"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def with_files(folder: Path, contents: dict[str, bytes], root: str = "data") -> None:
    """Write files, their inventory and a manifest that pins it."""
    rows: list[FileRow] = []
    for name, content in contents.items():
        path = folder / root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        rows.append(FileRow(name, len(content), sha256(content).hexdigest(), "text/plain"))
    digest = write_inventory(rows, folder / "trainbib.files.jsonl")
    tree = roots(rows)
    inventory = {
        "path": "trainbib.files.jsonl",
        "files": len(rows),
        "bytes": sum(row.bytes for row in rows),
        "digest": digest,
        "roots": {"paths": tree.paths, "contents": tree.contents},
    }
    data = {**DATA, "files": {"root": root, "inventory": inventory}}
    (folder / "trainbib.json").write_text(json.dumps(data))


def test_yaml_and_json_of_one_content_have_one_digest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(YAML)
    (folder / "a.json").write_text(json.dumps(DATA, indent=3))
    assert main(["hash", "a.yaml", "a.json"]) == 0
    digest = canonical_digest(DATA)
    assert capsys.readouterr().out == f"{digest}  a.yaml\n{digest}  a.json\n"


def test_the_roots_are_computed_from_the_inventory(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_files(folder, {"a.txt": b"hello", "b/c.txt": b"world"})
    assert main(["hash"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert len(shown) == 3
    assert shown[1].endswith("  trainbib.json (root of paths)")
    assert shown[2].endswith("  trainbib.json (root of contents)")
    assert main(["hash", "--no-root"]) == 0
    assert capsys.readouterr().out.splitlines() == shown[:1]
    assert main(["hash", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    (made,) = report["manifests"]
    assert made["roots"]["paths"] == shown[1].split()[0]
    assert made["as_pinned"] is True


def test_an_inventory_that_is_not_the_pinned_one_is_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_files(folder, {"a.txt": b"hello"})
    write_inventory([FileRow("a.txt", 5, "0" * 64, "text/plain")], "trainbib.files.jsonl")
    assert main(["hash"]) == 1
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 3
    assert captured.err.count("but the manifest pins sha256:") == 2


def test_an_inventory_that_is_absent_is_a_notice_or_a_failure(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_files(folder, {"a.txt": b"hello"})
    (folder / "trainbib.files.jsonl").unlink()
    assert main(["hash"]) == 0
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 1
    assert "its inventory trainbib.files.jsonl is not here" in captured.err
    assert main(["hash", "--root"]) == 2
    assert main(["hash", "--format", "sha256sum"]) == 2


def test_an_inventory_that_cannot_be_read_or_is_outside_is_2(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_files(folder, {"a.txt": b"hello"})
    (folder / "trainbib.files.jsonl").write_text("not a row\n")
    assert main(["hash"]) == 2
    message = capsys.readouterr().err
    assert "line 1" in message
    assert message.count("trainbib.files.jsonl") == 1
    text = (folder / "trainbib.json").read_text().replace('"trainbib.files', '"../trainbib.files')
    (folder / "trainbib.json").write_text(text)
    capsys.readouterr()
    assert main(["hash"]) == 2
    assert "leads out of the manifest's folder" in capsys.readouterr().err


def test_roots_without_an_inventory_are_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "trainbib.yaml").write_text(YAML)
    assert main(["hash", "--root"]) == 2
    assert "pins no inventory" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty (PAR001)"),
        ("a: [", "not YAML"),
        ('{"a": 1, "a": 2}', "is given twice"),
        ("[1, 2]", "a mapping is wanted"),
        ("trainbib: .inf", "number"),
        ('{"a": 9007199254740993}', "canonical"),
    ],
)
def test_a_document_without_a_canonical_form_is_2_and_says_why(
    text: str, reason: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "m.yaml").write_text(text)
    assert main(["hash", "m.yaml"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("trainbib: m.yaml")
    assert reason in captured.err


def test_the_other_manifests_are_hashed_all_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "m.yaml").write_text(YAML)
    assert main(["hash", "absent.yaml", "m.yaml"]) == 2
    captured = capsys.readouterr()
    assert captured.out.endswith("  m.yaml\n")
    assert captured.err == "trainbib: cannot read absent.yaml: No such file or directory\n"


def test_nothing_to_hash_is_3(folder: Path) -> None:
    assert main(["hash"]) == 3
    assert main(["hash", os.fspath(folder)]) == 3


def test_standard_input_is_hashed(folder: Path) -> None:
    done = trainbib("hash", "-", stdin=YAML.encode(), cwd=folder)
    assert done.stdout.decode() == f"{canonical_digest(DATA)}  <stdin>\n"


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no coreutils")
@pytest.mark.parametrize("root", ["data", "."])
def test_sha256sum_accepts_the_list_whatever_the_names(root: str, folder: Path) -> None:
    names = ["plain.txt", "with space", " leading", "*star", "日本.txt"]
    if os.name == "posix":
        names += ["back\\slash", "new\nline", "return\r", os.fsdecode(b"\xff.bin"), "-"]
    with_files(folder, {name: name.encode("utf-8", "surrogateescape") for name in names}, root)
    done = trainbib("hash", "--format", "sha256sum", cwd=folder)
    assert done.returncode == 0
    program = shutil.which("sha256sum")
    assert program is not None
    checked = subprocess.run(
        [program, "--check", "--strict"], input=done.stdout, capture_output=True, cwd=folder,
        check=False, timeout=60,
    )  # fmt: skip
    assert checked.returncode == 0, checked
    assert checked.stdout.count(b": OK\n") == len(names)


def test_sha256sum_of_a_manifest_without_inventory_is_2(folder: Path) -> None:
    (folder / "trainbib.yaml").write_text(YAML)
    assert main(["hash", "--format", "sha256sum"]) == 2
