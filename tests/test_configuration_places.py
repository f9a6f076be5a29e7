"""Faults of a configuration: file, line and column, the line with a mark, what was meant."""

from pathlib import Path

import pytest

from trainbib.configuration import ConfigurationError, parse_value, read_configuration
from trainbib.diagnostics import Span
from trainbib_cli.app import main

LONG = "9" * 5000
PROJECT = '[project]\nname = "x"\n\n'


def refused(path: Path, text: str | bytes) -> ConfigurationError:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigurationError) as raised:
        read_configuration(path)
    return raised.value


@pytest.mark.parametrize(
    ("text", "marked", "said"),
    [
        ("fail-on = error\n", "error", "write `error` in quotation marks"),
        ('# a\nselect = ["LIC001" "REF001"]\n', '"', "Unclosed array"),
        ("a = 1\na = 2\n", "", "Cannot overwrite a value"),
        ("[licensing\n", "", "Expected ']'"),
        ('fail-on = "error\n', "", "no TOML that can be read"),
        (f"select = {LONG}\n", LONG, "the number 99999999999999999999… has 5000 digits"),
        (f"# {'1' * 5000}\na = '{'2' * 5000}'\nselect = [1, -{LONG}]\n", f"-{LONG}", "5000"),
        ("select = [", "", "no TOML that can be read"),
    ],
)
def test_a_fault_of_syntax_has_a_place(tmp_path: Path, text: str, marked: str, said: str) -> None:
    error = refused(tmp_path / "trainbib.toml", text)
    (span,) = error.spans
    assert span is not None
    assert said in str(error)
    assert str(error).startswith(f"{tmp_path / 'trainbib.toml'}:{span.line}:{span.column}: ")
    line = text.split("\n")[span.line - 1]
    assert line[span.column - 1 : span.end_column - 1].startswith(marked)


MEANT = [
    ('fial-on = "error"', "fial-on", "has no key `fial-on`; did you mean `fail-on`?"),
    ('select = "LIC"', '"LIC"', "it takes a list"),
    ('fail-on = "eror"', '"eror"', "did you mean `error`?"),
    ('select = [\n  "LIC",  # all\n  "LIK001",\n]', '"LIK001"', "did you mean `LIC001`"),
    ('ignore = ["dangling-sorce"]', '"dangling-sorce"', "did you mean `dangling-source`"),
    ('[severity]\nLIC001 = "eror"', '"eror"', "`severity.LIC001` is 'eror'"),
    ('severity.LIC999 = "error"', "LIC999", "did you mean `LIC009`?"),
    ('severity = {lic001 = "error"}', "lic001", "did you mean `LIC001`"),
    ('[licensing]\nrelase = "collection"', "relase", "did you mean `release`?"),
    ('[licensing]\nuses = ["train", "profit"]', '"profit"', "`licensing.uses.1` is 'profit'"),
    ('licensing = { deny = ["MIT", "MTI"] }', '"MTI"', "`MTI`, which is no SPDX licence"),
    ('licensing.outbound = "("', '"("', "no licence expression"),
    (
        '[licensing.attributes]\nMIT = {training = "allowed", traning = "x"}',
        "traning",
        "there is no attribute `traning`: `training`",
    ),
    (
        '[licensing.attributes."CC-BY-4.0"]\ncommercial_use = "maybe"',
        '"maybe"',
        "`commercial_use` cannot be `maybe`",
    ),
    (
        '[licensing.attributes]\nMIT = {training = {evidence = "x", value = "alowed"}}',
        '"alowed"',
        "`training` cannot be `alowed`",
    ),
    (
        '[[suppressions]]\ncodes = ["A"]\nreason = "r"\n[[suppressions]]\ncodes = ["B"]',
        "[[suppressions]]",
        "`suppressions.1` has no `reason`; add it",
    ),
    (
        'suppressions = [{codes = ["A"], reason = "r", until = "2026-02-30"}]',
        '"2026-02-30"',
        "is no day; write one such as",
    ),
    ("key-pattern = '''('''", "'''('''", "no regular expression"),
    ("max-warnings = -1  # none", "-1", "`max-warnings` is -1"),
]


