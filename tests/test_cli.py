"""The program as a whole: help, versions, exit codes, streams, colours, start-up."""

import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import click
import pytest

from cli_program import SCRIPT, environment, python, trainbib
from trainbib import __version__
from trainbib.licensing.spdx import license_list
from trainbib_cli.app import COMMANDS, Program, main, program
from trainbib_cli.exits import CannotError
from trainbib_cli.terminal import ColorChoice, printable, printable_path, wants_color
from valid_manifests import VALID


def test_the_installed_script_and_the_module_are_one_program() -> None:
    wanted = f"trainbib {__version__} (standard 1.0, SPDX licence list {license_list().version})\n"
    script = subprocess.run([SCRIPT, "--version"], capture_output=True, check=True, timeout=60)
    assert script.stdout == wanted.encode()
    assert trainbib("--version").stdout == wanted.encode()


def test_help_names_every_command_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    for name, summary in COMMANDS.items():
        assert f"  {name} " in shown
        assert summary in shown
    assert "Exit codes" in shown
    assert "Examples" in shown


def test_without_a_command_the_help_is_shown_and_nothing_was_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Commands:" in captured.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_that_a_newcomer_understands(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"Usage: trainbib {name} " in shown
    assert "Examples:" in shown
    assert "Exit codes:" in shown
    assert f"  trainbib {name}" in shown
    assert max(map(len, shown.splitlines())) <= 100


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_every_command_has_help(name: str) -> None:
    command = program.get_command(click.Context(program), name)
    assert command is not None
    assert command.name == name
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert {"--color", "--debug"} <= {option.opts[0] for option in options}
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize(
    "arguments",
    [["--no-such-option"], ["check", "--no-such-option"], ["check", "--format", "xml"], ["chek"]],
)
def test_a_wrong_command_line_is_one_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("trainbib: ")
    assert captured.err.count("\n") == 1


def test_an_unknown_command_is_met_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    main(["chek"])
    assert "there is no command `chek`; did you mean `check`" in capsys.readouterr().err


