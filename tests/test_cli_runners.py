"""What CI runners obey: no text of a manifest, and no name of a file, becomes a command of theirs.

GitHub's runner obeys ``::name::`` at the start of a line, blanks aside, and ``##[name]`` anywhere;
Azure's obeys ``##vso[name]`` anywhere, TeamCity's ``##teamcity[name]``.
"""

import json
import re
from pathlib import Path

import pytest

from trainbib_cli.app import main
from trainbib_cli.reports import CHECK_FORMATS
from trainbib_cli.terminal import json_text, printable, safe_json

HOSTILE = "##vso[task.setvariable variable=a]b ##[error]c ##TeamCity[d] \x9b31m \u202e ::error::e"
NAME = "::error file=##vso[x]::.trainbib.yaml"
WORDS = "::warning::w " * 40
MANIFEST = f"""\
trainbib: "1.0"
dataset:
  name: "::error::name"
  version: "1"
  title: {json.dumps(HOSTILE)}
sources:
  "::error::key":
    kind: other
    title: {json.dumps(HOSTILE)}
    license: {json.dumps("::error:: " + HOSTILE)}
    url: {json.dumps("https://x.example/::error::")}
    cites: {json.dumps(HOSTILE)}
    {json.dumps(HOSTILE)}: 1
  other:
    kind: {json.dumps(WORDS)}
    license: {json.dumps(WORDS)}
    url: {{unknown: {json.dumps(WORDS)}}}
    derived_from: ["::error::gone", {json.dumps(HOSTILE)}]
"""
COMMAND = re.compile(r"##[A-Za-z]*\[")
OWN = re.compile(r"::(error|warning|notice) (file|title)=[^,:]*[,:]|::(group|endgroup)::")


def obeyed(text: str, *, github: bool = False) -> list[str]:
    """Return the lines that a runner would obey, without those that are written for it."""
    return [
        line
        for line in text.splitlines()
        if COMMAND.search(line)
        or (line.lstrip().startswith("::") and not (github and OWN.match(line)))
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / NAME).write_text(MANIFEST, encoding="utf-8")
    changed = MANIFEST.replace("kind: other", "kind: licensed").replace("##vso[", "##vso[y")
    (tmp_path / "new.yaml").write_text(changed, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", CHECK_FORMATS)
@pytest.mark.usefixtures("folder")
def test_no_format_of_check_is_obeyed(name: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["check", NAME, "--format", name, "--score"]) == 1
    captured = capfdbinary.readouterr()
    assert len(captured.out) > 500
    assert obeyed(captured.out.decode(), github=name == "github") == []
    assert obeyed(captured.err.decode()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", NAME, "--statistics"],
        ["diff", NAME, "new.yaml"],
        ["diff", NAME, "new.yaml", "--all"],
        ["diff", NAME, "new.yaml", "--format", "markdown"],
        ["diff", NAME, "new.yaml", "--format", "json"],
        ["fmt", "--check", NAME],
        ["hash", NAME],
        ["hash", NAME, "--format", "json"],
        ["licenses", NAME, "--all"],
        ["licenses", NAME, "--format", "markdown"],
        ["licenses", NAME, "--format", "json"],
        ["score", NAME],
        ["score", NAME, "--format", "markdown"],
        ["score", NAME, "--format", "json"],
        ["score", NAME, "--format", "badge"],
        ["check", "::gone.yaml"],
        ["check", "--config", "::gone.toml"],
        ["init", "::new.yaml", "--name", "a"],
    ],
)
@pytest.mark.usefixtures("folder")
def test_no_other_report_is_obeyed(
    arguments: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    main(arguments)
    captured = capfdbinary.readouterr()
    assert captured.out or captured.err
    assert "internal error" not in captured.err.decode()
    assert obeyed(captured.out.decode()) == []
    assert obeyed(captured.err.decode()) == []


def test_no_path_is_obeyed_by_commands_on_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "::data"
    data.mkdir()
    (data / "::error::a.txt").write_text("a", encoding="utf-8")
    manifest, proof, table = "::m.trainbib.yaml", "::proof.json", "::table.csv"
    for arguments in (
        ["generate", "::data", "--manifest", manifest],
        ["verify", manifest],
        ["verify", manifest, "--format", "json"],
        ["prove", manifest, "--file", "::error::a.txt"],
        ["prove", manifest, "--file", "::error::a.txt", "-o", proof],
        ["verify-proof", proof, manifest],
        ["sign", "--new-key", "::key.pem"],
        ["sign", manifest, "--key", "::key.pem"],
        ["verify-signature", manifest, "--key", "::key.pub.pem"],
    ):
        assert main(arguments) == 0, arguments
        captured = capfdbinary.readouterr()
        assert captured.out
        assert obeyed(captured.out.decode()) == []
        assert obeyed(captured.err.decode()) == []
    (data / "records.jsonl").write_text('{"url": "https://a.example/"}\n', encoding="utf-8")
    (data / "::error::b.txt").write_text("b", encoding="utf-8")
    assert main(["domains", "::data", "-o", table]) == 0
    assert main(["verify", manifest]) == 1
    assert obeyed(capfdbinary.readouterr().out.decode()) == []


@pytest.mark.parametrize("name", ["json", "jsonl", "sarif", "gitlab"])
@pytest.mark.usefixtures("folder")
def test_json_loses_nothing_by_it(name: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    main(["check", NAME, "--format", name])
    text = capfdbinary.readouterr().out.decode()
    assert "\x9b" not in text
    assert "\u202e" not in text
    documents = text.splitlines() if name == "jsonl" else [text]
    said = json.dumps([json.loads(document) for document in documents], ensure_ascii=False)
    if name != "sarif":  # whose texts are for people to read, and escaped like those of `full`
        assert "##vso[task" in said
        assert NAME in said


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "####[a]", "##[", "#[", "\x7f\x80\udcff\U000e0041\U0010ffff", '日本 naïve \\ " \n'],
)
def test_json_means_the_same_and_is_not_obeyed(text: str) -> None:
    value = {text: [text, {"a": text}]}
    for written in (json_text(value), json_text(value, indent=2), json_text(value, compact=True)):
        assert json.loads(written) == value
        assert COMMAND.search(written) is None
        assert printable(written.replace("\n", "")) == written.replace("\n", "")
    assert safe_json(json_text(value)) == json_text(value)


def test_plain_json_is_as_it_always_was() -> None:
    value = {"name": "日本 naïve ✓ é", "n": [1, 2.5, None, True], "#": "# [x] ## y"}
    assert json_text(value, indent=2) == json.dumps(value, ensure_ascii=False, indent=2)


def test_nothing_that_counts_as_printable_is_escaped() -> None:
    """The quick look at a whole text relies on it."""
    shown = "".join(filter(str.isprintable, map(chr, range(0x110000))))
    assert printable(f"\x00{shown}") == f"\\x00{shown}"
    assert safe_json(f"\x80{shown}") == f"\\u0080{shown}"
