"""What `check` says of an inventory that it cannot read, or that is not there."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from small_manifests import TODAY, checked, lay_out
from trainbib.checking import Report, check
from trainbib.diagnostics import Diagnostic, Severity
from trainbib.document import parse_document
from trainbib.inventory import parquet_writing
from trainbib.inventory.row import UnsupportedError
from trainbib.settings import Settings
from trainbib_cli.app import main
from trainbib_cli.reports import CHECK_FORMATS

LISTED = {"a.txt": "one\n", "b.txt": "two\n"}
PLACE = "/files/inventory/path"


def repinned(manifest: Path, content: bytes) -> Path:
    """Give a manifest another inventory, and pin that one."""
    import hashlib

    (manifest.parent / "files.jsonl").write_bytes(content)
    data = json.loads(manifest.read_text())
    data["files"]["inventory"]["digest"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    manifest.write_text(json.dumps(data))
    return manifest


def rows(manifest: Path) -> bytes:
    return (manifest.parent / "files.jsonl").read_bytes()


def about_inventory(report: Report) -> list[Diagnostic]:
    return [found for found in report.diagnostics if found.pointer == PLACE]


FAULTS: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {
    "a number": (lambda raw: raw.replace(b'"bytes":4', b'"bytes":4.5', 1), "FIL011", "line 1"),
    "cut short": (lambda raw: raw[:-9], "FIL011", "line 2"),
    "twice": (lambda raw: raw + raw.splitlines(keepends=True)[-1], "FIL011", "line 3"),
    "no text": (lambda raw: b"\xff\xfe\0" + raw, "FIL011", "line 1"),
    "deep": (lambda raw: b"[" * 100_000 + b"\n" + raw, "FIL011", "line 1"),
    "no Parquet": (lambda raw: b"PAR1" + raw, "FIL011", "Parquet"),
    "up": (lambda raw: raw.replace(b"b.txt", b"../b.txt"), "FIL003", "line 2"),
    "up inside": (lambda raw: raw.replace(b"b.txt", b"c/../../b"), "FIL003", "line 2"),
    "absolute": (lambda raw: raw.replace(b"b.txt", b"/etc/passwd"), "FIL003", "line 2"),
    "a dot": (lambda raw: raw.replace(b"b.txt", b"b/./txt"), "FIL011", "line 2"),
}


@pytest.mark.parametrize(("made", "code", "words"), FAULTS.values(), ids=FAULTS)
def test_an_inventory_that_is_pinned_and_cannot_be_read_is_an_error(
    tmp_path: Path, made: Callable[[bytes], bytes], code: str, words: str
) -> None:
    path = lay_out(tmp_path, LISTED)
    report = check(repinned(path, made(rows(path))), Settings(today=TODAY))
    (finding,) = about_inventory(report)
    assert (finding.code, finding.severity) == (code, Severity.ERROR)
    assert words in finding.message
    assert "`files.jsonl`" in finding.message
    assert not report.valid
    said = " ".join((finding.message, *finding.notes, *report.unchecked))
    assert str(tmp_path) not in said
    assert len(finding.message) < 400


@pytest.mark.parametrize("style", CHECK_FORMATS)
def test_every_format_says_so(
    tmp_path: Path, style: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay_out(tmp_path, LISTED)
    repinned(path, rows(path)[:-1])
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--format", style, "trainbib.json"]) == 1
    out = capsys.readouterr().out
    assert "FIL011" in out or style == "badge"
    assert out


def test_one_that_is_not_there_is_a_warning_unless_disks_are_let_be(tmp_path: Path) -> None:
    path = lay_out(tmp_path, LISTED)
    (tmp_path / "files.jsonl").unlink()
    report = check(path, Settings(today=TODAY))
    (finding,) = report.diagnostics
    assert (finding.code, finding.severity) == ("FIL013", Severity.WARNING)
    assert finding.pointer == PLACE
    assert report.valid
    let_be = check(path, Settings(today=TODAY, use_disk=False))
    assert let_be.diagnostics == ()
    assert any("files.jsonl" in reason for reason in let_be.unchecked)
    assert check(path, Settings(today=TODAY, use_folder=False)).diagnostics == ()


@pytest.mark.parametrize("url", ["https://data.example/files.jsonl", "s3://bucket/files.parquet"])
def test_a_url_is_said_to_be_no_path(tmp_path: Path, url: str) -> None:
    path = lay_out(tmp_path, LISTED)
    data = json.loads(path.read_text())
    data["files"]["inventory"]["path"] = url
    path.write_text(json.dumps(data))
    report = check(path, Settings(today=TODAY))
    (finding,) = about_inventory(report)
    assert (finding.code, finding.severity) == ("FIL013", Severity.WARNING)
    said = f"the inventory `{url}` is a URL, not a path in the manifest's folder"
    assert finding.message == f"{said}, so that no file was checked"
    assert finding.help is not None
    assert finding.help.startswith("download it into the folder of the manifest")
    assert f"files: the inventory {url!r} is a URL, not a path" in " ".join(report.unchecked)
    assert check(path, Settings(today=TODAY, use_disk=False)).diagnostics == ()


def test_an_inventory_of_a_manifest_that_is_no_file_is_said_not_to_be_checked(
    tmp_path: Path,
) -> None:
    path = lay_out(tmp_path, LISTED)
    document = parse_document(path.read_bytes(), path="<stdin>.json")
    notes = check(document, Settings(today=TODAY)).unchecked
    assert (
        "files: the inventory 'files.jsonl' is looked for beside a manifest that is a file" in notes
    )


def test_one_named_as_parquet_that_is_none_is_told_so(tmp_path: Path) -> None:
    path = lay_out(tmp_path, LISTED)
    (tmp_path / "files.jsonl").rename(tmp_path / "files.parquet")
    data = json.loads(path.read_text())
    data["files"]["inventory"]["path"] = "files.parquet"
    path.write_text(json.dumps(data))
    assert checked(path, "FIL") == [], "lines are read, whatever they are called"
    (tmp_path / "files.parquet").write_bytes(b"PK\x03\x04 and more\n")
    (finding,) = about_inventory(check(path, Settings(today=TODAY)))
    assert finding.code == "FIL011"
    assert "is no Parquet file, though it is named as one" in finding.message
    assert "JSON" not in finding.message


def test_a_folder_where_a_file_should_be_is_no_inventory(tmp_path: Path) -> None:
    path = lay_out(tmp_path, LISTED)
    (tmp_path / "files.jsonl").unlink()
    (tmp_path / "files.jsonl").mkdir()
    assert checked(path, "FIL") == [("FIL011", PLACE)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("place", ["root", "inventory"])
def test_a_name_that_no_file_can_have_hides_no_other_finding(tmp_path: Path, place: str) -> None:
    path = lay_out(tmp_path, LISTED)
    data = json.loads(path.read_text())
    if place == "root":
        data["files"]["root"] = "a" * 400
    else:
        data["files"]["inventory"]["path"] = "a" * 400
    data["sources"]["new"] = {"kind": "other"}
    path.write_text(json.dumps(data))
    report = check(path, Settings(today=TODAY))
    assert ("LIC001", "/sources/new") in {(each.code, each.pointer) for each in report.diagnostics}
    if place == "inventory":
        (found,) = about_inventory(report)
        assert (found.code, "longer than" in found.message) == ("FIL011", True)


def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = lay_out(tmp_path, LISTED)
    (tmp_path / "files.jsonl").unlink()
    os.mkfifo(tmp_path / "files.jsonl")
    assert ("FIL011", PLACE) in checked(path, "FIL")


def test_links_out_of_the_folder_and_round_in_a_circle_are_told_apart(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    path = lay_out(inside, LISTED)
    (inside / "files.jsonl").rename(tmp_path / "elsewhere.jsonl")
    (inside / "files.jsonl").symlink_to("../elsewhere.jsonl")
    assert checked(path, "FIL") == [("FIL003", PLACE)]
    (inside / "files.jsonl").unlink()
    (inside / "files.jsonl").symlink_to("files.jsonl")
    assert checked(path, "FIL") == [("FIL011", PLACE)]


@pytest.mark.parametrize("named", ["../files.jsonl", "/srv/files.jsonl", "C:/x", "a\\b"])
def test_what_the_schema_refuses_is_said_once(tmp_path: Path, named: str) -> None:
    path = lay_out(tmp_path, LISTED, pins={"path": named})
    assert [code for code, pointer in checked(path, "FIL") if pointer == PLACE] == ["FIL003"]


def test_a_library_that_is_not_installed_is_no_fault_of_the_inventory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(parquet_writing, "import_module", absent)
    with pytest.raises(UnsupportedError):
        parquet_writing.pyarrow_modules()
    path = lay_out(tmp_path, LISTED)
    repinned(path, b"PAR1" + rows(path))
    report = check(path, Settings(today=TODAY))
    assert about_inventory(report) == []
    assert any("pyarrow" in reason for reason in report.unchecked)
