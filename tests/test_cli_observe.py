"""``trainbib observe``, as installed, and its report."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cli_program import trainbib
from observed_folders import MANIFEST, write_observed
from trainbib import language_shares
from trainbib.document import read_document
from trainbib.language_shares import Identifier
from trainbib.schemas import load_schema
from trainbib_cli.app import main

SCHEMA = load_schema("observe-report")
REPORT = Draft202012Validator(SCHEMA)
DEFINITIONS = {
    "languages": "languages",
    "rights.reservations": "reservation",
    "crawl.domains": "domain_list",
}
"""What the schema of the manifest calls the value of each field that is proposed."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_observed(tmp_path)
    return tmp_path


def test_the_command_shows_and_writes(folder: Path) -> None:
    arguments = ["observe", "--no-languages", "--today", "2026-11-23", "--domains", "domains"]
    done = trainbib(*arguments, cwd=folder)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode()
    assert "photos  7 files, " in shown
    assert "  images: 8, 1 of formats that are not read, 1 damaged\n" in shown
    assert "    iptc-data-mining: reserved 4, none 3\n" in shown
    assert "      DMI-PROHIBITED-AIMLTRAINING: 4\n" in shown
    assert "  domains: 2, written to domains/web.csv\n" in shown
    assert "3 statements could be added to the manifest, by --write.\n" in shown
    assert (folder / "trainbib.yaml").read_text() == MANIFEST
    written = trainbib(*arguments, "--write", "--format", "json", cwd=folder)
    assert written.returncode == 0
    report = json.loads(written.stdout)
    assert report["written"] is True
    assert {one["state"] for one in report["proposals"]} == {"new"}
    assert report["sources"]["web"]["domains"]["domains"]["count"] == 2
    found: Any = read_document(folder / "trainbib.yaml").data
    domains = found["sources"]["web"]["crawl"]["domains"]
    assert (domains["path"], domains["count"]) == ("domains/web.csv", 2)
    assert "domains" not in found["sources"]["both"]
    again = trainbib(*arguments, "--write", cwd=folder).stdout.decode()
    assert "could be added" not in again
    assert "the manifest says this already" in again


def test_the_command_says_what_is_missing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "py3langid", None)
    assert main(["observe", "--languages"]) == 2
    assert "pip install trainbib[languages]" in capsys.readouterr().err
    assert main(["observe", "--no-images"]) == 3
    captured = capsys.readouterr()
    assert "no languages: " in captured.err
    assert "no file that cites a source has images or texts that are read" in captured.err
    (folder / "data/web/cut.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 99)[:-5])
    assert main(["observe", "--domains", "d"]) == 2
    assert "cut.jsonl.gz: cannot be read to its end" in capsys.readouterr().err


@pytest.fixture
def report(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """Run the command in the folder, its language identifier a simple one; return its JSON."""
    monkeypatch.setattr(
        language_shares,
        "load_identifier",
        lambda: Identifier("first word 1.0", lambda text: text.split()[0]),
    )

    def inner(*arguments: str) -> Any:
        main(["observe", "--format", "json", "--today", "2026-11-23", *arguments])
        printed = json.loads(capsysbinary.readouterr().out)
        assert [error.message for error in REPORT.iter_errors(printed)] == []
        return printed

    monkeypatch.chdir(folder)
    return inner


def test_the_json_report_follows_its_schema(folder: Path, report: Callable[..., Any]) -> None:
    manifest = folder / "trainbib.yaml"
    crawl = "    crawl:"
    manifest.write_text(MANIFEST.replace(crawl, f"    languages: [{{tag: de}}]\n{crawl}"))
    source, proposal = (SCHEMA["$defs"][name] for name in ("source", "proposal"))
    everything = ("--languages", "--domains", "domains")
    found = report(*everything, "--write")
    assert set(found["sources"]["web"]) == set(source["properties"])
    fields = proposal["properties"]["field"]["enum"]
    assert {one["field"] for one in found["proposals"]} == set(fields) == set(DEFINITIONS)
    again = report(*everything)
    states = {one["state"] for one in (*found["proposals"], *again["proposals"])}
    assert states == set(proposal["properties"]["state"]["enum"])
    assert set(report("--no-languages")["sources"]["web"]) == set(source["required"])


def test_the_schema_refuses_another_report(report: Callable[..., Any]) -> None:
    found = report()
    for other in (
        {**found, "written": "no"},
        {**found, "sources": {"a": {"files": -1}}},
        {name: value for name, value in found.items() if name != "notes"},
    ):
        assert not REPORT.is_valid(other)


def test_a_report_of_damaged_files_follows_the_schema(
    folder: Path, report: Callable[..., Any]
) -> None:
    (folder / "data/web/bad.jsonl").write_bytes(b'{"url": "https://a.example/", "text": "x"}\n{\n')
    (folder / "data/web/cut.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 99)[:-5])
    found = report("--domains", "domains")
    assert found["problems"]
    assert found["notes"]
    assert found["sources"]["web"]["domains"]["damaged_lines"]["lines"] == 1


def test_what_is_proposed_is_what_the_manifest_may_hold(report: Callable[..., Any]) -> None:
    definitions = load_schema("manifest")["$defs"]
    for one in report("--languages", "--domains", "domains")["proposals"]:
        wanted = {"$ref": f"#/$defs/{DEFINITIONS[one['field']]}", "$defs": definitions}
        assert Draft202012Validator(wanted).is_valid(one["value"]), one
