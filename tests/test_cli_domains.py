"""``trainbib domains``: counted, written, added."""

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
    web = tmp_path / "web"
    web.mkdir()
    (web / "README.md").write_text("# about\n")
    rows = [
        {"url": "https://www.example.com/a", "text": "four"},
        {"url": "https://example.com/b", "text": "é"},
        {"url": "https://a.github.io/", "text": "abc"},
        {"url": "http://192.0.2.1/", "text": "x"},
        {"id": 1},
    ]
    (web / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "{\n")
    return tmp_path


def test_what_is_counted_is_shown_and_written(folder: Path) -> None:
    done = trainbib("domains", "web", "-o", "domains.csv", cwd=folder)
    assert done.returncode == 0
    assert done.stderr.decode() == (
        "trainbib: web/a.jsonl: lines that are no JSON object: 1, the first is line 6\n"
    )
    shown = done.stdout.decode()
    assert shown.startswith("example.com ")
    assert "Counted 5 records of 1 file, 19 bytes: 2 domains.\n" in shown
    for line in (
        "1 record at an IP address, 1 byte\n",
        "1 record without a URL, 9 bytes\n",
        "1 line skipped as no record\n",
        "1 record measured whole: there is no text\n",
        "1 file of other formats passed over\n",
        "Wrote domains.csv.\n",
    ):
        assert line in shown
    assert "Public suffix list 20" in shown
    assert (folder / "domains.csv").read_text() == (
        "domain,records,bytes\nexample.com,2,6\ngithub.io,1,3\n"
    )
    again = trainbib("domains", "domains.csv", "--top", "0", "--format", "json", cwd=folder)
    facts: dict[str, Any] = json.loads(again.stdout)
    assert facts["domains"] == {"count": 2, "records": 3, "bytes": 9}
    assert facts["top"] == []


def test_options_choose_fields_and_sections(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "b.jsonl").write_text('{"link": "https://b.example.com/", "caption": "hello"}\n')
    arguments = ["domains", "b.jsonl", "--field", "link", "--text-field", "caption"]
    assert main([*arguments, "--modality", "text", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["top"] == [{"domain": "example.com", "records": 1, "bytes": 5, "bytes_text": 5}]
    assert main(["domains", "web", "--private-suffixes", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["suffix_list"]["private"] is True
    assert shown["top"][1]["domain"] == "a.github.io"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["absent"], 2, "there is no file or folder 'absent'"),
        (["web/README.md"], 2, "neither JSON Lines, Parquet or WARC"),
        (["web", "-o", "t.txt"], 2, ".csv, .jsonl or .parquet"),
        (["web", "--modality", "a b"], 2, "letters, digits and _"),
        (["empty"], 3, "there is nothing to count"),
        (["broken"], 2, "cut short"),
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
    (folder / "broken").mkdir()
    (folder / "broken" / "a.warc").write_text("WARC/1.0\r\nWARC-Type: resource\r\n")
    assert main(["domains", *arguments]) == code
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1


def test_a_missing_package_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "publicsuffixlist", None)
    assert main(["domains", str(folder / "web")]) == 2
    assert "pip install trainbib[web]" in capsys.readouterr().err
