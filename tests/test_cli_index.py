"""``trainbib index`` and ``trainbib lookup``: listed, and looked up."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from cli_program import trainbib
from trainbib_cli.app import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = [
        {"url": "https://www.example.com/a/", "text": "a poem\nof two lines"},
        {"url": "https://example.com/b", "text": "b"},
        {"url": "no url", "text": ""},
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "key").write_text("5a" * 32)
    return tmp_path


def test_what_is_listed_is_found(folder: Path) -> None:
    made = trainbib("index", "a.jsonl", "-o", "records.parquet", cwd=folder)
    assert (made.returncode, made.stderr) == (0, b"")
    shown = made.stdout.decode()
    assert "Listed 2 urls of 2 records, sha256:" in shown
    assert "1 record with a url that has no normal form\n" in shown
    assert "1 record without a text\n" in shown
    found = trainbib("lookup", "records.parquet", "--url", "example.com/a", cwd=folder)
    assert found.returncode == 0
    assert found.stdout.decode().splitlines() == [
        "listed  example.com/a, as https://www.example.com/a/",
        f"  chance of a false match: 1 in {2**64 // (2 * 7):,}".replace(",", " "),
    ]
    poem = b"\xef\xbb\xbfa poem\r\nof two lines\r\n"
    found = trainbib("lookup", "records.parquet", "--text-file", "-", cwd=folder, stdin=poem)
    assert found.returncode == 0


@pytest.mark.usefixtures("folder")
def test_what_is_not_listed_is_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "a.jsonl", "-o", "i.parquet", "--format", "json"]) == 0
    made: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (made["keyed"], made["url"]["distinct"], made["text"]["missing"]) == (False, 2, 1)
    arguments = ["lookup", "i.parquet", "--url", "https://example.com/b", "--url", "example.com/c"]
    assert main([*arguments, "--format", "json"]) == 1
    first, second = json.loads(capsys.readouterr().out)["answers"]
    assert (first["listed"], first["matched"]) == (True, "https://example.com/b")
    assert (second["listed"], second["tried"]) == (False, 8)
    assert 0 < second["chance"] < 1e-17
    assert main(["lookup", "i.parquet", "--exact", "--url", "http://example.com/b"]) == 1
    assert capsys.readouterr().out == "not listed  http://example.com/b\n"


def test_keys_are_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "a.jsonl", "-o", "i.parquet", "--key", "key", "--of", "url"]) == 0
    assert "Wrote i.parquet, keyed." in capsys.readouterr().out
    asked = ["lookup", "i.parquet", "--url", "https://example.com/b"]
    assert main(asked) == 2
    assert "is keyed" in capsys.readouterr().err
    assert main([*asked, "--key", "key"]) == 0
    assert b"5a5a" not in (folder / "i.parquet").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["index", "absent", "-o", "x.parquet"], 2, "no file or folder 'absent'"),
        (["index", "empty", "-o", "x.parquet"], 3, "there is nothing to list"),
        (["index", "a.jsonl", "-o", "x.parquet", "--of", "url,image"], 2, "`image` cannot"),
        (["index", "a.jsonl", "-o", "x.parquet", "--key", "a.jsonl"], 2, "holds no key"),
        (["lookup", "i.parquet"], 2, "nothing to look up"),
        (["lookup", "absent", "--url", "a.example"], 2, "absent: No such file"),
        (["lookup", "a.jsonl", "--url", "a.example"], 2, "is no record index"),
        (["lookup", "i.parquet", "--url", "mailto://x"], 2, "is no URL of a page"),
        (["lookup", "i.parquet", "--text-file", "blank"], 2, "nothing in the text"),
        (["lookup", "i.parquet", "--text-file", "i.parquet"], 2, "is not UTF-8"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    sentence: str,
) -> None:
    (folder / "empty").mkdir()
    (folder / "blank").write_text(" \n")
    main(["index", "a.jsonl", "-o", "i.parquet"])
    capsys.readouterr()
    assert main(arguments) == code
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
    assert not (folder / "x.parquet").exists()


def test_a_missing_package_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    data = str(folder / "a.jsonl")
    assert main(["index", data, "-o", "i.parquet"]) == 2
    assert "pip install trainbib[parquet]" in capsys.readouterr().err
    assert main(["lookup", data, "--url", "a.example"]) == 2
    assert "pip install trainbib[parquet]" in capsys.readouterr().err