def raising(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command("check")
    def broken() -> None:
        raise error

    def get_command(_self: Program, _context: click.Context, _name: str) -> click.Command:
        return broken

    monkeypatch.setattr(Program, "get_command", get_command)


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (FileNotFoundError(2, "No such file or directory", "x.yaml"), 2, "x.yaml: No such file"),
        (OSError("odd"), 2, "odd"),
        (MemoryError(), 2, "not enough memory"),
        (ZeroDivisionError("by zero"), 2, "internal error: ZeroDivisionError: by zero"),
        (CannotError("no way"), 2, "no way"),
        (click.ClickException("clicked"), 2, "clicked"),
    ],
)
def test_whatever_fails_is_an_exit_code_and_one_sentence(
    error: BaseException,
    code: int,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    raising(error, monkeypatch)
    assert main(["check"]) == code
    shown = capsys.readouterr().err.strip()
    assert shown.startswith(f"trainbib: {sentence}")
    assert "Traceback" not in shown
    assert "\n" not in shown


def test_debug_shows_the_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(ZeroDivisionError("by zero"), monkeypatch)
    assert main(["--debug", "check"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_help_imports_nothing_that_it_does_not_need() -> None:
    loaded = python(
        "import sys\n"
        "from trainbib_cli.app import main\n"
        "assert main(['--help']) == 0\n"
        "print(*sys.modules, sep='\\n')"
    ).splitlines()
    heavy = {"yaml", "rich", "jsonschema", "jsonschema_rs", "requests", "pyarrow", "zstandard"}
    heavy |= {"license_expression", "trainbib.rules", "trainbib.document", "trainbib.checking"}
    assert not heavy & set(loaded)
    assert not [name for name in loaded if name.startswith("trainbib_cli.commands.")]


def test_check_imports_neither_rich_nor_the_slow_engine(tmp_path: Path) -> None:
    (tmp_path / "trainbib.yaml").write_text(VALID)
    loaded = python(
        "import sys\n"
        "from trainbib_cli.app import main\n"
        "main(['check'])\n"
        "print(*sys.modules, sep='\\n')",
        cwd=tmp_path,
    ).splitlines()
    heavy = {"rich", "jsonschema", "requests", "pyarrow", "rfc8785"}
    assert not heavy & set(loaded)


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals of POSIX")
def test_a_reader_that_leaves_early_is_met_with_silence() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "trainbib_cli", "rules"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # long before the first line
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 2  # not 1: nothing was found


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux only")
def test_a_full_disk_is_a_failure() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "trainbib_cli", "rules"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"No space left" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupt_is_130() -> None:
    code = "import sys; from trainbib_cli.app import main; sys.exit(main(['check', '-']))"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        try:
            assert process.stdin is not None
            process.stdin.write(b"#" * (1 << 20))  # more than a pipe holds: it is being read
            process.stdin.flush()
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 130
            assert process.stderr is not None
            assert b"trainbib: interrupted" in process.stderr.read()
        finally:
            process.kill()


def test_a_stream_that_is_closed_from_the_start_is_no_fault() -> None:
    if os.name != "posix":
        pytest.skip("closing descriptors is POSIX")
    command = f'"{sys.executable}" -m trainbib_cli --version >&-'
    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, env=environment(), check=False, timeout=60
    )
    assert done.returncode == 0
    assert done.stderr == b""


class Tty(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "stream", "variables", "wanted"),
    [
        ("auto", StringIO(), {}, False),
        ("auto", Tty(), {}, True),
        ("auto", Tty(), {"TERM": "dumb"}, False),
        ("auto", Tty(), {"NO_COLOR": "1"}, False),
        ("auto", Tty(), {"NO_COLOR": ""}, True),
        ("auto", StringIO(), {"FORCE_COLOR": "1"}, True),
        ("auto", StringIO(), {"CLICOLOR_FORCE": "1"}, True),
        ("auto", StringIO(), {"CLICOLOR_FORCE": "0"}, False),
        ("auto", Tty(), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("always", StringIO(), {"NO_COLOR": "1"}, True),
        ("never", Tty(), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_follows_the_flag_then_the_environment_then_the_stream(
    *,
    choice: ColorChoice,
    stream: StringIO,
    variables: dict[str, str],
    wanted: bool,
) -> None:
    assert wants_color(choice, stream, variables) is wanted


def test_the_color_flag_works_before_and_after_the_command() -> None:
    assert b"\x1b[" in trainbib("--color", "always", "rules").stdout
    assert b"\x1b[" in trainbib("rules", "--color", "always").stdout
    assert b"\x1b[" not in trainbib("rules").stdout
    assert b"\x1b[" in trainbib("rules", env={"FORCE_COLOR": "1"}).stdout


def test_what_a_terminal_would_obey_is_escaped() -> None:
    assert (
        printable("a\x1b[2Jb\n\u202e\udcff\U000e0041") == "a\\x1b[2Jb\\n\\u202e\\udcff\\U000e0041"
    )
    assert printable("日本語 é \u200d👩") == "日本語 é \u200d👩"
    assert printable("\ufffe\uffff\U0001fffe\U0010ffff\ufffd") == (
        "\\ufffe\\uffff\\U0001fffe\\U0010ffff\ufffd"
    )


def test_what_a_runner_would_obey_is_escaped() -> None:
    assert printable("a ##[error]b #[ ## [") == "a #\\x23[error]b #[ ## ["
    assert "##[" not in printable("####[error]")
    assert printable_path("::error::x") == "./::error::x"
    assert printable_path(" ::error::x") == "./ ::error::x"
    assert printable_path("##[error]x") == "./#\\x23[error]x"
    assert printable_path("##vso[x]y") == "./#\\x23vso[x]y"
    assert (
        printable("##vso[a ##teamcity[b ##vso{ ##1[") == "#\\x23vso[a #\\x23teamcity[b ##vso{ ##1["
    )
    assert printable_path("a/::x") == "a/::x"


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        *(
            [[name, ""], "'[FILES]...'"]
            for name in ("check", "fmt", "hash", "licenses", "baseline")
        ),
        *([[name, ""], "'[MANIFEST]'"] for name in ("score", "prove", "verify-signature")),
        (["verify", ""], "'[FILE]'"),
        (["diff", ""], "'[OLD]'"),
        (["diff", "a.yaml", ""], "'[NEW]'"),
        (["init", ""], "'[PATH]'"),
        (["lookup", "", "--url", "https://a.example/"], "'INDEX'"),
        (["domains", ""], "'SOURCE...'"),
        (["index", "", "-o", "a.parquet"], "'SOURCE...'"),
        (["verify-proof", ""], "'PROOF'"),
        (["verify", "--root", ""], "'--root'"),
        (["sign", "--key", ""], "'--key'"),
        (["score", "-o", ""], "'-o' / '--output'"),
        (["check", "--baseline", ""], "'--baseline'"),
    ],
)
def test_an_empty_name_is_a_wrong_command_line(
    arguments: list[str],
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "trainbib.yaml").write_text(VALID, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"trainbib: Invalid value for {place}: '' names no file; write ")
    assert captured.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["trainbib.yaml"]


def test_an_encoding_that_lacks_a_character_gets_it_escaped(tmp_path: Path) -> None:
    (tmp_path / "trainbib.yaml").write_text(VALID.replace("example:", "日本:"), encoding="utf-8")
    done = trainbib("check", cwd=tmp_path, env={"PYTHONIOENCODING": "latin-1"})
    assert done.returncode == 1
    assert b"`\\u65e5\\u672c`" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", shell]) == 0
    assert "_TRAINBIB_COMPLETE" in capsys.readouterr().out


def test_completion_completes_commands_and_options() -> None:
    variables = {
        "_TRAINBIB_COMPLETE": "bash_complete",
        "COMP_WORDS": "trainbib ch",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(
        [SCRIPT], env=environment(**variables), capture_output=True, check=False, timeout=60
    )
    assert done.stdout.splitlines() == [b"plain,check"]
    assert main(["completion", "tcsh"]) == 2


def test_schema_prints_what_ships(capsys: pytest.CaptureFixture[str]) -> None:
    import json

    assert main(["schema", "--list"]) == 0
    names = capsys.readouterr().out.split()
    assert {"manifest", "check-report"} <= set(names)
    for name in names:
        done = trainbib("schema", name)
        assert done.returncode == 0
        assert json.loads(done.stdout)["$id"].endswith(f"/v1/{name}.schema.json")
    assert trainbib("schema").stdout == trainbib("schema", "manifest").stdout
    assert main(["schema", "manifst"]) == 2
    assert "did you mean `manifest`?" in capsys.readouterr().err


def test_the_process_ends_when_all_is_done_that_was_to_be_done_at_its_end(tmp_path: Path) -> None:
    code = (
        "import atexit, sys, threading, time\n"
        "from pathlib import Path\n"
        "from trainbib_cli import __main__ as process\n"
        "def main():\n"
        "    atexit.register(Path('handler').write_text, 'called')\n"
        "    threading.Thread(target=lambda: (time.sleep(0.1), print('thread'))).start()\n"
        "    print('x' * 100_000)\n"
        "    return 3\n"
        "process.main = main\n"
        "process.run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env=environment(),
        check=False,
        timeout=60,
    )
    assert done.returncode == 3
    assert done.stdout.split() == [b"x" * 100_000, b"thread"]
    assert (tmp_path / "handler").read_text() == "called"