@pytest.mark.parametrize(("text", "marked", "said"), MEANT)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_wrong_key_or_value_has_a_place(
    tmp_path: Path, text: str, marked: str, said: str, end: str
) -> None:
    """The last place in the text that reads as what is marked."""
    written = "# ours\n\n" + text + "\n"
    error = refused(tmp_path / "trainbib.toml", written.replace("\n", end))
    assert said in error.faults[0]
    before = written[: written.rindex(marked)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert error.faults[0].startswith(f"{tmp_path / 'trainbib.toml'}:{line}:{column}: ")
    length = len(marked)
    assert error.spans == (Span(line, column, line, column + length),)


@pytest.mark.parametrize(("text", "marked", "said"), MEANT)
def test_it_is_the_same_in_pyproject(tmp_path: Path, text: str, marked: str, said: str) -> None:
    text = text.replace("[[", "[[tool.trainbib.")
    text = "\n".join(
        line.replace("[", "[tool.trainbib.", 1) if line.startswith(("[s", "[l")) else line
        for line in text.split("\n")
    )
    marked = marked.replace("[[", "[[tool.trainbib.")
    written = f"{PROJECT}[tool.trainbib]\n{text}\n"
    error = refused(tmp_path / "pyproject.toml", written)
    assert said in error.faults[0]
    (span,) = error.spans
    assert span is not None
    shown = written.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]
    assert shown == marked


def test_a_table_that_is_none_is_shown_where_it_stands(tmp_path: Path) -> None:
    error = refused(tmp_path / "pyproject.toml", f"{PROJECT}[tool]\ntrainbib = 1\n")
    assert error.spans == (Span(5, 12, 5, 13),)


def test_bytes_that_are_no_text_have_a_place(tmp_path: Path) -> None:
    error = refused(tmp_path / "trainbib.toml", 'a = "é"\nb = "'.encode() + b'\xff"\n')
    assert error.spans == (Span(2, 6, 2, 7),)
    assert "the byte 0xff is no UTF-8" in str(error)


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = '[severity]\nlic = "error"\nLIC001 = "loud"\n[licensing]\nx = 1\ny = 2\nuses = 3\n'
    error = refused(tmp_path / "trainbib.toml", text)
    lines = [None if span is None else span.line for span in error.spans]
    assert lines == [2, 3, 5, 6, 7]
    assert str(error).endswith(" (and 4 more faults)")
    assert len(error.faults) == 5


def test_what_is_not_in_a_file_has_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--config", "fail-on=eror"]) == 2
    assert capsys.readouterr().err == (
        "trainbib: --config: `fail-on` is 'eror'; did you mean `error`?\n"
    )


def test_the_program_shows_the_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = 'fial-on = "error"\n\n[severity]\nLIC001 = "\x1b[31m##vso[x]"\n'
    Path("trainbib.toml").write_text(text.replace("\x1b", "\\u001b"), encoding="utf-8")
    unknown = "the configuration has no key `fial-on`; did you mean `fail-on`?"
    wrong = "`severity.LIC001` is '\\x1b[31m#\\x23vso[x]'; write `error`, `warning` or `info`"
    for command in ("check", "baseline", "licenses"):
        assert main([command]) == 2
        path = tmp_path.resolve() / "trainbib.toml"
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.splitlines() == [
            f"trainbib: {path}:1:1: {unknown}",
            "   |",
            ' 1 | fial-on = "error"',
            "   | ^^^^^^^",
            f"trainbib: {path}:4:10: {wrong}",
            "   |",
            ' 4 | LIC001 = "\\u001b[31m#\\x23vso[x]"',
            "   |          ^^^^^^^^^^^^^^^^^^^^^^^",
        ]


def test_colours_are_as_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("trainbib.toml").write_text("a = 1\n", encoding="utf-8")
    assert main(["check", "--color", "always"]) == 2
    assert "\x1b[1;31m^\x1b[0m" in capfd.readouterr().err
    assert main(["check"]) == 2
    assert "\x1b" not in capfd.readouterr().err


def test_a_value_of_very_many_digits_is_a_fault_on_the_command_line_too() -> None:
    assert parse_value(f"cache={LONG}") == {"cache": LONG}
