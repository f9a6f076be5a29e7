"""Several reports of one run, each to its place."""

import json
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli_program import trainbib
from test_reports import DANGLING, checked
from trainbib_cli.exits import CannotError
from trainbib_cli.reports import CHECK_FORMATS
from trainbib_cli.reports.results import CheckResult, ReportOptions
from trainbib_cli.reports.writing import Output, parse_output, write_reports
from trainbib_cli.terminal import Style
from valid_manifests import VALID


def once() -> Iterator[CheckResult]:
    yield checked(DANGLING)
    yield checked(path="clean.yaml")


def test_an_output_is_a_format_and_perhaps_a_file() -> None:
    assert parse_output("full") == Output("full")
    assert parse_output("json:-") == Output("json")
    assert parse_output("sarif:out/a:b.sarif") == Output("sarif", Path("out/a:b.sarif"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("jsn", "there is no format `jsn`; did you mean `json`"),
        ("", "there is no format ``"),
        ("nope", f"there is no format `nope`; there are {', '.join(CHECK_FORMATS)}"),
        ("json:", "`json:` names no file"),
    ],
)
def test_what_is_no_output_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(CannotError) as refused:
        parse_output(text)
    assert sentence in str(refused.value)


def test_all_formats_are_made_of_one_run(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    outputs = [Output(name, tmp_path / name) for name in CHECK_FORMATS]
    write_reports([*outputs, Output("jsonl")], once(), ReportOptions(style=Style(on=True)))
    lines = capsysbinary.readouterr().out.splitlines()
    assert json.loads(lines[-1])["manifests"] == 2
    for output in outputs:
        assert output.path is not None
        data = output.path.read_bytes()
        assert data
        assert b"\x1b" not in data  # no colours in a file
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(CHECK_FORMATS)


def test_text_goes_to_standard_output_with_its_colours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_reports(
        [Output("full"), Output("csv", tmp_path / "t.csv")], once(), ReportOptions(quiet=True)
    )
    assert capsys.readouterr().out.startswith("error[REF001] dangling-source: not defined\n")


@pytest.mark.parametrize(
    "outputs",
    [
        [Output("full"), Output("json")],
        [Output("csv", Path("a.txt")), Output("json", Path("sub/../a.txt"))],
    ],
)
def test_two_reports_cannot_have_one_place(
    outputs: list[Output], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotError, match="two reports cannot go to"):
        write_reports(outputs, once(), ReportOptions())
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_text("before")
    target.chmod(0o640)

    def broken() -> Iterator[CheckResult]:
        yield checked(DANGLING)
        raise CannotError("no such revision")

    with pytest.raises(CannotError, match="no such revision"):
        write_reports([Output("json", target)], broken(), ReportOptions())
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]
    write_reports([Output("json", target)], once(), ReportOptions())
    assert json.loads(target.read_bytes())["summary"]["errors"] == 1
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "real" / "t.csv")
    write_reports([Output("csv", tmp_path / "link.csv")], once(), ReportOptions())
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real" / "t.csv").read_text().startswith("path,")


def test_a_folder_that_is_not_there_is_named_before_anything_is_checked(tmp_path: Path) -> None:
    def never() -> Iterator[CheckResult]:
        raise AssertionError
        yield checked()

    with pytest.raises(CannotError) as refused:
        write_reports([Output("json", tmp_path / "no" / "r.json")], never(), ReportOptions())
    assert str(refused.value) == f"cannot write {tmp_path}/no/r.json: No such file or directory"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_reports([Output("csv", pipe)], once(), ReportOptions())
    reader.join()
    assert read[0].startswith(b"path,")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_standard_output_by_its_path_is_written_to_even_if_it_is_a_pipe(tmp_path: Path) -> None:
    if not Path("/dev/stdout").exists():
        pytest.skip("this system has no /dev/stdout")
    (tmp_path / "trainbib.yaml").write_text(VALID)
    done = trainbib("check", "--format", "json:/dev/stdout", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    report, _ = json.JSONDecoder().raw_decode(done.stdout.decode())
    assert report["summary"]["manifests"] == 1


def test_a_link_that_leads_to_itself_is_no_place_and_no_manifest(tmp_path: Path) -> None:
    (tmp_path / "trainbib.yaml").write_text(VALID)
    (tmp_path / "loop.trainbib.yaml").symlink_to("loop.trainbib.yaml")
    too_many = b"loop.trainbib.yaml: Too many levels of symbolic links"
    done = trainbib("check", "loop.trainbib.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert b"cannot read " + too_many in done.stderr
    done = trainbib("check", "--format", "csv:loop.trainbib.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert b"cannot write " + too_many in done.stderr
    assert (tmp_path / "loop.trainbib.yaml").is_symlink()
