"""What the program says to those who write commands and options of other checkers."""

import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from cli_program import python
from trainbib_cli.app import COMMANDS, main
from trainbib_cli.habits import COMMANDS as FOREIGN
from trainbib_cli.habits import OPTIONS
from valid_manifests import VALID


def command_of(name: str) -> click.Command:
    found: click.Command = import_module(f"trainbib_cli.commands.{name.replace('-', '_')}").command
    return found


def options_of(command: click.Command) -> set[str]:
    return {name for each in command.params for name in (*each.opts, *each.secondary_opts)}


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the one sentence that a wrong command line is met with."""
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("trainbib: ")
    assert captured.err.count("\n") == 1
    return captured.err.removeprefix("trainbib: ").rstrip("\n")


def test_who_writes_an_option_of_another_checker_is_told_what_to_write(
    capsys: pytest.CaptureFixture[str],
) -> None:
    expected = "`trainbib check` has no --exit-zero; write --fail-on=never"
    assert said(capsys, "check", "--exit-zero") == expected
    expected = "`trainbib check` has no --write-baseline; write `trainbib baseline`"
    assert said(capsys, "check", "--write-baseline=known.json", "data") == expected
    for command in COMMANDS:
        text = said(capsys, command, "-v")
        assert text.startswith(f"`trainbib {command}` has no -v; leave it out"), command


@pytest.mark.parametrize("command", sorted(OPTIONS))
def test_every_option_in_the_table_is_met_with_its_hint(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for option, hint in OPTIONS[command].items():
        assert said(capsys, command or "check", option).endswith(f" has no {option}; {hint}")


@pytest.mark.parametrize("command", sorted(OPTIONS))
def test_what_is_offered_is_there_and_what_is_refused_is_not(command: str) -> None:
    given = options_of(command_of(command)) if command else {"--debug"}
    for option, hint in OPTIONS[command].items():
        assert option not in given
        named = set(re.findall(r"(?<![\w-])--[a-z-]+", hint))
        assert named <= given, (option, named - given)
        for called in re.findall(r"`trainbib (\S+?)`", hint):
            assert called in COMMANDS


def test_every_command_in_the_table_is_met_with_one_that_is_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for written, instead in FOREIGN.items():
        assert written not in COMMANDS
        name, *rest = instead.removeprefix("trainbib ").split()
        assert name in COMMANDS
        options = {word for word in rest if word.startswith("-")}
        assert options <= options_of(command_of(name))
        assert said(capsys, written) == f"there is no command `{written}`; write `{instead}`"


def test_options_of_check_are_not_those_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--fix") == "`trainbib` has no --fix; write `trainbib check --fix`"
    assert said(capsys, "--exit-zero", "a.yaml") == (
        "`trainbib` has no --exit-zero; `trainbib check` has none either: write --fail-on=never"
    )
    assert said(capsys, "--nope") == "No such option '--nope' (see `trainbib --help`)"
    assert "see `trainbib check --help`" in said(capsys, "check", "--nope")


def test_a_file_in_place_of_a_command_is_one_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my data").mkdir()
    for written, shown in (("sub/trainbib.yaml",) * 2, ("my data", "'my data'")):
        text = said(capsys, written)
        assert text == f"there is no command `{written}`; write `trainbib check {shown}`"
    assert "did you mean `check`?" in said(capsys, "chek")
    assert said(capsys, "x" * 5000).endswith("`trainbib --help` lists them")


def test_the_manifests_are_shown_that_would_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("trainbib.yaml", "b.trainbib.json", "sub/::x.trainbib.yaml", "other.yaml"):
        (tmp_path / name).write_text(VALID)
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--show-files"]) == 0
    assert capsys.readouterr().out == "trainbib.yaml\nb.trainbib.json\n"
    assert main(["check", "--show-files", "--recursive", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "sub/::x.trainbib.yaml"
    assert main(["check", "--show-files", "other.yaml", "-"]) == 0
    assert capsys.readouterr().out == "other.yaml\n-\n"
    (tmp_path / "empty").mkdir()
    assert main(["check", "--show-files", "empty"]) == 3


def test_who_makes_no_mistake_does_not_wait_for_the_hints() -> None:
    code = "import sys, trainbib_cli.app as a; a.main(['--version']); print(sorted(sys.modules))"
    assert "trainbib_cli.habits" not in python(code)
