"""``trainbib init``: a first manifest."""

import os
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_program import environment
from trainbib.checking import check
from trainbib.document import parse_document, read_document
from trainbib.schemas import load_schema
from trainbib_cli.app import main
from trainbib_cli.commands import init


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    inside = tmp_path / "My Sét"
    inside.mkdir()
    monkeypatch.chdir(inside)
    return inside


def test_a_first_manifest_checks_without_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init"]) == 0
    assert "Wrote trainbib.yaml." in capsys.readouterr().out
    text = (folder / "trainbib.yaml").read_text()
    schema = load_schema("manifest")["$id"]
    assert text.startswith(f"# yaml-language-server: $schema={schema}\n")
    assert len(text.splitlines()) <= 22
    assert main(["fmt", "--check"]) == 0
    assert check(folder / "trainbib.yaml").valid
    data: Any = read_document("trainbib.yaml").data
    assert data["dataset"]["name"] == "my-set"
    assert data["dataset"]["license"] == {"unknown": "not chosen yet"}
    assert data["sources"]["first-source"]["kind"] == {"unknown": "not looked up yet"}
    assert main(["check"]) == 0


def test_options_are_what_the_manifest_says(folder: Path) -> None:
    arguments = ["--name", "mix", "--version", "1.10", "--title", "A: mix", "--kind", "own_crawl"]
    arguments += ["--publisher", "Ärzte & Co. GmbH", "--license", "CC-BY-4.0", "--yes"]
    assert main(["init", "corpus.trainbib.yml", *arguments]) == 0
    data: Any = read_document(folder / "corpus.trainbib.yml").data
    assert data["dataset"] == {
        "name": "mix",
        "version": "1.10",
        "title": "A: mix",
        "publisher": "arzte-co.-gmbh",
        "license": "CC-BY-4.0",
    }
    assert data["parties"] == {"arzte-co.-gmbh": {"name": "Ärzte & Co. GmbH"}}
    assert data["sources"]["first-source"]["kind"] == "own_crawl"


def test_a_file_that_is_there_is_left_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text("mine\n")
    assert main(["init"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert (folder / "trainbib.yaml").read_text() == "mine\n"
    if os.name == "posix":
        (folder / "link.yaml").symlink_to("nowhere.yaml")
        assert main(["init", "link.yaml"]) == 2
        assert not (folder / "nowhere.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["m.json"], "ends in .yaml or .yml"),
        (["absent/m.yaml"], "there is no such folder"),
        (["--name", "two words"], "nothing written: "),
        (["--version", ""], "nothing written: "),
        (["--kind", "stolen"], "'stolen' is not one of"),
    ],
)
def test_what_cannot_be_is_2_and_writes_nothing(
    arguments: list[str], reason: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", *arguments]) == 2
    assert reason in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_the_kinds_are_those_of_the_schema() -> None:
    kind: dict[str, Any] = load_schema("manifest")["$defs"]["source"]["properties"]["kind"]
    kinds = next(choice["enum"] for choice in kind["anyOf"] if "enum" in choice)
    options = {option.name: option.type for option in init.command.params}
    choice = options["kind"]
    assert isinstance(choice, click.Choice)
    assert list(choice.choices) == kinds


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=60)
def test_whatever_is_answered_is_written_as_it_was_or_refused(
    title: str, publisher: str, version: str
) -> None:
    data = init.first_manifest(
        name="mix", version=version, title=title, publisher=publisher, license_="", kind="other"
    )
    document = parse_document(init.first_text(data).encode("utf-8", "surrogatepass"), path="m.yaml")
    assert document.data == data


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")
def test_on_a_terminal_it_asks(folder: Path) -> None:
    import pty
    import subprocess
    import sys

    leader, follower = pty.openpty()
    try:
        with subprocess.Popen(
            [sys.executable, "-m", "trainbib_cli", "init", "--license", "MIT"],
            stdin=follower,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment(TERM="dumb"),
        ) as process:
            os.write(leader, b"asked\n\nA Title\n\nsensor\n")
            out, error = process.communicate(timeout=60)
    finally:
        os.close(leader)
        os.close(follower)
    assert process.returncode == 0, error
    assert b"Wrote trainbib.yaml" in out
    assert b"Name of the data set [my-set]" in error
    data: Any = read_document(folder / "trainbib.yaml").data
    assert data["dataset"] == {
        "name": "asked",
        "version": "0.1.0",
        "title": "A Title",
        "publisher": {"unknown": "not named yet"},
        "license": "MIT",
    }
    assert data["sources"]["first-source"]["kind"] == "sensor"
